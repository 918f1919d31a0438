//! Opens the database, or refuses with the one sentence that helps.
//!
//! The order matters. The folder is locked before anything in it changes. The witness is made
//! before the database, so a database without a witness is never simply young. Nothing here
//! creates a database where one ever was.
//!
//! sled repairs its log while it opens: what it cannot read at the end it cuts off. So whoever
//! wants to examine a damaged folder copies it first.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

use super::{
    OpenError,
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
    /// Start although acknowledged records are missing ([`OpenError::Gap`],
    /// [`OpenError::Incomplete`], [`OpenError::WitnessMissing`]). For one start, by an explicit
    /// act of the administrator: the people whose records are gone sign in again.
    pub accept_gap: bool,
    /// Records are refused with [`StoreError::DiskFull`](super::StoreError) while the disk has less room than this,
    /// because sled does not take a full disk well. Removals go on down to an eighth of it.
    pub reserve_bytes: u64,
}

impl SledOptions {
    /// Refuses every gap and keeps 64 MiB of the disk free.
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
    GapAccepted {
        /// What would have been refused.
        refusal: String,
    },
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
            Self::GapAccepted { refusal } => write!(
                f,
                "The start went on as the gap was accepted; the administrator should now take that \
                 setting away. Without it, this would have been said: {refusal}"
            ),
        }
    }
}

/// An open database.
pub(crate) struct Opened {
    pub(crate) committer: Committer,
    pub(crate) lock: FolderLock,
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
    let mut notices = Vec::new();

    let reading = examine(&folder, accept_gap)?;
    let witness = match reading {
        Reading::Sequence(_) => Witness::open(&folder.epoch()),
        Reading::Absent | Reading::Unreadable => Witness::create(&folder.epoch(), 0),
    };
    // A witness that was made here in place of a lost one reads 0 after a crash before the gap is
    // written down as accepted. The rows are still checked by the manifest then.
    let witness = witness.map_err(|error| OpenError::io(folder.epoch(), error))?;

    notices.extend(set_aside(&folder).map_err(|error| OpenError::io(folder.db_dir(), error))?);
    let (tree, log) = engine::open(&folder)?;

    let failed = |error| OpenError::from_store(folder.root(), error);
    let (said, counted) = Manifest::read(&tree).map_err(failed)?;
    let mut committer = Committer {
        tree,
        log,
        witness,
        manifest: said,
        data_dir,
        reserve_bytes,
    };
    match gap(&folder, reading, &said, &counted) {
        None if reading == Reading::Sequence(said.sequence) || said.sequence == 0 => {}
        // A crash came between the log and the witness.
        None => committer
            .witness
            .record(said.sequence)
            .map_err(|error| OpenError::io(folder.epoch(), error))?,
        Some(refusal) if accept_gap => {
            let witnessed = if let Reading::Sequence(sequence) = reading {
                sequence
            } else {
                0
            };
            let sequence = said.sequence.max(witnessed) + 1;
            committer
                .begin_anew(counted.numbered(sequence))
                .map_err(failed)?;
            notices.push(OpenNotice::GapAccepted {
                refusal: refusal.to_string(),
            });
        }
        Some(refusal) => return Err(refusal),
    }
    for notice in &notices {
        tracing::warn!("{notice}");
    }
    Ok(Opened {
        committer,
        lock,
        notices,
    })
}

/// Looks at witness and database file before sled does, which would make what is missing.
fn examine(folder: &DataFolder, accept_gap: bool) -> Result<Reading, OpenError> {
    let reading =
        witness::read(&folder.epoch()).map_err(|error| OpenError::io(folder.epoch(), error))?;
    let database = folder::file_bytes(&folder.db_file()).is_some_and(|bytes| bytes > 0);
    let traces = fs::read_dir(folder.db_dir()).is_ok_and(|mut entries| entries.next().is_some());
    match reading {
        // Made before the first database, so nothing was acknowledged yet.
        Reading::Sequence(0) => Ok(reading),
        Reading::Absent if !traces => Ok(reading),
        _ if !database => Err(OpenError::DatabaseMissing {
            path: folder.db_file(),
        }),
        Reading::Absent | Reading::Unreadable if !accept_gap => Err(OpenError::WitnessMissing {
            path: folder.epoch(),
        }),
        _ => Ok(reading),
    }
}

/// What is missing from the database, if anything.
fn gap(
    folder: &DataFolder,
    reading: Reading,
    said: &Manifest,
    counted: &Manifest,
) -> Option<OpenError> {
    let path = folder.root().to_owned();
    match reading {
        Reading::Sequence(witness) if witness > said.sequence => Some(OpenError::Gap {
            path,
            witness,
            found: said.sequence,
        }),
        _ if !said.same_rows(counted) => Some(OpenError::Incomplete {
            path,
            expected: said.rows,
            found: counted.rows,
        }),
        Reading::Absent | Reading::Unreadable if said.sequence > 0 => {
            Some(OpenError::WitnessMissing {
                path: folder.epoch(),
            })
        }
        _ => None,
    }
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
