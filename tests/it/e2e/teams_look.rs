use super::{
    browser::Browser,
    teams_tab::{SIGN_IN, connect_in_dialog, open, open_tab, spawn, start},
};
use serde_json::json;

/// Themes of Teams, with the colour of the page.
const THEMES: [(&str, &str); 4] = [
    ("default", "rgb(245, 245, 245)"),
    ("dark", "rgb(31, 31, 31)"),
    ("contrast", "rgb(0, 0, 0)"),
    ("glass", "rgb(31, 31, 31)"),
];

async fn colour(page: &Browser) -> String {
    let script = "return getComputedStyle(document.documentElement).backgroundColor";
    page.script(script).await.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_first_paint_has_the_theme_of_teams() {
    let app = spawn().await;
    let teams = start(&app).await;
    // A system in dark mode says nothing about Teams.
    teams.browser.prefer("prefers-color-scheme", "dark").await;
    teams.host("host.hold('initialize')").await;
    for (theme, expected) in THEMES {
        teams.host(&format!("host.setTheme('{theme}')")).await;
        teams.open("/?theme={app.theme}", json!({})).await;
        let tab = teams.tab().await;
        let arrived =
            format!("location.search === '?theme={theme}' && document.readyState !== 'loading'");
        tab.until_true(&arrived).await;
        assert_eq!(colour(tab).await, expected, "{theme}");
    }
}

#[tokio::test]
async fn the_tab_and_the_dialog_follow_a_change_of_the_theme() {
    let app = spawn().await;
    let teams = open(&app).await;
    connect_in_dialog(&teams).await;
    for (theme, expected) in THEMES.into_iter().rev() {
        teams.host(&format!("host.setTheme('{theme}')")).await;
        let followed = format!("document.documentElement.dataset.theme === '{theme}'");
        let tab = teams.tab().await;
        tab.until_true(&followed).await;
        assert_eq!(colour(tab).await, expected, "{theme}");
        let dialog = teams.dialog().await;
        dialog.until_true(&followed).await;
        assert_eq!(colour(dialog).await, expected, "{theme}");
    }
    teams.assert_no_errors().await;
}

#[tokio::test]
async fn the_dialog_opens_in_the_theme_of_the_tab() {
    let app = spawn().await;
    let teams = start(&app).await;
    teams.host("host.setTheme('contrast')").await;
    open_tab(&teams).await;
    teams.tab().await.press("button", SIGN_IN).await;
    let dialog = teams.dialog().await;
    dialog
        .until_true("location.search === '?theme=contrast'")
        .await;
    assert_eq!(colour(dialog).await, "rgb(0, 0, 0)");
}

#[tokio::test]
async fn a_theme_that_nobody_knows_is_the_default() {
    let app = spawn().await;
    let teams = start(&app).await;
    teams.open("/?theme=%22%3E%3Cscript%3E", json!({})).await;
    let tab = teams.tab().await;
    tab.by_role("button", SIGN_IN).await;
    tab.until_true("document.documentElement.dataset.theme === 'default'")
        .await;
    assert_eq!(colour(tab).await, "rgb(245, 245, 245)");
}
