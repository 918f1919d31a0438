//! A deep link to an issue.

use crate::script::Script;
use reqwest::StatusCode;
use tests::{TestApp, jira_sim::Fault};

pub async fn connected(app: &TestApp) -> Script {
    let script = Script::at(app);
    let page = script.call("connect", &[("jira", "demo")]).await;
    let code = app.jira.approve(&script.authorize(&page).await, "demo");
    script
        .call("continue", &[("verification_code", &code)])
        .await
        .step("Connected");
    app.jira.clear_requests();
    script
}

#[tokio::test]
async fn a_link_opens_its_issue_with_two_requests_to_jira() {
    let app = TestApp::spawn().await;
    let answer = connected(&app)
        .await
        .call("issue", &[("key", "DEMO-3")])
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.json);
    assert_eq!(answer.json["key"], "DEMO-3");
    assert_eq!(app.jira.requests().len(), 2);
}

#[tokio::test]
async fn an_issue_that_the_person_may_not_see_is_not_found() {
    let app = TestApp::spawn().await;
    let answer = connected(&app)
        .await
        .call("issue", &[("key", "SECRET-1")])
        .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(answer.problem(), Some("issue-not-found"));
}

#[tokio::test]
async fn what_is_no_issue_key_never_reaches_jira() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    for key in [
        "",
        "x",
        "DEMO-3\" OR project = \"X",
        "DEMO-3) OR (a",
        "-1",
        "../../admin",
        "DEMO-",
    ] {
        let answer = script.call("issue", &[("key", key)]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{key}");
    }
    assert_eq!(app.jira.requests().len(), 0);
}

#[tokio::test]
async fn a_link_says_what_is_wrong_with_jira() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    app.jira.queue_fault("/issue/", Fault::Status(503));
    let answer = script.call("issue", &[("key", "DEMO-3")]).await;
    assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
    assert_eq!(answer.problem(), Some("jira-down"));
    assert!(answer.json["request_id"].is_string());
}

#[tokio::test]
async fn a_link_opens_nothing_for_who_is_not_connected() {
    let app = TestApp::spawn().await;
    let answer = Script::at(&app).call("issue", &[("key", "DEMO-3")]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert_eq!(answer.problem(), Some("not-connected"));
}
