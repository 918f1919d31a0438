//! The pictures of the README: `JIRA_TAB_SCREENSHOTS=1 cargo test -p tests --test it screenshots`.

use super::{
    browser::Browser,
    flow::{ALLOW, LIST, code_of_attempt, start_attempt},
};
use fantoccini::Locator;
use serde_json::json;
use std::{env, fs, net::Ipv4Addr, path::Path};
use tests::{Start, TestApp, jira_sim::SimOptions};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/screenshots");

#[tokio::test]
async fn screenshots_are_made_when_asked_for() {
    if env::var_os("JIRA_TAB_SCREENSHOTS").is_none_or(|value| value != "1") {
        return;
    }
    fs::create_dir_all(FOLDER).unwrap();
    // The address is in the pictures, so it must not be another each time.
    let app = TestApp::start(Start {
        jira: SimOptions {
            listen: (Ipv4Addr::LOCALHOST, 2999).into(),
            ..SimOptions::default()
        },
        ..Start::default()
    })
    .await;
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

/// A picture as high as the page.
async fn picture(browser: &Browser, width: u32, name: &str) {
    browser.resize(width, 200).await;
    let main = browser.client.find(Locator::Css("main")).await.unwrap();
    let (_, _, _, height) = main.rectangle().await.unwrap();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "pixels of a page"
    )]
    browser.resize(width, height.ceil() as u32).await;
    // The scroll bar, which a picture does not show, is no part of the width.
    browser
        .devtools("Emulation.setScrollbarsHidden", json!({ "hidden": true }))
        .await;
    let png = browser.client.screenshot().await.unwrap();
    fs::write(Path::new(FOLDER).join(format!("{name}.png")), png).unwrap();
}
