//! The tab in Teams: steps that several tests share.

use super::{
    browser::Browser,
    flow::{ALLOW, CODE, JIRA, allow_in_jira},
    teams::Teams,
};
use crate::script::Script;
use serde_json::json;
use tests::{
    Issuer, Start, TestApp, in_teams,
    issuer::{TENANT_ID, USER_ID},
};

/// The button that opens the dialog.
pub(super) const SIGN_IN: &str = "Sign in to Jira";
/// The tab's page as the app package names it.
const PAGE: &str = "/?theme={app.theme}";

/// A server for people in Teams.
pub(super) async fn spawn() -> TestApp {
    TestApp::start(Start {
        teams_settings: in_teams(Issuer::shared().await),
        ..Start::default()
    })
    .await
}

/// Teams with the tab in it, when the tab has told Teams what it came to.
pub(super) async fn open(app: &TestApp) -> Teams {
    let teams = start(app).await;
    open_tab(&teams).await;
    teams
}

/// Teams before the tab is opened, for tests that set its switches.
pub(super) async fn start(app: &TestApp) -> Teams {
    let issue = |claims| async { Issuer::shared().await.token(claims).await };
    let teams = Teams::start(app.address(), issue).await;
    teams
        .host(&format!(
            "Object.assign(host.user, {{ tid: '{TENANT_ID}', oid: '{USER_ID}', name: 'Ada Example' }})"
        ))
        .await;
    teams
}

/// Opens the tab, and waits until it has told Teams what it came to.
pub(super) async fn open_tab(teams: &Teams) {
    teams.open(PAGE, json!({ "pageId": "jira" })).await;
    until_told(teams).await;
}

/// Reloads the tab as Teams does, and waits as [`open_tab`].
pub(super) async fn reload(teams: &Teams) {
    teams.host("host.log.length = 0; host.reload()").await;
    until_told(teams).await;
}

async fn until_told(teams: &Teams) {
    let told = "host.log.some(({ func }) => \
                /^appInitialization\\.(success|expectedFailure)$/.test(func))";
    teams.until(told).await;
}

/// Opens the dialog and presses Connect there.
pub(super) async fn connect_in_dialog(teams: &Teams) -> &Browser {
    teams.tab().await.press("button", SIGN_IN).await;
    let dialog = teams.dialog().await;
    dialog.by_role("textbox", JIRA).await;
    dialog.press("button", "Connect").await;
    dialog.by_role("heading", ALLOW).await;
    dialog
}

/// Authorize, Allow, and the code; the page is the dialog or the tab.
pub(super) async fn allow_and_continue(page: &Browser) {
    let code = allow_in_jira(page).await;
    page.fill(CODE, &code).await;
    page.press("button", "Continue").await;
}

/// Signs in without a browser.
pub(super) async fn sign_in(app: &TestApp) {
    let token = Issuer::shared().await.token(json!({})).await;
    let tab = Script::in_teams(app, format!("Bearer {token}"));
    let page = tab.call("connect", &[("jira", "demo")]).await;
    let code = app.jira.approve(&tab.authorize(&page).await, "demo");
    let page = tab.call("continue", &[("verification_code", &code)]).await;
    page.step("Connected");
}
