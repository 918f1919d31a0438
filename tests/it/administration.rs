//! `jira-tab grants`, and the socket by which the commands reach a running tab.

use crate::{
    binary::{Ended, RunningTab, jira_tab, run},
    person::Person,
    startup::sentence,
    sweep::{put, rows},
    tickets::{ada, sign_in, stranger, tab},
};
use server::store::{RecordKey, Table};
use std::{
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    path::Path,
    process::{Command, Stdio},
};
use tests::{
    Start, TestApp,
    issuer::{TENANT_ID, USER_ID},
};

const DAY_S: i64 = 24 * 3600;

/// Runs a command that must succeed; what it printed.
#[track_caller]
pub fn done(folder: &Path, arguments: &[&str]) -> String {
    let Ended {
        status,
        stdout,
        stderr,
    } = run(&mut jira_tab(folder, arguments));
    assert!(status.success(), "{stderr}");
    stdout
}

/// Runs a command that asks, and types `answer`.
fn answered(folder: &Path, arguments: &[&str], answer: &str) -> Ended {
    let typed = folder.join("typed");
    fs::write(&typed, answer).expect("a file");
    let typed = fs::File::open(typed).expect("a file");
    run(jira_tab(folder, arguments).stdin(typed))
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("our own file");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn grants_are_listed_without_a_secret_while_the_tab_runs_and_while_it_is_stopped() {
    let mut app = TestApp::spawn().await;
    Person::at(&app).sign_in(&app).await;
    let running = done(app.folder(), &["grants", "list", "--json"]);
    let entries: serde_json::Value = serde_json::from_str(&running).expect("JSON");
    let [entry] = entries.as_array().expect("a list").as_slice() else {
        panic!("{running}");
    };
    assert_eq!(entry["user"], "local");
    assert_eq!(entry["instance"], "demo");
    assert_eq!(entry["account"], "demo");
    assert_eq!(entry["since_s"], entry["last_used_s"]);
    let names: Vec<_> = entry.as_object().expect("a table").keys().collect();
    let expected = "account ends_s instance last_used_s since_s tenant user";
    assert_eq!(names, expected.split(' ').collect::<Vec<_>>());
    app.stop().await;
    assert!(!app.folder().join("data/admin.sock").exists());
    let stopped = done(app.folder(), &["grants", "list", "--json"]);
    assert_eq!(stopped, running);
    let words = done(app.folder(), &["grants", "list", "--instance", "other"]);
    assert_eq!(words, "0 in all.\n");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_grant_that_is_revoked_while_the_tab_runs_leads_to_connect() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    let revoke = ["grants", "revoke", "--user", "LOCAL"];
    for (answer, exit_code, told) in [
        ("", Some(1), "Nothing was deleted. Nobody answered"),
        ("n\n", Some(0), "Nothing was deleted."),
    ] {
        let ended = answered(app.folder(), &revoke, answer);
        assert_eq!(ended.status.code(), exit_code, "{}", ended.stderr);
        let said = ended.stdout + &ended.stderr;
        assert!(said.contains("Delete these grants (1)?"), "{said}");
        assert!(said.contains(told), "{said}");
        person.open().await.assert_connected();
    }
    let ended = answered(app.folder(), &revoke, "y\n");
    assert!(ended.status.success(), "{}", ended.stderr);
    assert!(
        ended.stdout.ends_with("1 grant of 1 person deleted.\n"),
        "{}",
        ended.stdout
    );
    let again = done(app.folder(), &[&revoke[..], &["--yes"]].concat());
    assert!(again.starts_with("Nothing was deleted"), "{again}");
    let page = person.open().await;
    page.assert_connect_form();
    assert_eq!(page.field("Jira ID or Jira base URL").map(|_| ()), Some(()));
    person.sign_in(&app).await;
}

#[tokio::test]
async fn revoking_without_saying_which_is_refused() {
    let app = TestApp::spawn().await;
    let ended = run(&mut jira_tab(app.folder(), &["grants", "revoke", "--yes"]));
    assert!(!ended.status.success());
    assert!(ended.stderr.contains("--user"), "{}", ended.stderr);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unused_means_since_the_last_list_of_issues_and_not_since_the_sign_in() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    let revoke = ["grants", "revoke", "--unused-for", "90d", "--yes"];
    app.set_clock_offset(60 * DAY_S);
    app.jira.set_clock_offset(60 * DAY_S);
    person.open().await.assert_connected();
    app.set_clock_offset(149 * DAY_S);
    assert_eq!(
        done(app.folder(), &revoke),
        "Nothing was deleted: nothing is stored of whom this names.\n"
    );
    app.set_clock_offset(151 * DAY_S);
    assert_eq!(
        done(app.folder(), &revoke),
        "1 grant of 1 person deleted.\n"
    );
}

#[tokio::test]
async fn a_grant_that_nobody_uses_is_swept_where_the_settings_say_so() {
    let mut app = TestApp::start(Start {
        teams_settings: "grant_max_idle = \"90d\"\n".to_owned(),
        ..Start::default()
    })
    .await;
    Person::at(&app).sign_in(&app).await;
    // In a wrong year nothing is swept.
    for (days, left) in [(89, 1), (1_000, 1), (91, 0)] {
        app.set_clock_offset(days * DAY_S);
        app.restart().await;
        // The sweep of the start is finished before a stop is.
        app.stop().await;
        let list = done(app.folder(), &["grants", "list"]);
        assert!(list.ends_with(&format!("{left} in all.\n")), "{list}");
    }
}

#[tokio::test]
async fn damaged_records_keep_nobody_from_being_deleted() {
    let mut app = tab().await;
    let (ada, eve) = (ada(&app).await, stranger(&app).await);
    for window in [&ada, &eve] {
        window.call("ticket", &[]).await;
        sign_in(&app, window, "demo").await.step("Connected");
        window.call("ticket", &[]).await;
        window.call("leave", &[]).await;
    }
    for (table, user) in [(Table::Attempts, USER_ID), (Table::People, USER_ID)] {
        // What stands in the place of somebody's record does not open.
        let spoilt = rows(&mut app, Table::Grants).await.remove(0).1;
        let key = RecordKey::new([TENANT_ID, user]);
        put(&app, table, key.as_bytes(), &spoilt).await;
    }
    let told = done(
        app.folder(),
        &["grants", "revoke", "--tenant", TENANT_ID, "--yes"],
    );
    assert_eq!(told, "2 grants of 2 people deleted.\n");
    for table in [Table::Grants, Table::Attempts, Table::People, Table::Owners] {
        assert!(rows(&mut app, table).await.is_empty(), "{}", table.name());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_socket_is_its_owners_alone_and_another_account_is_refused() {
    let app = TestApp::spawn().await;
    Person::at(&app).open().await.assert_connect_form();
    let data = app.folder().join("data");
    let socket = data.join("admin.sock");
    let metadata = fs::metadata(&socket).expect("a socket");
    assert_eq!(metadata.mode() & 0o777, 0o600);
    if metadata.uid() != 0 {
        // Only root can be somebody else; who may ask is tested beside the code, too.
        return;
    }
    let as_nobody = || {
        let command = jira_tab(app.folder(), &["grants", "list"]);
        let mut nobody = Command::new("setpriv");
        nobody.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
        nobody.arg(command.get_program()).args(command.get_args());
        nobody.current_dir(app.folder()).stdin(Stdio::null());
        nobody.stdout(Stdio::piped()).stderr(Stdio::piped());
        run(&mut nobody)
    };
    for folder in [app.folder(), &data] {
        set_mode(folder, 0o755);
    }
    let refused = as_nobody();
    assert!(sentence(&refused).contains("by the account that runs the tab"));
    set_mode(&socket, 0o666);
    let refused = as_nobody();
    assert!(sentence(&refused).contains("Only the account that runs the tab, and root"));
}

#[tokio::test]
async fn a_socket_that_a_killed_tab_left_stops_neither_a_command_nor_a_start() {
    let mut app = TestApp::spawn().await;
    Person::at(&app).sign_in(&app).await;
    app.stop().await;
    // Dropping it is `kill -9`.
    drop(RunningTab::start(app.folder(), &[]));
    assert!(app.folder().join("data/admin.sock").exists());
    let list = done(app.folder(), &["grants", "list"]);
    assert!(list.ends_with("1 in all.\n"), "{list}");
    let _tab = RunningTab::start(app.folder(), &[]);
    assert_eq!(done(app.folder(), &["grants", "list"]), list);
}

#[test]
fn a_folder_without_a_database_is_named_and_nothing_is_made_there() {
    let folder = crate::startup::folder_with(str::to_owned);
    let refused = run(&mut jira_tab(folder.path(), &["grants", "list"]));
    assert!(sentence(&refused).contains("no database"));
    assert!(!folder.path().join("data").exists());
}
