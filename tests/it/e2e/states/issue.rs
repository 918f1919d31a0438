//! What the panel beside the list looks like.

use super::TestApp;
use crate::e2e::browser::Browser;

/// An issue with all its parts, a refused change, and an issue that is not there.
pub(super) async fn pages_of_an_issue(
    browser: &Browser,
    app: &TestApp,
    visit: &impl AsyncFn(&str),
) {
    let url = app.url();
    browser
        .goto(&format!("{url}/?issue=RND-1&script=awaited"))
        .await;
    browser
        .until_true("location.search === '?issue=RND-1'")
        .await;
    browser.by_role("button", "Save").await;
    visit("issue").await;
    browser
        .script("document.querySelectorAll('.panel details').forEach(it => it.open = true)")
        .await;
    browser.press("button", "Comment").await;
    browser.alert("Jira did not accept this").await;
    visit("issue, refused").await;
    browser
        .goto(&format!("{url}/?issue=SECRET-1&script=awaited"))
        .await;
    browser.alert("Jira shows you no issue").await;
    visit("issue, not found").await;
}
