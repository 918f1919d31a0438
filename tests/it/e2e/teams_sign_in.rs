use super::{
    flow::{ALLOW, CODE, LIST, SUCCESS, allow_in_jira},
    narrow::too_wide,
    teams::Teams,
    teams_tab::{
        SIGN_IN, allow_and_continue, connect_in_dialog, open, open_tab, reload, sign_in, spawn,
        start,
    },
    with_javascript::sees_the_issues,
};
use crate::script::Script;
use serde_json::json;
use tests::Issuer;

#[tokio::test]
async fn a_person_signs_in_through_the_dialog_sees_their_issues_and_signs_out() {
    let app = spawn().await;
    let teams = open(&app).await;
    let dialog = connect_in_dialog(&teams).await;
    assert!(dialog.text().await.contains("Ada Example"));
    allow_and_continue(dialog).await;
    dialog.by_role("heading", SUCCESS).await;
    teams.until_alone().await;
    let tab = teams.tab().await;
    tab.by_role("heading", SUCCESS).await;
    sees_the_issues(tab, &app).await;

    reload(&teams).await;
    let tab = teams.tab().await;
    tab.by_role("heading", LIST).await;
    assert_eq!(tab.count("heading", SUCCESS).await, 0);
    tab.press("button", "Sign out").await;
    tab.message("dialog").await;
    tab.press("button", "Sign out").await;
    tab.by_role("button", SIGN_IN).await;
    teams.assert_no_errors().await;
}

#[tokio::test]
async fn where_the_dialog_is_blocked_everything_happens_in_the_tab() {
    let app = spawn().await;
    let teams = open(&app).await;
    teams.host("host.blockPopups = true").await;
    let tab = teams.tab().await;
    tab.press("button", SIGN_IN).await;
    let notice = tab.message("status").await;
    assert!(notice.contains("sign in right here"), "{notice}");
    tab.press("button", "Connect").await;
    tab.by_role("heading", ALLOW).await;
    let code = allow_in_jira(tab).await;
    let tab = teams.tab().await;
    tab.fill(CODE, &code).await;
    tab.press("button", "Continue").await;
    tab.by_role("heading", SUCCESS).await;
    sees_the_issues(tab, &app).await;
    teams.assert_no_errors().await;
}

#[tokio::test]
async fn where_chromium_itself_blocks_the_dialog_the_tab_says_so() {
    let app = spawn().await;
    let teams = open(&app).await;
    teams.host("host.hold('authentication.getAuthToken')").await;
    teams.tab().await.press("button", SIGN_IN).await;
    // A browser opens windows only for some seconds after a press.
    teams.until("!navigator.userActivation.isActive").await;
    teams
        .host("host.release('authentication.getAuthToken')")
        .await;
    let tab = teams.tab().await;
    let notice = tab.message("status").await;
    assert!(notice.contains("sign in right here"), "{notice}");
    tab.by_role("button", "Connect").await;
    teams.assert_no_errors().await;
}

#[tokio::test]
async fn a_dialog_closed_before_its_end_goes_on_in_the_tab() {
    let app = spawn().await;
    let teams = open(&app).await;
    connect_in_dialog(&teams).await;
    teams.close_dialog().await;
    let tab = teams.tab().await;
    tab.by_role("heading", ALLOW).await;
    let notice = tab.message("status").await;
    assert!(notice.contains("Nothing is lost"), "{notice}");
    let code = allow_in_jira(tab).await;
    let tab = teams.tab().await;
    tab.fill(CODE, &code).await;
    tab.press("button", "Continue").await;
    tab.by_role("heading", SUCCESS).await;
    teams.assert_no_errors().await;
}

#[tokio::test]
async fn a_dialog_closed_at_once_leaves_the_button() {
    let app = spawn().await;
    let teams = open(&app).await;
    teams.tab().await.press("button", SIGN_IN).await;
    teams.close_dialog().await;
    let tab = teams.tab().await;
    tab.message("status").await;
    tab.by_role("button", SIGN_IN).await;
    sign_in_through_dialog(&teams).await;
    teams.assert_no_errors().await;
}

