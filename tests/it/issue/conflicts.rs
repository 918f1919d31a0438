use super::{KEY, change, connected, done, open, refused, requests, seen};
use tests::TestApp;

fn summary<'a>(value: &'a str, was: &'a str) -> [(&'static str, &'a str); 5] {
    [
        ("[Save][fields][0][id]", "summary"),
        ("[Save][fields][0][kind]", "Line"),
        ("[Save][fields][0][name]", "Summary"),
        ("[Save][fields][0][value]", value),
        ("[Save][fields][0][was]", was),
    ]
}

#[tokio::test]
async fn what_somebody_else_changed_is_not_overwritten() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let was = seen(&open(&script).await, "summary");
    app.jira
        .change_issue(KEY, |issue| issue.summary = "theirs".to_owned());
    requests(&app);
    let (alert, _) = refused(&change(&script, &summary("mine", &was)).await);
    let said = alert.texts("[role=alert]").join(" ");
    assert!(said.contains("Summary was changed meanwhile"), "{said}");
    assert_eq!(alert.texts("q"), ["theirs", "mine"]);
    let value = alert.attribute("[data-clash=summary]", "data-value");
    assert_eq!(value.as_deref(), Some("theirs"));
    assert_eq!(requests(&app), 1, "nothing was written");
    assert_eq!(app.jira.issue(KEY).expect("the issue").summary, "theirs");
    // Who has seen it may overwrite it.
    done(&change(&script, &summary("mine", "theirs")).await, "Saved.");
}

#[tokio::test]
async fn a_change_of_another_field_is_no_conflict() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let was = seen(&open(&script).await, "summary");
    app.jira
        .change_issue(KEY, |issue| issue.priority = Some("Low".to_owned()));
    done(&change(&script, &summary("mine", &was)).await, "Saved.");
}

#[tokio::test]
async fn an_assignee_whom_somebody_else_chose_stays() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    app.jira
        .change_issue(KEY, |issue| issue.assignee = Some("sam".to_owned()));
    let fields = [
        ("[Save][assignee]", "Unassigned"),
        ("[Save][assignee_was]", "demo"),
    ];
    let (alert, _) = refused(&change(&script, &fields).await);
    assert_eq!(alert.texts("q"), ["Sam Sample", "Unassigned"]);
    let saved = app.jira.issue(KEY).expect("the issue");
    assert_eq!(saved.assignee.as_deref(), Some("sam"));
}
