use super::{KEY, connected, open, requests, seen, written};
use serde_json::json;
use tests::{
    TestApp,
    jira_sim::{Fault, Permission, Version},
};

#[tokio::test]
async fn an_issue_opens_with_all_it_says_in_two_requests() {
    let app = TestApp::spawn().await;
    app.jira.change_projects(|projects| {
        let demo = projects
            .iter_mut()
            .find(|it| it.key == "DEMO")
            .expect("DEMO");
        demo.components = vec!["Ünïcode".to_owned()];
        demo.versions = vec![Version {
            name: "1.0".to_owned(),
            is_released: false,
            is_archived: false,
        }];
    });
    app.jira.change_issue(KEY, |issue| {
        issue
            .values
            .insert("description".to_owned(), json!("A *bold* word"));
        issue
            .values
            .insert("labels".to_owned(), json!(["one", "two"]));
        issue.watchers.push("demo".to_owned());
    });
    let script = connected(&app).await;
    let panel = open(&script).await;
    assert_eq!(requests(&app), 2);
    let saved = app.jira.issue(KEY).expect("the issue");
    assert_eq!(panel.texts("h2"), [saved.summary]);
    assert_eq!(panel.texts(".actions .status"), [saved.status]);
    assert_eq!(seen(&panel, "assignee"), "demo");
    assert!(panel.form("Stop watching (1)").is_some());
    assert_eq!(panel.texts(".wiki b")[0], "bold");
    assert!(
        panel
            .texts(".facts div")
            .contains(&"Labelsone, two".to_owned()),
        "{:?}",
        panel.texts(".facts div")
    );
    for id in [
        "summary",
        "description",
        "priority",
        "labels",
        "duedate",
        "components",
        "fixVersions",
    ] {
        seen(&panel, id);
    }
    for button in ["Save", "Assign to me", "Comment", "Log work"] {
        assert!(panel.form(button).is_some(), "{button}");
    }
    assert!(panel.texts("#status option").len() > 1);
}

#[tokio::test]
async fn only_what_the_person_may_is_offered() {
    let app = TestApp::spawn().await;
    for permission in [
        Permission::EditIssues,
        Permission::AddComments,
        Permission::AssignIssues,
        Permission::TransitionIssues,
        Permission::WorkOnIssues,
    ] {
        app.jira.set_permission("demo", "DEMO", permission, false);
    }
    let script = connected(&app).await;
    let panel = open(&script).await;
    for button in ["Save", "Assign to me", "Comment", "Log work"] {
        assert!(panel.form(button).is_none(), "{button}");
    }
}

#[tokio::test]
async fn what_cannot_be_opened_says_why() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    for (fault, problem) in [
        (Fault::Status(404), "issue-not-found"),
        (Fault::Status(403), "issue-not-found"),
        (Fault::Status(500), "jira-down"),
        (Fault::Status(429), "jira-busy"),
    ] {
        app.jira.queue_fault("/issue/", fault);
        let answer = script.call("issue", &[("key", KEY)]).await;
        assert_eq!(answer.problem(), Some(problem), "{}", answer.json);
    }
}

#[tokio::test]
async fn rights_that_jira_does_not_tell_hide_nothing_else() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    app.jira.queue_fault("/mypermissions", Fault::Status(500));
    let panel = open(&script).await;
    assert!(panel.form("Comment").is_none());
    assert!(!seen(&panel, "summary").is_empty());
}

#[tokio::test]
async fn the_assignee_is_searched_for_in_one_request() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let fields = [("jira", "demo"), ("key", KEY), ("text", "sam")];
    let answer = script.call("issue/people", &fields).await;
    let labels = written(&answer.json).attributes("option", "value");
    let labels: Vec<_> = labels.into_iter().flatten().collect();
    assert_eq!(labels, ["Unassigned", "Automatic", "Sam Sample (sam)"]);
    assert_eq!(requests(&app), 1);
}

#[tokio::test]
async fn an_issue_without_a_resolution_is_unresolved() {
    let app = TestApp::spawn().await;
    let panel = open(&connected(&app).await).await;
    assert!(panel.texts(".facts dd").contains(&"Unresolved".to_owned()));
}
