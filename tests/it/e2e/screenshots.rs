//! The pictures of `docs/`: `JIRA_TAB_SCREENSHOTS=1 cargo test -p tests --test it screenshots`.

use super::{
    browser::Browser,
    flow::{ALLOW, LIST, code_of_attempt, start_attempt},
    teams::Teams,
    teams_tab::{self, connect_in_dialog},
};
use fantoccini::Locator;
use serde_json::json;
use std::{env, fs, net::Ipv4Addr, path::Path};
use tests::{Issuer, Start, TestApp, in_teams, jira_sim::SimOptions};

/// Themes of Teams, and what their pictures are called.
const THEMES: [(&str, &str); 3] = [
    ("default", "light"),
    ("dark", "dark"),
    ("contrast", "contrast"),
];

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/screenshots");

#[tokio::test]
async fn screenshots_are_made_when_asked_for() {
    if env::var_os("JIRA_TAB_SCREENSHOTS").is_none_or(|value| value != "1") {
        return;
    }
    fs::create_dir_all(FOLDER).unwrap();
    pictures_of_a_page().await;
    pictures_in_teams().await;
}

async fn pictures_of_a_page() {
    let app = start(String::new()).await;
    // A browser of its own: Chromium keeps the colours of the page's edge after the emulation.
    let browser = Browser::open().await;
    browser.open_tab(&app).await;
    browser.prefer("forced-colors", "active").await;
    picture(&browser, 960, "connect-contrast").await;
    drop(browser);

    let browser = Browser::open().await;
    browser.open_tab(&app).await;
    in_both_schemes(&browser, "connect").await;
    start_attempt(&app).await;
    browser.open_tab(&app).await;
    browser.by_role("heading", ALLOW).await;
    in_both_schemes(&browser, "authorize").await;

    let code = code_of_attempt(&app).await;
    browser.fill("Verification code", &code).await;
    browser.press("button", "Continue").await;
    browser.by_role("heading", LIST).await;
    browser.open_tab(&app).await;
    browser.by_role("heading", LIST).await;
    in_both_schemes(&browser, "issues").await;
    browser.prefer("prefers-color-scheme", "light").await;
    picture(&browser, 320, "issues-narrow").await;
}

async fn in_both_schemes(browser: &Browser, name: &str) {
    for scheme in ["light", "dark"] {
        browser.prefer("prefers-color-scheme", scheme).await;
        picture(browser, 960, &format!("{name}-{scheme}")).await;
    }
}

async fn pictures_in_teams() {
    let app = start(in_teams(Issuer::shared().await)).await;
    let teams = teams_tab::open(&app).await;
    in_each_theme(&teams, "teams-sign-in").await;
    connect_in_dialog(&teams).await;
    for (theme, name) in THEMES {
        teams.host(&format!("host.setTheme('{theme}')")).await;
        let dialog = teams.dialog().await;
        follow(dialog, theme).await;
        // The size of the window that the tab asks for.
        picture(dialog, 520, &format!("teams-dialog-{name}")).await;
    }
    teams.close_dialog().await;
    teams_tab::sign_in(&app).await;
    teams_tab::reload(&teams).await;
    teams.tab().await.by_role("heading", LIST).await;
    in_each_theme(&teams, "teams-issues").await;
}

/// Pictures of the tab's frame.
async fn in_each_theme(teams: &Teams, name: &str) {
    for (theme, ending) in THEMES {
        teams.host(&format!("host.setTheme('{theme}')")).await;
        teams.browser.resize(960, 200).await;
        let tab = teams.tab().await;
        follow(tab, theme).await;
        let height = height_of_main(tab).await;
        teams.host("return 0").await;
        let frame = teams.browser.client.find(Locator::Css("iframe")).await;
        let frame = frame.unwrap();
        let (_, bar_height, _, _) = frame.rectangle().await.unwrap();
        teams.browser.resize(960, height + pixels(bar_height)).await;
        save(
            &frame.screenshot().await.unwrap(),
            &format!("{name}-{ending}"),
        );
    }
}

async fn follow(page: &Browser, theme: &str) {
    let followed = format!("document.documentElement.dataset.theme === '{theme}'");
    page.until_true(&followed).await;
}

/// The tab and a Jira whose address is in the pictures, so it must not be another each time.
async fn start(teams_settings: String) -> TestApp {
    TestApp::start(Start {
        jira: SimOptions {
            listen: (Ipv4Addr::LOCALHOST, 2999).into(),
            ..SimOptions::default()
        },
        teams_settings,
        ..Start::default()
    })
    .await
}

/// A picture as high as the page.
async fn picture(browser: &Browser, width: u32, name: &str) {
    browser.resize(width, 200).await;
    let height = height_of_main(browser).await;
    browser.resize(width, height).await;
    // The scroll bar, which a picture does not show, is no part of the width.
    browser
        .devtools("Emulation.setScrollbarsHidden", json!({ "hidden": true }))
        .await;
    save(&browser.client.screenshot().await.unwrap(), name);
}

async fn height_of_main(browser: &Browser) -> u32 {
    let main = browser.client.find(Locator::Css("main")).await.unwrap();
    let (_, _, _, height) = main.rectangle().await.unwrap();
    pixels(height)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pixels of a page"
)]
fn pixels(length: f64) -> u32 {
    length.ceil() as u32
}

fn save(png: &[u8], name: &str) {
    fs::write(Path::new(FOLDER).join(format!("{name}.png")), png).unwrap();
}
