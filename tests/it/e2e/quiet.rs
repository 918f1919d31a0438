use super::{
    browser::Browser,
    flow::{ALLOW, CODE, JIRA, LIST, SUCCESS, allow_in_jira},
};
use serde_json::{Value, json};
use tests::TestApp;

#[tokio::test]
async fn the_flow_breaks_no_policy_asks_no_stranger_and_leaves_nothing_in_the_browser() {
    let app = TestApp::spawn().await;
    let browser = Browser::open().await;
    browser.open_tab(&app).await;
    browser.fill(JIRA, "no such jira").await;
    browser.press("button", "Connect").await;
    browser.alert("This tab knows no Jira").await;
    browser.fill(JIRA, "demo").await;
    browser.press("button", "Connect").await;
    browser.by_role("heading", ALLOW).await;
    let code = allow_in_jira(&browser).await;
    browser.fill(CODE, &code).await;
    browser.press("button", "Continue").await;
    browser.by_role("heading", SUCCESS).await;
    browser.reload_tab().await;
    browser.by_role("heading", LIST).await;
    nothing_is_stored(&browser).await;
    browser.goto(&format!("{}/sign-out", app.url())).await;
    browser.press("button", "Sign out").await;
    browser.by_role("button", "Connect").await;
    browser
        .goto(&format!("{}/authorize/nothing", app.url()))
        .await;
    browser.by_role("heading", "This did not work").await;

    nothing_is_stored(&browser).await;
    let complaints = complaints(&browser, &app).await;
    assert!(complaints.is_empty(), "{complaints:#?}");
    let requested = requested_by(&browser, &app.url()).await;
    assert!(requested.iter().any(|url| url.contains("/pkg/")));
    assert!(requested.iter().any(|url| url.ends_with("/api/continue")));
    let strange: Vec<_> = requested.iter().filter(|url| !is_ours(url, &app)).collect();
    assert!(strange.is_empty(), "{strange:#?}");
}

/// Entries of the console, but those of Jira's pages and of answers that are meant to be errors.
async fn complaints(browser: &Browser, app: &TestApp) -> Vec<Value> {
    let mut entries = browser.log("browser").await;
    let failure_page = format!("{}/authorize/nothing - Failed to load", app.url());
    let jira = app.jira.base_url();
    let jira = jira.trim_end_matches("/jira");
    entries.retain(|entry| {
        let message = entry["message"].as_str().unwrap_or_default();
        !message.starts_with(jira) && !message.starts_with(&failure_page)
    });
    entries
}

/// Addresses that pages of an origin asked for.
pub(super) async fn requested_by(browser: &Browser, origin: &str) -> Vec<String> {
    let entries = browser.log("performance").await;
    let events = entries.iter().filter_map(|entry| {
        let event: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
        Some(event["message"].clone())
    });
    events
        .filter(|event| event["method"] == "Network.requestWillBeSent")
        .filter(|event| {
            let document = event["params"]["documentURL"].as_str();
            document.is_some_and(|url| url.starts_with(&format!("{origin}/")))
        })
        .filter_map(|event| Some(event["params"]["request"]["url"].as_str()?.to_owned()))
        .collect()
}

pub(super) fn is_ours(url: &str, app: &TestApp) -> bool {
    // The icon of the pages is empty and in the page itself.
    url.starts_with(&format!("{}/", app.url())) || url == "data:,"
}

pub(super) async fn nothing_is_stored(browser: &Browser) {
    let stored = "return [localStorage.length, sessionStorage.length, document.cookie.length]";
    assert_eq!(browser.script(stored).await, json!([0, 0, 0]));
    let later = "const done = arguments[0]; \
                 Promise.all([indexedDB.databases(), caches.keys(), navigator.serviceWorker.getRegistrations()]) \
                     .then(found => done(found.flat().length))";
    let count = browser.client.execute_async(later, Vec::new()).await;
    assert_eq!(count.unwrap(), 0);
    // Cookies know no ports: those of Jira, below /jira, are here as well.
    let cookies = browser.devtools("Network.getAllCookies", json!({})).await;
    let cookies = cookies["cookies"].as_array().expect("a list");
    let ours: Vec<_> = cookies.iter().filter(|it| it["path"] != "/jira").collect();
    assert!(ours.is_empty(), "{ours:#?}");
}
