//! Every record in one file, sealed as it is in the database, and back.
//!
//! ```text
//! {"jira_tab_export":1,"made_at_s":…,"key_ids":["k1"],"records":3,"sha256":"…"}
//! ["grants","base64 of the key","base64 of the sealed record"]
//! …
//! ```
//!
//! The hash is that of all lines after the first. It finds a file that was cut off or damaged; a forged
//! record does not open. Canaries stay behind: each store makes its own.

use std::{
    collections::HashMap,
    fs,
    io::{self, BufRead as _, Read as _},
    path::Path,
    sync::Arc,
};

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

use super::{
    KeyRing, KeysError, RecordKey, SealError, Table, Vault, VaultError, Write, folder, seal,
};

const VERSION: u8 = 1;

/// A thousand keys have their ids in it.
const MAX_HEADER_BYTES: u64 = 64 << 10;

/// Records that are imported in one commit.
const AT_ONCE: usize = 256;

/// The first line.
#[derive(Serialize, Deserialize)]
struct Header {
    jira_tab_export: u8,
    made_at_s: u64,
    key_ids: Vec<String>,
    records: usize,
    sha256: String,
}

/// An export as it goes into a file.
pub struct Export {
    /// The whole text.
    pub text: String,
    /// Records in it.
    pub records: usize,
    /// Ids of the keys without which nobody can read them.
    pub key_ids: Vec<String>,
}

/// What an import came to.
pub struct Imported {
    /// Records that were written.
    pub written: usize,
    /// Records that were there already.
    pub present: usize,
}

/// Why an export was not imported. Nothing was written unless the store failed.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The first line is not the one of an export.
    #[error(
        "This is no export of jira-tab, or a newer version wrote it. The administrator should name a \
         file that `jira-tab export` wrote."
    )]
    NoExport,
    /// Records are missing or were changed.
    #[error(
        "The export is damaged: it should hold {expected} records and holds {found} whole ones, or \
         some were changed. Nothing was written. The administrator should take another copy of it."
    )]
    Damaged {
        /// As the first line says.
        expected: usize,
        /// Lines that are there.
        found: usize,
    },
    /// The store has records already, and is not what the export says.
    #[error(
        "The store holds {records} records and differs from this export, so it may be newer. Nothing \
         was written. The administrator should import into a new data folder, or repeat it with \
         --force: then the export's records replace those of the same place, what was deleted since \
         comes back, and the rest stays."
    )]
    NotEmpty {
        /// Their number.
        records: usize,
    },
    /// Nothing can be read without the keys.
    #[error(
        "This export is sealed by {key_ids}, and there is no key ring to open it with: {problem}"
    )]
    NoKeys {
        /// Ids of the keys, as the export says.
        key_ids: String,
        /// Why there is no key ring.
        problem: KeysError,
    },
    /// A record does not open, or the store failed.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// Where a record stands.
type Place = (Table, Vec<u8>);

/// One record of an export.
type Line = (String, String, String);

impl Vault {
    /// Every record as they stand together now.
    ///
    /// # Errors
    /// [`VaultError::Store`]; [`VaultError::Seal`] if a record is no sealed record.
    pub async fn export(&self, now_s: u64) -> Result<Export, VaultError> {
        let (mut lines, mut records) = (String::new(), 0);
        let mut key_ids = Vec::new();
        for (table, rows) in self.store.snapshot().await? {
            if table == Table::Canary {
                continue;
            }
            for (key, envelope) in rows {
                let id = seal::key_id(&envelope)?;
                if !key_ids.iter().any(|known| known == id) {
                    key_ids.push(id.to_owned());
                }
                let line = (
                    table.name(),
                    STANDARD.encode(key),
                    STANDARD.encode(envelope),
                );
                lines += &serde_json::json!(line).to_string();
                lines.push('\n');
                records += 1;
            }
        }
        let header = Header {
            jira_tab_export: VERSION,
            made_at_s: now_s,
            key_ids: key_ids.clone(),
            records,
            sha256: hash(&lines),
        };
        let header = serde_json::json!(header);
        lines.insert_str(0, &format!("{header}\n"));
        Ok(Export {
            text: lines,
            records,
            key_ids,
        })
    }

