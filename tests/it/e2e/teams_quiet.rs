use super::{
    flow::SUCCESS,
    quiet::{nothing_is_stored, requested_by},
    teams_tab::{SIGN_IN, allow_and_continue, connect_in_dialog, open, spawn},
};
use serde_json::Value;
use tests::teams_host::TAB_ORIGIN;

/// Where TeamsJS learns which origins are hosts.
const HOST_LIST: &str = "https://res.cdn.office.net/teams-js/validDomains/json/validDomains.json";

#[tokio::test]
async fn the_flow_in_teams_breaks_no_policy_asks_no_stranger_and_leaves_nothing_behind() {
    let app = spawn().await;
    let teams = open(&app).await;
    let dialog = connect_in_dialog(&teams).await;
    nothing_is_stored(dialog).await;
    allow_and_continue(dialog).await;
    teams.until_alone().await;
    let tab = teams.tab().await;
    tab.by_role("heading", SUCCESS).await;
    nothing_is_stored(tab).await;
    tab.press("button", "Sign out").await;
    tab.message("dialog").await;
    tab.press("button", "Sign out").await;
    tab.by_role("button", SIGN_IN).await;
    nothing_is_stored(tab).await;

    let jira = app.jira.base_url();
    let jira = jira.trim_end_matches("/jira").to_owned();
    let complaints: Vec<Value> = teams
        .browser
        .log("browser")
        .await
        .into_iter()
        .filter(|entry| {
            let message = entry["message"].as_str().unwrap_or_default();
            // Chromium warns of the sandbox that Teams gives every app.
            !message.starts_with(&jira) && !message.contains("can escape its sandboxing")
        })
        .collect();
    assert!(complaints.is_empty(), "{complaints:#?}");

    let requested = requested_by(&teams.browser, TAB_ORIGIN).await;
    let strange: Vec<_> = requested
        .iter()
        .filter(|url| !url.starts_with(TAB_ORIGIN) && *url != "data:," && *url != HOST_LIST)
        .collect();
    assert!(strange.is_empty(), "{strange:#?}");
    assert!(
        requested.iter().any(|url| url == HOST_LIST),
        "{requested:#?}"
    );
    assert!(requested.iter().any(|url| url.ends_with("/api/commit")));
    // The ticket is in the fragment, which no server is sent.
    assert!(!requested.iter().any(|url| url.contains("ticket=")));
}
