use super::{Filled, SEVERITY, connected, created, open, refused, requests, value};
use crate::script::Answer;
use tests::{
    TestApp,
    jira_sim::{Fault, Permission},
};

#[tokio::test]
async fn an_issue_is_opened_and_created_with_three_requests() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = open(&script, "list=reported&create=DEMO&type=10002").await;
    let filled = Filled::of(&page).fill("summary", "New");
    let answer = filled.send(&script, "create").await;
    let issue = created(&app, &answer, "DEMO-14");
    assert_eq!(
        (issue.summary.as_str(), issue.issue_type.as_str()),
        ("New", "Task")
    );
    assert_eq!(requests(&app), 3);
    let page = super::done(&answer, "Created DEMO-14.");
    let links = page.attributes("a", "href");
    assert_eq!(links[0].as_deref(), Some("/?list=reported&issue=DEMO-14"));
    assert_eq!(
        links[1].as_deref(),
        Some("/?list=reported&create=DEMO&type=10002")
    );
}

#[tokio::test]
async fn what_is_wrong_with_the_form_is_said_at_the_field_before_jira_is_asked() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = open(&script, "create=DEMO&type=10002").await;
    requests(&app);
    let good = Filled::of(&page).fill("summary", "x");
    let long = "x".repeat(255);
    for (filled, field) in [
        (good.clone().fill("summary", " \t "), "summary"),
        (good.clone().fill("summary", &long), "summary"),
        (
            good.clone().fill("labels", &format!("ok {long}x")),
            "labels",
        ),
        (good.clone().fill("assignee", "Sam Sample"), "assignee"),
        (good.clone().put("new[project]", ""), "project"),
        (good.clone().put("new[project]", "OPS"), "project"),
        (good.clone().put("new[kind]", "10001"), "issuetype"),
    ] {
        let answer = filled.send(&script, "create").await;
        let (alert, fields) = refused(&answer);
        assert_eq!(fields, [field], "{}", alert.html);
    }
    assert_eq!(requests(&app), 0);
    let longest = good.fill("summary", &"ü".repeat(254));
    created(&app, &longest.send(&script, "create").await, "DEMO-14");
    let page = open(&script, "create=RND&type=10004").await;
    let filled = Filled::of(&page)
        .fill("summary", "x")
        .fill("customfield_10109", "many");
    let (_, fields) = refused(&filled.send(&script, "create").await);
    assert_eq!(fields, ["customfield_10109"]);
}

#[tokio::test]
async fn jiras_refusals_stand_at_their_fields_and_the_text_is_kept() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = open(&script, "create=RND&type=10004").await;
    let filled = Filled::of(&page)
        .fill("summary", "kept")
        .fill("customfield_10115", "RND-1")
        .fill("customfield_10117", "no address");
    requests(&app);
    let (alert, fields) = refused(&filled.send(&script, "create").await);
    let expected: &[&str] = &[SEVERITY];
    assert_eq!(fields, expected, "{}", alert.html);
    let says = alert.texts("[role=alert]").join(" ");
    assert!(says.contains("Severity: Severity is required."), "{says}");
    assert_eq!(requests(&app), 1);
    let page = open(&script, "create=RND&type=10004").await;
    assert_eq!(
        requests(&app),
        2,
        "what Jira refuses the form should not have offered"
    );
    assert_eq!(value(&page, "summary"), "kept");
    let says = page.texts("[role=alert]").join(" ");
    assert!(says.contains("Severity is required."), "{says}");
    let severity = super::choice(&page, SEVERITY, "Major");
    let filled = Filled::of(&page).fill(SEVERITY, &severity);
    let (_, fields) = refused(&filled.send(&script, "create").await);
    assert_eq!(fields, ["customfield_10115", "customfield_10117"]);
}

#[tokio::test]
async fn a_right_that_was_taken_away_meanwhile_is_told_in_jiras_words() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = open(&script, "create=DEMO&type=10004").await;
    app.jira
        .set_permission("demo", "DEMO", Permission::CreateIssues, false);
    let answer = Filled::of(&page)
        .fill("summary", "x")
        .send(&script, "create")
        .await;
    let (alert, fields) = refused(&answer);
    assert_eq!(fields, ["project"]);
    let says = alert.texts("[role=alert]").join(" ");
    assert!(
        says.contains("You do not have permission to create issues"),
        "{says}"
    );
}

#[tokio::test]
async fn an_unknown_outcome_is_called_so_and_invites_no_second_issue() {
    for fault in [Fault::Hang, Fault::HtmlLogin, Fault::Status(504)] {
        let start = tests::Start {
            instance_settings: "timeout_s = 1".to_owned(),
            ..tests::Start::default()
        };
        let app = TestApp::start(start).await;
        let script = connected(&app).await;
        let page = open(&script, "create=DEMO&type=10004").await;
        let filled = Filled::of(&page).fill("summary", "perhaps");
        app.jira.queue_fault("/rest/api/2/issue", fault.clone());
        let (alert, fields) = refused(&filled.send(&script, "create").await);
        assert_eq!(fields, Vec::<String>::new());
        let says = alert.texts("[role=alert]").join(" ");
        assert!(says.contains("has not said whether"), "{fault:?}: {says}");
        assert_eq!(alert.texts("#create-go button"), ["Create it anyway"]);
        let page = open(&script, "create=DEMO&type=10004").await;
        assert_eq!(value(&page, "summary"), "perhaps");
        assert!(
            page.texts("[role=alert]")
                .join(" ")
                .contains("has not said whether")
        );
    }
}

#[tokio::test]
async fn a_jira_that_is_down_keeps_the_text() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = open(&script, "create=DEMO&type=10004").await;
    app.jira
        .queue_fault("/rest/api/2/issue", Fault::Status(503));
    let answer = Filled::of(&page)
        .fill("summary", "kept")
        .send(&script, "create")
        .await;
    assert_eq!(answer.problem(), Some("jira-down"), "{}", answer.json);
    let page = open(&script, "create=DEMO&type=10004").await;
    assert_eq!(value(&page, "summary"), "kept");
}

#[tokio::test]
async fn a_value_that_new_issues_have_can_be_taken_away() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = open(&script, "create=RND&type=10004").await;
    let severity = super::choice(&page, SEVERITY, "Major");
    let filled = Filled::of(&page)
        .fill("summary", "bare")
        .fill(SEVERITY, &severity);
    let answer = filled.send(&script, "create").await;
    let key = created_key(&answer);
    let issue = created(&app, &answer, &key);
    assert_eq!(issue.priority.as_deref(), Some("Medium"));
    assert!(issue.values.contains_key("customfield_10107"));
    let bare = filled.fill("priority", "").fill("customfield_10107", "");
    // The draft, too, remembers what was taken away.
    bare.send(&script, "create/draft").await;
    let page = open(&script, "create=RND&type=10004").await;
    assert_eq!(value(&page, "priority"), "");
    let answer = Filled::of(&page).send(&script, "create").await;
    let issue = created(&app, &answer, &created_key(&answer));
    assert_eq!(issue.priority, None);
    assert!(!issue.values.contains_key("customfield_10107"));
}

fn created_key(answer: &Answer) -> String {
    let words = answer.json["Done"]["words"].as_str().expect("words");
    let key = words.trim_start_matches("Created ");
    key.trim_end_matches('.').to_owned()
}
