//! `jira-tab check`: a line for each server that the tab depends on.

use crate::{
    binary::{Ended, jira_tab, run},
    person::Person,
};
use serde_json::Value;
use std::{fs, path::Path};
use tests::{Issuer, Start, TestApp, issuer::BOT_SECRET, new_private_key, with_bot};

/// A tab inside Teams with a bot; `change` is made to its settings file.
async fn folder_with(change: impl FnOnce(String) -> String) -> TestApp {
    let mut app = TestApp::start(Start {
        teams_settings: with_bot(Issuer::shared().await, "smba.trafficmanager.net"),
        ..Start::default()
    })
    .await;
    app.stop().await;
    let text = fs::read_to_string(app.settings_file()).expect("the settings");
    fs::write(app.settings_file(), change(text)).expect("the settings");
    app
}

/// Runs beside the simulated Jira, which answers from this thread.
pub async fn check(folder: &Path, arguments: &'static [&str]) -> Ended {
    let folder = folder.to_owned();
    let checking = tokio::task::spawn_blocking(move || {
        let mut command = jira_tab(&folder, &["check"]);
        run(command.args(arguments))
    });
    checking.await.expect("the check ends")
}

/// Every leg, in the order of the report, and how it stands where all is well: here the keys lie
/// beside the records, and nothing serves the tab's name.
const LEGS: [(&str, &str); 14] = [
    ("settings", "ok"),
    ("key ring", "WARNING"),
    ("secret files", "WARNING"),
    ("data folder", "ok"),
    ("jira demo dns", "ok"),
    ("jira demo tcp", "ok"),
    ("jira demo tls", "ok"),
    ("jira demo server-info", "ok"),
    ("jira demo application-link", "ok"),
    ("jira demo clock", "ok"),
    ("public address", "WARNING"),
    ("entra", "ok"),
    ("bot keys", "ok"),
    ("bot token", "ok"),
];

/// Gives the first Jira of the settings another base URL.
pub fn with_base_url(settings: &str, base_url: &str) -> String {
    let (start, rest) = settings.split_once("base_url = \"").expect("an address");
    let (_, rest) = rest.split_once('"').expect("its end");
    format!("{start}base_url = \"{base_url}\"{rest}")
}

#[tokio::test]
async fn where_all_is_well_no_leg_fails() {
    let app = folder_with(|it| it).await;
    let ended = check(app.folder(), &[]).await;
    assert!(ended.status.success(), "{}{}", ended.stdout, ended.stderr);
    assert_eq!(ended.stderr, "");
    let lines: Vec<_> = ended.stdout.lines().collect();
    for (line, (leg, verdict)) in lines.iter().zip(LEGS) {
        assert!(line.starts_with(&format!("{verdict:<8}{leg}: ")), "{line}");
    }
    assert_eq!(lines.len(), LEGS.len(), "{lines:#?}");
    assert!(lines[0].contains("https://tab.example.test, with a bot"));
    assert!(lines[3].ends_with("no running tab has it."), "{}", lines[3]);
    assert!(lines[7].ends_with("Jira 9.12.15 answers."), "{}", lines[7]);
    for line in [lines[9], lines[11], lines[12]] {
        assert!(line.ends_with("agree."), "{line}");
    }
    assert!(lines[10].contains("does not reach https://tab.example.test: "));
}

