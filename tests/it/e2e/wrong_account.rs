use super::{
    browser::Browser,
    flow::{ALLOW, LIST, sign_in},
    keyboard::{focus_moves_to, press, tab_to},
    teams_tab::{self, SIGN_IN, allow_and_continue, connect_in_dialog, open, reload},
};
use fantoccini::key::Key;
use tests::TestApp;

const NOT_YOU: &str = "Not you?";
const DISCONNECT: &str = "Disconnect this account";
const HEADER: &str = "return document.querySelector('.accounts').innerText";

#[tokio::test]
async fn a_wrong_account_is_disconnected_by_keyboard() {
    let app = TestApp::spawn().await;
    sign_in(&app).await;
    let browser = Browser::open().await;
    browser.open_tab(&app).await;
    browser.by_role("heading", LIST).await;
    assert_eq!(browser.script(HEADER).await, "Jira: Dana Demo");
    tab_to(&browser, "button", NOT_YOU).await;
    press(&browser, Key::Enter).await;
    let question = browser.message("dialog").await;
    assert!(question.contains("Are you not Dana Demo?"), "{question}");
    press(&browser, Key::Escape).await;
    browser.until_no("dialog").await;
    focus_moves_to(&browser, "button", NOT_YOU).await;

    press(&browser, Key::Enter).await;
    browser.message("dialog").await;
    tab_to(&browser, "button", DISCONNECT).await;
    press(&browser, Key::Enter).await;
    focus_moves_to(&browser, "heading", "Sign in to Jira").await;
    let notice = browser.message("status").await;
    assert!(notice.contains("is disconnected"), "{notice}");
    tab_to(&browser, "link", "log out of Demo Jira").await;
    let log_out = async || press(&browser, Key::Enter).await;
    let tab = browser.open_window(log_out).await;
    let jira = format!("{}/", app.jira.base_url());
    browser
        .until("Jira's own page", async || {
            let url = browser.client.current_url().await.ok()?;
            url.as_str().starts_with(&jira).then_some(())
        })
        .await;
    browser.close_window(tab).await;
    tab_to(&browser, "button", "Connect again").await;
    press(&browser, Key::Enter).await;
    focus_moves_to(&browser, "heading", ALLOW).await;
}

#[tokio::test]
async fn a_wrong_account_is_disconnected_without_javascript() {
    let app = TestApp::spawn().await;
    sign_in(&app).await;
    let browser = Browser::open_without_javascript().await;
    browser.goto(&app.url()).await;
    browser.press("button", NOT_YOU).await;
    browser.press("link", "Cancel").await;
    browser.by_role("heading", LIST).await;
    browser.press("button", NOT_YOU).await;
    browser.press("button", DISCONNECT).await;
    browser.by_role("link", "log out of Demo Jira").await;
    browser.press("button", "Connect again").await;
    browser.by_role("heading", ALLOW).await;
}

#[tokio::test]
async fn in_teams_the_accounts_are_named_and_a_wrong_one_is_replaced_in_the_dialog() {
    let app = teams_tab::spawn().await;
    let teams = open(&app).await;
    let dialog = connect_in_dialog(&teams).await;
    // The page would be gone before anybody has looked at it.
    let stay = "const later = setTimeout; \
                window.setTimeout = (act, ms) => ms === 800 ? 0 : later(act, ms)";
    dialog.script(stay).await;
    allow_and_continue(dialog).await;
    dialog
        .until_true("document.querySelector('.accounts')?.innerText === 'Teams: Ada Example ↔ Jira: Dana Demo'")
        .await;
    teams.close_dialog().await;

    teams_tab::sign_in(&app).await;
    reload(&teams).await;
    let tab = teams.tab().await;
    tab.by_role("heading", LIST).await;
    assert_eq!(
        tab.script(HEADER).await,
        "Teams: Ada Example ↔ Jira: Dana Demo"
    );
    tab.press("button", NOT_YOU).await;
    tab.press("button", DISCONNECT).await;
    tab.by_role("button", SIGN_IN).await;
    tab.by_role("link", "log out of Demo Jira").await;
    tab.press("button", "Connect again").await;
    let dialog = teams.dialog().await;
    dialog.press("button", "Connect").await;
    dialog.by_role("heading", ALLOW).await;
    teams.assert_no_errors().await;
}
