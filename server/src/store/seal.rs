//! Seals records, so that what the disk returns is either what was written or refused.
//!
//! AES-256-GCM-SIV with a random 96-bit nonce: should a nonce ever repeat, as it may after a
//! virtual machine is cloned, all that shows is whether two equal records were equal.
//!
//! ```text
//! envelope = version (1 byte) | length of id (1 byte) | key id | nonce (12 bytes) | ciphertext | tag (16 bytes)
//! bound    = version | key id | table name | record key       (each preceded by its length)
//! ```
//!
//! The bound part is authenticated, not stored: an envelope opens only where it was put, so rows
//! cannot be swapped between people. It does not stop somebody who can write to the disk from
//! putting an older envelope back in its own place.

use aws_lc_rs::aead::{Aad, NONCE_LEN, Nonce};
use zeroize::Zeroizing;

use super::{KeyRing, RecordKey, Table};

/// Version of the envelope's layout.
const ENVELOPE_VERSION: u8 = 1;

/// Length of the authentication tag in bytes.
const TAG_BYTES: usize = 16;

/// Why an envelope did not open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The ring lacks the key.
    #[error(
        "A record was sealed with the key {id:?}, which the key ring does not have. The \
         administrator should put the line of that key back into the key ring."
    )]
    UnknownKey {
        /// The id of the key.
        id: String,
    },
    /// The bytes, their place or the key differ from when they were sealed.
    #[error(
        "A record does not open: it was changed, moved to another place, or sealed with another \
         key of the same id. The administrator should restore the data folder and the key ring \
         from the same backup."
    )]
    Tampered,
    /// The bytes are no envelope of a known version.
    #[error(
        "A record is no sealed record, or a newer version of jira-tab wrote it. The administrator \
         should run the newer version, or restore the data folder from its newest backup."
    )]
    Malformed,
}

/// An envelope, taken apart.
struct Envelope<'a> {
    key_id: &'a str,
    nonce: &'a [u8; NONCE_LEN],
    sealed: &'a [u8],
}

impl<'a> Envelope<'a> {
    fn parse(bytes: &'a [u8]) -> Result<Self, SealError> {
        Self::split(bytes).ok_or(SealError::Malformed)
    }

    fn split(bytes: &'a [u8]) -> Option<Self> {
        let (&[version, id_length], rest) = bytes.split_first_chunk::<2>()?;
        if version != ENVELOPE_VERSION {
            return None;
        }
        let (key_id, rest) = rest.split_at_checked(usize::from(id_length))?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE_LEN>()?;
        let key_id = std::str::from_utf8(key_id).ok()?;
        (sealed.len() >= TAG_BYTES).then_some(Self {
            key_id,
            nonce,
            sealed,
        })
    }
}

/// The id of the key that sealed `envelope`.
///
/// # Errors
/// [`SealError::Malformed`].
pub(crate) fn key_id(envelope: &[u8]) -> Result<&str, SealError> {
    Envelope::parse(envelope).map(|envelope| envelope.key_id)
}

impl KeyRing {
    /// Seals `plain` with the active key, to be opened at this table and key only.
    ///
    /// # Panics
    /// If the operating system has no random bytes.
    #[must_use]
    pub fn seal(&self, table: Table, key: &RecordKey, plain: &[u8]) -> Vec<u8> {
        self.seal_with(self.active_id(), table, key, plain)
            .expect("the ring has its active key")
    }

    /// Seals with the key `id`; `None` if the ring lacks it. Used to prove older keys.
    pub(crate) fn seal_with(
        &self,
        id: &str,
        table: Table,
        key: &RecordKey,
        plain: &[u8],
    ) -> Option<Vec<u8>> {
        let mut sealed = Vec::with_capacity(plain.len() + TAG_BYTES);
        sealed.extend_from_slice(plain);
        let nonce = self
            .cipher(id)?
            .seal_in_place_append_tag(Aad::from(bound(id, table, key)), &mut sealed)
            .expect("random bytes are there, and a record is far below the cipher's 64 GiB");
        let id_length = u8::try_from(id.len()).expect("an id has at most 32 bytes");
        Some(
            [
                &[ENVELOPE_VERSION, id_length],
                id.as_bytes(),
                nonce.as_ref(),
                &sealed,
            ]
            .concat(),
        )
    }

