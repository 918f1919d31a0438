//! The socket on which a running tab answers its administrator: `DATA/admin.sock`, mode 0600.
//!
//! Only the tab's own account and root are answered. A request is one line of JSON, an answer some
//! lines of it; both are bounded in size and time. One request at a time: two rotations at once would
//! take each other's keys away.

use super::{Answer, Desk, MAX_IMPORT_BYTES, Request, socket_path};
use std::{
    fs,
    future::Future,
    io,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    pin::pin,
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{
        UnixListener,
        unix::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::mpsc,
    time::timeout,
};

const MAX_REQUEST_BYTES: u64 = 4096;

/// For a request or the file of an import to arrive, and for each line of the answer to be taken. Others
/// wait meanwhile, and a file comes from this very machine.
const PATIENCE: Duration = Duration::from_secs(10);

/// A bound socket. Its file goes when it is dropped.
pub(crate) struct Socket {
    listener: UnixListener,
    path: PathBuf,
    owner: u32,
}

impl Socket {
    /// Binds the socket of this data folder, which must be ours: one that a killed tab left is replaced.
    ///
    /// # Errors
    /// What the operating system says.
    pub(crate) fn bind(data: &Path) -> io::Result<Self> {
        let path = socket_path(data);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let listener = UnixListener::bind(&path)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
        let owner = fs::metadata(&path)?.uid();
        Ok(Self {
            listener,
            path,
            owner,
        })
    }

    /// Answers administrators until `stopped`, then the one who was heard.
    pub(crate) async fn serve(self, desk: Desk, stopped: impl Future<Output = ()>) {
        let mut stopped = pin!(stopped);
        loop {
            let heard = tokio::select! {
                () = &mut stopped => return,
                heard = self.hear() => heard,
            };
            let answered = match heard {
                Ok(Some(asked)) => asked.be_answered(&desk).await,
                Ok(None) => Ok(()),
                Err(error) => Err(error),
            };
            if let Err(error) = answered {
                tracing::warn!(%error, "an administrator's request was not answered");
            }
        }
    }

    /// The next request, read to its end; `None` if it was refused.
    #[expect(
        clippy::disallowed_methods,
        reason = "nobody tells when a file can be opened again"
    )]
    async fn hear(&self) -> io::Result<Option<Asked>> {
        let (stream, _) = match self.listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // Such as no file left to open: it would fail again at once.
                tokio::time::sleep(Duration::from_secs(1)).await;
                return Err(error);
            }
        };
        let asker = stream.peer_cred()?.uid();
        let (read, write) = stream.into_split();
        let mut read = BufReader::new(read);
        if !may_ask(asker, self.owner) {
            let refused = "Only the account that runs the tab, and root, may ask this.";
            return refuse(read, write, refused).await.map(|()| None);
        }
        let Some(request) = timeout(PATIENCE, read_request(&mut read)).await?? else {
            let refused =
                "This request is none that this jira-tab knows; use the version that runs.";
            return refuse(read, write, refused).await.map(|()| None);
        };
        let mut body = Vec::new();
        if matches!(request, Request::Import { .. }) {
            // One byte more, to tell that it was too large.
            let mut limited = read.take(MAX_IMPORT_BYTES + 1);
            timeout(PATIENCE, limited.read_to_end(&mut body)).await??;
        }
        Ok(Some(Asked {
            request,
            body,
            write,
        }))
    }
}

/// A request that was heard.
struct Asked {
    request: Request,
    /// What follows an import.
    body: Vec<u8>,
    write: OwnedWriteHalf,
}

impl Asked {
    async fn be_answered(self, desk: &Desk) -> io::Result<()> {
        let Self {
            request,
            body,
            mut write,
        } = self;
        let (tell, mut told) = mpsc::channel(16);
        let sending = async move {
            while let Some(answer) = told.recv().await {
                send(&mut write, &answer).await?;
            }
            Ok(())
        };
        tokio::join!(desk.answer(request, body, tell), sending).1
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // An error means that somebody else has removed it.
        let _ = fs::remove_file(&self.path);
    }
}

/// The owner's account, and root, who can read all of it anyway.
fn may_ask(asker: u32, owner: u32) -> bool {
    asker == owner || asker == 0
}

/// The request, if it is a known one of a bearable length.
async fn read_request(
    read: &mut (impl tokio::io::AsyncBufRead + Unpin),
) -> io::Result<Option<Request>> {
    let mut line = Vec::new();
    read.take(MAX_REQUEST_BYTES)
        .read_until(b'\n', &mut line)
        .await?;
    Ok(serde_json::from_slice(&line).ok())
}

/// Says why not, and hears the rest unheeded: where somebody closes with a request unread, the other end
/// may lose the answer to a reset connection (unix(7)).
async fn refuse(
    read: BufReader<OwnedReadHalf>,
    mut write: OwnedWriteHalf,
    why: &str,
) -> io::Result<()> {
    send(&mut write, &Answer::Refused(why.to_owned())).await?;
    write.shutdown().await?;
    let mut rest = read.take(MAX_REQUEST_BYTES);
    timeout(PATIENCE, tokio::io::copy(&mut rest, &mut tokio::io::sink())).await??;
    Ok(())
}

async fn send(write: &mut (impl tokio::io::AsyncWrite + Unpin), answer: &Answer) -> io::Result<()> {
    let mut line = serde_json::to_vec(answer)?;
    line.push(b'\n');
    for some in line.chunks(1 << 16) {
        timeout(PATIENCE, write.write_all(some)).await??;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::may_ask;

    #[test]
    fn the_owner_and_root_may_ask_and_nobody_else() {
        assert!(may_ask(1000, 1000));
        assert!(may_ask(0, 1000));
        assert!(!may_ask(1001, 1000));
        assert!(!may_ask(1000, 0));
    }
}
