//! What the database should hold, kept as a row of its own beside the records.
//!
//! Written in the same atomic batch as the records it describes. At a start all rows are counted
//! and summed again: sled skips damaged parts of its log in silence, and then rows are missing or
//! old in the middle while the newest number is still there.

use aws_lc_rs::digest::{Context, SHA256};

use super::{StoreError, Table};

/// The row that holds the manifest. No table begins with 0.
pub(crate) const MANIFEST_KEY: &[u8] = &[0];

const VERSION: u8 = 1;
const ENCODED_BYTES: usize = 1 + 8 + 8 + 16;

/// The byte that all keys of a table begin with. These numbers are on disks and never change.
pub(crate) const fn table_byte(table: Table) -> u8 {
    match table {
        Table::Grants => 1,
        Table::Attempts => 2,
        Table::Owners => 3,
        Table::People => 4,
        Table::Canary => 5,
        Table::Drafts => 6,
    }
}

/// The key of a record in the one tree.
pub(crate) fn row_key(table: Table, key: &[u8]) -> Vec<u8> {
    [&[table_byte(table)], key].concat()
}

/// Number of the last commit, number of rows, and a sum over all rows.
///
/// The sum is that of one 128-bit digest a row, modulo 2^128, so it follows each change without
/// reading the other rows. It finds accidents; forgeries are what the seals are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Manifest {
    pub(crate) sequence: u64,
    pub(crate) rows: u64,
    sum: u128,
}

impl Manifest {
    /// Follows the replacement of a row: `None` is a row that is not there.
    pub(crate) fn replace(&mut self, key: &[u8], old: Option<&[u8]>, new: Option<&[u8]>) {
        if let Some(old) = old {
            self.rows = self.rows.wrapping_sub(1);
            self.sum = self.sum.wrapping_sub(row_digest(key, old));
        }
        if let Some(new) = new {
            self.rows = self.rows.wrapping_add(1);
            self.sum = self.sum.wrapping_add(row_digest(key, new));
        }
    }

    /// The same rows under another number.
    pub(crate) fn numbered(self, sequence: u64) -> Self {
        Self { sequence, ..self }
    }

    /// Whether both describe the same rows, whatever their sequence.
    pub(crate) fn same_rows(&self, other: &Self) -> bool {
        (self.rows, self.sum) == (other.rows, other.sum)
    }

    /// What is in `tree` by its manifest row, and what is in it by counting.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`], [`StoreError::Io`].
    pub(crate) fn read(tree: &sled::Tree) -> Result<(Self, Self), StoreError> {
        let (said, mut counted) = StoreError::catching("read the database", || {
            let (mut said, mut counted) = (None, Self::default());
            for row in tree {
                let (key, value) = row?;
                if &*key == MANIFEST_KEY {
                    said = Some(value);
                } else {
                    counted.replace(&key, None, Some(&value));
                }
            }
            Ok((said, counted))
        })?;
        let said = match said {
            None => Self::default(),
            Some(bytes) => Self::decode(&bytes).ok_or_else(|| StoreError::Corrupt {
                detail: "the row that describes the others is not readable".to_owned(),
            })?,
        };
        counted.sequence = said.sequence;
        Ok((said, counted))
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(ENCODED_BYTES);
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.sequence.to_be_bytes());
        bytes.extend_from_slice(&self.rows.to_be_bytes());
        bytes.extend_from_slice(&self.sum.to_be_bytes());
        bytes
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let (&[version], rest) = bytes.split_first_chunk::<1>()?;
        let (sequence, rest) = rest.split_first_chunk::<8>()?;
        let (rows, rest) = rest.split_first_chunk::<8>()?;
        let sum: &[u8; 16] = rest.try_into().ok()?;
        (version == VERSION).then_some(Self {
            sequence: u64::from_be_bytes(*sequence),
            rows: u64::from_be_bytes(*rows),
            sum: u128::from_be_bytes(*sum),
        })
    }
}

fn row_digest(key: &[u8], value: &[u8]) -> u128 {
    let mut context = Context::new(&SHA256);
    context.update(&(key.len() as u64).to_be_bytes());
    context.update(key);
    context.update(value);
    let digest = context.finish();
    let (first, _) = digest
        .as_ref()
        .split_first_chunk::<16>()
        .expect("SHA-256 gives 32 bytes");
    u128::from_be_bytes(*first)
}

#[cfg(test)]
mod tests {
    use super::Manifest;

    #[test]
    fn the_sum_follows_changes_in_any_order_and_returns_to_nothing() {
        let mut one = Manifest::default();
        one.replace(b"a", None, Some(b"1"));
        one.replace(b"b", None, Some(b"2"));
        one.replace(b"a", Some(b"1"), Some(b"3"));
        let mut other = Manifest::default();
        other.replace(b"b", None, Some(b"2"));
        other.replace(b"a", None, Some(b"3"));
        assert_eq!(one, other);
        one.replace(b"a", Some(b"3"), None);
        one.replace(b"b", Some(b"2"), None);
        assert_eq!(one, Manifest::default());
    }

    #[test]
    fn it_comes_back_from_its_bytes_and_nothing_else_does() {
        let mut manifest = Manifest {
            sequence: 9,
            ..Manifest::default()
        };
        manifest.replace(b"a", None, Some(b"1"));
        let bytes = manifest.encode();
        assert_eq!(Manifest::decode(&bytes), Some(manifest));
        assert_eq!(Manifest::decode(&bytes[1..]), None);
        assert_eq!(Manifest::decode(&[&bytes[..], &[0]].concat()), None);
    }
}
