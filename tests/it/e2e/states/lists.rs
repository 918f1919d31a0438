//! What lists and searches look like.

use crate::e2e::browser::Browser;
use fantoccini::key::Key;

/// The other lists of somebody connected, and what can be done with any.
pub(super) async fn pages_of_lists(browser: &Browser, visit: &impl AsyncFn(&str)) {
    browser
        .script("document.querySelector('.menu').open = true")
        .await;
    visit("issues, columns").await;
    browser
        .script("document.querySelector('.menu').open = false")
        .await;
    browser.press("link", "My filters").await;
    browser.by_role("heading", "Open bugs").await;
    visit("my filters").await;
    browser.press("link", "Recently viewed").await;
    browser.by_role("heading", "Recently viewed").await;
    visit("issues, none viewed").await;

    let field = browser.by_role("combobox", "JQL").await;
    field.send_keys("assignee ").await.unwrap();
    browser
        .until_true("document.querySelector('#jql').ariaExpanded === 'true'")
        .await;
    browser.keys(&char::from(Key::Down).to_string()).await;
    visit("search, suggestions").await;
    field.send_keys("= nobody").await.unwrap();
    browser.press("button", "Search").await;
    browser.alert("Jira does not take this query").await;
    visit("search, refused").await;
    field.clear().await.unwrap();
    field.send_keys("invoice").await.unwrap();
    browser.press("button", "Search").await;
    browser.by_role("link", "Read it as JQL instead").await;
    visit("search, words").await;
}
