//! Suggestions while a query is typed.

use super::connected;
use crate::script::{Answer, Script};
use tests::{TestApp, jira_sim::Fault};

async fn complete(app: &TestApp, before: &str) -> Answer {
    Script::at(app)
        .call("complete", &[("before", before)])
        .await
}

fn inserted(answer: &Answer) -> Vec<&str> {
    let suggestions = answer.json["suggestions"].as_array().expect("suggestions");
    suggestions
        .iter()
        .filter_map(|it| it["inserted"].as_str())
        .collect()
}

#[tokio::test]
async fn fields_operators_values_functions_and_orders_are_suggested() {
    let (app, _) = connected(0).await;
    for (before, replaces, expected) in [
        ("assi", 4, "assignee "),
        ("assignee ", 0, "!= "),
        ("assignee = curr", 4, "currentUser() "),
        ("project = R", 1, "RND "),
        ("project = \"Ü", 2, "UNI "),
        ("status = \"In P", 5, "\"In Progress\" "),
        ("status = Done O", 1, "OR "),
        ("status = Done ORDER BY upd", 3, "updated "),
        ("ORDER BY updated D", 1, "DESC "),
        ("resolution is E", 1, "EMPTY "),
    ] {
        let answer = complete(&app, before).await;
        assert_eq!(answer.json["replaces"], replaces, "{before}");
        assert!(
            inserted(&answer).contains(&expected),
            "{before}: {:?}",
            inserted(&answer)
        );
        assert!(inserted(&answer).len() <= 12, "{before}");
    }
}

#[tokio::test]
async fn a_jira_that_fails_suggests_nothing_and_breaks_nothing() {
    let (app, _) = connected(0).await;
    app.jira
        .set_fault_on("/autocompletedata", Fault::Status(500));
    let answer = complete(&app, "sta").await;
    assert_eq!(answer.status, 200);
    assert!(inserted(&answer).is_empty());
    let long = "a".repeat(9000);
    assert!(inserted(&complete(&app, &long).await).is_empty());
}

#[tokio::test]
async fn nobody_is_suggested_anything_before_they_are_connected() {
    let app = TestApp::spawn().await;
    assert!(inserted(&complete(&app, "sta").await).is_empty());
    assert_eq!(app.jira.requests().len(), 0);
}
