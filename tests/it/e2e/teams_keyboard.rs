use super::{
    flow::{ALLOW, CODE, JIRA, SUCCESS, code_from_jira},
    keyboard::{focus_moves_to, press, tab_to},
    teams_tab::{SIGN_IN, open, spawn},
};
use fantoccini::key::Key;

#[tokio::test]
async fn the_whole_flow_in_teams_works_by_keyboard() {
    let app = spawn().await;
    let teams = open(&app).await;
    // Tab goes from the bar of Teams into the tab.
    let tab = teams.tab().await;
    tab_to(tab, "button", SIGN_IN).await;
    press(tab, Key::Enter).await;

    let dialog = teams.dialog().await;
    dialog.by_role("textbox", JIRA).await;
    tab_to(dialog, "textbox", JIRA).await;
    dialog.keys("demo").await;
    tab_to(dialog, "button", "Connect").await;
    press(dialog, Key::Enter).await;
    focus_moves_to(dialog, "heading", ALLOW).await;
    tab_to(dialog, "link", "Authorize").await;
    let authorize = async || press(dialog, Key::Enter).await;
    let here = dialog.open_window(authorize).await;
    let code = code_from_jira(dialog).await;
    dialog.close_window(here).await;
    tab_to(dialog, "textbox", CODE).await;
    dialog.keys(&code).await;
    tab_to(dialog, "button", "Continue").await;
    press(dialog, Key::Enter).await;
    focus_moves_to(dialog, "heading", SUCCESS).await;
    teams.until_alone().await;

    let tab = teams.tab().await;
    focus_moves_to(tab, "heading", SUCCESS).await;
    tab_to(tab, "link", "DEMO-1").await;
    tab_to(tab, "button", "Sign out").await;
    press(tab, Key::Enter).await;
    tab.message("dialog").await;
    tab_to(tab, "button", "Sign out").await;
    press(tab, Key::Enter).await;
    tab.by_role("button", SIGN_IN).await;
    tab_to(tab, "button", SIGN_IN).await;
    teams.assert_no_errors().await;
}
