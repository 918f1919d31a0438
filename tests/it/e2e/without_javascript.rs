use super::{
    browser::Browser,
    flow::{ALLOW, CODE, JIRA, LIST, SUCCESS, allow_in_jira, code_of_attempt, start_attempt},
    with_javascript::sees_the_issues,
};
use tests::TestApp;

#[tokio::test]
async fn the_whole_flow_works_without_javascript() {
    let app = TestApp::spawn().await;
    let browser = Browser::open_without_javascript().await;
    browser.goto(&app.url()).await;
    browser.script("window.marker = 'first page'").await;

    browser.fill(JIRA, "demo").await;
    browser.press("button", "Connect").await;
    browser.by_role("heading", ALLOW).await;
    let marker = browser.script("return window.marker").await;
    assert!(marker.is_null(), "without a script each step is a new page");
    let code = allow_in_jira(&browser).await;
    browser.fill(CODE, &code).await;
    browser.press("button", "Continue").await;
    browser.by_role("heading", SUCCESS).await;
    sees_the_issues(&browser, &app).await;

    browser.goto(&app.url()).await;
    browser.by_role("heading", LIST).await;
    assert_eq!(browser.count("button", "Connect").await, 0);
    browser.press("button", "Refresh").await;
    browser.by_role("heading", LIST).await;
    sees_the_issues(&browser, &app).await;

    ask_to_sign_out(&browser).await;
    browser.press("link", "Cancel").await;
    browser.by_role("heading", LIST).await;
    ask_to_sign_out(&browser).await;
    browser.press("button", "Sign out").await;
    browser.by_role("button", "Connect").await;
    let notice = browser.message("status").await;
    assert!(notice.contains("You are signed out of Demo Jira."));
}

/// The question stands on a page of its own.
async fn ask_to_sign_out(browser: &Browser) {
    browser.press("button", "Sign out").await;
    browser.by_role("heading", "Sign out of Demo Jira?").await;
    assert_eq!(
        browser.client.current_url().await.unwrap().path(),
        "/sign-out"
    );
    assert_eq!(browser.count("button", "Sign out").await, 1);
}

#[tokio::test]
async fn without_javascript_a_refusal_is_an_alert_and_keeps_what_was_typed() {
    let app = TestApp::spawn().await;
    let browser = Browser::open_without_javascript().await;
    browser.goto(&app.url()).await;
    browser.fill(JIRA, "no such jira").await;
    browser.press("button", "Connect").await;
    browser
        .alert("This tab knows no Jira by that ID or address.")
        .await;
    assert_eq!(browser.value(JIRA).await, "no such jira");
}

#[tokio::test]
async fn without_javascript_a_refused_code_is_not_shown_again() {
    let app = TestApp::spawn().await;
    start_attempt(&app).await;
    let code = code_of_attempt(&app).await;
    let browser = Browser::open_without_javascript().await;
    browser.goto(&app.url()).await;
    browser.fill(CODE, "wrong1").await;
    browser.press("button", "Continue").await;
    browser.alert("Demo Jira did not accept this code.").await;
    assert_eq!(browser.value(CODE).await, "");
    assert!(!browser.client.source().await.unwrap().contains("wrong1"));

    browser.fill(CODE, &code).await;
    browser.press("button", "Continue").await;
    browser.by_role("heading", SUCCESS).await;
}
