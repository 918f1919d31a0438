//! The store: where connections survive a restart.
//!
//! It owns the data folder and everything in it, and nothing else may touch those files:
//!
//! ```text
//! DATA/db/         the sled database, one tree, records sealed
//! DATA/epoch       the witness: the number of the last acknowledged commit, kept outside sled
//! DATA/keys        the key ring, made once when none is configured
//! DATA/set-aside/  files that were moved out of the way at a start, never deleted
//! ```
//!
//! Two halves meet in [`TokenStore`]. Above it are the pure parts: [`KeyRing`] seals and unseals,
//! [`RecordKey`] names a record, [`Vault`] turns typed records into sealed bytes. Below it is
//! [`SledStore`], which knows bytes only. A start runs in this order, because each step relies on
//! the one before: [`load_or_create`] (keys), [`SledStore::open`] (database), [`Vault::open`]
//! (every key still opens what it once sealed).
//!
//! The module may use sled, the file system and `aws-lc-rs`; it imports nothing from the rest of
//! the server.

mod canary;
mod committer;
mod engine;
mod error;
mod export;
mod folder;
mod gap;
mod key_ring;
mod keys;
mod manifest;
mod record_key;
mod rotate;
mod seal;
mod sled_open;
mod sled_store;
mod slices;
mod vault;
mod witness;

#[cfg(test)]
mod tests;

use std::{fmt, future::Future, pin::Pin};

pub use error::{OpenError, StoreError};
pub use export::{Export, ImportError, Imported, check_export, write_export};
pub use folder::ensure_ours;
pub(crate) use folder::{HALF, create_private_dir, readable_by_others};
pub use gap::Gap;
pub use key_ring::{KeyRing, KeyRingError, LineProblem};
pub use keys::{KeyRingSource, KeyWarning, KeysError, LoadedKeys, allow_import, load_or_create};
pub use record_key::RecordKey;
pub use rotate::{KeyUse, RotateError, Rotation};
pub use seal::SealError;
pub use sled_open::{OpenNotice, SledOptions};
pub use sled_store::SledStore;
pub use vault::{Batch, Record, Vault, VaultError};

/// A future that an object-safe trait can return.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Keys and values of a table, in the order of their keys.
pub type Rows = Vec<(Vec<u8>, Vec<u8>)>;

/// The largest record, key and value together, that [`TokenStore::apply`] accepts, in bytes.
///
/// A leaf of sled's tree holds up to twenty records, and a leaf above a quarter of a segment
/// (1 MiB here) would be written to a file of its own, outside the `db` file that a commit syncs.
/// Twenty of these stay below that.
pub const MAX_RECORD_BYTES: usize = 12 * 1024;

/// What a record is about. Each table has its own key space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Token credentials that Jira granted (access tokens, refresh tokens). Worth years.
    Grants,
    /// Connections under way: from Connect to the first proof of the new token.
    Attempts,
    /// What is remembered of a person besides grants, such as the instance used last.
    People,
    /// To whom a bearer value belongs that we handed out, found by its digest.
    Owners,
    /// What people have typed and not sent yet, in parts.
    Drafts,
    /// One record per key of the ring, proving at each start that the key is still the same.
    Canary,
}

impl Table {
    /// Every table.
    pub const ALL: [Self; 6] = [
        Self::Grants,
        Self::Attempts,
        Self::People,
        Self::Owners,
        Self::Drafts,
        Self::Canary,
    ];

    /// The name that is bound into each sealed record. Renaming one makes its records unreadable.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Grants => "grants",
            Self::Attempts => "attempts",
            Self::People => "people",
            Self::Owners => "owners",
            Self::Drafts => "drafts",
            Self::Canary => "canary",
        }
    }
}

/// One change of a batch.
#[derive(Clone, PartialEq, Eq)]
pub enum Write {
    /// Stores `value` under `key`, replacing what was there.
    Put {
        /// The table.
        table: Table,
        /// The key inside the table.
        key: Vec<u8>,
        /// Opaque to the store; the vault hands in sealed bytes.
        value: Vec<u8>,
    },
    /// Stores `value` under `key` if `old` is there still. Otherwise somebody has written something
    /// newer, and this changes nothing; that is no error.
    Replace {
        /// The table.
        table: Table,
        /// The key inside the table.
        key: Vec<u8>,
        /// What must be there.
        old: Vec<u8>,
        /// Opaque to the store; the vault hands in sealed bytes.
        value: Vec<u8>,
    },
    /// Removes `key`; no error if it is not there.
    Remove {
        /// The table.
        table: Table,
        /// The key inside the table.
        key: Vec<u8>,
    },
}

impl fmt::Debug for Write {
    /// Shows sizes only: keys name people, values are theirs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Put { table, key, value } => {
                write!(
                    f,
                    "Put({}, {} + {} bytes)",
                    table.name(),
                    key.len(),
                    value.len()
                )
            }
            Self::Replace {
                table, key, value, ..
            } => {
                write!(
                    f,
                    "Replace({}, {} + {} bytes)",
                    table.name(),
                    key.len(),
                    value.len()
                )
            }
            Self::Remove { table, key } => {
                write!(f, "Remove({}, {} bytes)", table.name(), key.len())
            }
        }
    }
}

/// What the server asks of a place that keeps records.
///
/// Values are opaque bytes. Every implementation passes the same contract tests.
pub trait TokenStore: Send + Sync {
    /// The value under `key`, or `None`.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] or [`StoreError::Io`] if the record cannot be read.
    fn load<'a>(
        &'a self,
        table: Table,
        key: &'a [u8],
    ) -> BoxFuture<'a, Result<Option<Vec<u8>>, StoreError>>;

    /// Every record of `table` whose key starts with `prefix`, in the order of keys. A write that
    /// runs at the same time may be seen in part; a record that nobody touches is always seen.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    fn scan<'a>(
        &'a self,
        table: Table,
        prefix: &'a [u8],
    ) -> BoxFuture<'a, Result<Rows, StoreError>>;

    /// The first records of `table` whose keys come after `after`, so many at most, in the order of
    /// keys: how to go through a table without holding all of it. Writes are seen as by
    /// [`scan`](Self::scan).
    ///
    /// # Errors
    /// As [`load`](Self::load).
    fn slice<'a>(
        &'a self,
        table: Table,
        after: &'a [u8],
        limit: usize,
    ) -> BoxFuture<'a, Result<Rows, StoreError>>;

    /// Every record of every table as they stood together between two batches. Writes wait meanwhile.
    ///
    /// # Errors
    /// As [`load`](Self::load); [`StoreError::Unavailable`] if the store is closed.
    fn snapshot(&self) -> BoxFuture<'_, Result<Vec<(Table, Rows)>, StoreError>>;

    /// Applies all writes or none, across tables, in order: of two writes to one key the later
    /// wins. When the future resolves with `Ok` the writes survive a power cut.
    ///
    /// Dropping the future does not take the writes back. A batch without writes changes nothing
    /// and is refused like a record would be: that is how to ask whether the store is ready.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`] and [`StoreError::TooLarge`] if nothing was written;
    /// [`StoreError::Unavailable`] if the store is closed, has halted or has a [`Gap`]; [`StoreError::Io`] and
    /// [`StoreError::Corrupt`] if the disk failed, after which the outcome of this very batch is
    /// known only after a restart.
    fn apply(&self, writes: Vec<Write>) -> BoxFuture<'_, Result<(), StoreError>>;
}
