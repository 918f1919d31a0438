//! The one thread that writes. Everybody who waits meanwhile shares its next trip to the disk.
//!
//! sled's `flush` asks the kernel to start writing and is no `fsync`. So a commit is: apply the
//! batch, `flush`, `fdatasync` of sled's log, then the witness with an `fdatasync` of its own, then
//! the answers. Nobody hears "saved" of something that a power cut could take back.
//!
//! A step that fails leaves memory and disk apart, and a second `fsync` after a failed one proves
//! nothing. So the store halts: writes are refused until a restart reads the disk. Most reads go on;
//! after a full disk some fail too, as sled finishes the splitting of its pages while reading. The
//! free space that [`SledOptions`](super::SledOptions) reserves keeps it from coming to that.

use std::{collections::BTreeMap, fs::File, path::PathBuf};

use tokio::sync::{mpsc, oneshot};

use super::{
    StoreError, Table, Write,
    manifest::{MANIFEST_KEY, Manifest, row_key},
    witness::Witness,
};

/// Most batches that one commit takes, so that the first in it does not wait for a crowd.
const MAX_GROUP: usize = 256;

/// What the thread is asked to do.
pub(crate) enum Job {
    Write(Batch),
    /// Runs between two commits, so that it sees each batch whole or not at all.
    Read(Box<dyn FnOnce() + Send>),
}

/// A batch and whoever waits for it.
pub(crate) struct Batch {
    pub(crate) writes: Vec<Write>,
    pub(crate) done: oneshot::Sender<Result<(), StoreError>>,
}

/// Everything that a commit touches; owned by the thread.
pub(crate) struct Committer {
    pub(crate) tree: sled::Tree,
    /// sled's file, for syncing and for its size.
    pub(crate) log: File,
    pub(crate) witness: Witness,
    pub(crate) manifest: Manifest,
    pub(crate) data_dir: PathBuf,
    pub(crate) reserve_bytes: u64,
}

impl Committer {
    /// Commits until the last sender is gone and the queue is empty.
    pub(crate) fn run(mut self, mut jobs: mpsc::Receiver<Job>) {
        let mut halted: Option<StoreError> = None;
        while let Some(first) = jobs.blocking_recv() {
            let (mut group, mut read, mut next) = (Vec::new(), None, Some(first));
            while let Some(job) = next {
                match job {
                    Job::Write(batch) => group.push(batch),
                    Job::Read(run) => {
                        read = Some(run);
                        break;
                    }
                }
                let has_room = group.len() < MAX_GROUP;
                next = has_room.then(|| jobs.try_recv().ok()).flatten();
            }
            self.write(group, &mut halted);
            if let Some(read) = read {
                read();
            }
        }
        if halted.is_none()
            && let Err(error) = self.sync()
        {
            tracing::error!(%error, "the last flush at shutdown failed; all answers were given before");
        }
    }

    /// Commits what can be written, and answers everybody.
    fn write(&mut self, group: Vec<Batch>, halted: &mut Option<StoreError>) {
        let group = self.admit(group, halted.as_ref());
        if group.is_empty() {
            return;
        }
        let (writes, waiting): (Vec<_>, Vec<_>) = group
            .into_iter()
            .map(|batch| (batch.writes, batch.done))
            .unzip();
        let result = self.commit(writes.into_iter().flatten());
        if let Err(error) = &result {
            tracing::error!(%error, "the store halted; it takes no writes until a restart");
            *halted = Some(StoreError::Unavailable {
                cause: format!("an earlier write failed ({})", short(error)),
            });
        }
        for done in waiting {
            // Whoever went away does not need the answer; the write stands.
            let _ = done.send(result.clone());
        }
    }

