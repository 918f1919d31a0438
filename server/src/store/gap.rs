//! The gap: records that were acknowledged and are not in the database any more.
//!
//! Two witnesses tell: the file outside sled says how far the log went, the manifest inside it says
//! what all rows add up to. A store with a gap is read and not written, so that nothing covers the
//! traces, until the administrator restores a backup or accepts the gap.

use std::path::PathBuf;

use super::{folder::DataFolder, manifest::Manifest, witness::Reading};

/// What every gap is answered with.
const ADVICE: &str = "Until that is cured the tab shows what it still has and saves nothing, and \
    /readyz answers 503. The administrator should stop it and restore the data folder from its \
    newest backup, or start it once with --accept-gap, after which the people concerned sign in \
    again";

/// What is missing from the database.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Gap {
    /// The database is older than what was acknowledged: its log was cut off, or it is an old copy.
    #[error(
        "The database in {} ends at commit {found}, but commit {witness} was acknowledged: what was \
         saved after commit {found} is missing. {}.", path.display(), ADVICE
    )]
    RolledBack {
        /// The data folder.
        path: PathBuf,
        /// The last commit that was acknowledged.
        witness: u64,
        /// The last commit that the database knows.
        found: u64,
    },
    /// The database has lost or changed records in its middle.
    #[error(
        "The database in {} should hold {expected} records and holds {found}, or some differ \
         from what was saved. {}.", path.display(), ADVICE
    )]
    Incomplete {
        /// The data folder.
        path: PathBuf,
        /// Number of records after the last commit.
        expected: u64,
        /// Number of records that could be read.
        found: u64,
    },
    /// The witness is missing or unreadable beside a database.
    #[error(
        "The file {} is missing or unreadable, so nobody can tell whether the database beside it \
         is complete. {}.", path.display(), ADVICE
    )]
    WitnessMissing {
        /// Where the witness should be.
        path: PathBuf,
    },
}

impl Gap {
    /// Compares the witness, what the database says of itself, and what is in it.
    pub(crate) fn find(
        folder: &DataFolder,
        reading: Reading,
        said: &Manifest,
        counted: &Manifest,
    ) -> Option<Self> {
        let path = folder.root().to_owned();
        match reading {
            Reading::Sequence(witness) if witness > said.sequence => Some(Self::RolledBack {
                path,
                witness,
                found: said.sequence,
            }),
            _ if !said.same_rows(counted) => Some(Self::Incomplete {
                path,
                expected: said.rows,
                found: counted.rows,
            }),
            Reading::Absent | Reading::Unreadable if said.sequence > 0 => {
                Some(Self::WitnessMissing {
                    path: folder.epoch(),
                })
            }
            _ => None,
        }
    }
}
