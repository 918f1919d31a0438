use super::teams_tab::{SIGN_IN, spawn, start};
use serde_json::json;

#[tokio::test]
async fn a_person_adds_the_tab_to_a_conversation() {
    let app = spawn().await;
    let teams = start(&app).await;
    teams
        .open(
            "/configure?theme={app.theme}",
            json!({ "frameContext": "settings" }),
        )
        .await;
    teams.until("host.config.valid").await;
    let tab = teams.tab().await;
    tab.by_role("heading", "Add Jira to this conversation")
        .await;
    let status = tab.message("status").await;
    assert_eq!(status, "Press Save to add the tab.");
    teams.host("return 0").await;
    teams.browser.press("button", "Save").await;
    teams.until("host.config.state === 'saved'").await;
    assert_eq!(teams.host("return host.state").await, "shown");

    // The tab is then opened at the address that was saved.
    let saved = teams.host("return host.config.settings").await;
    assert_eq!(saved["suggestedDisplayName"], "Jira");
    teams
        .host("host.open({ ...host.app, frameContext: 'content', ...host.config.settings })")
        .await;
    teams.tab().await.by_role("button", SIGN_IN).await;
    teams.assert_no_errors().await;
}
