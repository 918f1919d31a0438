//! Answers that do not come: what may have been done is not told as if it were not.

use super::{KEY, change, connected, done, open, refused, seen};
use tests::{Start, TestApp, jira_sim::Fault};

async fn impatient() -> TestApp {
    TestApp::start(Start {
        instance_settings: "timeout_s = 1".to_owned(),
        ..Start::default()
    })
    .await
}

fn summary<'a>(value: &'a str, was: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("[Save][fields][0][id]", "summary"),
        ("[Save][fields][0][kind]", "Line"),
        ("[Save][fields][0][value]", value),
        ("[Save][fields][0][was]", was),
    ]
}

#[tokio::test]
async fn a_step_whose_answer_is_lost_is_not_told_as_one_to_try_again() {
    for fault in [Fault::HangAfter, Fault::Status(502), Fault::CloseAfter] {
        let app = impatient().await;
        app.jira
            .change_issue(KEY, |issue| issue.status = "To Do".to_owned());
        let script = connected(&app).await;
        let was = seen(&open(&script).await, "summary");
        let mut fields = summary("new", &was);
        fields.push(("[Save][transition]", "11"));
        app.jira.queue_fault("/transitions", fault.clone());
        let (page, _) = refused(&change(&script, &fields).await);
        let said = page.texts("[role=alert]").join(" ");
        assert!(said.contains("did not say whether"), "{fault:?}: {said}");
        assert!(
            !said.contains("Press Save to try again"),
            "{fault:?}: {said}"
        );
        assert_eq!(app.jira.issue(KEY).expect("the issue").summary, "new");
    }
}

#[tokio::test]
async fn a_grant_that_ends_between_two_writes_is_told_as_that() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let was = seen(&open(&script).await, "summary");
    let mut fields = summary("new", &was);
    fields.push(("[Save][transition]", "11"));
    let revoked = Fault::OAuthProblem("token_rejected");
    app.jira.queue_fault("/transitions", revoked);
    let answer = change(&script, &fields).await;
    assert_eq!(answer.problem(), Some("not-connected"), "{}", answer.json);
}

#[tokio::test]
async fn a_grant_that_is_renewed_between_two_writes_does_all_of_it() {
    let app = TestApp::spawn().await;
    app.jira
        .change_issue(KEY, |issue| issue.status = "To Do".to_owned());
    let script = connected(&app).await;
    let was = seen(&open(&script).await, "summary");
    let mut fields = summary("new", &was);
    fields.push(("[Save][transition]", "11"));
    let expired = Fault::OAuthProblem("token_expired");
    app.jira.queue_fault("/transitions", expired);
    done(&change(&script, &fields).await, "Saved.");
    let saved = app.jira.issue(KEY).expect("the issue");
    assert_eq!(
        (saved.summary.as_str(), saved.status.as_str()),
        ("new", "In Progress")
    );
}

#[tokio::test]
async fn an_edit_that_was_not_even_begun_is_told_as_a_slow_jira() {
    let app = impatient().await;
    let script = connected(&app).await;
    let was = seen(&open(&script).await, "summary");
    app.jira.queue_fault("/issue/", Fault::Hang);
    let answer = change(&script, &summary("new", &was)).await;
    assert_eq!(answer.problem(), Some("jira-timeout"), "{}", answer.json);
}

#[tokio::test]
async fn a_comment_whose_answer_is_lost_may_be_there() {
    let app = impatient().await;
    let script = connected(&app).await;
    app.jira.queue_fault("/comment", Fault::HangAfter);
    let answer = change(&script, &[("[Comment][text]", "x")]).await;
    assert_eq!(answer.problem(), Some("outcome-unknown"), "{}", answer.json);
}
