//! Each kind of field: what stands in the form, and what Jira then keeps.

use super::{Filled, SEVERITY, choice, connected, created, done, open};
use crate::page::Page;
use serde_json::{Value, json};
use tests::TestApp;

/// The id of the box with this name, among those of a field.
fn ticked(page: &Page, id: &str, names: &[&str]) -> String {
    let boxes = format!("input[id^='new-{id}-']");
    let values = page.attributes(&boxes, "value");
    let labels = page.texts("#create .check");
    let all = page.attributes("#create .check input", "value");
    let id_of = |name: &&str| {
        let is_it = |at: &usize| labels[*at] == **name && values.contains(&all[*at]);
        let at = (0..labels.len())
            .find(is_it)
            .unwrap_or_else(|| panic!("no {name}"));
        all[at].clone().expect("a value")
    };
    names.iter().map(id_of).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn every_kind_of_field_reaches_jira_as_it_was_filled_in() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = open(&script, "create=RND&type=10004").await;
    let priority = choice(&page, "priority", "High");
    let place = choice(&page, "customfield_10102", "Europe – Zürich");
    let risk = choice(&page, "customfield_10107", "High");
    let severity = choice(&page, SEVERITY, "Major");
    let platforms = ticked(&page, "customfield_10101", &["Linux", "C# & .NET"]);
    let approvals = ticked(&page, "customfield_10108", &["Works council"]);
    let cases: [(&str, &str, Value); 22] = [
        (
            "description",
            "One\r\n*two* & <b>",
            json!("One\n*two* & <b>"),
        ),
        (
            "environment",
            "R&D C# 50% a+b Ünïcode",
            json!("R&D C# 50% a+b Ünïcode"),
        ),
        ("duedate", "2026-12-24", json!("2026-12-24")),
        ("labels", "a+b  C#", json!(["a+b", "C#"])),
        (
            "components",
            &ticked(&page, "components", &["R&D lab", "API"]),
            json!(["R&D lab", "API"]),
        ),
        (
            "versions",
            &ticked(&page, "versions", &["1.0"]),
            json!(["1.0"]),
        ),
        (
            "fixVersions",
            &ticked(&page, "fixVersions", &["1.1 \"beta\""]),
            json!(["1.1 \"beta\""]),
        ),
        (SEVERITY, &severity, json!("Major")),
        (
            "customfield_10101",
            &platforms,
            json!(["Linux", "C# & .NET"]),
        ),
        ("customfield_10102", &place, json!(["Europe", "Zürich"])),
        (
            "customfield_10103",
            "Müller & Söhne",
            json!("Müller & Söhne"),
        ),
        ("customfield_10104", "# one\n# two", json!("# one\n# two")),
        ("customfield_10105", "2026-12-31", json!("2026-12-31")),
        (
            "customfield_10106",
            "2026-12-04T10:30",
            json!("2026-12-04T10:30:00.000+0000"),
        ),
        ("customfield_10107", &risk, json!("High")),
        ("customfield_10108", &approvals, json!(["Works council"])),
        ("customfield_10109", "2.5", json!(2.5)),
        ("customfield_10110", "Sam Sample (sam)", json!("sam")),
        ("customfield_10112", "R&D", json!("R&D")),
        ("customfield_10113", "x", json!(["x"])),
        ("customfield_10115", "RND-3", json!("RND-3")),
        (
            "customfield_10117",
            "https://example.com/?a=1&b=2",
            json!("https://example.com/?a=1&b=2"),
        ),
    ];
    let mut filled = Filled::of(&page)
        .fill("summary", "R&D C# 50% a+b Ünïcode")
        .fill("assignee", "Sam Sample (sam)")
        .fill("priority", &priority);
    for (id, value, _) in &cases {
        filled = filled.fill(id, value);
    }
    let issue = created(&app, &filled.send(&script, "create").await, "RND-6");
    assert_eq!(issue.summary, "R&D C# 50% a+b Ünïcode");
    assert_eq!(issue.issue_type, "Bug");
    assert_eq!(issue.reporter, "demo");
    assert_eq!(issue.assignee.as_deref(), Some("sam"));
    assert_eq!(issue.priority.as_deref(), Some("High"));
    for (id, _, stored) in &cases {
        assert_eq!(issue.values.get(*id), Some(stored), "{id}");
    }
}

#[tokio::test]
async fn the_name_of_an_epic_and_a_parent_choice_alone_are_taken() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = open(&script, "create=RND&type=10000").await;
    let severity = choice(&page, SEVERITY, "Minor");
    let america = choice(&page, "customfield_10102", "America");
    let filled = Filled::of(&page)
        .fill("summary", "An epic")
        .fill(SEVERITY, &severity)
        .fill("customfield_10102", &america)
        .fill("customfield_10116", "Big");
    let issue = created(&app, &filled.send(&script, "create").await, "RND-6");
    assert_eq!(issue.values["customfield_10116"], json!("Big"));
    assert_eq!(issue.values["customfield_10102"], json!(["America"]));
    assert_eq!(
        issue.values["customfield_10107"],
        json!("None"),
        "the default"
    );
    assert_eq!(issue.priority.as_deref(), Some("Medium"), "the default");
}

#[tokio::test]
async fn the_assignee_is_left_to_jira_nobody_or_somebody() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = open(&script, "create=DEMO&type=10004").await;
    for (text, assignee) in [
        ("", None),
        ("Automatic", Some("sam")),
        ("Unassigned", None),
        ("demo", Some("demo")),
    ] {
        let filled = Filled::of(&page)
            .fill("summary", "x")
            .fill("assignee", text);
        let answer = filled.send(&script, "create").await;
        let words = answer.json["Done"]["words"]
            .as_str()
            .expect("done")
            .to_owned();
        done(&answer, &words);
        let key = words.trim_start_matches("Created ").trim_end_matches('.');
        let issue = app.jira.issue(key).expect("the issue");
        assert_eq!(issue.assignee.as_deref(), assignee, "{text}");
    }
}
