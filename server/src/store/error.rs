//! What can go wrong below [`TokenStore`](super::TokenStore): while it runs, and while it opens.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::Arc,
};

/// Why a running store could not answer.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// The store takes no writes: it is shutting down, or it halted after a failed write.
    #[error(
        "The store takes no writes because {cause}. The administrator should look at the log of \
         the server, cure the cause and restart it."
    )]
    Unavailable {
        /// Completes the sentence "the store takes no writes because …".
        cause: String,
    },
    /// Too little room on the disk of the data folder.
    #[error(
        "The disk that holds the data folder has too little room left. The administrator should \
         free space on it; nothing that was saved before is lost."
    )]
    DiskFull,
    /// One record is larger than [`MAX_RECORD_BYTES`](super::MAX_RECORD_BYTES).
    #[error(
        "A record of {bytes} bytes is larger than the {limit} bytes that the store accepts. This \
         is a fault of the program; please report it."
    )]
    TooLarge {
        /// Size of key and value together.
        bytes: usize,
        /// The largest size that is accepted.
        limit: usize,
    },
    /// The operating system refused to read or write.
    #[error(
        "The store could not {doing}: {source}. The administrator should check the disk of the \
         data folder and then restart the server."
    )]
    Io {
        /// Completes the sentence "the store could not …".
        doing: &'static str,
        /// What the operating system said.
        source: Arc<io::Error>,
    },
    /// The database contradicts itself.
    #[error(
        "The database is damaged ({detail}). The administrator should stop the server and restore \
         the data folder from its newest backup."
    )]
    Corrupt {
        /// What the database engine said, in one line.
        detail: String,
    },
}

impl StoreError {
    /// Sorts an error of the operating system by what a caller can do about it.
    pub(crate) fn from_io(doing: &'static str, source: io::Error) -> Self {
        if is_disk_full(&source) {
            Self::DiskFull
        } else {
            Self::Io {
                doing,
                source: Arc::new(source),
            }
        }
    }

    /// Sorts an error of sled.
    pub(crate) fn from_sled(doing: &'static str, source: sled::Error) -> Self {
        match source {
            sled::Error::Io(source) => Self::from_io(doing, source),
            other => Self::Corrupt {
                detail: one_line(&other.to_string()),
            },
        }
    }

    /// Runs sled, which reports much of what it cannot read by a panic.
    pub(crate) fn catching<T>(
        doing: &'static str,
        run: impl FnOnce() -> sled::Result<T>,
    ) -> Result<T, Self> {
        match catch_unwind(AssertUnwindSafe(run)) {
            Ok(result) => result.map_err(|error| Self::from_sled(doing, error)),
            Err(payload) => Err(Self::from_panic(&*payload)),
        }
    }

    fn from_panic(payload: &(dyn std::any::Any + Send)) -> Self {
        let text = payload
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| payload.downcast_ref::<&str>().copied())
            .unwrap_or("the database engine stopped without a word");
        Self::Corrupt {
            detail: one_line(text),
        }
    }
}

/// Whether the operating system means "no room", by disk or by quota.
fn is_disk_full(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    )
}

/// The first line of what an engine said, short enough for a sentence.
fn one_line(text: &str) -> String {
    text.lines()
        .next()
        .unwrap_or_default()
        .chars()
        .take(160)
        .collect()
}

/// Why the store refused to start. No file is removed or begun anew then; but sled, where it got as
/// far as opening, has cut off the end of its log that it could not read.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder cannot be created, read or written.
    #[error(
        "The data folder {} cannot be used: {source}. The administrator should create it, give it \
         to the account that runs the server, and start again.", path.display()
    )]
    FolderUnusable {
        /// The folder or the file in it.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The database is that of another account.
    #[error(
        "The database in {} belongs to another account (uid {owner}), which could not use it any more \
         after this. The administrator should run this command by that account, such as by sudo -u.",
        path.display()
    )]
    OtherOwner {
        /// The data folder.
        path: PathBuf,
        /// The account.
        owner: u32,
    },
    /// The folder belongs to a running process.
    #[error(
        "Another jira-tab is running with this data folder ({}). Stop that one first, or give \
         this one a data folder of its own.", path.display()
    )]
    AnotherProcess {
        /// The data folder.
        path: PathBuf,
    },
    /// Witness or keys are there, and nothing of the database is.
    #[error(
        "The database {} is missing or empty although records were saved in it. The \
         administrator should restore the data folder from its newest backup; to begin again with \
         nothing, choose a new data folder.", path.display()
    )]
    DatabaseMissing {
        /// Where the database file should be.
        path: PathBuf,
    },
    /// The database cannot be opened.
    #[error(
        "The database in {} is damaged and cannot be opened ({detail}). The administrator should \
         restore the data folder from its newest backup.",
        path.display()
    )]
    Corrupt {
        /// The data folder.
        path: PathBuf,
        /// What the database engine said, in one line.
        detail: String,
    },
    /// No room to open the database.
    #[error(
        "The disk that holds the data folder {} is full, so the database cannot be opened. The \
         administrator should free space on it and start again; nothing is lost.", path.display()
    )]
    DiskFull {
        /// The data folder.
        path: PathBuf,
    },
}

impl OpenError {
    /// An error of the operating system about `path`.
    pub(crate) fn io(path: impl Into<PathBuf>, source: io::Error) -> Self {
        let path = path.into();
        if is_disk_full(&source) {
            Self::DiskFull { path }
        } else {
            Self::FolderUnusable { path, source }
        }
    }

    /// Turns what went wrong below an opening into a refusal.
    pub(crate) fn from_store(path: impl Into<PathBuf>, error: StoreError) -> Self {
        let path = path.into();
        match error {
            StoreError::DiskFull => Self::DiskFull { path },
            StoreError::Io { source, .. } => {
                let source = io::Error::new(source.kind(), source.to_string());
                Self::FolderUnusable { path, source }
            }
            other => Self::Corrupt {
                path,
                detail: one_line(&other.to_string()),
            },
        }
    }
}
