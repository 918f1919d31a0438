//! What became of an issue is told as it is, whatever else fails.

use super::{Filled, SEVERITY, connected, done, open, refused, requests, value};
use crate::{binary::RunningTab, page::Page, script::Script, wait::until};
use serde_json::json;
use tests::{Issuer, Start, TestApp, in_teams, jira_sim::Fault};

const ISSUE: &str = "/rest/api/2/issue";
const FORM: &str = "create=DEMO&type=10002";

fn is_unknown(page: &Page) -> bool {
    let says = page.texts("[role=alert]").join(" ");
    says.contains("has not said whether")
}

#[tokio::test]
async fn a_created_issue_is_told_although_jira_names_nobody() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = open(&script, FORM).await;
    let without_header = Fault::Reply {
        status: 201,
        location: String::new(),
        content_type: "application/json".to_owned(),
        body: json!({ "id": "1", "key": "DEMO-14" }).to_string(),
    };
    app.jira.queue_fault(ISSUE, without_header);
    app.jira.set_fault_on("/myself", Fault::Status(503));
    requests(&app);
    let filled = Filled::of(&page).fill("summary", "x");
    done(&filled.send(&script, "create").await, "Created DEMO-14.");
    assert_eq!(requests(&app), 1);
}

#[tokio::test]
async fn an_unknown_outcome_stays_one_while_somebody_types_and_until_jira_answers() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = open(&script, FORM).await;
    assert!(!is_unknown(&page));
    let filled = Filled::of(&page).fill("summary", "perhaps");
    app.jira.queue_fault(ISSUE, Fault::HtmlLogin);
    refused(&filled.send(&script, "create").await);
    let more = filled.clone().fill("description", "more");
    more.send(&script, "create/draft").await;
    let page = open(&script, FORM).await;
    assert_eq!(value(&page, "description"), "more");
    assert!(is_unknown(&page));
    let empty = more.clone().fill("summary", " ");
    refused(&empty.send(&script, "create").await);
    let page = open(&script, FORM).await;
    assert!(is_unknown(&page), "Jira was not asked");
    let says = page.texts("[role=alert]").join(" ");
    assert!(says.contains("Write a summary."), "{says}");
    app.jira.queue_fault(ISSUE, Fault::Status(503));
    more.send(&script, "create").await;
    assert!(!is_unknown(&open(&script, FORM).await));
}

#[tokio::test]
async fn whoever_comes_back_before_jira_has_answered_is_warned() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = open(&script, FORM).await;
    let filled = Filled::of(&page).fill("summary", "slow");
    requests(&app);
    app.jira.queue_fault(ISSUE, Fault::Hold);
    let coming_back = async {
        until("the issue is held", || app.jira.requests().len() == 1).await;
        let page = open(&script, FORM).await;
        assert_eq!(value(&page, "summary"), "slow");
        assert!(is_unknown(&page));
        app.jira.release();
    };
    let (answer, ()) = tokio::join!(filled.send(&script, "create"), coming_back);
    done(&answer, "Created DEMO-14.");
    assert!(!is_unknown(&open(&script, FORM).await));
}

#[tokio::test]
async fn what_is_typed_without_a_grant_is_kept_by_every_verb() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = open(&script, FORM).await;
    let filled = Filled::of(&page);
    app.jira.revoke_all();
    let sent = filled.clone().fill("summary", "first");
    let answer = sent.send(&script, "create").await;
    assert_eq!(answer.problem(), Some("not-connected"));
    for (verb, text) in [("create", "second"), ("create/form", "third")] {
        requests(&app);
        let sent = filled.clone().fill("summary", text);
        let answer = sent.send(&script, verb).await;
        assert_eq!(answer.problem(), Some("not-connected"));
        assert_eq!(requests(&app), 0, "the grant is gone");
        let script = connected(&app).await;
        let page = open(&script, FORM).await;
        assert_eq!(value(&page, "summary"), text);
        assert!(!is_unknown(&page));
        app.jira.revoke_all();
        sent.send(&script, "create").await;
    }
}

#[tokio::test]
async fn jiras_refusal_is_told_although_the_disk_is_full_by_then() {
    let issuer = Issuer::shared().await;
    let mut app = TestApp::start(Start {
        teams_settings: in_teams(issuer),
        ..Start::default()
    })
    .await;
    let bearer = format!("Bearer {}", issuer.token(json!({})).await);
    let script = Script::in_teams(&app, &bearer);
    let page = script.call("connect", &[("jira", "demo")]).await;
    let code = app.jira.approve(&script.authorize(&page).await, "demo");
    let code = [("verification_code", code.as_str())];
    script.call("continue", &code).await.step("Connected");
    app.stop().await;
    let tab = RunningTab::start_before_full_disk(app.folder());
    let script = Script::in_teams_at(tab.address, &bearer);
    let page = open(&script, "create=RND&type=10004").await;
    let filled = Filled::of(&page).fill("summary", "x");
    requests(&app);
    app.jira.queue_fault(ISSUE, Fault::Hold);
    let filling = async {
        until("the issue is held", || app.jira.requests().len() == 1).await;
        tab.fill_disk();
        app.jira.release();
    };
    let (answer, ()) = tokio::join!(filled.send(&script, "create"), filling);
    let (_, fields) = refused(&answer);
    assert_eq!(fields, [SEVERITY]);
}
