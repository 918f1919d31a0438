//! Comments that not everybody can read stay so.

use super::{KEY, change, connected, done, open, requests};
use crate::script::Script;
use tests::{TestApp, jira_sim::Comment};

const ID: u64 = 9_200;

async fn with_comment(body: &str, role: Option<&str>) -> (TestApp, Script) {
    let app = TestApp::spawn().await;
    app.jira.change_issue(KEY, |issue| {
        issue.comments.push(Comment {
            id: ID,
            author: "demo".to_owned(),
            body: body.to_owned(),
            raw_html: None,
            role: role.map(str::to_owned),
            created_ms: 0,
            updated_ms: 0,
        });
    });
    let script = connected(&app).await;
    (app, script)
}

#[tokio::test]
async fn a_restricted_comment_stays_restricted_when_it_is_edited() {
    let (app, script) = with_comment("secret", Some("Developers")).await;
    let panel = open(&script).await;
    let said = panel.texts("#comment-9200 .hint").join(" ");
    assert!(said.contains("Restricted to Developers"), "{said}");
    let form = panel.form("Save comment").expect("a form");
    let hidden = form
        .fields
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("change")?, value.as_str())));
    let mut fields: Vec<_> = hidden.filter(|it| !it.0.ends_with("[text]")).collect();
    fields.push(("[EditComment][text]", "still secret"));
    requests(&app);
    let part = done(&change(&script, &fields).await, "Your comment was changed.");
    assert_eq!(requests(&app), 1);
    let said = part.texts(".hint").join(" ");
    assert!(said.contains("Restricted to Developers"), "{said}");
    let saved = app.jira.issue(KEY).expect("the issue").comments;
    let saved = saved.last().expect("a comment");
    assert_eq!(saved.body, "still secret");
    assert_eq!(saved.role.as_deref(), Some("Developers"));
}

#[tokio::test]
async fn a_restriction_of_a_kind_that_jira_does_not_have_reaches_no_jira() {
    let (app, script) = with_comment("secret", Some("Developers")).await;
    let fields = [
        ("[EditComment][id]", "9200"),
        ("[EditComment][text]", "x"),
        ("[EditComment][restriction][kind]", "everybody"),
        ("[EditComment][restriction][name]", "x"),
    ];
    assert_ne!(change(&script, &fields).await.status, 200);
    assert_eq!(requests(&app), 0);
}

#[tokio::test]
async fn a_text_that_is_too_long_is_left_to_jira_and_not_cut() {
    let (app, script) = with_comment(&"x".repeat(32_768), None).await;
    let long = "y".repeat(40_000);
    app.jira.change_issue(KEY, |issue| {
        let text = serde_json::json!(long);
        issue.values.insert("description".to_owned(), text);
    });
    let panel = open(&script).await;
    assert_eq!(panel.texts("#field-description").len(), 0);
    let hints = panel.texts("#save .hint").join(" ");
    assert!(
        hints.contains("Description: this text is too long"),
        "{hints}"
    );
    assert!(panel.attribute("#save .more .hint a", "href").is_some());
    assert_eq!(panel.texts("#comment-9200 textarea").len(), 0);
    assert!(panel.form("Delete comment").is_some());
}
