//! A defect of ours, provoked by a clock that panics: the catalogue's words for the person, its place
//! for the log, and what it says for nobody.

use crate::{
    binary::jira_tab,
    log::Log,
    person::{Person, client, read},
    script::Script,
};
use reqwest::{StatusCode, header};
use serde_json::json;
use std::process::Command;
use tests::{CLOCK_PANIC, Issuer, PUBLIC_URL, Start, TestApp, in_teams};

/// The request ended by a panic, whose place is told and whose words are not.
#[track_caller]
fn assert_told(log: &Log, request_id: &str) {
    let log = log.text();
    assert!(!log.contains(CLOCK_PANIC), "{log}");
    let place = "tests/src/test_app.rs:";
    let panicked = |line: &&str| line.contains("panicked; this is a defect");
    let line = log.lines().find(panicked);
    assert!(line.is_some_and(|line| line.contains(place)), "{log}");
    let who = |line: &str| line.contains(" panicked ") && line.contains(request_id);
    assert!(log.lines().any(who), "{request_id}: {log}");
}

#[tokio::test]
async fn a_panic_is_told_by_its_place_and_the_tab_goes_on() {
    let log = Log::start();
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    let path = person.connect("demo").await.authorize_path();
    for path in ["/", &path] {
        app.set_clock_panics(true);
        log.clear();
        let page = person.get(path).await;
        app.set_clock_panics(false);
        assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
        let words = page.problem("internal");
        assert!(!page.html.contains(CLOCK_PANIC), "{}", page.html);
        let alert = page.alert().expect("an alert");
        assert_eq!(
            alert.request_id.as_deref(),
            Some(page.request_id()),
            "{words}"
        );
        assert_told(&log, page.request_id());
        person.open().await.assert_code_field();
    }
}

#[tokio::test]
async fn a_panic_before_any_verb_is_told_in_the_form_that_was_asked_for() {
    let log = Log::start();
    let issuer = Issuer::shared().await;
    let app = TestApp::start(Start {
        teams_settings: in_teams(issuer),
        ..Start::default()
    })
    .await;
    let token = issuer.token(json!({})).await;
    let script = Script::in_teams(&app, format!("Bearer {token}"));
    script.call("tab", &[]).await.step("Connect");
    for accept in ["text/html", "application/json"] {
        app.set_clock_panics(true);
        log.clear();
        let request = client(app.address())
            .post(format!("{}/api/tab", app.url()))
            .header(header::AUTHORIZATION, script.authorization())
            .header(header::ORIGIN, PUBLIC_URL)
            .header(header::ACCEPT, accept);
        let page = read(request, "/api/tab").await;
        app.set_clock_panics(false);
        assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(page.header(header::CACHE_CONTROL), "no-store");
        for told in ["internal", "Something failed in the tab", page.request_id()] {
            assert!(page.html.contains(told), "{told}: {}", page.html);
        }
        assert!(!page.html.contains(CLOCK_PANIC), "{}", page.html);
        assert_told(&log, page.request_id());
    }
    script.call("tab", &[]).await.step("Connect");
}

#[test]
fn a_panic_of_the_command_is_told_by_its_place() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let tab = jira_tab(folder.path(), &["keys", "list"]);
    let mut command = Command::new("sh");
    // tokio's runtime panics where it can open no file.
    command.args(["-c", "ulimit -n 4; exec \"$@\"", "sh"]);
    command.arg(tab.get_program()).args(tab.get_args());
    let ended = command.output().expect("a shell");
    assert!(!ended.status.success());
    let line = String::from_utf8(ended.stderr).expect("text");
    assert!(line.starts_with("jira-tab: panicked at "), "{line}");
    assert!(
        line.contains(".rs:") && !line.contains("os error"),
        "{line}"
    );
}
