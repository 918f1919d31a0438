//! A hundred thousand grants: how long one is looked for, and what `jira-tab` itself needs with them
//! and without.

use crate::{
    binary::{Tab, bytes_below},
    measure::{Times, show},
    table::Table,
};
use anyhow::ensure;
use serde::{Deserialize, Serialize};
use server::store::{
    Record, RecordKey, SledOptions, SledStore, Table as Records, TokenStore, Vault, load_or_create,
};
use std::{
    fs,
    path::Path,
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};
use tests::TestApp;

pub(crate) const GRANTS: usize = 100_000;
const GRANTS_IN_A_BATCH: usize = 500;
const LOOKUPS: usize = 20_000;
/// Coprime to [`GRANTS`]: steps of it visit all and no neighbours.
const STRIDE: usize = 61_803;

/// As long as what the tab keeps of a person.
#[derive(Serialize, Deserialize)]
struct Grant {
    access_token: [String; 2],
    account: [String; 2],
    connected_at_s: u64,
}

impl Record for Grant {
    const TABLE: Records = Records::Grants;
    const VERSION: u8 = 1;
}

fn key(row: usize) -> RecordKey {
    let user = format!("00000000-0000-0000-0000-{row:012}");
    RecordKey::new(["11111111-1111-1111-1111-111111111111", &user, "demo"])
}

pub(crate) async fn measure(table: &mut Table) -> anyhow::Result<()> {
    let mut app = TestApp::spawn().await;
    app.stop().await;
    let data = app.folder().join("data");
    let empty = Tab::start(app.folder()).await?;
    let rss = empty.settled().await?;
    table.judge(
        "Memory of jira-tab, nobody signed in",
        &format!("{:.0} MB resident; starts in {}", rss, show(empty.start_up)),
        "",
        ("≤ 40 MB", rss <= 40.0),
        "a heap profiler would say which part it is",
    );
    empty.stop()?;

    fill(&data).await?;
    look_up(table, &data).await?;
    evict(&data.join("db"))?;
    let cold = Tab::start(app.folder()).await?;
    let cold_start = cold.start_up;
    cold.stop()?;
    let warm = Tab::start(app.folder()).await?;
    let rss = warm.settled().await?;
    table.judge(
        "Memory of jira-tab with 100,000 grants",
        &format!("{rss:.0} MB resident"),
        &format!("{:.0} MB on disk", bytes_below(&data)? / 1e6),
        ("≤ 150 MB", rss <= 150.0),
        "sled keeps its page table and caches in memory; another store would be needed",
    );
    table.note(
        "Start with 100,000 grants, every record read",
        &format!("{} to the first answer", show(warm.start_up)),
        &format!(
            "{} with the files out of the system's cache",
            show(cold_start)
        ),
    );
    warm.stop()
}

async fn open(data: &Path) -> anyhow::Result<(Arc<SledStore>, Vault)> {
    let keys = load_or_create(data, None)?;
    let store = Arc::new(SledStore::open(SledOptions::new(data))?);
    let shared: Arc<dyn TokenStore> = Arc::clone(&store) as _;
    let vault = Vault::open(shared, Arc::new(keys.ring)).await?;
    Ok((store, vault))
}

/// Writes [`GRANTS`] grants into a data folder.
pub(crate) async fn fill(data: &Path) -> anyhow::Result<()> {
    let (store, vault) = open(data).await?;
    for first in (0..GRANTS).step_by(GRANTS_IN_A_BATCH) {
        let mut batch = vault.batch();
        for row in first..first + GRANTS_IN_A_BATCH {
            let grant = Grant {
                access_token: [format!("{row:032}"), format!("{row:032}")],
                account: [format!("user{row}"), format!("Person Number {row}")],
                connected_at_s: 1_700_000_000,
            };
            batch.put(&grant, &key(row))?;
        }
        vault.commit(batch).await?;
    }
    Ok(store.close().await?)
}

async fn look_up(table: &mut Table, data: &Path) -> anyhow::Result<()> {
    let (store, vault) = open(data).await?;
    let mut times = Vec::with_capacity(LOOKUPS);
    for row in 0..LOOKUPS {
        let key = key(row * STRIDE % GRANTS);
        let start = Instant::now();
        let grant: Option<Grant> = vault.load(&key).await?;
        times.push(start.elapsed());
        ensure!(grant.is_some(), "a grant is missing");
    }
    store.close().await?;
    let times = Times::new(times);
    table.judge(
        "One of 100,000 grants: read and unsealed",
        &times.to_string(),
        "",
        (
            "p99 ≤ 1 ms",
            times.percentile(99) <= Duration::from_millis(1),
        ),
        "a record outside sled's cache is read from the disk",
    );
    Ok(())
}

/// Takes the files out of the system's cache, as after a reboot.
fn evict(folder: &Path) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() {
            let file = format!("if={}", path.display());
            let status = Command::new("dd")
                .args([file.as_str(), "iflag=nocache", "count=0", "status=none"])
                .status()?;
            ensure!(status.success(), "dd failed");
        }
    }
    Ok(())
}
