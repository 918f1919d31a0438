//! Whatever was acknowledged is there after the process was killed at a random moment.

use std::{
    io::{BufRead, BufReader, Write as _},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    sync::Arc,
};

use super::{OpenError, Table, TokenStore as _, open, put, refusal};

/// Names the data folder to a child process; in an ordinary run the child's test does nothing.
const CHILD: &str = "STORE_TEST_CHILD";

/// Starts this test program again as a process that writes until it is killed.
fn start_writer(dir: &Path) -> (Child, BufReader<ChildStdout>) {
    let (_, module) = module_path!().split_once("::").unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            &format!("{module}::child_that_writes"),
            "--exact",
            "--nocapture",
            "--quiet",
        ])
        .env(CHILD, dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap());
    (child, lines)
}

/// The keys that a writer said were saved, at most `limit` of them.
fn acknowledged(lines: &mut impl BufRead, limit: usize) -> Vec<String> {
    let lines = lines.lines().map_while(Result::ok);
    lines
        .filter_map(|line| Some(line.strip_prefix("saved ")?.to_owned()))
        .take(limit)
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child_that_writes() {
    let Some(dir) = std::env::var_os(CHILD) else {
        return;
    };
    let store = Arc::new(open(Path::new(&dir)));
    let mut writers = tokio::task::JoinSet::new();
    let run = std::process::id();
    for writer in 0..8 {
        let store = Arc::clone(&store);
        writers.spawn(async move {
            for row in 0.. {
                let key = format!("{run}-{writer}-{row}");
                store.apply(vec![put(&key, &key)]).await.unwrap();
                // In one piece, or the lines of two writers run into each other.
                std::io::stdout()
                    .write_all(format!("saved {key}\n").as_bytes())
                    .unwrap();
            }
        });
    }
    writers.join_all().await;
}

#[tokio::test]
async fn a_kill_at_any_moment_loses_nothing_that_was_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let mut saved = Vec::new();
    for round in 0..5 {
        let (mut child, mut lines) = start_writer(dir.path());
        saved.extend(acknowledged(&mut lines, 50 + 331 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        // What was printed before the kill counts, though it was read after it. The last line may
        // be cut short.
        let mut late = acknowledged(&mut lines, usize::MAX);
        late.pop();
        saved.extend(late);

        let store = open(dir.path());
        let rows = store.scan(Table::Grants, b"").await.unwrap();
        let found: std::collections::HashSet<_> = rows.into_iter().map(|(key, _)| key).collect();
        let missing: Vec<_> = saved
            .iter()
            .filter(|key| !found.contains(key.as_bytes()))
            .collect();
        assert!(
            missing.is_empty(),
            "round {round}: {} missing: {missing:?}",
            missing.len()
        );
    }
    assert!(saved.len() > 3000, "{}", saved.len());
}

#[tokio::test]
async fn a_second_process_is_told_that_another_one_is_running() {
    let dir = tempfile::tempdir().unwrap();
    let (mut child, mut lines) = start_writer(dir.path());
    acknowledged(&mut lines, 1);
    let error = refusal(dir.path());
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(matches!(error, OpenError::AnotherProcess { .. }), "{error}");
    assert!(
        error
            .to_string()
            .starts_with("Another jira-tab is running with this data folder")
    );
}
