//! Hostile content in Chromium: nothing runs, nothing is loaded, nothing stands out.

use super::{
    browser::Browser,
    flow::sign_in,
    narrow::too_wide,
    quiet::{is_ours, requested_by},
};
use crate::issue::hostile::{PAYLOADS, plant};
use serde_json::json;
use tests::TestApp;

#[tokio::test]
async fn nothing_runs_and_nothing_is_loaded_whatever_people_write() {
    let app = TestApp::spawn().await;
    sign_in(&app).await;
    let browser = Browser::open().await;
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
        let wide = "const panel = document.querySelector('.panel'); \
                    return [document.documentElement.scrollWidth, panel.getBoundingClientRect().right]";
        let wide = browser.script(wide).await;
        let fits = wide[0].as_f64() <= Some(320.0) && wide[1].as_f64() <= Some(320.0);
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