    /// Opens an envelope that was sealed for this table and key.
    ///
    /// # Errors
    /// Every variant of [`SealError`].
    pub fn open(
        &self,
        table: Table,
        key: &RecordKey,
        envelope: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let Envelope {
            key_id,
            nonce,
            sealed,
        } = Envelope::parse(envelope)?;
        let cipher = self.cipher(key_id).ok_or_else(|| SealError::UnknownKey {
            id: key_id.to_owned(),
        })?;
        let mut plain = Zeroizing::new(sealed.to_vec());
        let length = cipher
            .open_in_place(
                Nonce::from(nonce),
                Aad::from(bound(key_id, table, key)),
                &mut plain,
            )
            .map_err(|_| SealError::Tampered)?
            .len();
        plain.truncate(length);
        Ok(plain)
    }
}

/// What an envelope is bound to. `RecordKey` puts lengths before parts, so no two places collide.
fn bound(key_id: &str, table: Table, key: &RecordKey) -> Vec<u8> {
    let parts = [
        &[ENVELOPE_VERSION],
        key_id.as_bytes(),
        table.name().as_bytes(),
        key.as_bytes(),
    ];
    RecordKey::new(parts).as_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{KeyRing, RecordKey, SealError, Table, key_id};

    fn place() -> RecordKey {
        RecordKey::new(["tenant", "user", "jira"])
    }

    #[test]
    fn one_flipped_bit_anywhere_is_refused() {
        let ring = KeyRing::generate();
        let envelope = ring.seal(Table::Grants, &place(), b"access token");
        assert_eq!(
            *ring.open(Table::Grants, &place(), &envelope).unwrap(),
            b"access token"
        );
        for bit in 0..envelope.len() * 8 {
            let mut bent = envelope.clone();
            bent[bit / 8] ^= 1 << (bit % 8);
            assert!(
                ring.open(Table::Grants, &place(), &bent).is_err(),
                "bit {bit}"
            );
        }
    }

    #[test]
    fn a_cut_or_lengthened_envelope_is_refused() {
        let ring = KeyRing::generate();
        let mut envelope = ring.seal(Table::Grants, &place(), b"access token");
        for length in 0..envelope.len() {
            assert!(
                ring.open(Table::Grants, &place(), &envelope[..length])
                    .is_err(),
                "{length}"
            );
        }
        envelope.push(0);
        assert_eq!(
            ring.open(Table::Grants, &place(), &envelope),
            Err(SealError::Tampered)
        );
    }

    #[test]
    fn an_envelope_opens_only_where_it_was_put() {
        let ring = KeyRing::generate();
        let envelope = ring.seal(Table::Grants, &place(), b"access token");
        let refused = |table, parts: [&str; 3]| {
            let opened = ring.open(table, &RecordKey::new(parts), &envelope);
            assert_eq!(opened, Err(SealError::Tampered), "{table:?} {parts:?}");
        };
        refused(Table::People, ["tenant", "user", "jira"]);
        refused(Table::Grants, ["tenant", "other", "jira"]);
        refused(Table::Grants, ["other", "user", "jira"]);
        refused(Table::Grants, ["tenant", "user", "other"]);
        refused(Table::Grants, ["tenan", "tuser", "jira"]);
    }

    #[test]
    fn an_older_key_still_opens_and_a_missing_one_is_named() {
        let (old, new) = (KeyRing::generate(), KeyRing::generate());
        let both: KeyRing = format!("{}{}", *new.to_text(), *old.to_text())
            .parse()
            .unwrap();
        let envelope = old.seal(Table::Grants, &place(), b"x");
        assert_eq!(key_id(&envelope), Ok(old.active_id()));
        assert!(both.open(Table::Grants, &place(), &envelope).is_ok());
        assert_eq!(
            key_id(&both.seal(Table::Grants, &place(), b"x")),
            Ok(new.active_id())
        );
        let error = new.open(Table::Grants, &place(), &envelope).unwrap_err();
        assert_eq!(
            error,
            SealError::UnknownKey {
                id: old.active_id().to_owned()
            }
        );
    }

    #[test]
    fn sealing_twice_never_gives_the_same_bytes() {
        let ring = KeyRing::generate();
        let seal = || ring.seal(Table::Grants, &place(), b"x");
        assert_ne!(seal(), seal());
    }

    proptest! {
        #[test]
        fn whatever_is_sealed_comes_back(
            plain in proptest::collection::vec(any::<u8>(), 0..2048),
            parts in proptest::collection::vec(".{0,20}", 0..5),
        ) {
            let ring = KeyRing::generate();
            let key = RecordKey::new(&parts);
            let envelope = ring.seal(Table::Attempts, &key, &plain);
            prop_assert_eq!(&*ring.open(Table::Attempts, &key, &envelope).unwrap(), &plain);
        }

        #[test]
        fn no_bytes_at_all_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..128)) {
            let opened = KeyRing::generate().open(Table::Grants, &place(), &bytes);
            prop_assert!(opened.is_err());
        }
    }
}
