//! [`TokenStore`] on sled.
//!
//! One tree for all tables, told apart by the first byte of the key: sled's batches are atomic
//! within a tree, and each further tree costs space.
//!
//! One record is read where it is asked for: that takes microseconds, and a hop to another thread
//! takes more. Scans run on tokio's blocking threads. `docs/decisions/0007` says why.

use std::{
    io,
    ops::Bound,
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
};

use tokio::{
    sync::{mpsc, oneshot},
    task::spawn_blocking,
};

use super::{
    BoxFuture, Gap, MAX_RECORD_BYTES, OpenError, OpenNotice, Rows, SledOptions, StoreError, Table,
    TokenStore, Write,
    committer::{Batch, Committer, Job},
    folder::FolderLock,
    manifest::row_key,
    sled_open::{self, Opened},
};

/// Batches that may wait for the committer; more than that wait for a place in the queue.
const QUEUE: usize = 1024;

/// Records in `DATA/db`, written by one committer thread.
///
/// Its methods need a tokio runtime. [`close`](Self::close) it before the runtime ends; dropping
/// it waits for the commit under way.
pub struct SledStore {
    database: Arc<Database>,
    jobs: Mutex<Option<mpsc::Sender<Job>>>,
    committer: Mutex<Option<JoinHandle<()>>>,
    notices: Vec<OpenNotice>,
    gap: Option<Gap>,
}

/// The tree before the lock: the folder is free only once sled has let go of it.
struct Database {
    tree: sled::Tree,
    _lock: FolderLock,
}

impl SledStore {
    /// Opens the database in a data folder, or makes it at the first start. Reads every record
    /// once to see that none is missing, so it takes longer the more there are: call it before
    /// serving, off the workers.
    ///
    /// # Errors
    /// Every variant of [`OpenError`]; none of them begins an empty database. A [`Gap`] is no error:
    /// the store then reads and takes no writes.
    pub fn open(options: SledOptions) -> Result<Self, OpenError> {
        let root = options.data_dir.clone();
        let Opened {
            tree,
            lock,
            writer,
            notices,
        } = sled_open::open(options)?;
        let database = Arc::new(Database { tree, _lock: lock });
        let gap = writer.as_ref().err().cloned();
        let running = writer.ok().map(|it| start(it, Arc::clone(&database)));
        let running = running
            .transpose()
            .map_err(|error| OpenError::io(root, error))?;
        let (jobs, committer) = running.unzip();
        Ok(Self {
            database,
            jobs: Mutex::new(jobs),
            committer: Mutex::new(committer),
            notices,
            gap,
        })
    }

    /// What is missing from the database; the log says it already.
    #[must_use]
    pub fn gap(&self) -> Option<&Gap> {
        self.gap.as_ref()
    }

    /// What the open did that an administrator should know; it is in the log already.
    #[must_use]
    pub fn notices(&self) -> &[OpenNotice] {
        &self.notices
    }

    /// Takes no more writes, finishes those that were taken, and waits for the last flush. The
    /// folder is free for another process once the store is dropped too.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] if the committer did not end by itself.
    pub async fn close(&self) -> Result<(), StoreError> {
        let committer = self.end_queue();
        let joined = blocking(move || Ok(committer.map(JoinHandle::join))).await?;
        match joined {
            None | Some(Ok(())) => Ok(()),
            Some(Err(_)) => Err(ended()),
        }
    }

    fn end_queue(&self) -> Option<JoinHandle<()>> {
        drop(
            self.jobs
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        );
        self.committer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }

    fn closed(&self) -> StoreError {
        StoreError::Unavailable {
            cause: match self.gap {
                Some(_) => "records that it acknowledged are missing from it".to_owned(),
                None => "it is shutting down".to_owned(),
            },
        }
    }

