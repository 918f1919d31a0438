//! The tab of a channel, as its viewers use it.

use super::{
    teams::Teams,
    teams_links::linked_text,
    teams_tab::{sign_in, spawn, start},
    with_javascript::sees_the_issues,
};
use serde_json::json;
use tests::TestApp;

const VIEW: &str = "/?channel=Billing+R%26D&jira=demo&list=jql&jql=assignee+%3D+currentUser%28%29&theme={app.theme}";

pub(super) async fn open(teams: &Teams, view: &str) {
    teams.open(view, json!({ "pageId": "list-1" })).await;
}

async fn connected() -> (TestApp, Teams) {
    let app = spawn().await;
    sign_in(&app).await;
    let teams = start(&app).await;
    open(&teams, VIEW).await;
    teams.tab().await.by_role("heading", "Billing R&D").await;
    (app, teams)
}

#[tokio::test]
async fn a_viewer_sorts_opens_an_issue_and_stays_in_the_channel() {
    let (app, teams) = connected().await;
    let tab = teams.tab().await;
    sees_the_issues(tab, &app).await;
    for (role, name) in [
        ("combobox", "JQL"),
        ("link", "My filters"),
        ("link", "Assigned to me"),
    ] {
        assert_eq!(tab.count(role, name).await, 0, "{name}");
    }
    tab.press("link", "Key").await;
    tab.until_true("location.search.includes('sort=key')").await;
    tab.by_role("heading", "Billing R&D").await;
    tab.press("link", &app.jira.issue("DEMO-3").expect("an issue").summary)
        .await;
    let text = linked_text(&teams).await;
    assert!(text.contains("DEMO-3"), "{text}");
    let tab = teams.tab().await;
    let stays = "['channel=Billing+R%26D', 'jira=demo', 'issue=DEMO-3', 'sort=key'].every(it => location.search.includes(it))";
    tab.until_true(stays).await;
    tab.press("link", "Close").await;
    tab.until_true("!document.querySelector('.panel')").await;
    tab.press("button", "Refresh").await;
    tab.by_role("heading", "Billing R&D").await;
    teams.assert_no_errors().await;
}

#[tokio::test]
async fn all_my_lists_are_one_press_away_and_back() {
    let (_app, teams) = connected().await;
    let tab = teams.tab().await;
    tab.press("link", "Open all my lists").await;
    tab.by_role("heading", "Assigned to me").await;
    tab.by_role("combobox", "JQL").await;
    tab.script("history.back()").await;
    tab.by_role("heading", "Billing R&D").await;
    assert_eq!(tab.count("combobox", "JQL").await, 0);
    teams.assert_no_errors().await;
}

#[tokio::test]
async fn a_jira_that_is_not_there_any_more_is_said_with_who_can_fix_it() {
    let app = spawn().await;
    let teams = start(&app).await;
    open(&teams, "/?channel=Old&jira=gone&list=jql&jql=project+%3D+X").await;
    let tab = teams.tab().await;
    tab.by_role("heading", "This tab cannot be shown").await;
    tab.alert("Whoever added the tab can choose another Jira")
        .await;
    teams.assert_no_errors().await;
}
