//! A damaged folder is refused with its reason: never rows that are missing in silence, never an
//! empty database over a broken one.

use std::{fs, path::Path};

use super::{
    OpenError, SledStore, StoreError, Table, TokenStore as _, copy, fill, open, options, put,
    refusal,
};

async fn rows(store: &SledStore) -> usize {
    store.scan(Table::Grants, b"").await.unwrap().len()
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

    for _ in 0..2 {
        let error = refusal(dir.path());
        assert!(
            matches!(
                error,
                OpenError::Gap {
                    witness: 25,
                    found: 10,
                    ..
                }
            ),
            "{error}"
        );
        assert!(error.to_string().contains("restore"), "{error}");
    }
    let mut accepting = options(dir.path());
    accepting.accept_gap = true;
    let store = SledStore::open(accepting).unwrap();
    assert_eq!(store.notices().len(), 1);
    store.apply(vec![put("after", "1")]).await.unwrap();
    drop(store);
    let store = open(dir.path());
    assert!(store.notices().is_empty());
    assert_eq!(rows(&store).await, 11);
}

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
async fn a_database_that_was_cut_off_anywhere_is_refused() {
    let whole = tempfile::tempdir().unwrap();
    fill(whole.path(), 0..600).await;
    let length = fs::metadata(whole.path().join("db/db")).unwrap().len();
    let mut refused = 0;
    for cut in 1..=12 {
        let dir = tempfile::tempdir().unwrap();
        copy(whole.path(), dir.path());
        let log = fs::OpenOptions::new()
            .write(true)
            .open(dir.path().join("db/db"))
            .unwrap();
        log.set_len(length - length * cut / 12).unwrap();
        refused += usize::from(opens_whole_or_refuses(dir.path(), 600).await);
    }
    assert!(
        refused >= 10,
        "only {refused} of 12 cuts reached the records"
    );
}

#[tokio::test]
async fn a_block_of_zeros_anywhere_is_refused_or_harmless() {
    let whole = tempfile::tempdir().unwrap();
    fill(whole.path(), 0..300).await;
    let bytes = fs::read(whole.path().join("db/db")).unwrap();
    let blocks = bytes.len() / 4096;
    let mut refused = 0;
    for trial in 0..24 {
        let dir = tempfile::tempdir().unwrap();
        copy(whole.path(), dir.path());
        let start = (trial * blocks / 24) * 4096;
        let mut bent = bytes.clone();
        bent[start..start + 4096].fill(0);
        fs::write(dir.path().join("db/db"), bent).unwrap();
        refused += usize::from(opens_whole_or_refuses(dir.path(), 300).await);
    }
    assert!(refused > 0, "no trial reached the records");
}

/// Whether the folder was refused; if it was not, every row is there.
async fn opens_whole_or_refuses(dir: &Path, expected: usize) -> bool {
    match SledStore::open(options(dir)) {
        Ok(store) => {
            assert_eq!(rows(&store).await, expected);
            false
        }
        Err(error) => {
            let text = error.to_string();
            assert!(
                text.contains("restore the data folder") && !text.contains('\n'),
                "{text}"
            );
            true
        }
    }
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
    let mut accepting = options(dir.path());
    accepting.accept_gap = true;
    let refused = SledStore::open(accepting).err();
    assert!(matches!(refused, Some(OpenError::DatabaseMissing { .. })));
    assert!(!log.exists());
}

#[tokio::test]
async fn a_database_without_its_witness_is_refused_until_accepted() {
    let dir = tempfile::tempdir().unwrap();
    let epoch = dir.path().join("epoch");
    fill(dir.path(), 0..3).await;
    fs::remove_file(&epoch).unwrap();
    assert!(matches!(
        refusal(dir.path()),
        OpenError::WitnessMissing { .. }
    ));
    assert!(!epoch.exists());
    fs::write(&epoch, b"garbage").unwrap();
    assert!(matches!(
        refusal(dir.path()),
        OpenError::WitnessMissing { .. }
    ));
    let mut accepting = options(dir.path());
    accepting.accept_gap = true;
    drop(SledStore::open(accepting).unwrap());
    assert_eq!(rows(&open(dir.path())).await, 3);
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

#[tokio::test]
async fn rows_that_are_gone_or_old_in_the_middle_are_noticed() {
    let dir = tempfile::tempdir().unwrap();
    fill(dir.path(), 0..5).await;
    let beneath = |change: &dyn Fn(&sled::Tree)| {
        let config = sled::Config::new()
            .path(dir.path().join("db"))
            .segment_size(1024 * 1024);
        // The store's threads may hold the lock of the last opening for a moment.
        let database = (0..1000).find_map(|_| {
            std::thread::yield_now();
            config.open().ok()
        });
        let tree = database.unwrap().open_tree("records").unwrap();
        change(&tree);
        tree.flush().unwrap();
    };
    beneath(&|tree| drop(tree.remove(b"\x01key 2").unwrap().unwrap()));
    let error = refusal(dir.path());
    assert!(
        matches!(
            error,
            OpenError::Incomplete {
                expected: 5,
                found: 4,
                ..
            }
        ),
        "{error}"
    );
    beneath(&|tree| drop(tree.insert(b"\x01key 2", &[8; 900][..]).unwrap()));
    let error = refusal(dir.path());
    assert!(
        matches!(
            error,
            OpenError::Incomplete {
                expected: 5,
                found: 5,
                ..
            }
        ),
        "{error}"
    );
    beneath(&|tree| drop(tree.insert(b"\x01key 2", &[7; 900][..]).unwrap()));
    assert_eq!(rows(&open(dir.path())).await, 5);
}

/// Run it with the path of an empty file system of some 24 MiB in `STORE_TEST_SMALL_DISK`.
#[tokio::test]
#[ignore = "needs a small file system"]
async fn a_disk_that_fills_up_halts_the_store_and_loses_nothing() {
    let disk = std::env::var_os("STORE_TEST_SMALL_DISK").unwrap();
    let dir = Path::new(&disk).join("data");
    let filler = Path::new(&disk).join("filler");
    fs::write(&filler, vec![0; 8 * 1024 * 1024]).unwrap();
    let store = open(&dir);
    let mut saved = 0;
    let error = loop {
        match store
            .apply(vec![put(format!("key {saved}"), [7; 5000])])
            .await
        {
            Ok(()) => saved += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, StoreError::DiskFull), "{error}");
    let next = store.apply(vec![put("next", "1")]).await.unwrap_err();
    assert!(matches!(next, StoreError::Unavailable { .. }), "{next}");
    store.close().await.unwrap();
    drop(store);
    fs::remove_file(filler).unwrap();
    let found = rows(&open(&dir)).await;
    assert!(found >= saved, "{found} of {saved}");
}