#[tokio::test]
async fn a_reloaded_dialog_goes_on_where_it_was() {
    let app = spawn().await;
    let teams = open(&app).await;
    let dialog = connect_in_dialog(&teams).await;
    dialog.client.refresh().await.unwrap();
    dialog.by_role("heading", ALLOW).await;
    allow_and_continue(dialog).await;
    teams.until_alone().await;
    teams.tab().await.by_role("heading", SUCCESS).await;
    teams.assert_no_errors().await;
}

#[tokio::test]
async fn a_reloaded_tab_goes_on_where_the_dialog_was() {
    let app = spawn().await;
    let teams = open(&app).await;
    let dialog = connect_in_dialog(&teams).await;
    let code = allow_in_jira(dialog).await;
    teams.close_dialog().await;
    reload(&teams).await;
    let tab = teams.tab().await;
    tab.by_role("heading", ALLOW).await;
    tab.fill(CODE, &code).await;
    tab.press("button", "Continue").await;
    tab.by_role("heading", SUCCESS).await;
    teams.assert_no_errors().await;
}

#[tokio::test]
async fn a_wrong_code_in_the_dialog_can_be_put_right() {
    let app = spawn().await;
    let teams = open(&app).await;
    let dialog = connect_in_dialog(&teams).await;
    let code = allow_in_jira(dialog).await;
    dialog.fill(CODE, "wrong1").await;
    dialog.press("button", "Continue").await;
    dialog.alert("Demo Jira did not accept this code.").await;
    dialog.fill(CODE, &code).await;
    dialog.press("button", "Continue").await;
    teams.until_alone().await;
    teams.tab().await.by_role("heading", SUCCESS).await;
}

#[tokio::test]
async fn whoever_ended_the_authorisation_in_jira_connects_again_in_the_dialog() {
    let app = spawn().await;
    sign_in(&app).await;
    app.jira.revoke_all();
    let teams = open(&app).await;
    teams.tab().await.press("button", "Connect again").await;
    let dialog = teams.dialog().await;
    dialog.press("button", "Connect again").await;
    dialog.by_role("heading", ALLOW).await;
    allow_and_continue(dialog).await;
    teams.until_alone().await;
    teams.tab().await.by_role("heading", SUCCESS).await;
    teams.assert_no_errors().await;
}

#[tokio::test]
async fn a_person_on_a_phone_signs_in() {
    let app = spawn().await;
    let teams = start(&app).await;
    teams.host("host.hostClientType = 'android'").await;
    teams.browser.resize(390, 844).await;
    open_tab(&teams).await;
    sign_in_through_dialog(&teams).await;
    let tab = teams.tab().await;
    assert_eq!(too_wide(tab).await, json!([]));
    sees_the_issues(tab, &app).await;
    teams.assert_no_errors().await;
}

async fn sign_in_through_dialog(teams: &Teams) {
    allow_and_continue(connect_in_dialog(teams).await).await;
    teams.until_alone().await;
    teams.tab().await.by_role("heading", SUCCESS).await;
}

#[tokio::test]
async fn a_dialog_that_another_app_opened_with_a_strangers_ticket_is_refused() {
    let app = spawn().await;
    let claims = json!({ "oid": "55555555-5555-4555-8555-555555555555", "name": "Eve Example" });
    let token = Issuer::shared().await.token(claims).await;
    let eve = Script::in_teams(&app, format!("Bearer {token}"));
    let ticket = eve.call("ticket", &[]).await;
    let ticket = ticket.json.as_str().expect("a ticket").to_owned();
    // Teams opens it for Ada, in the place of an app that names this domain as its own.
    let teams = open(&app).await;
    let url = format!("/popup/connect?theme=default#ticket={ticket}");
    let tab = teams.tab().await;
    tab.script(&format!(
        "document.addEventListener('click', () => \
         window.jiraTabHost.then(host => host.openDialog('{url}')), {{ once: true }})"
    ))
    .await;
    tab.press("heading", "See your Jira issues here").await;
    let dialog = teams.dialog().await;
    dialog.by_role("heading", "This window is not yours").await;
    dialog.alert("opened for somebody else").await;
    assert_eq!(dialog.count("button", "Try again").await, 0);
    eve.call("tab", &[]).await.step("Connect");
}
