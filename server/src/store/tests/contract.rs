//! What every store promises, whatever is below it.

use std::sync::Arc;

use super::{StoreError, Table, TokenStore, Write, load, memory::MemoryStore, open, put, remove};
use crate::store::MAX_RECORD_BYTES;

/// Each sentence is a test for each store.
macro_rules! contract {
    ($($sentence:ident),* $(,)?) => {
        mod sled {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $sentence() {
                let dir = tempfile::tempdir().unwrap();
                super::$sentence(std::sync::Arc::new(super::open(dir.path()))).await;
            })*
        }
        mod memory {
            $(#[tokio::test]
            async fn $sentence() {
                super::$sentence(std::sync::Arc::new(super::MemoryStore::default())).await;
            })*
        }
    };
}

contract!(
    what_was_put_is_loaded_until_it_is_removed,
    a_table_does_not_see_the_keys_of_another,
    a_scan_finds_the_prefix_in_order_and_nothing_else,
    slices_of_a_table_follow_each_other_to_its_end,
    of_two_writes_to_one_key_the_later_wins,
    a_replacement_loses_against_what_was_written_since,
    a_snapshot_holds_every_table,
    a_batch_may_be_empty_and_may_remove_what_is_not_there,
    any_bytes_are_a_key_and_a_value,
    many_writers_at_once_lose_nothing,
);

async fn what_was_put_is_loaded_until_it_is_removed(store: Arc<dyn TokenStore>) {
    assert_eq!(load(&*store, "a").await, None);
    store.apply(vec![put("a", "1")]).await.unwrap();
    assert_eq!(load(&*store, "a").await.unwrap(), b"1");
    store.apply(vec![put("a", "2")]).await.unwrap();
    assert_eq!(load(&*store, "a").await.unwrap(), b"2");
    store.apply(vec![remove("a")]).await.unwrap();
    assert_eq!(load(&*store, "a").await, None);
}

async fn a_table_does_not_see_the_keys_of_another(store: Arc<dyn TokenStore>) {
    let writes = Table::ALL.map(|table| {
        let (key, value) = (b"same key".to_vec(), table.name().into());
        Write::Put { table, key, value }
    });
    store.apply(writes.to_vec()).await.unwrap();
    for table in Table::ALL {
        let value = store.load(table, b"same key").await.unwrap().unwrap();
        assert_eq!(value, table.name().as_bytes());
        assert_eq!(store.scan(table, b"").await.unwrap().len(), 1);
    }
}

