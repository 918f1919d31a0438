//! The administrator's end: asks the running tab, or the desk of a store that was opened for it.

use super::{Answer, Desk, Request, socket_path};
use anyhow::{Context as _, anyhow, bail};
use std::{io, path::Path};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::UnixStream,
    sync::mpsc,
};

/// The tab that runs with this data folder, if one does.
///
/// # Errors
/// One sentence for the operator, if it does not answer us.
pub(crate) async fn running_tab(data: &Path) -> anyhow::Result<Option<UnixStream>> {
    match UnixStream::connect(socket_path(data)).await {
        Ok(stream) => Ok(Some(stream)),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Err(anyhow!(
            "The data folder {} cannot be used by this account. Run this command by the account that \
             runs the tab, or by root.",
            data.display()
        )),
        // Nobody listens there: no tab runs, or one that was killed has left its socket.
        Err(_) => Ok(None),
    }
}

/// Hands `request` with the `body` of an import to a running tab, and each line of the answer to `take`.
///
/// # Errors
/// One sentence for the operator.
pub(crate) async fn ask_running(
    stream: UnixStream,
    request: &Request,
    body: &[u8],
    mut take: impl FnMut(Answer) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut line = serde_json::to_vec(request)?;
    line.push(b'\n');
    let sending = async move {
        write.write_all(&line).await?;
        write.write_all(body).await?;
        write.shutdown().await
    };
    let receiving = async {
        let mut lines = BufReader::new(read).lines();
        while let Some(line) = lines.next_line().await? {
            match serde_json::from_str(&line)? {
                Answer::Done => return Ok(()),
                Answer::Refused(why) => bail!("{why}"),
                answer => take(answer)?,
            }
        }
        bail!("The running tab ended before it had answered; look at its log.")
    };
    let (sent, received) = tokio::join!(sending, receiving);
    // Whoever is refused need not be heard out.
    received?;
    sent.context("The running tab did not take the whole request")
}

impl Desk {
    /// Performs `request` here.
    ///
    /// # Errors
    /// One sentence for the operator.
    pub(crate) async fn ask(
        &self,
        request: Request,
        body: Vec<u8>,
        mut take: impl FnMut(Answer) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let (tell, mut told) = mpsc::channel(16);
        let receiving = async move {
            while let Some(answer) = told.recv().await {
                match answer {
                    Answer::Done => return Ok(()),
                    Answer::Refused(why) => bail!("{why}"),
                    answer => take(answer)?,
                }
            }
            bail!("The command ended without an answer.")
        };
        tokio::join!(self.answer(request, body, tell), receiving).1
    }
}