    /// Answers at once what cannot be written, and returns the rest.
    fn admit(&self, group: Vec<Batch>, halted: Option<&StoreError>) -> Vec<Batch> {
        let free_bytes = fs2::available_space(&self.data_dir).unwrap_or(u64::MAX);
        let log_bytes = self.log.metadata().map_or(0, |metadata| metadata.len());
        // Replaced records stay in sled's log for a while: it grows to several times what it holds.
        let reserve_bytes = self.reserve_bytes.max(log_bytes.saturating_mul(3));
        let refusal = |job: &Batch| {
            let needed = if frees(&job.writes) {
                self.reserve_bytes / 8
            } else {
                reserve_bytes
            };
            halted
                .cloned()
                .or((free_bytes < needed).then_some(StoreError::DiskFull))
        };
        let mut admitted = Vec::with_capacity(group.len());
        for job in group {
            match refusal(&job) {
                Some(error) => drop(job.done.send(Err(error))),
                None => admitted.push(job),
            }
        }
        admitted
    }

    /// Makes all writes durable as one batch, with the manifest that describes the result.
    fn commit(&mut self, writes: impl Iterator<Item = Write>) -> Result<(), StoreError> {
        let tree = &self.tree;
        let changes = StoreError::catching("read the database", || changes_of(tree, writes))?;
        if changes.is_empty() {
            return Ok(());
        }
        let mut next = self.manifest;
        next.sequence += 1;
        StoreError::catching("write to the database", || {
            let mut batch = sled::Batch::default();
            for (key, value) in changes {
                next.replace(&key, tree.get(&key)?.as_deref(), value.as_deref());
                match value {
                    Some(value) => batch.insert(key, value),
                    None => batch.remove(key),
                }
            }
            batch.insert(MANIFEST_KEY, next.encode());
            tree.apply_batch(batch)
        })?;
        self.sync()?;
        self.witness
            .record(next.sequence)
            .map_err(|error| StoreError::from_io("write the epoch file", error))?;
        self.manifest = next;
        Ok(())
    }

    /// Replaces the manifest and the witness, for a start that accepts a gap.
    pub(crate) fn begin_anew(&mut self, manifest: Manifest) -> Result<(), StoreError> {
        self.manifest = manifest;
        let tree = &self.tree;
        StoreError::catching("write to the database", || {
            tree.insert(MANIFEST_KEY, manifest.encode()).map(drop)
        })?;
        self.sync()?;
        self.witness
            .record(manifest.sequence)
            .map_err(|error| StoreError::from_io("write the epoch file", error))
    }

    /// Everything that sled was given is on the disk afterwards.
    fn sync(&self) -> Result<(), StoreError> {
        StoreError::catching("flush the database", || self.tree.flush().map(drop))?;
        self.log
            .sync_data()
            .map_err(|error| StoreError::from_io("sync the database", error))
    }
}

/// Removing grows the log too, yet Sign out has to work when nothing else does. It may write down
/// besides what the person has left.
fn frees(writes: &[Write]) -> bool {
    let removes = |write: &Write| matches!(write, Write::Remove { .. });
    let removes_grant = |write: &Write| {
        matches!(
            write,
            Write::Remove {
                table: Table::Grants,
                ..
            }
        )
    };
    (!writes.is_empty() && writes.iter().all(removes)) || writes.iter().any(removes_grant)
}

/// What the writes come to: for each row its new value, or `None` where it is removed.
fn changes_of(
    tree: &sled::Tree,
    writes: impl Iterator<Item = Write>,
) -> sled::Result<BTreeMap<Vec<u8>, Option<Vec<u8>>>> {
    let mut changes = BTreeMap::new();
    for write in writes {
        match write {
            Write::Put { table, key, value } => {
                changes.insert(row_key(table, &key), Some(value));
            }
            Write::Remove { table, key } => {
                changes.insert(row_key(table, &key), None);
            }
            Write::Replace {
                table,
                key,
                old,
                value,
            } => {
                let key = row_key(table, &key);
                let is_there = match changes.get(&key) {
                    Some(earlier) => earlier.as_ref() == Some(&old),
                    None => tree.get(&key)?.is_some_and(|now| now == old),
                };
                if is_there {
                    changes.insert(key, Some(value));
                }
            }
        }
    }
    Ok(changes)
}

/// The cause of a halt, to stand inside another sentence.
fn short(error: &StoreError) -> String {
    match error {
        StoreError::DiskFull => "the disk was full".to_owned(),
        StoreError::Io { doing, source } => format!("could not {doing}: {source}"),
        StoreError::Corrupt { detail } => detail.clone(),
        other => other.to_string(),
    }
}
