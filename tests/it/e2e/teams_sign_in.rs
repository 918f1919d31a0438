use super::{
    flow::{ALLOW, CODE, LIST, SUCCESS},
    teams_tab::{SIGN_IN, allow_and_continue, connect_in_dialog, open, reload, spawn},
    with_javascript::sees_the_issues,
};

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
