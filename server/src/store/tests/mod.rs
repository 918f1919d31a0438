//! The store as its callers and its administrator meet it, on real sled in temporary folders.

mod contract;
mod crash;
mod damage;
mod gap;
mod memory;
mod opening;
mod vault;

use std::path::Path;

use super::{
    Gap, OpenError, SledOptions, SledStore, StoreError, Table, TokenStore, Write, engine,
    folder::DataFolder,
};

/// A small disk is no reason for a test to fail.
fn options(dir: &Path) -> SledOptions {
    SledOptions {
        reserve_bytes: 0,
        ..SledOptions::new(dir)
    }
}

/// The options of an administrator who accepts a gap.
fn accepting(dir: &Path) -> SledOptions {
    SledOptions {
        accept_gap: true,
        ..options(dir)
    }
}

fn open(dir: &Path) -> SledStore {
    SledStore::open(options(dir)).unwrap()
}

fn refusal(dir: &Path) -> OpenError {
    match SledStore::open(options(dir)) {
        Ok(_) => panic!("it opened"),
        Err(error) => error,
    }
}

fn put(key: impl AsRef<[u8]>, value: impl AsRef<[u8]>) -> Write {
    let (key, value) = (key.as_ref().to_vec(), value.as_ref().to_vec());
    Write::Put {
        table: Table::Grants,
        key,
        value,
    }
}

fn remove(key: &str) -> Write {
    Write::Remove {
        table: Table::Grants,
        key: key.into(),
    }
}

async fn load(store: &dyn TokenStore, key: &str) -> Option<Vec<u8>> {
    store.load(Table::Grants, key.as_bytes()).await.unwrap()
}

/// How many rows there are, each as [`fill`] wrote it.
async fn rows(store: &SledStore) -> usize {
    let rows = store.scan(Table::Grants, b"").await.unwrap();
    assert!(rows.iter().all(|(_, value)| *value == [7; 900]));
    rows.len()
}

/// Stores `rows` records in commits of their own.
async fn fill(dir: &Path, rows: std::ops::Range<usize>) {
    let store = open(dir);
    for row in rows {
        store
            .apply(vec![put(format!("key {row}"), [7; 900])])
            .await
            .unwrap();
    }
    store.close().await.unwrap();
}

/// Changes rows behind the back of the manifest.
fn beneath(dir: &Path, change: impl FnOnce(&sled::Tree)) {
    let folder = DataFolder::prepare(dir).unwrap();
    let (tree, _) = engine::open(&folder).unwrap();
    change(&tree);
    tree.flush().unwrap();
}

/// Copies a folder and everything below it.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (entry, from) = entry
            .map(|entry| (entry.file_name(), entry.path()))
            .unwrap();
        if from.is_dir() {
            copy(&from, &to.join(entry));
        } else {
            std::fs::copy(&from, to.join(entry)).unwrap();
        }
    }
}
