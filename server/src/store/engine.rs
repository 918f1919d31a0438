//! sled itself: its settings, its lock, its files.

use std::{
    fs::{self, File, OpenOptions},
    io, thread,
    time::Duration,
};

use super::{
    OpenError, StoreError,
    folder::{self, DataFolder},
};

/// Page cache of sled; its default is 1 GiB.
const CACHE_BYTES: u64 = 32 * 1024 * 1024;

/// Size of a segment of sled's log. Twice the default, so that no leaf of records as large as
/// [`MAX_RECORD_BYTES`](super::MAX_RECORD_BYTES) outgrows a quarter of it. It is written into the
/// database: another number does not open an existing one.
const SEGMENT_BYTES: usize = 1024 * 1024;

/// A sled that was just dropped in this process may hold its lock a moment longer.
const LOCK_TRIES: u32 = 200;
const LOCK_PAUSE: Duration = Duration::from_millis(10);

/// The tree of records, and the log file for syncing it.
///
/// # Errors
/// [`OpenError::AnotherProcess`], [`OpenError::Corrupt`], [`OpenError::DiskFull`],
/// [`OpenError::FolderUnusable`].
#[expect(
    clippy::disallowed_methods,
    reason = "the lock is sled's; there is nothing to wait on"
)]
pub(crate) fn open(folder: &DataFolder) -> Result<(sled::Tree, File), OpenError> {
    // `mode` stays as it is: nothing in this version of sled reads it.
    let config = sled::Config::new()
        .path(folder.db_dir())
        .cache_capacity(CACHE_BYTES)
        .segment_size(SEGMENT_BYTES)
        .flush_every_ms(None);
    let mut tries = 0;
    let opened = loop {
        let opened = StoreError::catching("open the database", || {
            config
                .open()
                .and_then(|database| database.open_tree("records"))
        });
        tries += 1;
        match opened {
            Err(error) if is_locked(&error) && tries == LOCK_TRIES => {
                return Err(OpenError::AnotherProcess {
                    path: folder.root().to_owned(),
                });
            }
            Err(error) if is_locked(&error) => thread::sleep(LOCK_PAUSE),
            opened => break opened,
        }
    };
    let tree = opened.map_err(|error| OpenError::from_store(folder.root(), error))?;
    let log = adopt(folder).map_err(|error| OpenError::io(folder.db_dir(), error))?;
    Ok((tree, log))
}

/// Makes sled's files private and their names durable, and opens the log for syncing.
fn adopt(folder: &DataFolder) -> io::Result<File> {
    folder::make_private(&folder.db_dir())?;
    for entry in fs::read_dir(folder.db_dir())? {
        folder::make_private(&entry?.path())?;
    }
    let log = OpenOptions::new()
        .read(true)
        .write(true)
        .open(folder.db_file())?;
    log.sync_all()?;
    folder::sync_dir(&folder.db_dir())?;
    folder::sync_dir(folder.root())?;
    Ok(log)
}

/// sled says that its lock is taken in words only.
fn is_locked(error: &StoreError) -> bool {
    matches!(error, StoreError::Io { source, .. }
        if source.to_string().contains("could not acquire lock"))
}
