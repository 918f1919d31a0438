//! The release build of `jira-tab` as an operator starts it, and what it takes.

use crate::http::{Connection, get};
use anyhow::{Context as _, ensure};
use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tokio::net::TcpListener;

/// `jira-tab serve`.
pub(crate) struct Tab {
    child: Child,
    folder: PathBuf,
    pub(crate) address: SocketAddr,
    pub(crate) start_up: Duration,
}

impl Tab {
    /// Starts it; the time is until it has answered.
    pub(crate) async fn start(folder: &Path) -> anyhow::Result<Self> {
        let free = TcpListener::bind("127.0.0.1:0").await?.local_addr()?;
        let start = Instant::now();
        let child = Command::new(jira_tab()?)
            .current_dir(folder)
            .args(["serve", "--listen", &free.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut tab = Self {
            child,
            folder: folder.to_owned(),
            address: free,
            start_up: Duration::ZERO,
        };
        let request = get(free, "/healthz", "");
        loop {
            if let Ok(mut connection) = Connection::open(free).await {
                connection.ask(&request).await?;
                break;
            }
            ensure!(tab.child.try_wait()?.is_none(), "jira-tab serve ended");
            tokio::task::yield_now().await;
        }
        tab.start_up = start.elapsed();
        Ok(tab)
    }

    /// Another `jira-tab` in the same folder; what it printed.
    pub(crate) async fn command(&self, arguments: &[&str]) -> anyhow::Result<String> {
        let mut command = Command::new(jira_tab()?);
        command.current_dir(&self.folder).args(arguments);
        let output = tokio::task::spawn_blocking(move || command.output()).await??;
        let complaint = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "{arguments:?}: {complaint}");
        Ok(String::from_utf8(output.stdout)?)
    }

    /// Resident megabytes after some use by the person at this machine.
    pub(crate) async fn settled(&self) -> anyhow::Result<f64> {
        let mut connection = Connection::open(self.address).await?;
        connection
            .times(&get(self.address, "/", ""), "200", 200)
            .await?;
        self.resident()
    }

    /// Resident megabytes.
    pub(crate) fn resident(&self) -> anyhow::Result<f64> {
        self.megabytes("VmRSS:")
    }

    /// The most megabytes that were ever resident.
    pub(crate) fn peak(&self) -> anyhow::Result<f64> {
        self.megabytes("VmHWM:")
    }

    /// proc(5), `/proc/pid/status`.
    fn megabytes(&self, name: &str) -> anyhow::Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let kib = line.context("a memory figure")?.trim();
        Ok(kib.trim_end_matches(" kB").parse::<f64>()? * 1_024.0 / 1e6)
    }

    /// Megabytes of its database.
    pub(crate) fn stored(&self) -> anyhow::Result<f64> {
        Ok(bytes_below(&self.folder.join("data"))? / 1e6)
    }

    /// Stops it as systemd does, so that it gives its folder back.
    pub(crate) fn stop(mut self) -> anyhow::Result<()> {
        let status = Command::new("kill")
            .arg(self.child.id().to_string())
            .status()?;
        ensure!(status.success(), "jira-tab cannot be stopped");
        self.child.wait()?;
        Ok(())
    }
}

/// An error on the way must not leave it running.
impl Drop for Tab {
    fn drop(&mut self) {
        // It has ended already, unless something failed before.
        let _ = self.child.kill();
    }
}

/// It lies beside this program.
fn jira_tab() -> anyhow::Result<PathBuf> {
    let path = std::env::current_exe()?.with_file_name("jira-tab");
    ensure!(path.exists(), "there is no jira-tab: run `make bench`");
    Ok(path)
}

#[expect(clippy::cast_precision_loss, reason = "shown in whole megabytes")]
pub(crate) fn bytes_below(folder: &Path) -> anyhow::Result<f64> {
    let mut bytes = 0.0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        bytes += if path.is_dir() {
            bytes_below(&path)?
        } else {
            fs::metadata(&path)?.len() as f64
        };
    }
    Ok(bytes)
}
