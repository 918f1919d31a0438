//! The store as its callers and its administrator meet it, on real sled in temporary folders.

mod contract;
mod crash;
mod damage;
mod memory;
mod opening;
mod speed;
mod vault;

use std::path::Path;

use super::{OpenError, SledOptions, SledStore, StoreError, Table, TokenStore, Write};

/// A small disk is no reason for a test to fail.
fn options(dir: &Path) -> SledOptions {
    SledOptions {
        reserve_bytes: 0,
        ..SledOptions::new(dir)
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
