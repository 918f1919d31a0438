//! Proves at each start that the key ring still opens what it sealed, before anybody relies on it.
//!
//! Each key of the ring has one record sealed by it, the canary. A key that is gone or was replaced
//! under its id is found here and named, with the number of records that depend on it, and nothing
//! is written. A key that no record needs any more may be taken out of the ring: its canary goes.

use std::collections::BTreeMap;

use super::{
    KeyRing, RecordKey, SealError, StoreError, Table, TokenStore, VaultError, Write, seal,
    slices::Slices,
};

/// Records that are counted together.
const AT_ONCE: usize = 1_024;

/// What a canary says. Its meaning is that it opens at all.
const SONG: &[u8] = b"canary";

/// Records that one key sealed.
#[derive(Clone, Copy, Default)]
pub(super) struct Sealed {
    pub(super) records: usize,
    pub(super) grants: usize,
}

/// Checks every canary, and gives one to each key that has none.
///
/// # Errors
/// [`VaultError::KeyLost`], [`VaultError::KeyChanged`], [`VaultError::Store`]; [`VaultError::Seal`]
/// if a record is no sealed record.
pub(crate) async fn check(store: &dyn TokenStore, ring: &KeyRing) -> Result<(), VaultError> {
    let sealed = count(store).await?;
    let by = |id: &str| sealed.get(id).copied().unwrap_or_default();
    if let Some((id, lost)) = sealed.iter().find(|(id, _)| ring.cipher(id).is_none()) {
        let Sealed {
            records: unreadable,
            grants,
        } = *lost;
        return Err(VaultError::KeyLost {
            key_id: id.clone(),
            unreadable,
            grants,
        });
    }

    let mut writes = Vec::new();
    let mut missing: Vec<&str> = ring.ids().collect();
    for (key, envelope) in store.scan(Table::Canary, &[]).await? {
        let place = RecordKey::parse(&key).ok_or(SealError::Malformed)?;
        match ring.open(Table::Canary, &place, &envelope) {
            Ok(_) => missing.retain(|id| canary_key(id) != place),
            // No record needs these keys, or the one just returned would name it.
            Err(SealError::UnknownKey { .. }) => {
                writes.push(Write::Remove {
                    table: Table::Canary,
                    key,
                });
            }
            Err(SealError::Tampered) => {
                let key_id = seal::key_id(&envelope)?.to_owned();
                let Sealed {
                    records: unreadable,
                    grants,
                } = by(&key_id);
                if unreadable > 0 {
                    return Err(VaultError::KeyChanged {
                        key_id,
                        unreadable,
                        grants,
                    });
                }
            }
            Err(error @ SealError::Malformed) => return Err(error.into()),
        }
    }
    for id in missing {
        let key = canary_key(id);
        let value = ring
            .seal_with(id, Table::Canary, &key, SONG)
            .expect("the id was taken from this ring");
        writes.push(Write::Put {
            table: Table::Canary,
            key: key.as_bytes().to_vec(),
            value,
        });
    }
    if writes.is_empty() {
        return Ok(());
    }
    match store.apply(writes).await {
        // A store with a gap only reads; the start that ends the gap writes the canaries.
        Err(StoreError::Unavailable { .. }) => Ok(()),
        written => Ok(written?),
    }
}

fn canary_key(id: &str) -> RecordKey {
    RecordKey::new([id])
}

/// Number of records by the id of the key that sealed them, canaries left out.
pub(super) async fn count(store: &dyn TokenStore) -> Result<BTreeMap<String, Sealed>, VaultError> {
    let mut sealed = BTreeMap::<String, Sealed>::new();
    for table in Table::ALL
        .into_iter()
        .filter(|table| *table != Table::Canary)
    {
        let mut slices = Slices::of(store, table, AT_ONCE);
        while let Some(rows) = slices.next().await? {
            for (_, envelope) in rows {
                let id = seal::key_id(&envelope)?.to_owned();
                let count = sealed.entry(id).or_default();
                count.records += 1;
                count.grants += usize::from(table == Table::Grants);
            }
        }
    }
    Ok(sealed)
}
