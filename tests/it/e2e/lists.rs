//! The lists with JavaScript: one page, one address for each view, all of it by keyboard.

use super::{
    browser::Browser,
    flow::{ALLOW, CODE, LIST, SUCCESS, code_of_attempt, sign_in},
    keyboard::{press, tab_to},
};
use fantoccini::{Locator, key::Key};
use tests::{
    Start, TestApp,
    jira_sim::{Fault, SimOptions},
};

pub(super) const RESULTS: &str = "Search results";

/// A connected person's tab, with more issues than one page has.
pub(super) async fn opened() -> (TestApp, Browser) {
    let app = TestApp::start(Start {
        jira: SimOptions::default().add_generated_issues("demo", 60),
        ..Start::default()
    })
    .await;
    sign_in(&app).await;
    let browser = Browser::open().await;
    browser.open_tab(&app).await;
    browser.by_role("heading", LIST).await;
    browser.script("window.marker = 'same page'").await;
    (app, browser)
}

pub(super) async fn address(browser: &Browser) -> String {
    let address = browser
        .script("return location.pathname + location.search")
        .await;
    address.as_str().unwrap_or_default().to_owned()
}

/// Counts the answers that the page gets from now on.
pub(super) async fn count_answers(browser: &Browser) {
    let script = "window.answers = 0; const ask = window.fetch; \
                  window.fetch = async (...it) => { const answer = await ask(...it); window.answers += 1; return answer }";
    browser.script(script).await;
}

pub(super) async fn until_answers(browser: &Browser, count: u32) {
    browser
        .until_true(&format!("window.answers >= {count}"))
        .await;
    // What came of the answer is on the page by the next frame but one.
    browser
        .script("window.isDrawn = false; requestAnimationFrame(() => requestAnimationFrame(() => { window.isDrawn = true }))")
        .await;
    browser.until_true("window.isDrawn").await;
}

pub(super) async fn first_key(browser: &Browser) -> String {
    let key = browser
        .script("return document.querySelector('td.key').textContent")
        .await;
    key.as_str().unwrap_or_default().to_owned()
}

/// Waits until an order is shown, and says which issue comes first.
pub(super) async fn until_sorted(browser: &Browser, column: &str, order: &str) -> String {
    let sorted =
        format!("document.querySelector('#sort-{column}').parentNode.ariaSort === '{order}'");
    browser.until_true(&sorted).await;
    first_key(browser).await
}

#[tokio::test]
async fn every_list_opens_on_the_same_page_and_back_and_forward_lead_through_them() {
    let (_app, browser) = opened().await;
    let lists = [
        ("Reported by me", "/?list=reported", "Reported by me"),
        ("Watched by me", "/?list=watched", "Watched by me"),
        ("My filters", "/?list=filters&filter=10000", "Open bugs"),
        ("Recently viewed", "/?list=recent", "Recently viewed"),
        (LIST, "/", LIST),
    ];
    for (link, expected, heading) in lists {
        browser.press("link", link).await;
        browser.by_role("heading", heading).await;
        assert_eq!(address(&browser).await, expected);
    }
    let filter = "R&D: what \"we\" do next";
    browser.press("link", "My filters").await;
    browser.press("link", filter).await;
    browser.by_role("heading", filter).await;
    for (step, heading) in [
        ("back", "Open bugs"),
        ("back", LIST),
        ("back", "Recently viewed"),
        ("forward", LIST),
        ("forward", "Open bugs"),
    ] {
        browser.script(&format!("history.{step}()")).await;
        browser.by_role("heading", heading).await;
    }
    assert_eq!(browser.script("return window.marker").await, "same page");
    browser.client.refresh().await.unwrap();
    browser.by_role("heading", "Open bugs").await;
}

#[tokio::test]
async fn rows_stay_while_jira_is_asked_and_a_long_wait_is_told() {
    let (app, browser) = opened().await;
    app.jira.set_fault_on("/search", Fault::Hold);
    browser.press("button", "Refresh").await;
    browser
        .until_true("document.querySelector('main').ariaBusy === 'true'")
        .await;
    browser.by_role("link", "DEMO-1").await;
    let message = browser.message("status").await;
    assert_eq!(message, "Jira is taking longer than usual.");
    browser.by_role("link", "DEMO-1").await;
    app.jira.release();
    browser.until_no("status").await;
    browser
        .until_true("!document.querySelector('main').ariaBusy")
        .await;
}

