//! Typed records over a [`TokenStore`]: serialised, sealed, bound to their place.
//!
//! A record is JSON inside its seal, after one byte for the version of its type. JSON names its
//! fields, so records that were written years ago are still understood.

use std::{fmt, sync::Arc};

use serde::{Serialize, de::DeserializeOwned};
use tokio::sync::RwLock;
use zeroize::Zeroizing;

use super::{KeyRing, RecordKey, SealError, StoreError, Table, TokenStore, Write, canary};

/// A type that the store keeps.
pub trait Record: Serialize + DeserializeOwned {
    /// Where its records are.
    const TABLE: Table;
    /// Version of its fields. Count it up with a change that the JSON of before does not fit.
    const VERSION: u8;

    /// Reads a record of an older version; `None` if it cannot be used any more.
    #[must_use]
    fn upgrade(_version: u8, _json: serde_json::Value) -> Option<Self> {
        None
    }
}

/// Why a record could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A record does not open.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A record opened and is of a version that this program does not read.
    #[error(
        "A record in {} has version {found}; this jira-tab reads {known}. The administrator \
         should run the newer version that wrote it.", table.name()
    )]
    Version {
        /// The table.
        table: Table,
        /// The version of the record.
        found: u8,
        /// The version of the type.
        known: u8,
    },
    /// A record opened and its contents do not fit its type, or a value has no JSON.
    #[error(
        "A record in {} does not have the fields that its version should have. This is a fault of \
         the program; please report it. The person concerned can sign in again.", table.name()
    )]
    Shape {
        /// The table.
        table: Table,
    },
    /// Records were sealed with a key that is not in the ring.
    #[error(
        "The key {key_id:?} is missing from the key ring, and {unreadable} records ({grants} of \
         them grants) can be read with it only. The administrator should put the line of that key \
         back into the key ring and start again."
    )]
    KeyLost {
        /// The id of the key.
        key_id: String,
        /// Records of any table that cannot be read.
        unreadable: usize,
        /// Grants among them: people who would have to sign in again.
        grants: usize,
    },
    /// The ring has another key under the id.
    #[error(
        "The key {key_id:?} in the key ring is not the one that sealed {unreadable} records \
         ({grants} of them grants). The administrator should restore the earlier key under that id \
         and give the new one an id of its own."
    )]
    KeyChanged {
        /// The id of the key.
        key_id: String,
        /// Records of any table that cannot be read.
        unreadable: usize,
        /// Grants among them: people who would have to sign in again.
        grants: usize,
    },
}

/// Sealed records: what the rest of the server sees of the store.
#[derive(Clone)]
pub struct Vault {
    pub(super) store: Arc<dyn TokenStore>,
    /// Held for reading from a seal until its record is written, and from a record until it is opened:
    /// whoever has replaced the ring knows that nobody seals or opens by the old one any more.
    pub(super) ring: Arc<RwLock<Arc<KeyRing>>>,
}

impl Vault {
    /// A vault whose keys were all proven against what they sealed.
    ///
    /// # Errors
    /// [`VaultError::KeyLost`] and [`VaultError::KeyChanged`] if records could not be read;
    /// [`VaultError::Store`]; [`VaultError::Seal`] if a record is no sealed record.
    pub async fn open(store: Arc<dyn TokenStore>, ring: Arc<KeyRing>) -> Result<Self, VaultError> {
        canary::check(&*store, &ring).await?;
        Ok(Self {
            store,
            ring: Arc::new(RwLock::new(ring)),
        })
    }

    /// Whether a record could be saved just now.
    ///
    /// # Errors
    /// [`VaultError::Store`] with the reason why not.
    pub async fn ready(&self) -> Result<(), VaultError> {
        self.commit(self.batch()).await
    }

    /// The record under `key`, or `None`.
    ///
    /// # Errors
    /// [`VaultError::Store`], [`VaultError::Seal`], [`VaultError::Version`], [`VaultError::Shape`].
    pub async fn load<R: Record>(&self, key: &RecordKey) -> Result<Option<R>, VaultError> {
        let ring = self.ring.read().await;
        let envelope = self.store.load(R::TABLE, key.as_bytes()).await?;
        envelope
            .map(|envelope| read(&ring, key, &envelope))
            .transpose()
    }

