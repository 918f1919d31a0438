use super::{call, call_in_tab, initialize, open_tab, start};
use serde_json::json;

#[tokio::test]
async fn the_loader_goes_when_the_app_says_that_it_is_there() {
    let teams = open_tab().await;
    assert_eq!(teams.host("return host.state").await, "loading");
    assert_eq!(teams.browser.message("status").await, "Loading…");
    call_in_tab(&teams, "app.notifyAppLoaded()").await.unwrap();
    teams.until("host.state === 'shown'").await;
    teams.browser.until_no("status").await;
    let outcome = call_in_tab(&teams, "app.notifySuccess()").await.unwrap();
    assert_eq!(outcome["hasFinishedSuccessfully"], "unknown");
    teams.assert_no_errors().await;
}

#[tokio::test]
async fn an_app_that_fails_or_says_nothing_gets_the_error_page() {
    let teams = open_tab().await;
    let failure = "app.notifyFailure({ reason: 'AuthFailed', message: 'no token' })";
    call_in_tab(&teams, failure).await.unwrap();
    teams.until("host.state === 'failed'").await;
    assert_eq!(
        teams.host("return host.failure").await,
        json!({ "reason": "AuthFailed", "message": "no token" })
    );
    assert!(teams.browser.message("alert").await.contains("AuthFailed"));

    teams.host("host.loadTimeoutMs = 10; host.reload()").await;
    teams.until("host.failure.reason === 'Timeout'").await;
}

#[tokio::test]
async fn a_link_is_opened_by_the_host() {
    let teams = open_tab().await;
    let link = "app.openLink('https://jira.example.test/browse/DEMO-1')";
    call_in_tab(&teams, link).await.unwrap();
    let links = teams.host("return host.links").await;
    assert_eq!(links, json!(["https://jira.example.test/browse/DEMO-1"]));
}

#[tokio::test]
async fn a_configuration_page_is_saved() {
    let teams = start().await;
    teams.open("/", json!({ "frameContext": "settings" })).await;
    let tab = teams.tab().await;
    initialize(tab).await;
    let register = "microsoftTeams.pages.config.registerOnSaveHandler(async save => { \
                        await microsoftTeams.pages.config.setConfig({ \
                            entityId: 'jira', suggestedDisplayName: 'Jira', \
                            contentUrl: 'https://tab.example.test/' }); \
                        save.notifySuccess(); \
                    })";
    call(tab, register).await.unwrap();
    assert_eq!(teams.browser.count("button", "Save").await, 0);
    call_in_tab(&teams, "microsoftTeams.pages.config.setValidityState(true)")
        .await
        .unwrap();
    teams.until("host.config.valid").await;
    teams.browser.press("button", "Save").await;
    teams.until("host.config.state === 'saved'").await;
    assert_eq!(
        teams.host("return host.config.settings.entityId").await,
        "jira"
    );
    let config = call_in_tab(&teams, "microsoftTeams.pages.getConfig()")
        .await
        .unwrap();
    assert_eq!(config["contentUrl"], "https://tab.example.test/");
    teams.assert_no_errors().await;
}

#[tokio::test]
async fn a_tab_that_is_left_may_finish_first() {
    let teams = open_tab().await;
    let register = "microsoftTeams.teamsCore.registerBeforeUnloadHandler(ready => { window.ready = ready; return true; })";
    call_in_tab(&teams, register).await.unwrap();
    teams
        .until("host.clients[0].handlers.has('beforeUnload')")
        .await;
    teams.host("host.leave()").await;
    let tab = teams.tab().await;
    tab.until_true("typeof window.ready === 'function'").await;
    tab.script("window.ready()").await;
    teams.until("host.state === 'empty'").await;
    teams.assert_no_errors().await;
}
