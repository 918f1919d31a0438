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
    // A clock that was wrong once leaves exports of the future, which must not stand for those of today.
    let newest = exports(settings)?
        .into_iter()
        .rfind(|(made_at_s, _)| *made_at_s <= now_s);
    let due_s = newest.map_or(0, |(made_at_s, _)| made_at_s + settings.every.as_secs());
    if now_s < due_s {
        return Ok(());
    }
    let export = vault.export(now_s).await?;
    let name = name_at(now_s);
    let settings = settings.clone();
    let writing = move || -> Result<(), ScheduleError> {
        store::create_private_dir(&settings.folder)?;
        remove_halves(&settings)?;
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

fn name_at(made_at_s: u64) -> String {
    let day = clock::day(made_at_s).replace(' ', "-");
    // The number first: in the order of names the newest is the last.
    format!("{PREFIX}{made_at_s}-{day}{SUFFIX}")
}

/// The time in the name of an export; none for a file that anybody else has named.
fn made_at_s(name: &str) -> Option<u64> {
    let (made_at_s, _) = name.strip_prefix(PREFIX)?.split_once('-')?;
    let made_at_s = made_at_s.parse().ok()?;
    (name_at(made_at_s) == name).then_some(made_at_s)
}

/// The exports in the folder with the time of each, oldest first. Other files are none of ours.
fn exports(settings: &ExportSettings) -> io::Result<Vec<(u64, PathBuf)>> {
    let mut found: Vec<_> = names(settings)?
        .into_iter()
        .filter_map(|name| Some((made_at_s(&name)?, settings.folder.join(name))))
        .collect();
    found.sort();
    Ok(found)
}

/// What exports that were cut off have left.
fn remove_halves(settings: &ExportSettings) -> io::Result<()> {
    for name in names(settings)? {
        if name.strip_suffix(store::HALF).and_then(made_at_s).is_some() {
            fs::remove_file(settings.folder.join(name))?;
        }
    }
    Ok(())
}

/// The names in the folder, as far as they are texts.
fn names(settings: &ExportSettings) -> io::Result<Vec<String>> {
    match fs::read_dir(&settings.folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(vec![]),
        entries => entries?
            .filter_map(|entry| {
                entry
                    .map(|entry| entry.file_name().into_string().ok())
                    .transpose()
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{made_at_s, name_at};

    #[test]
    fn only_files_that_we_have_named_are_ours() {
        let name = name_at(1_795_166_102);
        assert_eq!(name, "jira-tab-1795166102-20-Nov-2026.export");
        assert_eq!(made_at_s(&name), Some(1_795_166_102));
        for name in [
            "jira-tab-2-before-upgrade.export",
            "jira-tab-17-20-Nov-2026.export",
            "jira-tab-01795166102-20-Nov-2026.export",
            "jira-tab-1795166102-20-Nov-2026.export.gz",
            "backup-1795166102-20-Nov-2026.export",
        ] {
            assert_eq!(made_at_s(name), None, "{name}");
        }
    }
}
