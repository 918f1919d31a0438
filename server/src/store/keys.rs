//! Where the key ring comes from: the configuration, or a file that is made once.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use super::{
    KeyRing, KeyRingError, OpenError,
    folder::{self, DataFolder},
    witness::{self, Reading, Witness},
};

/// A key ring that the administrator configured.
#[derive(Clone)]
pub enum KeyRingSource {
    /// A file in the ring's text form.
    File(PathBuf),
    /// The text form itself, from the environment.
    Text(Zeroizing<String>),
}

impl KeyRingSource {
    /// The configured one, or the file that is made without one.
    #[must_use]
    pub fn or_own(configured: Option<&Self>, data_dir: &Path) -> Self {
        let own = || Self::File(data_dir.join("keys"));
        configured.cloned().unwrap_or_else(own)
    }

    /// The ring as it is there now.
    ///
    /// # Errors
    /// [`KeysError::Ring`], [`KeysError::Io`].
    pub fn read(&self) -> Result<KeyRing, KeysError> {
        match self {
            Self::File(path) => Ok(read(path)?.ring),
            Self::Text(text) => parse(text, "the environment"),
        }
    }
}

impl fmt::Debug for KeyRingSource {
    /// Shows a path, never a text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
            Self::Text(_) => f.write_str("Text(…)"),
        }
    }
}

/// A key ring and what the administrator should be told about it.
#[derive(Debug)]
pub struct LoadedKeys {
    /// The ring.
    pub ring: KeyRing,
    /// To be logged at each start.
    pub warnings: Vec<KeyWarning>,
}

/// Something about the key ring that works and should be better. Its text is for the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyWarning {
    /// Key and records are on one disk.
    #[error(
        "The keys in {} lie on the same disk as the records they seal, so whoever takes the disk \
         can read them. The administrator should configure a key ring that is kept elsewhere.",
        .0.display()
    )]
    BesideRecords(PathBuf),
    /// Other accounts of the machine may read the keys.
    #[error(
        "The keys in {} can be read by other accounts of this machine. The administrator should \
         take that permission away (chmod 600).", .0.display()
    )]
    ReadableByOthers(PathBuf),
}

/// Why there is no key ring.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// The text of the ring is wrong.
    #[error("The key ring from {origin} is not usable. {problem}")]
    Ring {
        /// A path, or "the environment".
        origin: String,
        /// What is wrong.
        problem: KeyRingError,
    },
    /// Records exist and the keys that seal them do not.
    #[error(
        "The keys file {} is missing although records were sealed with it; a new one could not \
         read them. The administrator should restore this file from its backup, or configure the \
         key ring that was used before.", path.display()
    )]
    Missing {
        /// Where the file should be.
        path: PathBuf,
    },
    /// The file cannot be read or written.
    #[error(
        "The keys file {} cannot be read or made: {source}. The administrator should give it to \
         the account that runs the server, and start again.", path.display()
    )]
    Io {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The data folder is not usable, or another process has it.
    #[error(transparent)]
    Folder(#[from] OpenError),
}

/// The configured key ring or, without one, `DATA/keys`, which is made at the first start.
///
/// Call it before [`SledStore::open`](super::SledStore::open): keys are never made beside a
/// database, as they could not read it.
///
/// # Errors
/// Every variant of [`KeysError`].
pub fn load_or_create(
    data_dir: &Path,
    configured: Option<&KeyRingSource>,
) -> Result<LoadedKeys, KeysError> {
    match configured {
        Some(KeyRingSource::Text(text)) => Ok(LoadedKeys {
            ring: parse(text, "the environment")?,
            warnings: vec![],
        }),
        Some(KeyRingSource::File(path)) => read(path),
        None => {
            let path = own_keys(data_dir)?;
            let mut loaded = read(&path)?;
            loaded.warnings.push(KeyWarning::BesideRecords(path));
            Ok(loaded)
        }
    }
}

/// The path of `DATA/keys`, which exists afterwards.
fn own_keys(data_dir: &Path) -> Result<PathBuf, KeysError> {
    let folder = DataFolder::prepare(data_dir)?;
    let path = folder.keys();
    let failed = |source| KeysError::Io {
        path: path.clone(),
        source,
    };
    let reading = || witness::read(&folder.epoch()).map_err(failed);
    if !path.try_exists().map_err(failed)? {
        // Two first starts at once would otherwise each seal with a ring of its own, of which one
        // is overwritten and gone.
        let _lock = folder.lock()?;
        if !path.try_exists().map_err(failed)? {
            match reading()? {
                _ if folder.has_log() => return Err(KeysError::Missing { path }),
                // A start that was cut short came this far.
                Reading::Sequence(0) => {}
                Reading::Absent => drop(Witness::create(&folder.epoch(), 0).map_err(failed)?),
                Reading::Sequence(_) | Reading::Unreadable => {
                    return Err(KeysError::Missing { path });
                }
            }
            let keys = KeyRing::generate().to_text();
            folder::write_private_file(&path, keys.as_bytes()).map_err(failed)?;
        }
    }
    // The witness is made before the keys, so keys without one belong to a database that is gone.
    if reading()? == Reading::Absent && !folder.has_log() {
        return Err(folder.without_database().into());
    }
    Ok(path)
}

/// Replaces the ring in a file, whole or not at all.
///
/// # Errors
/// [`KeysError::Io`].
pub(crate) fn replace(path: &Path, ring: &KeyRing) -> Result<(), KeysError> {
    folder::write_private_file(path, ring.to_text().as_bytes()).map_err(|source| KeysError::Io {
        path: path.to_owned(),
        source,
    })
}

/// Lets a folder that holds restored keys, and nothing else, begin a database for an import.
///
/// # Errors
/// [`KeysError::Io`], [`KeysError::Folder`].
pub fn allow_import(data_dir: &Path) -> Result<(), KeysError> {
    let folder = DataFolder::prepare(data_dir)?;
    let _lock = folder.lock()?;
    let path = folder.epoch();
    let made = match witness::read(&path) {
        Ok(Reading::Absent) if !folder.has_log() => Witness::create(&path, 0).map(drop),
        read => read.map(drop),
    };
    made.map_err(|source| KeysError::Io { path, source })
}

fn read(path: &Path) -> Result<LoadedKeys, KeysError> {
    let failed = |source| KeysError::Io {
        path: path.to_owned(),
        source,
    };
    let text = Zeroizing::new(fs::read_to_string(path).map_err(failed)?);
    let ring = parse(&text, &path.display().to_string())?;
    let open = folder::readable_by_others(path).map_err(failed)?;
    let warnings = open
        .then(|| KeyWarning::ReadableByOthers(path.to_owned()))
        .into_iter()
        .collect();
    Ok(LoadedKeys { ring, warnings })
}

fn parse(text: &str, origin: &str) -> Result<KeyRing, KeysError> {
    text.parse().map_err(|problem| KeysError::Ring {
        origin: origin.to_owned(),
        problem,
    })
}
