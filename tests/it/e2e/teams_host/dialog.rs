use super::{call, call_in_tab, initialize, open_tab};
use crate::e2e::teams::Teams;
use serde_json::json;

/// Presses the button of the small tab.
async fn press(teams: &Teams) {
    call_in_tab(teams, "app.notifyAppLoaded()").await.unwrap();
    teams.until("host.state === 'shown'").await;
    teams.tab().await.press("button", "Open a dialog").await;
}

/// What `authenticate` came to in the tab.
async fn outcome(teams: &Teams) -> String {
    let tab = teams.tab().await;
    tab.until("the outcome", async || {
        let text = tab
            .script("return document.getElementById('outcome').textContent")
            .await;
        text.as_str()
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    })
    .await
}

#[tokio::test]
async fn the_result_of_a_dialog_reaches_the_tab_and_the_dialog_closes_itself() {
    let teams = open_tab().await;
    press(&teams).await;
    let dialog = teams.dialog().await;
    initialize(dialog).await;
    assert_eq!(
        call(dialog, "app.getFrameContext()").await.unwrap(),
        "authentication"
    );
    assert!(
        call(dialog, "authentication.getAuthToken({ silent: true })")
            .await
            .is_ok()
    );
    dialog
        .script("authentication.notifySuccess('code of the dialog')")
        .await;
    assert_eq!(outcome(&teams).await, "success code of the dialog");
    teams.until_alone().await;
    teams.assert_no_errors().await;
}

#[tokio::test]
async fn the_failure_of_a_dialog_reaches_the_tab() {
    let teams = open_tab().await;
    press(&teams).await;
    let dialog = teams.dialog().await;
    initialize(dialog).await;
    dialog
        .script("authentication.notifyFailure('not today')")
        .await;
    assert_eq!(outcome(&teams).await, "failure not today");
    teams.until_alone().await;
}

#[tokio::test]
async fn a_dialog_that_the_person_closes_is_cancelled() {
    let teams = open_tab().await;
    press(&teams).await;
    teams.close_dialog().await;
    assert_eq!(outcome(&teams).await, "failure CancelledByUser");
}

#[tokio::test]
async fn a_dialog_that_cuts_its_opener_off_counts_as_closed() {
    let teams = open_tab().await;
    teams.tab().await.script("dialogUrl = '/severed'").await;
    press(&teams).await;
    assert_eq!(outcome(&teams).await, "failure CancelledByUser");
    teams.dialog().await.by_role("heading", "A dialog").await;
}

#[tokio::test]
async fn a_second_dialog_ends_the_first() {
    let teams = open_tab().await;
    press(&teams).await;
    teams.dialog().await;
    teams.tab().await.press("button", "Open a dialog").await;
    assert_eq!(outcome(&teams).await, "failure CancelledByUser");
}

#[tokio::test]
async fn a_dialog_that_the_host_does_not_open_fails() {
    let teams = open_tab().await;
    teams.host("host.blockPopups = true").await;
    press(&teams).await;
    assert_eq!(outcome(&teams).await, "failure FailedToOpenWindow");
    teams.assert_no_errors().await;
}

#[tokio::test]
async fn a_dialog_that_nobody_clicked_for_is_blocked_by_chromium() {
    let teams = open_tab().await;
    teams.tab().await.script("setTimeout(authenticate)").await;
    assert_eq!(outcome(&teams).await, "failure FailedToOpenWindow");
    teams.until_alone().await;
    teams.assert_no_errors().await;
}

#[tokio::test]
async fn a_dialog_must_be_at_the_apps_own_domain() {
    let teams = open_tab().await;
    teams
        .tab()
        .await
        .script("dialogUrl = 'https://strange.example.test/'")
        .await;
    press(&teams).await;
    assert_eq!(outcome(&teams).await, "failure FailedToOpenWindow");
    let errors = teams.errors().await;
    assert!(
        errors[0].as_str().unwrap().contains("not in validDomains"),
        "{errors:?}"
    );
}

#[tokio::test]
async fn frame_and_dialog_share_neither_cookies_nor_storage() {
    let store = "document.cookie = 'none=1; SameSite=None; Secure'; \
                 document.cookie = 'partitioned=1; SameSite=None; Secure; Partitioned'; \
                 document.cookie = 'lax=1; SameSite=Lax; Secure'; \
                 localStorage.setItem('key', 'value')";
    let stored = "return [document.cookie.split('; ').filter(Boolean).sort(), localStorage.length]";
    let teams = open_tab().await;
    let tab = teams.tab().await;
    tab.script(store).await;
    assert_eq!(tab.script(stored).await, json!([["partitioned=1"], 1]));
    press(&teams).await;
    let dialog = teams.dialog().await;
    assert_eq!(dialog.script(stored).await, json!([[], 0]));
    dialog.script(&store.replace("=1", "=2")).await;
    assert_eq!(
        dialog.script(stored).await,
        json!([["lax=2", "none=2", "partitioned=2"], 1])
    );
    assert_eq!(
        teams.tab().await.script(stored).await,
        json!([["partitioned=1"], 1])
    );
    teams.assert_no_errors().await;
}
