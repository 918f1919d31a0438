//! Keys are replaced while the tab runs.
//!
//! The order makes it safe to be cut off anywhere: the new key is in the file before a record is sealed
//! by it, and the old ones leave the file after no record needs them. To begin again is to go on.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    KeyRing, KeyRingSource, KeysError, RecordKey, SealError, Table, Vault, VaultError, Write,
    canary, keys, seal, slices::Slices,
};

/// Records that are read together and sealed anew in one commit, so that nobody waits long behind it.
const AT_ONCE: usize = 64;

/// A key of the ring and what depends on it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KeyUse {
    /// Its id.
    pub id: String,
    /// Whether it seals new records.
    pub seals: bool,
    /// Records of any table that it sealed.
    pub records: usize,
    /// Grants among them.
    pub grants: usize,
}

/// What a rotation came to.
pub enum Rotation {
    /// Every record is sealed by the new key and the ring holds no other.
    Done {
        /// The key that seals now.
        key_id: String,
        /// Ids of the keys that were taken out of the ring.
        removed: Vec<String>,
        /// Records that were sealed anew.
        resealed: usize,
    },
    /// The ring is in the environment, which only the administrator can change: a key to add.
    AddLine(zeroize::Zeroizing<String>),
    /// The ring is in the environment and every record is sealed by its first key.
    KeepOnly {
        /// The key that seals now.
        key_id: String,
        /// Records that were sealed anew.
        resealed: usize,
    },
}

/// Why keys were not rotated. To begin again goes on where it stopped.
#[derive(Debug, thiserror::Error)]
pub enum RotateError {
    /// The ring cannot be read or written.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// The records cannot be read or written.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl Vault {
    /// The keys of the ring and what depends on each.
    ///
    /// # Errors
    /// [`VaultError::Store`], [`VaultError::Seal`].
    pub async fn key_uses(&self) -> Result<Vec<KeyUse>, VaultError> {
        let ring = Arc::clone(&*self.ring.read().await);
        let sealed = canary::count(&*self.store).await?;
        let key_use = |id: &str| {
            let sealed = sealed.get(id).copied().unwrap_or_default();
            KeyUse {
                id: id.to_owned(),
                seals: id == ring.active_id(),
                records: sealed.records,
                grants: sealed.grants,
            }
        };
        Ok(ring.ids().map(key_use).collect())
    }

    /// Adds a key to the ring, seals every record by it, and takes the older keys out. A ring that has
    /// older keys is that of a rotation under way: its first key stays the new one. Only one at a time.
    ///
    /// # Errors
    /// Every variant of [`RotateError`].
    pub async fn rotate(&self, source: &KeyRingSource) -> Result<Rotation, RotateError> {
        // No new key for a store that cannot be sealed by it.
        self.ready().await?;
        let found = source.read()?;
        let under_way = found.ids().nth(1).is_some();
        let path = match source {
            KeyRingSource::File(path) => path,
            KeyRingSource::Text(_) if !under_way => {
                let text = KeyRing::generate().to_text();
                let line = text.lines().last().unwrap_or_default();
                return Ok(Rotation::AddLine(line.to_owned().into()));
            }
            KeyRingSource::Text(_) => {
                return Ok(Rotation::KeepOnly {
                    key_id: found.active_id().to_owned(),
                    resealed: self.reseal_all(Arc::new(found)).await?,
                });
            }
        };
        let ring = if under_way {
            found
        } else {
            let ring = found.with_new_key();
            // Proven before it is written: the file may not be the one that this tab started with.
            canary::check(&*self.store, &found).await?;
            keys::replace(path, &ring)?;
            ring
        };
        let ring = Arc::new(ring);
        let resealed = self.reseal_all(Arc::clone(&ring)).await?;
        let left = ring.without_older();
        keys::replace(path, &left)?;
        canary::check(&*self.store, &left).await?;
        let key_id = left.active_id().to_owned();
        *self.ring.write().await = Arc::new(left);
        Ok(Rotation::Done {
            key_id,
            removed: ring.ids().skip(1).map(str::to_owned).collect(),
            resealed,
        })
    }

    /// From now on everything is sealed by the first key of `ring`; what is there is sealed anew.
    async fn reseal_all(&self, ring: Arc<KeyRing>) -> Result<usize, VaultError> {
        canary::check(&*self.store, &ring).await?;
        *self.ring.write().await = Arc::clone(&ring);
        let mut count = 0;
        loop {
            let before = count;
            for table in Table::ALL {
                if table != Table::Canary {
                    count += self.reseal(table, &ring).await?;
                }
            }
            // The older keys leave the file after this, so a second look is worth its time.
            if count == before {
                return Ok(count);
            }
        }
    }

    /// Slice by slice: what is written meanwhile is sealed by the first key already, and what nobody
    /// writes is in its slice.
    async fn reseal(&self, table: Table, ring: &KeyRing) -> Result<usize, VaultError> {
        let (mut count, mut slices) = (0, Slices::of(&*self.store, table, AT_ONCE));
        while let Some(rows) = slices.next().await? {
            let mut writes = Vec::new();
            for (key, old) in rows {
                if seal::key_id(&old)? == ring.active_id() {
                    continue;
                }
                let place = RecordKey::parse(&key).ok_or(SealError::Malformed)?;
                let value = ring.seal(table, &place, &ring.open(table, &place, &old)?);
                writes.push(Write::Replace {
                    table,
                    key,
                    old,
                    value,
                });
            }
            count += writes.len();
            if !writes.is_empty() {
                self.store.apply(writes).await?;
            }
        }
        Ok(count)
    }
}
