//! Hostile content in Chromium: nothing runs, nothing is loaded, nothing stands out.

use super::{
    browser::Browser,
    flow::sign_in,
    issue_panel::told,
    narrow::too_wide,
    quiet::{is_ours, requested_by},
};
use crate::issue::hostile::{PAYLOADS, plant};
use serde_json::json;
use tests::TestApp;

/// Only the sanitiser protects: the policy of the page, which would also stop all of this, is off.
#[tokio::test]
async fn nothing_runs_and_nothing_is_loaded_whatever_people_write() {
    let app = TestApp::spawn().await;
    sign_in(&app).await;
    let browser = Browser::open().await;
    let off = json!({ "enabled": true });
    browser.devtools("Page.setBypassCSP", off).await;
    for (name, payload) in PAYLOADS {
        plant(&app, payload);
        shows(&browser, &app).await;
        let mut elsewhere = requested_by(&browser, &app.url()).await;
        // A picture of the browser's own, in a field for a day, is a `data:` address.
        elsewhere.retain(|url| !is_ours(url, &app) && !url.starts_with("data:"));
        assert_eq!(elsewhere, Vec::<String>::new(), "{name}");
    }
}

#[tokio::test]
async fn what_would_run_without_the_sanitiser_is_noticed() {
    let app = TestApp::spawn().await;
    sign_in(&app).await;
    let browser = Browser::open().await;
    let off = json!({ "enabled": true });
    browser.devtools("Page.setBypassCSP", off).await;
    shows(&browser, &app).await;
    let attack = "document.querySelector('.panel').insertAdjacentHTML('beforeend', \
                  '<img src=x onerror=attack()>')";
    browser.script(attack).await;
    browser.until_true("window.attacked === true").await;
}

#[tokio::test]
async fn nothing_runs_in_a_comment_that_was_just_sent() {
    let app = TestApp::spawn().await;
    sign_in(&app).await;
    let browser = Browser::open().await;
    let off = json!({ "enabled": true });
    browser.devtools("Page.setBypassCSP", off).await;
    shows(&browser, &app).await;
    let attack = "</textarea><img src=x onerror=attack()><script>attack()</script>";
    app.jira.change_users(|users| {
        for user in users {
            user.display_name = attack.to_owned();
        }
    });
    browser.fill("Add a comment", attack).await;
    browser.press("button", "Comment").await;
    told(&browser, "Your comment was added.").await;
    let text = "return document.querySelector('.comments li:last-child textarea').value";
    assert_eq!(browser.script(text).await, attack);
    // A picture that cannot be loaded says so before the next frame but one.
    browser
        .script("requestAnimationFrame(() => requestAnimationFrame(() => { window.drawn = true }))")
        .await;
    browser.until_true("window.drawn === true").await;
    assert_eq!(
        browser.script("return window.attacked ?? null").await,
        json!(null)
    );
}

#[tokio::test]
async fn nothing_stands_out_of_a_narrow_screen_whatever_people_write() {
    let app = TestApp::spawn().await;
    sign_in(&app).await;
    let browser = Browser::open().await;
    browser.resize(320, 640).await;
    for text in [
        "x".repeat(100_000),
        "<div>".repeat(10_000),
        format!("Z{}", "\u{0336}\u{0489}".repeat(2_000)),
        "\u{202e}\u{2066}desrever".to_owned(),
        format!("<table><tr>{}</tr></table>", "<td>wide</td>".repeat(100)),
        format!("<pre>{}</pre>", "x".repeat(5_000)),
    ] {
        plant(&app, &text);
        shows(&browser, &app).await;
        // What is clipped is cut off: only a text that is scrolled by itself may be wider, and a letter
        // that cannot be broken, in a box that is not.
        let wide = "const width = document.documentElement.clientWidth; \
                    const wide = [...document.querySelectorAll('.panel, .panel *')].filter(it => \
                        !it.parentElement.closest('.wiki') && it.checkVisibility() \
                        && getComputedStyle(it).display !== 'inline' \
                        && it.getBoundingClientRect().right > width + 1); \
                    return [document.documentElement.scrollWidth, \
                            wide.map(it => it.outerHTML.slice(0, 80)).slice(0, 3)]";
        let wide = browser.script(wide).await;
        let fits = wide[0].as_f64() <= Some(320.0) && wide[1] == json!([]);
        assert!(
            fits,
            "{:.40}: {wide} {:.300}",
            text,
            too_wide(&browser).await
        );
    }
}

async fn shows(browser: &Browser, app: &TestApp) {
    // Whatever runs calls this or asks a person something.
    let script = json!({ "source": "window.attack = () => { window.attacked = true }; \
                                    window.alert = window.attack" });
    browser
        .devtools("Page.addScriptToEvaluateOnNewDocument", script)
        .await;
    browser
        .goto(&format!("{}/?issue=DEMO-1&script=awaited", app.url()))
        .await;
    browser
        .until_true("location.search === '?issue=DEMO-1'")
        .await;
    browser.by_role("link", "DEMO-1 in Jira").await;
    assert_eq!(
        browser.script("return window.attacked ?? null").await,
        json!(null)
    );
}
