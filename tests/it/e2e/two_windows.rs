use super::{
    browser::Browser,
    countdown::come_back,
    flow::{ALLOW, CODE, JIRA, LIST, SUCCESS, code_of_attempt, start_attempt},
};
use tests::TestApp;

/// Two windows of one person, both at the code field; the browser is in the second.
async fn two_at_the_code_field(app: &TestApp, browser: &Browser) -> fantoccini::wd::WindowHandle {
    start_attempt(app).await;
    browser.open_tab(app).await;
    browser.by_role("heading", ALLOW).await;
    let first = browser.client.window().await.unwrap();
    let second = browser.client.new_window(true).await.unwrap().handle;
    browser.client.switch_to_window(second).await.unwrap();
    browser.open_tab(app).await;
    browser.by_role("heading", ALLOW).await;
    first
}

#[tokio::test]
async fn a_sign_in_finished_in_one_window_is_finished_in_the_other() {
    let app = TestApp::spawn().await;
    let browser = Browser::open().await;
    let first = two_at_the_code_field(&app, &browser).await;
    let code = code_of_attempt(&app).await;
    browser.fill(CODE, &code).await;
    browser.press("button", "Continue").await;
    browser.by_role("heading", SUCCESS).await;
    browser.close_window(first).await;
    come_back(&browser).await;
    browser.by_role("heading", LIST).await;
}

#[tokio::test]
async fn a_link_replaced_in_one_window_is_replaced_in_the_other() {
    let app = TestApp::spawn().await;
    let browser = Browser::open().await;
    let first = two_at_the_code_field(&app, &browser).await;
    let link = async || {
        browser
            .by_role("link", "Authorize")
            .await
            .attr("href")
            .await
            .unwrap()
    };
    let old = link().await;
    browser.press("button", "Get a new link").await;
    browser
        .until("a new link", async || (link().await != old).then_some(()))
        .await;
    let new = link().await;
    browser.close_window(first).await;
    come_back(&browser).await;
    browser
        .until("the same link", async || {
            (link().await == new).then_some(())
        })
        .await;
}

#[tokio::test]
async fn a_sign_in_given_up_in_one_window_is_given_up_in_the_other() {
    let app = TestApp::spawn().await;
    let browser = Browser::open().await;
    let first = two_at_the_code_field(&app, &browser).await;
    browser.press("button", "Use another Jira").await;
    browser.by_role("textbox", JIRA).await;
    browser.close_window(first).await;
    come_back(&browser).await;
    browser.by_role("textbox", JIRA).await;
}
