use super::{
    browser::Browser,
    flow::{ALLOW, CODE, JIRA, SUCCESS, code_of_attempt, start_attempt},
};
use serde_json::json;
use tests::TestApp;

#[tokio::test]
async fn the_form_is_complete_before_any_script_and_works_when_the_script_never_comes() {
    let app = TestApp::spawn().await;
    let browser = Browser::open().await;
    browser.devtools("Network.enable", json!({})).await;
    let blocked = json!({ "urls": ["*.wasm"] });
    browser.devtools("Network.setBlockedURLs", blocked).await;
    browser.goto(&app.url()).await;
    browser.by_role("heading", "Sign in to Jira").await;
    assert_eq!(browser.value(JIRA).await, "demo");
    browser.press("button", "Connect").await;
    browser.by_role("heading", ALLOW).await;
    browser.by_role("link", "Authorize").await;
    browser.by_role("textbox", CODE).await;
    let code = code_of_attempt(&app).await;
    browser.fill(CODE, &code).await;
    browser.press("button", "Continue").await;
    browser.by_role("heading", SUCCESS).await;
}

#[tokio::test]
async fn a_press_before_the_script_has_loaded_is_not_lost() {
    let app = TestApp::spawn().await;
    let browser = Browser::open().await;
    browser.hold_script().await;
    browser.goto(&app.url()).await;
    browser.fill(JIRA, "DEMO").await;
    browser.press("button", "Connect").await;
    browser.by_role("heading", ALLOW).await;
}

#[tokio::test]
async fn what_was_typed_while_the_script_loads_stays_and_is_what_connect_sends() {
    let app = TestApp::spawn().await;
    let browser = Browser::open().await;
    browser.hold_script().await;
    browser
        .goto(&format!("{}/?script=awaited", app.url()))
        .await;
    browser.fill(JIRA, "typed early").await;
    assert_eq!(
        browser.script("return location.search").await,
        "?script=awaited",
        "the script is still on its way"
    );
    browser.release_script().await;
    browser.until_hydrated().await;
    assert_eq!(browser.value(JIRA).await, "typed early");
    let focused = browser.focused().await;
    assert_eq!(focused, ("textbox".to_owned(), JIRA.to_owned()));

    browser.script("window.marker = 'same page'").await;
    browser.press("button", "Connect").await;
    browser
        .alert("This tab knows no Jira by that ID or address.")
        .await;
    assert_eq!(browser.script("return window.marker").await, "same page");
    assert_eq!(browser.value(JIRA).await, "typed early");
}

#[tokio::test]
async fn a_code_typed_while_the_script_loads_connects() {
    let app = TestApp::spawn().await;
    start_attempt(&app).await;
    let code = code_of_attempt(&app).await;
    let browser = Browser::open().await;
    browser.hold_script().await;
    browser
        .goto(&format!("{}/?script=awaited", app.url()))
        .await;
    browser.fill(CODE, &code).await;
    browser.release_script().await;
    browser.until_hydrated().await;
    assert_eq!(browser.value(CODE).await, code);
    browser.press("button", "Continue").await;
    browser.by_role("heading", SUCCESS).await;
}
