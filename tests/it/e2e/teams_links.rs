use super::{
    teams::Teams,
    teams_tab::{SIGN_IN, allow_and_continue, connect_in_dialog, open_tab, sign_in, spawn, start},
};
use serde_json::json;
use tests::TestApp;

/// Opens the tab by a link to an issue.
async fn follow(app: &TestApp, key: &str) -> Teams {
    let teams = start(app).await;
    let link = json!({ "pageId": "jira", "subPageId": key });
    teams.open("/?theme={app.theme}", link).await;
    teams
}

pub(super) async fn linked_text(teams: &Teams) -> String {
    let tab = teams.tab().await;
    tab.until_true(
        "document.querySelector('.panel') && !document.querySelector('.panel .skeleton')",
    )
    .await;
    let script = "return document.querySelector('.panel').innerText";
    tab.script(script).await.as_str().expect("text").to_owned()
}

#[tokio::test]
async fn a_link_opens_its_issue_beside_the_list_and_can_be_closed() {
    let app = spawn().await;
    sign_in(&app).await;
    let teams = follow(&app, "DEMO-3").await;
    let text = linked_text(&teams).await;
    assert!(text.contains("DEMO-3"), "{text}");
    let tab = teams.tab().await;
    let ids = "const ids = [...document.querySelectorAll('[id]')].map(it => it.id); \
                return ids.length === new Set(ids).size";
    assert_eq!(tab.script(ids).await, true, "each ID stands once");
    tab.press("link", "Close").await;
    tab.until_true("!document.querySelector('.panel')").await;
    teams.assert_no_errors().await;
}

#[tokio::test]
async fn a_link_waits_until_the_person_has_signed_in() {
    let app = spawn().await;
    let teams = follow(&app, "DEMO-3").await;
    teams.tab().await.by_role("button", SIGN_IN).await;
    allow_and_continue(connect_in_dialog(&teams).await).await;
    teams.until_alone().await;
    assert!(linked_text(&teams).await.contains("DEMO-3"));
}

#[tokio::test]
async fn a_link_to_what_the_person_may_not_see_says_so_and_keeps_the_list() {
    let app = spawn().await;
    sign_in(&app).await;
    let teams = follow(&app, "SECRET-1").await;
    let text = linked_text(&teams).await;
    assert!(text.contains("Jira shows you no issue"), "{text}");
    let tab = teams.tab().await;
    assert_eq!(tab.count("link", "DEMO-1").await, 1);
}

#[tokio::test]
async fn dates_are_written_as_in_the_locale_of_teams() {
    let app = spawn().await;
    sign_in(&app).await;
    for (locale, date) in [
        ("de-de", "20.11.2026"),
        ("en-us", "Nov 20, 2026"),
        ("no such", "20 Nov 2026"),
    ] {
        let teams = start(&app).await;
        teams.host(&format!("host.locale = '{locale}'")).await;
        open_tab(&teams).await;
        let text = teams.tab().await.text().await;
        assert!(text.contains(date), "{locale}: {text}");
    }
}