#[tokio::test]
async fn the_last_list_asked_for_is_the_one_that_is_shown() {
    let (app, browser) = opened().await;
    app.jira.queue_fault("/search", Fault::Hold);
    count_answers(&browser).await;
    browser.press("link", "Reported by me").await;
    browser.press("link", "Watched by me").await;
    browser.by_role("heading", "Watched by me").await;
    app.jira.release();
    until_answers(&browser, 2).await;
    browser.by_role("heading", "Watched by me").await;
    assert_eq!(address(&browser).await, "/?list=watched");
}

#[tokio::test]
async fn a_list_that_cannot_be_had_says_why_and_another_one_can() {
    let (mut app, browser) = opened().await;
    app.jira.set_fault(Some(Fault::Status(503)));
    browser.press("link", "Reported by me").await;
    browser.alert("is not available just now").await;
    app.jira.set_fault(None);
    browser.press("button", "Refresh").await;
    browser.by_role("link", "DEMO-13").await;
    browser.until_no("alert").await;
    app.stop().await;
    browser.press("link", LIST).await;
    browser.alert("The tab's server did not answer.").await;
    browser.by_role("link", "DEMO-13").await;
}

#[tokio::test]
async fn lists_pages_orders_and_searches_work_without_javascript() {
    let app = TestApp::start(Start {
        jira: SimOptions::default().add_generated_issues("demo", 60),
        ..Start::default()
    })
    .await;
    sign_in(&app).await;
    let browser = Browser::open_without_javascript().await;
    browser.goto(&app.url()).await;
    browser.press("link", "Key").await;
    assert_eq!(until_sorted(&browser, "key", "ascending").await, "DEMO-1");
    browser.press("link", "Next page").await;
    browser.by_role("link", "Previous page").await;
    assert_eq!(address(&browser).await, "/?sort=key&start=50");
    browser.press("link", "Watched by me").await;
    browser.by_role("heading", "Watched by me").await;
    let field = browser.client.find(Locator::Id("jql")).await.unwrap();
    field
        .send_keys("project = DEMO AND status = Done")
        .await
        .unwrap();
    browser.press("button", "Search").await;
    browser.by_role("heading", RESULTS).await;
    browser.by_role("link", "DEMO-9").await;
    assert_eq!(browser.count("link", "DEMO-1").await, 0);
    browser
        .press("link", "Search for these words instead")
        .await;
    browser.by_role("heading", RESULTS).await;
    browser.by_role("link", "Read it as JQL instead").await;
}

#[tokio::test]
async fn a_link_to_what_is_shown_asks_again_and_leaves_the_history_as_it_is() {
    let (app, browser) = opened().await;
    let entries = browser.script("return history.length").await;
    app.jira.clear_requests();
    count_answers(&browser).await;
    browser.press("link", LIST).await;
    until_answers(&browser, 1).await;
    assert_eq!(app.jira.count_requests("/search"), 1);
    assert_eq!(browser.script("return history.length").await, entries);
}

#[tokio::test]
async fn a_person_who_signs_in_comes_to_the_list_of_the_address() {
    let app = TestApp::spawn().await;
    let browser = Browser::open().await;
    browser.goto(&format!("{}?list=reported", app.url())).await;
    browser.until_hydrated().await;
    browser.press("button", "Connect").await;
    browser.by_role("heading", ALLOW).await;
    assert_eq!(address(&browser).await, "/?list=reported");
    let code = code_of_attempt(&app).await;
    tab_to(&browser, "textbox", CODE).await;
    browser.keys(&code).await;
    press(&browser, Key::Enter).await;
    browser.by_role("heading", "Reported by me").await;
    browser.by_role("heading", SUCCESS).await;
    assert_eq!(address(&browser).await, "/?list=reported");
    browser.by_role("link", "DEMO-13").await;
}

#[tokio::test]
async fn a_link_with_a_modifier_is_left_to_the_browser() {
    let (_app, browser) = opened().await;
    let taken = "const link = document.querySelector('#sort-key'); \
                 const event = new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey: true }); \
                 let prevented; \
                 document.addEventListener('click', it => { prevented = it.defaultPrevented; it.preventDefault(); }, { once: true }); \
                 link.dispatchEvent(event); return prevented";
    assert_eq!(browser.script(taken).await, false);
    assert_eq!(address(&browser).await, "/");
}
