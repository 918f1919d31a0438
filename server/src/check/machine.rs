//! What the tab needs of this machine: keys for its records, and a data folder of its own. Nothing is
//! made here that a start would make.

use super::{Finding, Verdict};
use crate::{
    entropy,
    store::{self, KeyRingSource, KeysError},
};
use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

const GIVE: &str = "Give it to the account that runs the tab, and run this check by that account.";

/// Whether there are keys, or will be.
pub(super) fn key_ring(data: &Path, configured: Option<&KeyRingSource>) -> Finding {
    let leg = "key ring";
    let own = data.join("keys");
    if configured.is_none() && !own.exists() {
        // A first start makes the keys before the database.
        if data.join("db").exists() {
            return told(leg, Verdict::Failed, &KeysError::Missing { path: own });
        }
        return Finding::ok(leg, format!("{} is made at the first start", own.display()));
    }
    match store::load_or_create(data, configured) {
        Err(error) => told(leg, Verdict::Failed, &error),
        Ok(keys) if keys.warnings.is_empty() => Finding::ok(leg, "can be used".to_owned()),
        Ok(keys) => {
            let warnings: Vec<_> = keys.warnings.iter().map(ToString::to_string).collect();
            told(leg, Verdict::Warning, &warnings.join(" "))
        }
    }
}

/// Whether nobody but the tab's own account can read what the settings keep secret.
pub(super) fn secret_files(open: &[PathBuf]) -> Finding {
    let leg = "secret files";
    if open.is_empty() {
        return Finding::ok(leg, "no other account can read them".to_owned());
    }
    let open: Vec<_> = open.iter().map(|it| it.display().to_string()).collect();
    let (list, files) = (open.join(", "), open.join(" "));
    Finding::warning(
        leg,
        format!("other accounts of this machine can read {list}"),
        format!("Run: chmod 600 {files}"),
    )
}

/// A finding that names its cure itself.
fn told(leg: &str, verdict: Verdict, words: &impl ToString) -> Finding {
    Finding {
        verdict,
        ..Finding::ok(leg, words.to_string())
    }
}

/// Whether the tab can have its folder.
pub(super) fn data_folder(data: &Path) -> Finding {
    let leg = "data folder";
    let shown = data.display();
    let failed = |what: &str, error: &io::Error| {
        Finding::failed(
            leg,
            format!("{shown} cannot be {what}: {error}."),
            GIVE.to_owned(),
        )
    };
    if !data.exists() {
        let above = data.ancestors().skip(1).find(|it| it.exists());
        return match try_writing(above.unwrap_or(Path::new("."))) {
            Ok(()) => Finding::ok(leg, format!("{shown} is made at the first start")),
            Err(error) => failed("made", &error),
        };
    }
    if let Err(error) = try_reading(data) {
        return failed("read", &error);
    }
    if let Err(error) = try_writing(data) {
        return failed("written", &error);
    }
    // The store's own lock lies on the folder, too.
    let lock = File::open(data).map(|folder| folder.try_lock());
    let held = matches!(lock, Ok(Err(TryLockError::WouldBlock)));
    let who = if held {
        "a running tab has it"
    } else {
        "no running tab has it"
    };
    Finding::ok(leg, format!("{shown} can be read and written; {who}"))
}

/// Whatever the store has there must be open to us.
fn try_reading(data: &Path) -> io::Result<()> {
    fs::read_dir(data)?;
    let mut paths = vec![data.join("epoch")];
    match fs::read_dir(data.join("db")) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        entries => {
            for entry in entries? {
                paths.push(entry?.path());
            }
        }
    }
    for path in paths {
        match File::open(path) {
            // Also what a running tab has removed meanwhile.
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Under a new name each time: what somebody has laid there is neither followed nor emptied.
fn try_writing(folder: &Path) -> io::Result<()> {
    let path = folder.join(format!(".jira-tab-check-{}", entropy::token_128()));
    File::create_new(&path)?;
    fs::remove_file(path)
}
