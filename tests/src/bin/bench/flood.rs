//! Ten thousand sign-in attempts and wrong codes a minute, and the people who want to work meanwhile.

use crate::{
    binary::Tab,
    in_teams::{Person, Teams},
    measure::Times,
    table::Table,
};
use anyhow::Context as _;
use std::{
    collections::BTreeMap,
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{
    task::JoinSet,
    time::{interval_at, sleep_until},
};

/// How long it lasts unless `BENCH_FLOOD_S` says otherwise, in seconds.
const FLOOD_S: u64 = 60;

/// How long honest people are watched before it.
const QUIET: Duration = Duration::from_secs(15);

const FLOODING: usize = 500;
/// Each of them asks this often: 12,500 requests a minute by all.
const FLOOD_PERIOD: Duration = Duration::from_millis(2_400);
/// And one of them asks this often: 2,000 a minute.
const ATTACK_PERIOD: Duration = Duration::from_millis(30);

const HONEST: usize = 20;
const HONEST_PERIOD: Duration = Duration::from_secs(1);

/// Offices of a company, each behind one address.
const OFFICES: [&str; 8] = [
    "198.51.100.1",
    "198.51.100.2",
    "198.51.100.3",
    "198.51.100.4",
    "198.51.100.5",
    "198.51.100.6",
    "2001:db8:1::7",
    "2001:db8:2::8",
];
const ATTACKER: [&str; 1] = ["203.0.113.9"];

pub(crate) async fn measure(table: &mut Table) -> anyhow::Result<()> {
    let flood_s = match std::env::var("BENCH_FLOOD_S") {
        Ok(text) => text.parse().context("BENCH_FLOOD_S is no number")?,
        Err(_) => FLOOD_S,
    };
    let teams = Arc::new(Teams::prepare().await);
    let tab = Tab::start(teams.app.folder()).await?;
    let jira = &teams.app.jira;
    let quiet = teams.people(&tab, 1, HONEST, &OFFICES).await?;
    let honest = teams.people(&tab, 2, HONEST, &OFFICES).await?;
    let flooding = teams.people(&tab, 3, FLOODING, &OFFICES).await?;
    let lone = teams.people(&tab, 4, 1, &ATTACKER).await?;

    let before = work(quiet, &teams, Instant::now() + QUIET).await;
    let (resident, stored) = (tab.resident()?, tab.stored()?);
    jira.clear_requests();
    let end = Instant::now() + Duration::from_secs(flood_s);
    let (flooded, attacked, during) = tokio::join!(
        flood(flooding, FLOOD_PERIOD, end),
        flood(lone, ATTACK_PERIOD, end),
        work(honest, &teams, end),
    );
    let seconds = usize::try_from(flood_s)?;
    note_flood(
        table,
        "500 people: sign-in attempts and wrong codes",
        &flooded?,
        seconds,
    );
    note_flood(table, "One attacker beside them", &attacked?, seconds);
    table.judge(
        "20 others meanwhile: sign in, list issues each second",
        &format!("sign-ins {}; lists {}", during.sign_ins, during.lists),
        &format!(
            "before: sign-ins {}; lists {}",
            before.sign_ins, before.lists
        ),
        (
            "all succeed",
            during.all_succeeded() && before.all_succeeded(),
        ),
        "the log of the run names the refusals",
    );
    let (after, peak) = (tab.resident()?, tab.peak()?);
    table.judge(
        "Memory of jira-tab in the flood",
        &format!(
            "{after:.0} MB resident after it, {peak:.0} MB at most; {:.1} MB on disk",
            tab.stored()?
        ),
        &format!("before: {resident:.0} MB resident, {stored:.1} MB on disk"),
        ("≤ 150 MB", peak <= 150.0),
        "a heap profiler would say what is kept",
    );
    let asked = jira.requests();
    let of_sign_ins = asked
        .iter()
        .filter(|it| it.path.contains("/oauth/"))
        .count();
    table.note(
        "Jira in the flood",
        &format!("{} requests a second of sign-ins", of_sign_ins / seconds),
        &format!(
            "{} a second for issues",
            (asked.len() - of_sign_ins) / seconds
        ),
    );
    tab.stop()
}

fn note_flood(table: &mut Table, what: &str, outcomes: &Outcomes, seconds: usize) {
    let a_minute = outcomes.values().sum::<usize>() * 60 / seconds;
    let words = outcomes
        .iter()
        .map(|(word, count)| format!("{word} {count}"));
    table.note(
        what,
        &format!("{a_minute} requests a minute"),
        &words.collect::<Vec<_>>().join(", "),
    );
}

/// What honest people met.
struct Work {
    sign_ins: Tried,
    lists: Tried,
}

impl Work {
    fn all_succeeded(&self) -> bool {
        self.sign_ins.all_succeeded() && self.lists.all_succeeded()
    }
}

/// People sign in, one after the other in the first half of the time, and list issues until `end`.
async fn work(people: Vec<Person>, teams: &Arc<Teams>, end: Instant) -> Work {
    let start = Instant::now();
    let step = (end - start) / 2 / u32::try_from(people.len()).expect("a few people");
    let mut working = JoinSet::new();
    for (number, person) in (0..).zip(people) {
        working.spawn(work_alone(
            person,
            Arc::clone(teams),
            start + step * number,
            end,
        ));
    }
    let (mut sign_ins, mut lists) = (Vec::new(), Vec::new());
    for (signed_in, listed) in working.join_all().await {
        sign_ins.push(signed_in);
        lists.extend(listed);
    }
    Work {
        sign_ins: Tried::of(sign_ins),
        lists: Tried::of(lists),
    }
}

type Outcome = anyhow::Result<Duration>;

async fn work_alone(
    mut person: Person,
    teams: Arc<Teams>,
    start: Instant,
    end: Instant,
) -> (Outcome, Vec<Outcome>) {
    sleep_until(start.into()).await;
    let begin = Instant::now();
    let signed_in = person.sign_in(&teams.app.jira).await;
    let signed_in = signed_in.map(|()| begin.elapsed());
    let mut lists = Vec::new();
    while signed_in.is_ok() && Instant::now() < end {
        let begin = Instant::now();
        let listed = person.list().await;
        lists.push(listed.map(|()| begin.elapsed()));
        sleep_until((begin + HONEST_PERIOD).into()).await;
    }
    (signed_in, lists)
}

/// What one kind of call came to.
struct Tried {
    all: usize,
    times: Times,
}

impl Tried {
    fn of(outcomes: Vec<Outcome>) -> Self {
        let all = outcomes.len();
        let mut times = Vec::new();
        for outcome in outcomes {
            match outcome {
                Ok(time) => times.push(time),
                Err(error) => eprintln!("  failed: {error:#}"),
            }
        }
        Self {
            all,
            times: Times::new(times),
        }
    }

    fn all_succeeded(&self) -> bool {
        self.times.count() == self.all
    }
}

impl fmt::Display for Tried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} ({})", self.times.count(), self.all, self.times)
    }
}