    /// The keys of all records that begin with the parts of `prefix`, in order. No record is
    /// opened, so one that cannot be read hides no other.
    ///
    /// # Errors
    /// [`VaultError::Store`].
    pub async fn keys<R: Record>(&self, prefix: &RecordKey) -> Result<Vec<RecordKey>, VaultError> {
        let rows = self.store.scan(R::TABLE, prefix.as_bytes()).await?;
        let keys = rows.iter().filter_map(|(key, _)| RecordKey::parse(key));
        Ok(keys.collect())
    }

    /// An empty batch.
    pub fn batch(&self) -> Batch {
        Batch { changes: vec![] }
    }

    /// Writes a batch, all of it or nothing. It survives a power cut once this returns `Ok`.
    ///
    /// # Errors
    /// [`VaultError::Store`].
    pub async fn commit(&self, batch: Batch) -> Result<(), VaultError> {
        let ring = self.ring.read().await;
        let seal = |change: Change| change.seal(&ring);
        let writes = batch.changes.into_iter().map(seal).collect();
        Ok(self.store.apply(writes).await?)
    }
}

fn read<R: Record>(ring: &KeyRing, key: &RecordKey, envelope: &[u8]) -> Result<R, VaultError> {
    let table = R::TABLE;
    let plain = ring.open(table, key, envelope)?;
    // What serde_json says of a misfit quotes the value, so it goes no further.
    let misfit = |_| VaultError::Shape { table };
    match plain.split_first() {
        Some((&found, json)) if found == R::VERSION => serde_json::from_slice(json).map_err(misfit),
        Some((&found, json)) if found < R::VERSION => {
            R::upgrade(found, serde_json::from_slice(json).map_err(misfit)?).ok_or(
                VaultError::Version {
                    table,
                    found,
                    known: R::VERSION,
                },
            )
        }
        Some((&found, _)) => Err(VaultError::Version {
            table,
            found,
            known: R::VERSION,
        }),
        None => Err(VaultError::Shape { table }),
    }
}

/// Changes to be made together, over any tables. Records are sealed when it is committed.
#[must_use = "a batch does nothing until it is committed"]
pub struct Batch {
    changes: Vec<Change>,
}

/// A record to store, or none.
struct Change {
    table: Table,
    key: RecordKey,
    plain: Option<Zeroizing<Vec<u8>>>,
}

impl Change {
    fn seal(self, ring: &KeyRing) -> Write {
        let Self { table, key, plain } = self;
        let value = plain.map(|plain| ring.seal(table, &key, &plain));
        let key = key.as_bytes().to_vec();
        match value {
            Some(value) => Write::Put { table, key, value },
            None => Write::Remove { table, key },
        }
    }
}

impl fmt::Debug for Batch {
    /// Shows the number of changes only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Batch({})", self.changes.len())
    }
}

impl Batch {
    /// Stores `record` under `key`, replacing what was there.
    ///
    /// # Errors
    /// [`VaultError::Shape`] if the record has no JSON, such as a map with keys that are no texts.
    pub fn put<R: Record>(&mut self, record: &R, key: &RecordKey) -> Result<(), VaultError> {
        let table = R::TABLE;
        let mut plain = Zeroizing::new(Vec::with_capacity(super::MAX_RECORD_BYTES));
        plain.push(R::VERSION);
        serde_json::to_writer(&mut *plain, record).map_err(|_| VaultError::Shape { table })?;
        self.changes.push(Change {
            table,
            key: key.clone(),
            plain: Some(plain),
        });
        Ok(())
    }

    /// Whether it would change nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Removes the record under `key`; no error if there is none.
    pub fn remove<R: Record>(&mut self, key: &RecordKey) {
        self.changes.push(Change {
            table: R::TABLE,
            key: key.clone(),
            plain: None,
        });
    }
}