    /// Writes the records of an export. All of it is checked before the first write, and each record
    /// must open. Only with `force` it goes into a store that has records of its own; what is there
    /// already is not written again.
    ///
    /// # Errors
    /// Every variant of [`ImportError`] but [`ImportError::NoKeys`].
    pub async fn import(&self, body: Vec<u8>, force: bool) -> Result<Imported, ImportError> {
        let ring = Arc::clone(&*self.ring.read().await);
        let reading = move || -> Result<_, ImportError> {
            let read = Content::parse(&body)?;
            read.open_all(&ring)?;
            Ok(read.records)
        };
        // Hundreds of thousands of seals would keep a thread from answering people.
        let read = tokio::task::spawn_blocking(reading).await;
        let mut missing = read.map_err(|_| ImportError::NoExport)??;
        let (all, mut held) = (missing.len(), 0);
        for (table, rows) in self.store.snapshot().await.map_err(VaultError::from)? {
            if table == Table::Canary {
                continue;
            }
            held += rows.len();
            for (key, value) in rows {
                let place = (table, key);
                if missing.get(&place) == Some(&value) {
                    missing.remove(&place);
                }
            }
        }
        let is_the_same = missing.is_empty() && held == all;
        if held > 0 && !is_the_same && !force {
            return Err(ImportError::NotEmpty { records: held });
        }
        let written = missing.len();
        let writes = missing.into_iter();
        let writes = writes.map(|((table, key), value)| Write::Put { table, key, value });
        for some in writes.collect::<Vec<_>>().chunks(AT_ONCE) {
            let applied = self.store.apply(some.to_vec()).await;
            applied.map_err(VaultError::from)?;
        }
        Ok(Imported {
            written,
            present: all - written,
        })
    }
}

/// Whether an export is whole and each of its records opens, before anything is made for it.
///
/// # Errors
/// [`ImportError::NoExport`], [`ImportError::Damaged`], [`ImportError::NoKeys`], [`ImportError::Vault`].
pub fn check_export(body: &[u8], ring: Result<KeyRing, KeysError>) -> Result<(), ImportError> {
    let content = Content::parse(body)?;
    let ring = ring.map_err(|problem| ImportError::NoKeys {
        key_ids: content.key_ids.join(", "),
        problem,
    })?;
    content.open_all(&ring)
}

/// An export whose number and hash are right.
struct Content {
    key_ids: Vec<String>,
    records: HashMap<Place, Vec<u8>>,
}

impl Content {
    fn parse(body: &[u8]) -> Result<Self, ImportError> {
        let text = str::from_utf8(body).map_err(|_| ImportError::NoExport)?;
        let (header, lines) = text.split_once('\n').ok_or(ImportError::NoExport)?;
        let header: Header = serde_json::from_str(header).map_err(|_| ImportError::NoExport)?;
        if header.jira_tab_export != VERSION {
            return Err(ImportError::NoExport);
        }
        let records: HashMap<_, _> = lines.lines().filter_map(record).collect();
        if records.len() != header.records || hash(lines) != header.sha256 {
            return Err(ImportError::Damaged {
                expected: header.records,
                found: records.len(),
            });
        }
        Ok(Self {
            key_ids: header.key_ids,
            records,
        })
    }

    fn open_all(&self, ring: &KeyRing) -> Result<(), ImportError> {
        for ((table, key), envelope) in &self.records {
            let place = RecordKey::parse(key).ok_or(SealError::Malformed);
            let opened = place.and_then(|place| ring.open(*table, &place, envelope));
            opened.map_err(VaultError::from)?;
        }
        Ok(())
    }
}

fn record(line: &str) -> Option<(Place, Vec<u8>)> {
    let (table, key, value): Line = serde_json::from_str(line).ok()?;
    let table = Table::ALL.into_iter().find(|it| it.name() == table)?;
    let decode = |text| STANDARD.decode(text).ok();
    Some(((table, decode(key)?), decode(value)?))
}

fn hash(text: &str) -> String {
    STANDARD.encode(digest(&SHA256, text.as_bytes()))
}

/// Writes an export for its owner alone (0600), so that it is there whole or not at all, durably. Only an
/// earlier export is replaced: a slip of the hand may name the key ring, the settings or a device.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] where something else is there; what the operating system says.
pub fn write_export(path: &Path, text: &str) -> io::Result<()> {
    let may_replace = match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => true,
        found => found?.is_file() && is_export(path)?,
    };
    if !may_replace {
        let told = "it is there and is no export; name another file";
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, told));
    }
    folder::write_private_file(path, text.as_bytes())
}

/// Whether a file begins as an export does.
fn is_export(path: &Path) -> io::Result<bool> {
    let mut line = Vec::new();
    let file = io::BufReader::new(fs::File::open(path)?);
    file.take(MAX_HEADER_BYTES).read_until(b'\n', &mut line)?;
    Ok(serde_json::from_slice::<Header>(&line).is_ok())
}
