//! Exports that are made while the tab runs: `[export]` of the settings.

use crate::{
    clock::{self, Clock},
    settings::ExportSettings,
    store::{self, Vault, VaultError},
};
use std::{fs, future::Future, io, path::PathBuf, pin::pin, time::Duration};

const PREFIX: &str = "jira-tab-";
const SUFFIX: &str = ".export";

/// How often it is looked whether the next one is due. An export that failed is tried again then.
const PERIOD: Duration = Duration::from_mins(10);

/// Exports whenever the newest export is older than the settings say, until `stopped`.
pub(crate) async fn export_regularly(
    vault: Vault,
    settings: ExportSettings,
    clock: Clock,
    stopped: impl Future<Output = ()>,
) {
    let mut stopped = pin!(stopped);
    let mut looks = tokio::time::interval(PERIOD);
    loop {
        tokio::select! {
            () = &mut stopped => return,
            _ = looks.tick() => {}
        }
        if let Err(error) = export_if_due(&vault, &settings, clock.now_s()).await {
            let folder = settings.folder.display();
            tracing::error!(
                %error,
                "no export could be written to {folder}; the administrator should look at that folder and its disk"
            );
        }
    }
}

/// Why no export was made.
#[derive(Debug, thiserror::Error)]
enum ScheduleError {
    /// The records cannot be read.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The folder or a file in it cannot be used.
    #[error(transparent)]
    Folder(#[from] io::Error),
}

async fn export_if_due(
    vault: &Vault,
    settings: &ExportSettings,
    now_s: u64,
) -> Result<(), ScheduleError> {
    let newest = exports(settings)?.pop();
    let due_s = newest.map_or(0, |(made_at_s, _)| made_at_s + settings.every.as_secs());
    if now_s < due_s {
        return Ok(());
    }
    let export = vault.export(now_s).await?;
    let name = format!(
        "{PREFIX}{}-{now_s}{SUFFIX}",
        clock::day(now_s).replace(' ', "-")
    );
    let settings = settings.clone();
    let writing = move || -> Result<(), ScheduleError> {
        store::create_private_dir(&settings.folder)?;
        store::write_export(&settings.folder.join(&name), &export.text)?;
        tracing::info!(records = export.records, "exported to {name}");
        let mut old = exports(&settings)?;
        old.truncate(old.len().saturating_sub(settings.keep));
        for (_, path) in old {
            fs::remove_file(&path)?;
        }
        Ok(())
    };
    let written = tokio::task::spawn_blocking(writing).await;
    written.map_err(io::Error::other)?
}

/// The exports in the folder with the time of each, oldest first. Other files are none of ours.
fn exports(settings: &ExportSettings) -> io::Result<Vec<(u64, PathBuf)>> {
    let entries = match fs::read_dir(&settings.folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(vec![]),
        entries => entries?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let made_at_s = name.to_str().and_then(|name| {
            let name = name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?;
            name.rsplit('-').next()?.parse().ok()
        });
        found.extend(made_at_s.map(|made_at_s| (made_at_s, entry.path())));
    }
    found.sort();
    Ok(found)
}