async fn a_scan_finds_the_prefix_in_order_and_nothing_else(store: Arc<dyn TokenStore>) {
    let keys = ["b", "a", "ab", "abc", "ac", "\u{7f}"];
    store
        .apply(keys.map(|key| put(key, key)).to_vec())
        .await
        .unwrap();
    let scan = async |prefix: &str| {
        let rows = store.scan(Table::Grants, prefix.as_bytes()).await.unwrap();
        assert!(rows.iter().all(|(key, value)| key == value));
        rows.into_iter()
            .map(|(key, _)| String::from_utf8(key).unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(scan("a").await, ["a", "ab", "abc", "ac"]);
    assert_eq!(scan("ab").await, ["ab", "abc"]);
    assert_eq!(scan("").await, ["a", "ab", "abc", "ac", "b", "\u{7f}"]);
    assert!(scan("x").await.is_empty());
}

async fn slices_of_a_table_follow_each_other_to_its_end(store: Arc<dyn TokenStore>) {
    for (index, table) in Table::ALL.into_iter().enumerate() {
        let keys = ["b", "a", "ab", "c", "\u{7f}"].into_iter().take(index + 1);
        let put = |key: &str| Write::Put {
            table,
            key: key.into(),
            value: table.name().into(),
        };
        store.apply(keys.map(put).collect()).await.unwrap();
    }
    for table in Table::ALL {
        let all = store.scan(table, b"").await.unwrap();
        for limit in [1, 2, 5, 100] {
            let (mut seen, mut after) = (Vec::new(), Vec::new());
            loop {
                let slice = store.slice(table, &after, limit).await.unwrap();
                assert!(slice.len() <= limit);
                let Some((last, _)) = slice.last() else { break };
                after.clone_from(last);
                seen.extend(slice);
            }
            assert_eq!(seen, all);
        }
    }
}

async fn a_replacement_loses_against_what_was_written_since(store: Arc<dyn TokenStore>) {
    let replace = |key: &str, old: &str, value: &str| Write::Replace {
        table: Table::Grants,
        key: key.into(),
        old: old.into(),
        value: value.into(),
    };
    store
        .apply(vec![put("a", "1"), put("b", "1")])
        .await
        .unwrap();
    let writes = ["a", "b", "c"].map(|key| replace(key, "1", "2"));
    store
        .apply([&[put("b", "newer")], &writes[..]].concat())
        .await
        .unwrap();
    assert_eq!(load(&*store, "a").await.unwrap(), b"2");
    assert_eq!(load(&*store, "b").await.unwrap(), b"newer");
    assert_eq!(load(&*store, "c").await, None);
}

async fn a_snapshot_holds_every_table(store: Arc<dyn TokenStore>) {
    let writes = Table::ALL.map(|table| {
        let (key, value) = (table.name().into(), b"1".to_vec());
        Write::Put { table, key, value }
    });
    store.apply(writes.to_vec()).await.unwrap();
    let expected = Table::ALL.map(|table| (table, vec![(table.name().into(), b"1".to_vec())]));
    assert_eq!(store.snapshot().await.unwrap(), expected);
}

async fn of_two_writes_to_one_key_the_later_wins(store: Arc<dyn TokenStore>) {
    store
        .apply(vec![
            put("a", "1"),
            put("a", "2"),
            put("b", "1"),
            remove("b"),
        ])
        .await
        .unwrap();
    assert_eq!(load(&*store, "a").await.unwrap(), b"2");
    assert_eq!(load(&*store, "b").await, None);
}

async fn a_batch_may_be_empty_and_may_remove_what_is_not_there(store: Arc<dyn TokenStore>) {
    store.apply(vec![]).await.unwrap();
    store.apply(vec![remove("nobody")]).await.unwrap();
    assert_eq!(load(&*store, "nobody").await, None);
}

async fn any_bytes_are_a_key_and_a_value(store: Arc<dyn TokenStore>) {
    let keys = [&b""[..], b"\0", b"\xff\xff", b"\0\xff\0"];
    store
        .apply(keys.map(|key| put(key, key)).to_vec())
        .await
        .unwrap();
    for key in keys {
        assert_eq!(store.load(Table::Grants, key).await.unwrap().unwrap(), key);
    }
    assert_eq!(
        store.scan(Table::Grants, b"").await.unwrap().len(),
        keys.len()
    );
}

async fn many_writers_at_once_lose_nothing(store: Arc<dyn TokenStore>) {
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..32 {
        let store = Arc::clone(&store);
        writers.spawn(async move {
            for row in 0..20 {
                let (key, all) = (format!("{writer:02} {row:02}"), format!("last {writer}"));
                store
                    .apply(vec![put(&key, &key), put("last", all)])
                    .await
                    .unwrap();
            }
        });
    }
    writers.join_all().await;
    assert_eq!(
        store.scan(Table::Grants, b"").await.unwrap().len(),
        32 * 20 + 1
    );
    assert_eq!(load(&*store, "31 19").await.unwrap(), b"31 19");
}

#[tokio::test]
async fn records_outlive_the_process_and_batches_of_megabytes_too() {
    let dir = tempfile::tempdir().unwrap();
    let rows: Vec<_> = (0..300)
        .map(|row| put(format!("{row:03}"), [9; MAX_RECORD_BYTES - 3]))
        .collect();
    let store = open(dir.path());
    store.apply(rows.clone()).await.unwrap();
    store.apply(rows).await.unwrap();
    store
        .apply((0..150).map(|row| remove(&format!("{row:03}"))).collect())
        .await
        .unwrap();
    store.close().await.unwrap();
    drop(store);
    let store = open(dir.path());
    assert_eq!(store.scan(Table::Grants, b"").await.unwrap().len(), 150);
    assert_eq!(
        load(&store, "299").await.unwrap().len(),
        MAX_RECORD_BYTES - 3
    );
    let blobs = std::fs::read_dir(dir.path().join("db/blobs"))
        .unwrap()
        .count();
    assert_eq!(
        blobs, 0,
        "a record was written outside the file that a commit syncs"
    );
}

#[tokio::test]
async fn a_record_that_is_too_large_is_refused_and_the_store_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let error = store
        .apply(vec![put("a", "1"), put("b", [0; MAX_RECORD_BYTES])])
        .await;
    assert!(matches!(error, Err(StoreError::TooLarge { .. })));
    assert_eq!(load(&store, "a").await, None);
    store.apply(vec![put("a", "1")]).await.unwrap();
}

#[tokio::test]
async fn a_closed_store_takes_no_writes_and_still_reads() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    store.apply(vec![put("a", "1")]).await.unwrap();
    store.close().await.unwrap();
    store.close().await.unwrap();
    assert!(matches!(
        store.apply(vec![put("a", "2")]).await,
        Err(StoreError::Unavailable { .. })
    ));
    assert_eq!(load(&store, "a").await.unwrap(), b"1");
}

#[tokio::test]
async fn closing_waits_for_writes_that_were_taken() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let (written, closed) = tokio::join!(store.apply(vec![put("a", "1")]), store.close());
    closed.unwrap();
    drop(store);
    let found = load(&open(dir.path()), "a").await;
    assert_eq!(found.is_some(), written.is_ok());
}

#[tokio::test]
async fn a_full_disk_refuses_records_and_nothing_else_changes() {
    let dir = tempfile::tempdir().unwrap();
    super::fill(dir.path(), 0..1).await;
    let mut options = super::options(dir.path());
    options.reserve_bytes = u64::MAX;
    let full = super::SledStore::open(options).unwrap();
    assert!(matches!(
        full.apply(vec![put("a", "1")]).await,
        Err(StoreError::DiskFull)
    ));
    assert_eq!(load(&full, "a").await, None);
    assert!(load(&full, "key 0").await.is_some());
}
