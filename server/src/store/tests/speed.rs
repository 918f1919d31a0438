//! Figures, not judgements: `cargo test --release speed -- --ignored --nocapture`.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use super::{Table, TokenStore as _, open, put};

const VALUE: [u8; 600] = [5; 600];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "measures, and takes seconds"]
async fn figures() {
    let dir = match std::env::var_os("STORE_TEST_DISK") {
        Some(disk) => tempfile::tempdir_in(disk).unwrap(),
        None => tempfile::tempdir().unwrap(),
    };
    let store = Arc::new(open(dir.path()));
    let mut single = Vec::new();
    for row in 0..2000 {
        let start = Instant::now();
        store
            .apply(vec![put(format!("single {row}"), VALUE)])
            .await
            .unwrap();
        single.push(start.elapsed());
    }
    report("one durable write", single);

    for writers in [8, 64] {
        let start = Instant::now();
        let mut tasks = tokio::task::JoinSet::new();
        for writer in 0..writers {
            let store = Arc::clone(&store);
            tasks.spawn(async move {
                let mut took = Vec::new();
                for row in 0..500 {
                    let start = Instant::now();
                    let key = format!("group {writer} {row}");
                    store.apply(vec![put(key, VALUE)]).await.unwrap();
                    took.push(start.elapsed());
                }
                took
            });
        }
        let took: Vec<_> = tasks.join_all().await.into_iter().flatten().collect();
        let rate = f64::from(u32::try_from(took.len()).unwrap()) / start.elapsed().as_secs_f64();
        println!("{writers} writers: {rate:.0} durable writes/s");
        report("  each", took);
    }

    let mut lookups = Vec::new();
    for row in 0..20_000 {
        let key = format!("group {} {}", row % 64, row % 500);
        let start = Instant::now();
        let found = store.load(Table::Grants, key.as_bytes()).await.unwrap();
        lookups.push(start.elapsed());
        assert!(found.is_some());
    }
    report("one lookup", lookups);
    let start = Instant::now();
    let rows = store.scan(Table::Grants, b"").await.unwrap().len();
    println!("scan of {rows} rows: {:?}", start.elapsed());
    store.close().await.unwrap();
    drop(store);
    let start = Instant::now();
    drop(open(dir.path()));
    println!("open with {rows} rows, all verified: {:?}", start.elapsed());
    let log = std::fs::metadata(dir.path().join("db/db")).unwrap().len();
    println!("db file: {} KiB", log / 1024);
}

fn report(what: &str, mut took: Vec<Duration>) {
    took.sort_unstable();
    let at = |percent: usize| took[(took.len() - 1) * percent / 100];
    println!(
        "{what}: p50 {:?}, p99 {:?}, max {:?}",
        at(50),
        at(99),
        at(100)
    );
}
