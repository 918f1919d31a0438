//! What is offered is what Jira lets this person do with this issue.

use super::{KEY, change, connected, done, open, requests};
use serde_json::json;
use tests::{
    TestApp,
    jira_sim::{Fault, User},
};

#[tokio::test]
async fn nobody_is_offered_to_vote_for_an_own_or_a_resolved_issue() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    for (reporter, resolution, may) in [
        ("sam", None, true),
        ("demo", None, false),
        ("sam", Some("Done"), false),
    ] {
        app.jira.change_issue(KEY, |issue| {
            issue.reporter = reporter.to_owned();
            issue.resolution = resolution.map(str::to_owned);
        });
        let panel = open(&script).await;
        assert_eq!(
            panel.form("Vote (0)").is_some(),
            may,
            "{reporter} {resolution:?}"
        );
        assert!(panel.form("Watch (0)").is_some());
        assert!(panel.form("Log work").is_some());
    }
}

#[tokio::test]
async fn what_jira_has_switched_off_is_not_offered() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let issue = json!({ "key": KEY, "fields": { "summary": "x" } });
    app.jira.queue_fault(
        "/issue/",
        Fault::Reply {
            status: 200,
            location: String::new(),
            content_type: "application/json".to_owned(),
            body: issue.to_string(),
        },
    );
    let panel = open(&script).await;
    assert_eq!(panel.texts("h2"), ["x"]);
    assert!(panel.form("Comment").is_some());
    assert_eq!(panel.texts("#watch, #vote, #work"), Vec::<String>::new());
}

#[tokio::test]
async fn an_assignee_with_an_odd_name_is_kept_and_can_be_chosen() {
    for name in ["build agent", "Sam (Ops)"] {
        let app = TestApp::spawn().await;
        app.jira
            .change_users(|users| users.push(User::new(name, "x", name)));
        app.jira
            .change_issue(KEY, |issue| issue.assignee = Some(name.to_owned()));
        let script = connected(&app).await;
        let panel = open(&script).await;
        let hidden = |part: &str| {
            let selector = format!("[name='change[Save][assignee{part}]']");
            panel.attribute(&selector, "value").expect("a value")
        };
        let (label, shown, was) = (hidden(""), hidden("_shown"), hidden("_was"));
        let mut fields = vec![
            ("[Save][assignee]", label.as_str()),
            ("[Save][assignee_shown]", &shown),
            ("[Save][assignee_was]", &was),
        ];
        requests(&app);
        done(&change(&script, &fields).await, "Nothing has changed.");
        assert_eq!(requests(&app), 0, "{name}");
        app.jira.change_issue(KEY, |issue| issue.assignee = None);
        fields[1].1 = "Unassigned";
        fields[2].1 = "";
        done(&change(&script, &fields).await, "Saved.");
        let saved = app.jira.issue(KEY).expect("the issue");
        assert_eq!(saved.assignee.as_deref(), Some(name));
    }
}

#[tokio::test]
async fn fields_have_the_same_names_in_every_language_of_jira() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let name = json!({ "required": false, "name": "Priorität", "schema": { "type": "priority" },
        "allowedValues": [{ "id": "1", "name": "Hoch" }] });
    let issue = json!({ "key": KEY, "fields": { "summary": "x" },
        "editmeta": { "fields": { "priority": name } } });
    app.jira.queue_fault(
        "/issue/",
        Fault::Reply {
            status: 200,
            location: String::new(),
            content_type: "application/json".to_owned(),
            body: issue.to_string(),
        },
    );
    let panel = open(&script).await;
    assert_eq!(panel.texts("label[for=field-priority]"), ["Priority"]);
}

#[tokio::test]
async fn an_issue_with_too_long_a_history_opens_without_it() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    app.jira
        .queue_fault("/issue/", Fault::OversizedReply((8 << 20) + 1));
    let panel = open(&script).await;
    assert!(panel.texts("details").join(" ").contains("Press Reload"));
    let issue = app.jira.issue(KEY).expect("the issue");
    assert_eq!(panel.texts("h2"), [issue.summary]);
}
