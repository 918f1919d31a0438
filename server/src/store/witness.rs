//! The witness: the number of the last acknowledged commit, in a file outside sled.
//!
//! sled opens a log whose tail was cut off without a word. The witness knows how far the log went.
//! It is written after the log is on the disk and before anybody is answered, so it can be behind
//! the database (a crash in between) and is ahead of it only if the database lost something.
//!
//! The file has two slots, each in a block of 4096 bytes of its own, written in turn: a write that
//! is torn by a power cut spoils one slot and leaves the other, which holds the commit before.
//!
//! ```text
//! slot = "JTE1" | sequence (8 bytes, big endian) | first 8 bytes of SHA-256 of the twelve before
//! ```
//!
//! Restoring or rolling back the whole folder, witness included, shows no gap. That is intended:
//! it is what restoring a backup does.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::Path,
};

use aws_lc_rs::digest::{SHA256, digest};

use super::folder;

const MAGIC: &[u8; 4] = b"JTE1";
const SLOT_BYTES: usize = 20;
const BLOCK_BYTES: usize = 4096;

/// What the file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// There is no file.
    Absent,
    /// Neither slot is whole.
    Unreadable,
    /// The last acknowledged commit; 0 before the first.
    Sequence(u64),
}

impl Reading {
    /// The last commit that is known to have been acknowledged.
    pub(crate) fn sequence(self) -> u64 {
        match self {
            Self::Sequence(sequence) => sequence,
            Self::Absent | Self::Unreadable => 0,
        }
    }
}

/// The open file, written by the committer only.
#[derive(Debug)]
pub(crate) struct Witness {
    file: File,
    next_slot: usize,
}

/// Reads the witness without changing it.
pub(crate) fn read(path: &Path) -> io::Result<Reading> {
    match File::open(path) {
        Ok(mut file) => Ok(newest(&slots(&mut file)?)
            .map_or(Reading::Unreadable, |(_, sequence)| {
                Reading::Sequence(sequence)
            })),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Reading::Absent),
        Err(error) => Err(error),
    }
}

impl Witness {
    /// Makes the file anew, whole or not at all.
    pub(crate) fn create(path: &Path, sequence: u64) -> io::Result<Self> {
        let mut bytes = vec![0; 2 * BLOCK_BYTES];
        bytes[..SLOT_BYTES].copy_from_slice(&slot(sequence));
        folder::write_private_file(path, &bytes)?;
        Self::open(path)
    }

    /// Opens the file for writing; the slot that does not hold the newest number is next.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let mut file = OpenOptions::new().read(true).write(true).open(path)?;
        let next_slot = newest(&slots(&mut file)?).map_or(0, |(index, _)| 1 - index);
        Ok(Self { file, next_slot })
    }

    /// Writes down a commit. It survives a power cut once this returns.
    pub(crate) fn record(&mut self, sequence: u64) -> io::Result<()> {
        let offset = if self.next_slot == 0 {
            0
        } else {
            BLOCK_BYTES as u64
        };
        self.file.seek(SeekFrom::Start(offset))?;
        self.file.write_all(&slot(sequence))?;
        self.file.sync_data()?;
        self.next_slot = 1 - self.next_slot;
        Ok(())
    }
}

fn slot(sequence: u64) -> [u8; SLOT_BYTES] {
    let mut slot = [0; SLOT_BYTES];
    slot[..4].copy_from_slice(MAGIC);
    slot[4..12].copy_from_slice(&sequence.to_be_bytes());
    let checksum = digest(&SHA256, &slot[..12]);
    slot[12..].copy_from_slice(&checksum.as_ref()[..8]);
    slot
}

fn slots(file: &mut File) -> io::Result<[Option<u64>; 2]> {
    let mut bytes = Vec::with_capacity(2 * BLOCK_BYTES);
    file.seek(SeekFrom::Start(0))?;
    file.take(2 * BLOCK_BYTES as u64).read_to_end(&mut bytes)?;
    Ok([0, BLOCK_BYTES].map(|start| {
        let found = bytes.get(start..start + SLOT_BYTES)?;
        let sequence = u64::from_be_bytes(found[4..12].try_into().ok()?);
        (found == slot(sequence)).then_some(sequence)
    }))
}

/// Index and number of the newer slot among those that are whole.
fn newest(slots: &[Option<u64>; 2]) -> Option<(usize, u64)> {
    let whole = slots
        .iter()
        .enumerate()
        .filter_map(|(index, slot)| Some((index, (*slot)?)));
    whole.max_by_key(|(_, sequence)| *sequence)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{BLOCK_BYTES, Reading, Witness, read};

    #[test]
    fn the_last_number_written_is_read_back() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("epoch");
        assert_eq!(read(&path).unwrap(), Reading::Absent);
        let mut witness = Witness::create(&path, 0).unwrap();
        for sequence in 1..=5 {
            witness.record(sequence).unwrap();
            assert_eq!(read(&path).unwrap(), Reading::Sequence(sequence));
        }
        Witness::open(&path).unwrap().record(6).unwrap();
        assert_eq!(read(&path).unwrap(), Reading::Sequence(6));
        assert!(fs::metadata(&path).unwrap().len() <= 2 * BLOCK_BYTES as u64);
    }

    #[test]
    fn a_torn_slot_leaves_the_number_before() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("epoch");
        let mut witness = Witness::create(&path, 0).unwrap();
        witness.record(1).unwrap();
        witness.record(2).unwrap();
        let whole = fs::read(&path).unwrap();
        for (start, left) in [(0, 1), (BLOCK_BYTES, 2)] {
            let mut torn = whole.clone();
            torn[start..start + 12].fill(0xFF);
            fs::write(&path, torn).unwrap();
            assert_eq!(read(&path).unwrap(), Reading::Sequence(left));
        }
    }

    #[test]
    fn after_a_torn_slot_the_whole_one_is_not_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("epoch");
        Witness::create(&path, 7).unwrap().record(8).unwrap();
        let mut torn = fs::read(&path).unwrap();
        torn[BLOCK_BYTES] ^= 1;
        fs::write(&path, &torn).unwrap();
        Witness::open(&path).unwrap().record(9).unwrap();
        let bytes = fs::read(&path).unwrap();
        assert_eq!(bytes[..BLOCK_BYTES], torn[..BLOCK_BYTES]);
        assert_eq!(read(&path).unwrap(), Reading::Sequence(9));
    }

    #[test]
    fn a_file_without_a_whole_slot_is_unreadable() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("epoch");
        for bytes in [&b""[..], &[0; 2 * BLOCK_BYTES], b"JTE1"] {
            fs::write(&path, bytes).unwrap();
            assert_eq!(read(&path).unwrap(), Reading::Unreadable);
        }
    }
}