#[tokio::test]
async fn each_fault_is_named_with_its_cure_and_the_other_legs_go_on() {
    type Change = fn(String) -> String;
    let cases: [(&str, Change, &[&str]); 10] = [
        (
            "jira demo application-link",
            |it| it.replace("\"jira-tab-test\"", "\"jira-tab-tset\""),
            &["application link is missing or has another consumer key"],
        ),
        (
            "jira demo application-link",
            |it| it.replace("\"key.pem\"", "\"other.pem\""),
            &["public key in the application link differs"],
        ),
        (
            "jira demo dns",
            |it| with_base_url(&it, "http://jira.invalid/jira"),
            &["jira.invalid has no address", "Check base_url"],
        ),
        (
            "jira demo tcp",
            |it| with_base_url(&it, "http://127.0.0.1:1/jira"),
            &["127.0.0.1:1 takes no connection", "must be reachable"],
        ),
        (
            "jira demo server-info",
            |it| it.replace("/jira\"", "/jria\""),
            &["context path"],
        ),
        (
            "entra",
            |it| {
                it.replace(
                    "authority = \"http://127.0.0.1:",
                    "authority = \"http://127.0.0.1:1/#",
                )
            },
            &["http://127.0.0.1:1/", "cannot be reached", "firewall"],
        ),
        (
            "entra",
            |it| it.replace("\"\n[developer]", "/elsewhere\"\n[developer]"),
            &["instead of 200", "entra.tenant_ids"],
        ),
        (
            "bot keys",
            |it| it.replace("/v1/.well-known", "/v2/.well-known"),
            &["instead of 200", "bot.metadata_url"],
        ),
        (
            "bot token",
            |it| it.replace("\"bot-secret\"", "\"other-secret\""),
            &[
                "invalid_client",
                "bot.client_secret_file",
                "Certificates & secrets",
            ],
        ),
        (
            "bot token",
            |it| it.replace("/oauth2/v2.0/token", "/control/key-fetches"),
            &["answers 404", "bot.token_url"],
        ),
    ];
    for (leg, change, words) in cases {
        let app = folder_with(change).await;
        fs::write(app.folder().join("other.pem"), new_private_key()).unwrap();
        fs::write(app.folder().join("other-secret"), "geheim42").unwrap();
        let ended = check(app.folder(), &[]).await;
        assert_eq!(ended.status.code(), Some(1), "{leg}: {}", ended.stdout);
        assert_eq!(ended.stderr, "jira-tab: One check failed.\n");
        let lines: Vec<_> = ended.stdout.lines().collect();
        assert_eq!(lines.len(), LEGS.len(), "{}", ended.stdout);
        let at = LEGS.iter().position(|(it, _)| it == &leg);
        let at = at.expect("a leg");
        for (i, (line, (name, usual))) in lines.iter().zip(LEGS).enumerate() {
            let verdict = if i == at {
                "FAILED"
            } else if i > at && leg.starts_with("jira") && name.starts_with("jira") {
                "-"
            } else {
                usual
            };
            assert!(line.starts_with(&format!("{verdict:<8}{name}: ")), "{line}");
        }
        let line = lines[at];
        for word in words {
            assert!(line.contains(word), "no {word:?} in {line}");
        }
        for secret in [BOT_SECRET, "geheim42", "PRIVATE KEY"] {
            assert!(!ended.stdout.contains(secret), "{}", ended.stdout);
        }
    }
}

#[tokio::test]
async fn for_a_monitor_the_same_is_said_in_json() {
    let app = folder_with(|it| it.replace("\"bot-secret\"", "\"other-secret\"")).await;
    fs::write(app.folder().join("other-secret"), "geheim42").unwrap();
    let ended = check(app.folder(), &["--json"]).await;
    assert_eq!(ended.status.code(), Some(1));
    let report: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(report["ok"], false);
    let legs = report["legs"].as_array().unwrap();
    let verdicts: Vec<_> = legs
        .iter()
        .map(|it| (it["leg"].as_str().unwrap(), it["verdict"].as_str().unwrap()))
        .collect();
    let mut expected = LEGS.map(|(leg, verdict)| (leg, verdict.to_lowercase()));
    expected[13].1 = "failed".to_owned();
    assert_eq!(
        verdicts,
        expected.each_ref().map(|(leg, it)| (*leg, it.as_str()))
    );
    assert_eq!(legs[0]["cure"], Value::Null);
    let cure = legs[13]["cure"].as_str().unwrap();
    assert!(cure.contains("client_secret_file"), "{cure}");
}

#[tokio::test]
async fn at_this_machine_only_the_jiras_are_asked() {
    let mut app = TestApp::spawn().await;
    app.stop().await;
    let ended = check(app.folder(), &["--json"]).await;
    assert!(ended.status.success(), "{}{}", ended.stdout, ended.stderr);
    let report: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(report["ok"], true);
    let legs = report["legs"].as_array().unwrap();
    let names: Vec<_> = legs.iter().filter_map(|it| it["leg"].as_str()).collect();
    assert_eq!(names, LEGS.map(|(leg, _)| leg)[..10]);
}

#[tokio::test]
async fn settings_that_cannot_be_used_are_the_first_leg_and_the_last() {
    let app = folder_with(|it| it.replace("client_id", "client")).await;
    for (arguments, start) in [(&[][..], "FAILED  settings: "), (&["--json"], "{")] {
        let ended = check(app.folder(), arguments).await;
        assert_eq!(ended.status.code(), Some(1));
        assert!(ended.stdout.starts_with(start), "{}", ended.stdout);
        assert!(ended.stdout.contains("jira-tab.toml:"), "{}", ended.stdout);
        assert!(!ended.stdout.contains("demo"), "{}", ended.stdout);
    }
}

#[tokio::test]
async fn a_running_tab_can_be_checked() {
    let app = TestApp::spawn().await;
    // It has its folder before it answers.
    Person::at(&app).open().await.assert_connect_form();
    let ended = check(app.folder(), &[]).await;
    assert!(ended.status.success(), "{}{}", ended.stdout, ended.stderr);
    let held = "data can be read and written; a running tab has it.";
    assert!(ended.stdout.contains(held), "{}", ended.stdout);
}
