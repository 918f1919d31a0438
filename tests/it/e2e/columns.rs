//! Columns and orders with JavaScript.

use super::{
    flow::LIST,
    keyboard::{focus_moves_to, press, tab_to},
    lists::{address, count_answers, first_key, opened, until_answers, until_sorted},
};
use fantoccini::{Locator, key::Key};
use tests::jira_sim::Fault;

#[tokio::test]
async fn the_keyboard_stays_on_the_head_that_sorts_and_comes_to_the_list_from_the_pager() {
    let (_app, browser) = opened().await;
    tab_to(&browser, "link", "Key").await;
    press(&browser, Key::Enter).await;
    let first = until_sorted(&browser, "key", "ascending").await;
    assert_eq!(first, "DEMO-1");
    focus_moves_to(&browser, "link", "Key").await;
    press(&browser, Key::Enter).await;
    let first = until_sorted(&browser, "key", "descending").await;
    assert_eq!(first, "OPS-60");
    assert_eq!(address(&browser).await, "/?sort=key&desc=1");

    browser.press("link", "Next page").await;
    browser.by_role("link", "Previous page").await;
    assert!(browser.text().await.contains("51–72 of 72"));
    focus_moves_to(&browser, "heading", LIST).await;
    browser.press("link", "Previous page").await;
    browser.by_role("link", "Next page").await;
    assert_eq!(first_key(&browser).await, "OPS-60");
}

#[tokio::test]
async fn in_a_narrow_place_the_order_is_chosen_in_a_form() {
    let (_app, browser) = opened().await;
    browser.resize(400, 800).await;
    let by = browser.client.find(Locator::Id("order-by")).await.unwrap();
    by.send_keys("Key").await.unwrap();
    browser.press("button", "Sort").await;
    // The list's own order, newest first, is downwards too.
    let first = until_sorted(&browser, "key", "descending").await;
    assert_eq!(first, "OPS-60");
    assert_eq!(address(&browser).await, "/?sort=key&desc=1");
    focus_moves_to(&browser, "button", "Sort").await;
    tab_to(&browser, "link", "Key").await;
    let height = "return document.querySelector('#sort-key').getBoundingClientRect().height > 8";
    assert_eq!(
        browser.script(height).await,
        true,
        "what has the keyboard is seen"
    );
}

#[tokio::test]
async fn columns_are_chosen_by_keyboard_and_still_there_after_a_reload() {
    let (_app, browser) = opened().await;
    let heads = "return [...document.querySelectorAll('th a')].map(it => it.id.slice(5)).join(' ')";
    let all = "type key summary status assignee reporter priority created updated";
    assert_eq!(browser.script(heads).await, all);
    browser
        .script("document.querySelector('.menu summary').focus()")
        .await;
    press(&browser, Key::Enter).await;
    for column in ["Type", "Reporter", "Created"] {
        tab_to(&browser, "checkbox", column).await;
        browser.keys(" ").await;
    }
    tab_to(&browser, "button", "Apply").await;
    press(&browser, Key::Enter).await;
    let chosen = "key summary status assignee priority updated";
    browser
        .until("the chosen columns", async || {
            (browser.script(heads).await == chosen).then_some(())
        })
        .await;
    assert_eq!(
        browser
            .script("return document.querySelector('.menu').open")
            .await,
        false
    );
    assert_eq!(
        browser
            .script("return document.activeElement.localName")
            .await,
        "summary"
    );
    browser.reload_tab().await;
    assert_eq!(browser.script(heads).await, chosen);
}

#[tokio::test]
async fn an_old_alert_does_not_take_the_keyboard() {
    let (app, browser) = opened().await;
    app.jira.set_fault_on("/search", Fault::Status(503));
    browser.press("button", "Refresh").await;
    browser.alert("is not available just now").await;
    count_answers(&browser).await;
    browser
        .script("document.querySelector('.menu summary').focus()")
        .await;
    press(&browser, Key::Enter).await;
    // As a browser does that fills in a form again: without a change event.
    browser
        .script("document.querySelector('[value=type]').checked = false")
        .await;
    tab_to(&browser, "button", "Apply").await;
    press(&browser, Key::Enter).await;
    until_answers(&browser, 1).await;
    let focused = browser
        .script("return document.activeElement.localName")
        .await;
    assert_eq!(focused, "summary");
    app.jira.set_fault(None);
    browser.press("button", "Refresh").await;
    browser.by_role("link", "Summary").await;
    let heads = browser
        .script("return document.querySelectorAll('#sort-type').length")
        .await;
    assert_eq!(heads, 0, "what is checked counts");
}
