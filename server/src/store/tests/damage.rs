//! A damaged folder is refused, or read and not written, with its reason: never rows that are
//! missing in silence, never a wrong value, never an empty database over a broken one.

use std::{fs, path::Path};

use super::{OpenError, SledStore, accepting, copy, fill, open, options, refusal, rows};

#[tokio::test]
async fn a_whole_folder_from_a_backup_opens() {
    let dir = tempfile::tempdir().unwrap();
    let backup = tempfile::tempdir().unwrap();
    fill(dir.path(), 0..10).await;
    copy(dir.path(), backup.path());
    fill(dir.path(), 10..20).await;
    assert_eq!(rows(&open(backup.path())).await, 10);
}

#[tokio::test]
async fn a_database_that_was_cut_off_anywhere_is_noticed() {
    let whole = tempfile::tempdir().unwrap();
    fill(whole.path(), 0..600).await;
    let length = fs::metadata(whole.path().join("db/db")).unwrap().len();
    let mut noticed = 0;
    for cut in 1..=12 {
        let dir = tempfile::tempdir().unwrap();
        copy(whole.path(), dir.path());
        let log = fs::OpenOptions::new()
            .write(true)
            .open(dir.path().join("db/db"))
            .unwrap();
        log.set_len(length - length * cut / 12).unwrap();
        noticed += usize::from(is_noticed(dir.path(), 600).await);
    }
    assert!(
        noticed >= 10,
        "only {noticed} of 12 cuts reached the records"
    );
}

#[tokio::test]
async fn a_block_of_zeros_anywhere_is_noticed_or_harmless() {
    let whole = tempfile::tempdir().unwrap();
    fill(whole.path(), 0..300).await;
    let bytes = fs::read(whole.path().join("db/db")).unwrap();
    let blocks = bytes.len() / 4096;
    let mut noticed = 0;
    for trial in 0..24 {
        let dir = tempfile::tempdir().unwrap();
        copy(whole.path(), dir.path());
        let start = (trial * blocks / 24) * 4096;
        let mut bent = bytes.clone();
        bent[start..start + 4096].fill(0);
        fs::write(dir.path().join("db/db"), bent).unwrap();
        noticed += usize::from(is_noticed(dir.path(), 300).await);
    }
    assert!(noticed > 0, "no trial reached the records");
}

/// Whether a start says that something is wrong; if it does not, every row is there.
async fn is_noticed(dir: &Path, expected: usize) -> bool {
    let said = match SledStore::open(options(dir)) {
        Ok(store) => {
            let found = rows(&store).await;
            let Some(gap) = store.gap() else {
                assert_eq!(found, expected);
                return false;
            };
            gap.to_string()
        }
        Err(error) => error.to_string(),
    };
    assert!(said.contains("restore the data folder"), "{said}");
    assert!(!said.contains('\n'), "{said}");
    true
}

#[tokio::test]
async fn a_missing_or_empty_database_file_is_not_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    fill(dir.path(), 0..3).await;
    let log = dir.path().join("db/db");
    fs::write(&log, b"").unwrap();
    assert!(matches!(
        refusal(dir.path()),
        OpenError::DatabaseMissing { .. }
    ));
    assert_eq!(fs::metadata(&log).unwrap().len(), 0);
    fs::remove_file(&log).unwrap();
    assert!(matches!(
        refusal(dir.path()),
        OpenError::DatabaseMissing { .. }
    ));
    fs::remove_dir_all(dir.path().join("db")).unwrap();
    let refused = SledStore::open(accepting(dir.path())).err();
    assert!(matches!(refused, Some(OpenError::DatabaseMissing { .. })));
    assert!(!log.exists());
}

#[tokio::test]
async fn a_witness_that_a_crash_left_behind_catches_up() {
    let dir = tempfile::tempdir().unwrap();
    fill(dir.path(), 0..3).await;
    let behind = fs::read(dir.path().join("epoch")).unwrap();
    fill(dir.path(), 3..4).await;
    fs::write(dir.path().join("epoch"), behind).unwrap();
    assert_eq!(rows(&open(dir.path())).await, 4);
    fs::remove_file(dir.path().join("db/db")).unwrap();
    assert!(matches!(
        refusal(dir.path()),
        OpenError::DatabaseMissing { .. }
    ));
}

#[tokio::test]
async fn unfinished_snapshots_are_set_aside_and_reported() {
    let dir = tempfile::tempdir().unwrap();
    fill(dir.path(), 0..3).await;
    let name = "snap.00000000000FFFFF.generating";
    for round in 1..=2 {
        fs::write(dir.path().join("db").join(name), [b'x'; 64]).unwrap();
        let store = open(dir.path());
        assert_eq!(store.notices().len(), 1);
        assert_eq!(rows(&store).await, 3);
        assert_eq!(
            fs::read_dir(dir.path().join("set-aside")).unwrap().count(),
            round
        );
    }
    fs::write(dir.path().join("db/snap.00000000000FFFFF"), b"").unwrap();
    assert_eq!(open(dir.path()).notices().len(), 1);
}
