//! The administrator's end: asks the running tab, or the desk of a store that was opened for it.

use super::{Answer, Desk, Request, socket_path};
use std::{
    io,
    path::{Path, PathBuf},
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::UnixStream,
    sync::mpsc,
};

/// Why nothing came of a request. Each text is a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The socket is somebody else's.
    #[error(
        "The data folder {} cannot be used by this account. Run this command by the account that \
         runs the tab.", .0.display()
    )]
    OtherAccount(PathBuf),
    /// The tab, or the desk, says why not.
    #[error("{0}")]
    Refused(String),
    /// The answer broke off.
    #[error("The running tab ended before it had answered; look at its log.")]
    Ended,
    /// The connection failed in the middle.
    #[error("The running tab could not be asked: {0}. Look at its log.")]
    Interrupted(#[from] io::Error),
    /// A line that this version does not know.
    #[error(
        "The running tab answers as no version does that this one knows; use the one that runs."
    )]
    Unreadable,
    /// The answer could not be used here.
    #[error(transparent)]
    Take(io::Error),
}

/// The tab that runs with this data folder, if one does.
///
/// # Errors
/// [`AskError::OtherAccount`].
pub(crate) async fn running_tab(data: &Path) -> Result<Option<UnixStream>, AskError> {
    match UnixStream::connect(socket_path(data)).await {
        Ok(stream) => Ok(Some(stream)),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            Err(AskError::OtherAccount(data.to_owned()))
        }
        // Nobody listens there: no tab runs, or one that was killed has left its socket.
        Err(_) => Ok(None),
    }
}

/// Hands `request` with the `body` of an import to a running tab, and each line of the answer to `take`.
///
/// # Errors
/// Every variant of [`AskError`].
pub(crate) async fn ask_running(
    stream: UnixStream,
    request: &Request,
    body: &[u8],
    mut take: impl FnMut(Answer) -> io::Result<()>,
) -> Result<(), AskError> {
    let (read, mut write) = stream.into_split();
    let mut line = serde_json::to_vec(request).expect("a request has JSON");
    line.push(b'\n');
    let sending = async move {
        write.write_all(&line).await?;
        write.write_all(body).await?;
        write.shutdown().await
    };
    let receiving = async {
        let mut lines = BufReader::new(read).lines();
        while let Some(line) = lines.next_line().await? {
            let answer = serde_json::from_str(&line).map_err(|_| AskError::Unreadable)?;
            if take_line(answer, &mut take)? {
                return Ok(());
            }
        }
        Err(AskError::Ended)
    };
    let (sent, received) = tokio::join!(sending, receiving);
    // Whoever is refused need not be heard out.
    received?;
    Ok(sent?)
}

impl Desk {
    /// Performs `request` here.
    ///
    /// # Errors
    /// Every variant of [`AskError`].
    pub(crate) async fn ask(
        &self,
        request: Request,
        body: Vec<u8>,
        mut take: impl FnMut(Answer) -> io::Result<()>,
    ) -> Result<(), AskError> {
        let (tell, mut told) = mpsc::channel(16);
        let receiving = async move {
            while let Some(answer) = told.recv().await {
                if take_line(answer, &mut take)? {
                    return Ok(());
                }
            }
            Err(AskError::Ended)
        };
        tokio::join!(self.answer(request, body, tell), receiving).1
    }
}

/// Whether it was the last line.
fn take_line(
    answer: Answer,
    take: &mut impl FnMut(Answer) -> io::Result<()>,
) -> Result<bool, AskError> {
    match answer {
        Answer::Done => Ok(true),
        Answer::Refused(why) => Err(AskError::Refused(why)),
        answer => take(answer).map(|()| false).map_err(AskError::Take),
    }
}
