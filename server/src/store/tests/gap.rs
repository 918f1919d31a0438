//! Records that are missing: said at each start, reads go on, nothing is written until accepted.

use std::{fs, path::Path};

use super::{
    Gap, SledStore, StoreError, TokenStore as _, accepting, beneath, copy, fill, load, open, put,
    remove, rows,
};

/// What a start says is missing. Every start says it, as nothing is written meanwhile.
async fn gap(dir: &Path, left: usize) -> Gap {
    let mut found = None;
    for _ in 0..2 {
        let store = open(dir);
        assert_eq!(rows(&store).await, left);
        for write in [vec![put("new", "1")], vec![remove("key 0")], vec![]] {
            let refused = store.apply(write).await;
            assert!(matches!(refused, Err(StoreError::Unavailable { .. })));
        }
        store.close().await.unwrap();
        found = store.gap().cloned();
    }
    found.unwrap()
}

/// Ends the gap as an administrator does, once.
async fn accept(dir: &Path, left: usize) {
    let store = SledStore::open(accepting(dir)).unwrap();
    assert_eq!(store.notices().len(), 1);
    store.apply(vec![put("after", [7; 900])]).await.unwrap();
    drop(store);
    let store = open(dir);
    assert!(store.notices().is_empty());
    assert_eq!(store.gap(), None);
    assert_eq!(rows(&store).await, left + 1);
}

#[tokio::test]
async fn an_older_database_under_a_newer_witness_is_a_gap() {
    let dir = tempfile::tempdir().unwrap();
    let old = tempfile::tempdir().unwrap();
    fill(dir.path(), 0..10).await;
    copy(&dir.path().join("db"), old.path());
    fill(dir.path(), 10..25).await;
    fs::remove_dir_all(dir.path().join("db")).unwrap();
    copy(old.path(), &dir.path().join("db"));

    let gap = gap(dir.path(), 10).await;
    let numbers = matches!(
        gap,
        Gap::RolledBack {
            witness: 25,
            found: 10,
            ..
        }
    );
    assert!(numbers, "{gap}");
    assert!(gap.to_string().contains("saved after commit 10 is missing"));
    assert!(gap.to_string().contains("restore the data folder"));
    accept(dir.path(), 10).await;
}

#[tokio::test]
async fn a_database_without_its_witness_is_a_gap_and_no_witness_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let epoch = dir.path().join("epoch");
    fill(dir.path(), 0..3).await;
    fs::remove_file(&epoch).unwrap();
    let missing = gap(dir.path(), 3).await;
    assert!(matches!(missing, Gap::WitnessMissing { .. }), "{missing}");
    assert!(!epoch.exists());
    fs::write(&epoch, b"garbage").unwrap();
    let garbled = gap(dir.path(), 3).await;
    assert_eq!(garbled, missing);
    assert_eq!(fs::read(&epoch).unwrap(), b"garbage");
    accept(dir.path(), 3).await;
}

#[tokio::test]
async fn rows_that_are_gone_or_old_in_the_middle_are_noticed() {
    let dir = tempfile::tempdir().unwrap();
    fill(dir.path(), 0..5).await;
    beneath(dir.path(), |tree| {
        drop(tree.remove(b"\x01key 2").unwrap().unwrap());
    });
    let missing = gap(dir.path(), 4).await;
    let numbers = matches!(
        missing,
        Gap::Incomplete {
            expected: 5,
            found: 4,
            ..
        }
    );
    assert!(numbers, "{missing}");
    beneath(dir.path(), |tree| {
        drop(tree.insert(b"\x01key 2", &[8; 900][..]).unwrap());
    });
    let store = open(dir.path());
    let changed = store.gap().unwrap();
    let numbers = matches!(
        changed,
        Gap::Incomplete {
            expected: 5,
            found: 5,
            ..
        }
    );
    assert!(numbers, "{changed}");
    assert_eq!(load(&store, "key 2").await.unwrap(), [8; 900]);
    drop(store);
    beneath(dir.path(), |tree| {
        drop(tree.insert(b"\x01key 2", &[7; 900][..]).unwrap());
    });
    assert_eq!(rows(&open(dir.path())).await, 5);
}
