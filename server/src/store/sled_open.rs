//! Opens the database, or refuses with the one sentence that helps.
//!
//! The order matters. The folder is locked before anything in it changes. The witness is made
//! before the keys and the database, so neither is ever simply young without one. Nothing here
//! creates a database where one ever was. A database with a gap is opened for reading only.
//!
//! sled repairs its log while it opens: what it cannot read at the end it cuts off. So whoever
//! wants to examine a damaged folder copies it first.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

use super::{
    Gap, OpenError,
    committer::Committer,
    engine,
    folder::{self, DataFolder, FolderLock},
    manifest::Manifest,
    witness::{self, Reading, Witness},
};

/// A snapshot file of sled is at least this long; a shorter one was cut off and stops an open.
const SNAPSHOT_MIN_BYTES: u64 = 13;

/// How to open a [`SledStore`](super::SledStore).
#[derive(Debug, Clone)]
pub struct SledOptions {
    /// The data folder; made if it is not there.
    pub data_dir: PathBuf,
    /// Take writes although there is a [`Gap`]. For one start, by an explicit act of the
    /// administrator: the people whose records are gone sign in again.
    pub accept_gap: bool,
    /// Records are refused with [`StoreError::DiskFull`](super::StoreError) while the disk has
    /// less room than this or three times the database, because sled does not take a full disk
    /// well. Removals go on down to an eighth of this.
    pub reserve_bytes: u64,
}

impl SledOptions {
    /// Accepts no gap and keeps at least 64 MiB of the disk free.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            data_dir: data_dir.into(),
            accept_gap: false,
            reserve_bytes: 64 * 1024 * 1024,
        }
    }
}

/// Something that an open did and an administrator should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenNotice {
    /// A half-written snapshot was in the way and was moved. It holds nothing that the log lacks.
    SetAside {
        /// Where the file was.
        from: PathBuf,
        /// Where it is now.
        to: PathBuf,
    },
    /// A gap was accepted, as the administrator asked.
    GapAccepted(Gap),
}

impl fmt::Display for OpenNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SetAside { from, to } => write!(
                f,
                "The unfinished file {} stopped the database from opening and was moved to {}. \
                 Nothing is lost; the administrator may delete it.",
                from.display(),
                to.display()
            ),
            Self::GapAccepted(gap) => write!(
                f,
                "The gap was accepted and the store takes writes; the administrator should now \
                 take --accept-gap away. Without it, this would have been said: {gap}"
            ),
        }
    }
}

/// An open database.
pub(crate) struct Opened {
    pub(crate) tree: sled::Tree,
    pub(crate) lock: FolderLock,
    /// Who writes, or why nobody may.
    pub(crate) writer: Result<Committer, Gap>,
    pub(crate) notices: Vec<OpenNotice>,
}

/// Opens the database in a data folder, or makes it at the first start.
///
/// # Errors
/// Every variant of [`OpenError`].
pub(crate) fn open(options: SledOptions) -> Result<Opened, OpenError> {
    let SledOptions {
        data_dir,
        accept_gap,
        reserve_bytes,
    } = options;
    let folder = DataFolder::prepare(&data_dir)?;
    let lock = folder.lock()?;

    let reading = examine(&folder)?;
    let mut notices = set_aside(&folder).map_err(|error| OpenError::io(folder.db_dir(), error))?;
    let (tree, log) = engine::open(&folder)?;

    let failed = |error| OpenError::from_store(folder.root(), error);
    let (said, counted) = Manifest::read(&tree).map_err(failed)?;
    if counted == Manifest::default() && reading != Reading::Sequence(0) {
        return Err(folder.without_database());
    }
    let writer = match Gap::find(&folder, reading, &said, &counted) {
        Some(gap) if !accept_gap => Err(gap),
        gap => {
            let mut committer = Committer {
                tree: tree.clone(),
                log,
                witness: catch_up(&folder, reading, said.sequence)
                    .map_err(|error| OpenError::io(folder.epoch(), error))?,
                manifest: said,
                data_dir,
                reserve_bytes,
            };
            if let Some(gap) = gap {
                let sequence = said.sequence.max(reading.sequence()) + 1;
                let accepted = committer.begin_anew(counted.numbered(sequence));
                accepted.map_err(failed)?;
                notices.push(OpenNotice::GapAccepted(gap));
            }
            Ok(committer)
        }
    };
    if let Err(gap) = &writer {
        tracing::error!("{gap}");
    }
    for notice in &notices {
        tracing::warn!("{notice}");
    }
    Ok(Opened {
        tree,
        lock,
        writer,
        notices,
    })
}

/// Looks at witness and database file before sled does, which would make what is missing.
fn examine(folder: &DataFolder) -> Result<Reading, OpenError> {
    let failed = |error| OpenError::io(folder.epoch(), error);
    let reading = witness::read(&folder.epoch()).map_err(failed)?;
    let traces = fs::read_dir(folder.db_dir()).is_ok_and(|mut entries| entries.next().is_some());
    match reading {
        // Made before the first database, so nothing was acknowledged yet.
        Reading::Sequence(0) => Ok(reading),
        Reading::Absent if !traces => {
            Witness::create(&folder.epoch(), 0).map_err(failed)?;
            Ok(Reading::Sequence(0))
        }
        _ if !folder.has_log() => Err(folder.without_database()),
        _ => Ok(reading),
    }
}

/// The witness for writing. It is behind the log if a crash came between the two.
fn catch_up(folder: &DataFolder, reading: Reading, sequence: u64) -> io::Result<Witness> {
    let mut witness = match reading {
        Reading::Sequence(_) => Witness::open(&folder.epoch()),
        Reading::Absent | Reading::Unreadable => Witness::create(&folder.epoch(), sequence),
    }?;
    if reading.sequence() < sequence {
        witness.record(sequence)?;
    }
    Ok(witness)
}

/// Moves snapshots away that were never finished: sled refuses to open beside one of them, and
/// finds everything in its log.
fn set_aside(folder: &DataFolder) -> io::Result<Vec<OpenNotice>> {
    let mut notices = Vec::new();
    folder::create_private_dir(&folder.db_dir())?;
    for entry in fs::read_dir(folder.db_dir())? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let unfinished =
            name.ends_with(".generating") || entry.metadata()?.len() < SNAPSHOT_MIN_BYTES;
        if !name.starts_with("snap.") || !unfinished {
            continue;
        }
        folder::create_private_dir(&folder.set_aside())?;
        let to = free_name(&folder.set_aside(), &name);
        fs::rename(entry.path(), &to)?;
        notices.push(OpenNotice::SetAside {
            from: entry.path(),
            to,
        });
    }
    if !notices.is_empty() {
        folder::sync_dir(&folder.set_aside())?;
        folder::sync_dir(&folder.db_dir())?;
    }
    Ok(notices)
}

/// A name that is not taken yet: an earlier file that was set aside is never overwritten.
fn free_name(dir: &Path, name: &str) -> PathBuf {
    let mut path = dir.join(name);
    let mut number = 1;
    while path.exists() {
        path = dir.join(format!("{name}.{number}"));
        number += 1;
    }
    path
}
