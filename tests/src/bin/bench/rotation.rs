//! The key is replaced under a hundred thousand grants, while people read and write all the time.

use crate::{
    binary::Tab,
    in_teams::{Person, Teams},
    measure::{Times, show},
    memory::{GRANTS, fill},
    table::Table,
};
use anyhow::{Context as _, ensure};
use serde_json::Value;
use std::{
    fmt,
    time::{Duration, Instant},
};
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{interval, interval_at, sleep_until},
};

/// These list their issues.
const READERS: usize = 8;
const READ_PERIOD: Duration = Duration::from_millis(100);

/// These press Connect, each as often as the tab lets one person.
const WRITERS: usize = 120;
const WRITE_PERIOD: Duration = Duration::from_secs(4);

/// How long they are watched before.
const QUIET: Duration = Duration::from_secs(10);

const ADDRESSES: [&str; 4] = [
    "198.51.100.1",
    "198.51.100.2",
    "198.51.100.3",
    "198.51.100.4",
];

pub(crate) async fn measure(table: &mut Table) -> anyhow::Result<()> {
    let teams = Teams::prepare().await;
    fill(&teams.app.folder().join("data")).await?;
    let tab = Tab::start(teams.app.folder()).await?;
    let mut readers = teams.people(&tab, 1, READERS, &ADDRESSES).await?;
    for reader in &mut readers {
        reader.sign_in(&teams.app.jira).await?;
    }
    let writers = teams.people(&tab, 2, WRITERS, &ADDRESSES).await?;
    let (tell, phase) = watch::channel(Phase::Before);
    let mut people = JoinSet::new();
    for reader in readers {
        people.spawn(read(reader, phase.clone()));
    }
    for (number, writer) in (0..).zip(writers) {
        let first = WRITE_PERIOD * number / u32::try_from(WRITERS)?;
        people.spawn(write(writer, first, phase.clone()));
    }
    sleep_until(tokio::time::Instant::now() + QUIET).await;
    let resident = tab.resident()?;
    tell.send_replace(Phase::During);
    let begin = Instant::now();
    let told = tab.command(&["keys", "rotate", "--yes"]).await?;
    let took = begin.elapsed();
    tell.send_replace(Phase::After);
    let calls: Vec<_> = people.join_all().await.concat();
    let peak = tab.peak()?;
    ensure!(told.contains("sealed anew"), "{told}");
    let keys: Value = serde_json::from_str(&tab.command(&["keys", "list", "--json"]).await?)?;
    tab.stop()?;

    let [before, during] = [Phase::Before, Phase::During].map(|phase| Calls::of(&calls, phase));
    let is_whole =
        keys.as_array().context("a list")?.len() == 1 && keys[0]["grants"] == GRANTS + READERS;
    table.judge(
        "Keys rotated under load, 100,000 grants",
        &format!("{}; {} left with one key", show(took), keys[0]["records"]),
        &format!("{peak:.0} MB resident at most, {resident:.0} MB before"),
        (
            "all records by one key, ≤ 200 MB",
            is_whole && peak <= 200.0,
        ),
        "a rotation holds too much at once",
    );
    table.judge(
        "Lists and Connects meanwhile",
        &during.to_string(),
        &format!("before: {before}"),
        ("none fails", during.failed + before.failed == 0),
        "the log of the run names the failures",
    );
    Ok(())
}

#[derive(Clone, Copy, PartialEq)]
enum Phase {
    Before,
    During,
    After,
}

/// In which phase a call began, and how long it took unless it failed.
type Call = (Phase, Option<Duration>);

async fn read(mut reader: Person, phase: watch::Receiver<Phase>) -> Vec<Call> {
    let mut ticks = interval(READ_PERIOD);
    let mut calls = Vec::new();
    while let Some(now) = under_way(&phase) {
        ticks.tick().await;
        let begin = Instant::now();
        calls.push((now, time_of(begin, reader.list().await)));
    }
    calls
}

async fn write(mut writer: Person, first: Duration, phase: watch::Receiver<Phase>) -> Vec<Call> {
    let mut ticks = interval_at(tokio::time::Instant::now() + first, WRITE_PERIOD);
    let mut calls = Vec::new();
    loop {
        ticks.tick().await;
        let Some(now) = under_way(&phase) else {
            return calls;
        };
        let begin = Instant::now();
        let page = writer.call("connect", "jira=demo").await;
        let link = page.and_then(|page| page.authorize_path().context("no Authorize link"));
        calls.push((now, time_of(begin, link.map(drop))));
    }
}

fn under_way(phase: &watch::Receiver<Phase>) -> Option<Phase> {
    let now = *phase.borrow();
    (now != Phase::After).then_some(now)
}

fn time_of(begin: Instant, outcome: anyhow::Result<()>) -> Option<Duration> {
    match outcome {
        Ok(()) => Some(begin.elapsed()),
        Err(error) => {
            eprintln!("  failed: {error:#}");
            None
        }
    }
}

/// The calls of one phase.
struct Calls {
    failed: usize,
    times: Times,
}

impl Calls {
    fn of(calls: &[Call], wanted: Phase) -> Self {
        let of_phase = calls.iter().filter(|(phase, _)| *phase == wanted);
        let (done, failed): (Vec<_>, Vec<_>) = of_phase.partition(|(_, time)| time.is_some());
        Self {
            failed: failed.len(),
            times: Times::new(done.iter().filter_map(|(_, time)| *time).collect()),
        }
    }
}

impl fmt::Display for Calls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { failed, times } = self;
        let longest = show(times.percentile(100));
        let count = times.count() + failed;
        write!(
            f,
            "{count} calls, {failed} failed; {times}, longest {longest}"
        )
    }
}
