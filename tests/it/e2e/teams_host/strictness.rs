use super::{call, call_in_tab, open_tab, start, wait_for_sdk};
use crate::e2e::teams::Teams;
use serde_json::json;

/// The one error of the app.
async fn error(teams: &Teams) -> String {
    teams.until("host.errors.length > 0").await;
    let errors = teams.errors().await;
    assert_eq!(errors.len(), 1, "{errors:?}");
    errors[0].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_message_that_the_host_does_not_know_is_an_error() {
    let teams = open_tab().await;
    call_in_tab(&teams, "microsoftTeams.pages.returnFocus()")
        .await
        .unwrap();
    assert!(error(&teams).await.contains("returnFocus"));
}

#[tokio::test]
async fn success_is_said_once() {
    let teams = open_tab().await;
    call_in_tab(&teams, "app.notifySuccess()").await.unwrap();
    call_in_tab(&teams, "app.notifySuccess()").await.unwrap();
    assert!(error(&teams).await.contains("success twice"));
}

#[tokio::test]
async fn an_app_names_no_origins_of_its_own() {
    let teams = start().await;
    teams.open("/", json!({})).await;
    let tab = teams.tab().await;
    wait_for_sdk(tab).await;
    call(tab, "app.initialize(['https://framer.example.test'])")
        .await
        .unwrap();
    assert!(error(&teams).await.contains("argument 2"));
}

#[tokio::test]
async fn a_message_that_teamsjs_would_not_send_is_an_error() {
    let teams = open_tab().await;
    teams
        .tab()
        .await
        .script("parent.postMessage({ func: 'getContext', id: 1 }, '*')")
        .await;
    assert!(error(&teams).await.contains("uuidAsString"));
}

#[tokio::test]
async fn an_app_at_a_foreign_domain_is_not_answered() {
    let teams = start().await;
    teams
        .open("/", json!({ "validDomains": ["other.example.test"] }))
        .await;
    let tab = teams.tab().await;
    wait_for_sdk(tab).await;
    tab.script("app.initialize()").await;
    assert!(error(&teams).await.contains("not in validDomains"));
}
