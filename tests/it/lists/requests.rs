//! How often Jira is asked, as docs/performance.md says.

use super::{connected, search};
use crate::script::Script;

#[tokio::test]
async fn a_list_is_one_request_and_a_filter_two() {
    let (app, person) = connected(60).await;
    for (view, requests) in [
        ("/", 1),
        ("/?list=reported", 1),
        ("/?list=watched", 1),
        ("/?list=recent", 1),
        ("/?list=filters", 2),
        ("/?list=filters&filter=10001", 1),
        ("/?list=jql&jql=project+%3D+DEMO", 1),
        ("/?list=text&text=invoice", 1),
        ("/?sort=key", 1),
        ("/?start=50", 1),
    ] {
        app.jira.clear_requests();
        let page = person.get(view).await;
        assert_eq!(page.alert(), None, "{view}");
        assert_eq!(app.jira.requests().len(), requests, "{view}");
    }
    app.jira.clear_requests();
    search(&person, "status = Done").await;
    assert_eq!(
        app.jira.requests().len(),
        2,
        "the list before, and the search"
    );
}

#[tokio::test]
async fn favourite_filters_are_asked_for_again_after_a_minute() {
    let (app, person) = connected(0).await;
    person.get("/?list=filters").await;
    app.set_clock_offset(61);
    app.jira.clear_requests();
    person.get("/?list=filters").await;
    assert_eq!(app.jira.requests().len(), 2);
}

#[tokio::test]
async fn a_choice_of_columns_asks_jira_nothing() {
    let (app, _) = connected(0).await;
    let answer = Script::at(&app)
        .call("columns", &[("columns[]", "status")])
        .await;
    assert_eq!(answer.status, 200);
    assert_eq!(app.jira.requests().len(), 0);
}

#[tokio::test]
async fn suggestions_ask_for_the_vocabulary_once_and_for_values_each_time() {
    let (app, _) = connected(0).await;
    let script = Script::at(&app);
    for (before, requests) in [
        ("sta", 1),
        ("status ", 0),
        ("status = ", 1),
        ("status = D", 1),
    ] {
        app.jira.clear_requests();
        let answer = script.call("complete", &[("before", before)]).await;
        assert_eq!(answer.status, 200, "{before}");
        assert_eq!(app.jira.requests().len(), requests, "{before}");
    }
}
