//! The store: durable writes of one and of many, beside the disk alone.

use crate::{
    measure::{Times, per_second, show},
    table::Table,
};
use server::store::{SledOptions, SledStore, Table as Records, TokenStore as _, Write};
use std::{
    fs::File,
    io::Write as _,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

/// About what a sealed grant takes.
const VALUE_BYTES: usize = 400;
const WRITES: usize = 4_096;

pub(crate) async fn measure(table: &mut Table) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let sync = sync_alone(folder.path())?;
    let store = Arc::new(SledStore::open(SledOptions::new(folder.path()))?);
    for writers in [1, 8, 64, 256] {
        let writes_each = (WRITES / writers).min(1_024);
        let start = Instant::now();
        let mut tasks = JoinSet::new();
        for writer in 0..writers {
            let store = Arc::clone(&store);
            tasks.spawn(write(store, writers, writer, writes_each));
        }
        let times: Result<Vec<_>, _> = tasks.join_all().await.into_iter().collect();
        let rate = per_second(writers * writes_each, start.elapsed());
        let times = Times::new(times?.concat());
        let (what, figure) = (
            format!("Durable writes, {writers} at once"),
            format!("{rate:.0}/s; each {times}"),
        );
        let disk = format!(
            "fdatasync of the disk alone p50 {}, two a group",
            show(sync.percentile(50))
        );
        if writers == 256 {
            table.judge(
                &what,
                &figure,
                &disk,
                ("≥ 20,000/s where the disk allows", rate >= 20_000.0),
                "a group is 256 writes at most and waits for two fdatasyncs and for sled; \
                 a faster disk would be needed, or witness and log in one file",
            );
        } else {
            table.note(&what, &figure, &disk);
        }
    }
    store.close().await?;
    Ok(())
}

async fn write(
    store: Arc<SledStore>,
    writers: usize,
    writer: usize,
    count: usize,
) -> anyhow::Result<Vec<Duration>> {
    let mut times = Vec::with_capacity(count);
    for row in 0..count {
        let put = Write::Put {
            table: Records::Grants,
            key: format!("{writers} {writer} {row}").into_bytes(),
            value: vec![b'v'; VALUE_BYTES],
        };
        let start = Instant::now();
        store.apply(vec![put]).await?;
        times.push(start.elapsed());
    }
    Ok(times)
}

/// What one group costs at least, on this disk and with this file system.
fn sync_alone(folder: &Path) -> anyhow::Result<Times> {
    let mut file = File::create(folder.join("sync"))?;
    let mut times = Vec::new();
    for _ in 0..200 {
        file.write_all(&[0; VALUE_BYTES])?;
        let start = Instant::now();
        file.sync_data()?;
        times.push(start.elapsed());
    }
    Ok(Times::new(times))
}