    fn queue(&self) -> Option<mpsc::Sender<Job>> {
        self.jobs
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// Starts the committer's thread, which holds the database until it ends.
fn start(
    committer: Committer,
    database: Arc<Database>,
) -> io::Result<(mpsc::Sender<Job>, JoinHandle<()>)> {
    let (jobs, queue) = mpsc::channel(QUEUE);
    let thread = thread::Builder::new().name("store-committer".to_owned());
    let thread = thread.spawn(move || {
        committer.run(queue);
        drop(database);
    })?;
    Ok((jobs, thread))
}

impl Drop for SledStore {
    fn drop(&mut self) {
        if let Some(committer) = self.end_queue() {
            // Its panic was printed when it happened, and everybody who waited was told.
            let _ = committer.join();
        }
    }
}

impl TokenStore for SledStore {
    fn load<'a>(
        &'a self,
        table: Table,
        key: &'a [u8],
    ) -> BoxFuture<'a, Result<Option<Vec<u8>>, StoreError>> {
        Box::pin(async move {
            StoreError::catching("read a record", || {
                let value = self.database.tree.get(row_key(table, key))?;
                Ok(value.map(|value| value.to_vec()))
            })
        })
    }

    fn scan<'a>(
        &'a self,
        table: Table,
        prefix: &'a [u8],
    ) -> BoxFuture<'a, Result<Rows, StoreError>> {
        let database = Arc::clone(&self.database);
        let prefix = row_key(table, prefix);
        Box::pin(blocking(move || {
            StoreError::catching("read records", || rows(database.tree.scan_prefix(prefix)))
        }))
    }

    fn slice<'a>(
        &'a self,
        table: Table,
        after: &'a [u8],
        limit: usize,
    ) -> BoxFuture<'a, Result<Rows, StoreError>> {
        let database = Arc::clone(&self.database);
        let after = row_key(table, after);
        // The bytes of tables are far below 255.
        let next_table = vec![after[0] + 1];
        Box::pin(blocking(move || {
            StoreError::catching("read records", || {
                let range = (Bound::Excluded(after), Bound::Excluded(next_table));
                rows(database.tree.range(range).take(limit))
            })
        }))
    }

    fn snapshot(&self) -> BoxFuture<'_, Result<Vec<(Table, Rows)>, StoreError>> {
        let database = Arc::clone(&self.database);
        let read = move || {
            StoreError::catching("read records", || {
                let rows_of = |table| rows(database.tree.scan_prefix(row_key(table, &[])));
                let table = |table| Ok((table, rows_of(table)?));
                Table::ALL.into_iter().map(table).collect()
            })
        };
        Box::pin(async move {
            let Some(jobs) = self.queue() else {
                // Nobody writes under a gap.
                return match self.gap {
                    Some(_) => blocking(read).await,
                    None => Err(self.closed()),
                };
            };
            let (done, answer) = oneshot::channel();
            // Whoever went away does not need the answer.
            let job = Job::Read(Box::new(move || drop(done.send(read()))));
            jobs.send(job).await.map_err(|_| ended())?;
            drop(jobs);
            answer.await.map_err(|_| ended())?
        })
    }

    fn apply(&self, writes: Vec<Write>) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(async move {
            writes.iter().try_for_each(check_size)?;
            let (done, answer) = oneshot::channel();
            let jobs = self.queue().ok_or_else(|| self.closed())?;
            let job = Job::Write(Batch { writes, done });
            jobs.send(job).await.map_err(|_| ended())?;
            drop(jobs);
            answer.await.map_err(|_| ended())?
        })
    }
}

/// Rows without the byte of their table.
fn rows(found: impl Iterator<Item = sled::Result<(sled::IVec, sled::IVec)>>) -> sled::Result<Rows> {
    found
        .map(|row| row.map(|(key, value)| (key[1..].to_vec(), value.to_vec())))
        .collect()
}

fn check_size(write: &Write) -> Result<(), StoreError> {
    let bytes = match write {
        Write::Put { key, value, .. } | Write::Replace { key, value, .. } => {
            key.len() + value.len()
        }
        Write::Remove { key, .. } => key.len(),
    };
    if bytes <= MAX_RECORD_BYTES {
        Ok(())
    } else {
        Err(StoreError::TooLarge {
            bytes,
            limit: MAX_RECORD_BYTES,
        })
    }
}

/// The committer is gone without having been asked to.
fn ended() -> StoreError {
    StoreError::Unavailable {
        cause: "its writer ended unexpectedly".to_owned(),
    }
}

/// Runs on a blocking thread; fails only while the runtime shuts down.
async fn blocking<T: Send + 'static>(
    run: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    spawn_blocking(run)
        .await
        .map_err(|_| StoreError::Unavailable {
            cause: "the server is shutting down".to_owned(),
        })?
}