/// How often each outcome was met.
type Outcomes = BTreeMap<String, usize>;

/// Everybody presses Connect, opens the link, enters four wrong codes, and begins again.
async fn flood(people: Vec<Person>, period: Duration, end: Instant) -> anyhow::Result<Outcomes> {
    let start = Instant::now();
    let step = period / u32::try_from(people.len())?;
    let mut flooding = JoinSet::new();
    for (number, person) in (0..).zip(people) {
        flooding.spawn(flood_alone(person, period, start + step * number, end));
    }
    let mut outcomes = Outcomes::new();
    while let Some(met) = flooding.join_next().await {
        for outcome in met?? {
            *outcomes.entry(outcome).or_default() += 1;
        }
    }
    Ok(outcomes)
}

async fn flood_alone(
    mut person: Person,
    period: Duration,
    start: Instant,
    end: Instant,
) -> anyhow::Result<Vec<String>> {
    // Who had to wait makes up for it.
    let mut ticks = interval_at(start.into(), period);
    let (mut path, mut outcomes) = (None, Vec::new());
    for step in (0..6).cycle() {
        ticks.tick().await;
        if Instant::now() >= end {
            break;
        }
        let problem = match (step, &path) {
            (0, _) => {
                let page = person.call("connect", "jira=demo").await?;
                path = page.authorize_path();
                page.problem().map(str::to_owned)
            }
            (1, Some(path)) => person.open(path).await?.err(),
            _ => {
                let form = format!("verification_code=Wr0ng{step}");
                let page = person.call("continue", &form).await?;
                page.problem().map(str::to_owned)
            }
        };
        outcomes.push(problem.unwrap_or_else(|| "done".to_owned()));
    }
    Ok(outcomes)
}
