//! Answers to the panel: those that do not come, and what they change around it.

use super::{
    browser::Browser,
    flow::sign_in,
    issue_panel::{KEY, issue, opened, told, unfold},
};
use crate::{
    person::Person,
    several::{sign_in_to_both, two_jiras},
};
use tests::{TestApp, jira_sim::Fault};

const SUMMARY: &str = "Summary";

#[tokio::test]
async fn a_comment_whose_answer_is_lost_on_the_way_may_be_there_and_reload_shows_it() {
    let (mut app, browser) = opened().await;
    browser.fill("Add a comment", "lost").await;
    app.stop().await;
    browser.press("button", "Comment").await;
    browser.alert("did not say whether").await;
    let problem = "return document.querySelector('.panel [role=alert]').dataset.problem";
    assert_eq!(browser.script(problem).await, "outcome-unknown");
    app.restart().await;
    browser.press("button", "Reload").await;
    browser.until_no("alert").await;
    browser.by_role("button", "Save").await;
    assert_eq!(browser.value("Add a comment").await, "lost");
}

#[tokio::test]
async fn the_list_shows_what_was_saved_and_the_keyboard_stays() {
    let (app, browser) = opened().await;
    unfold(&browser, "Edit more fields").await;
    browser.fill(SUMMARY, "of another name").await;
    browser.press("button", "Save").await;
    told(&browser, "Saved.").await;
    browser
        .until_true("document.getElementById('open-DEMO-1').textContent === 'of another name'")
        .await;
    assert_eq!(issue(&app).summary, "of another name");
    let (role, _) = browser.focused().await;
    assert_eq!(role, "status");
}

#[tokio::test]
async fn an_issue_that_comes_late_does_not_take_the_keyboard_away() {
    let app = TestApp::spawn().await;
    sign_in(&app).await;
    app.jira.set_fault_on("/issue/", Fault::Hold);
    let browser = Browser::open().await;
    let url = format!("{}/?issue={KEY}&script=awaited", app.url());
    browser.goto(&url).await;
    browser.until_hydrated().await;
    browser.by_role("heading", KEY).await;
    let jql = browser.script("document.querySelector('[name=text]').focus()");
    jql.await;
    let before = browser.focused().await;
    assert_eq!(before.1, "JQL");
    app.jira.set_fault(None);
    for _ in 0..4 {
        app.jira.release();
    }
    browser.by_role("button", "Save").await;
    browser.keys("x").await;
    assert_eq!(browser.focused().await, before);
}

#[tokio::test]
async fn a_row_opens_in_the_jira_of_the_list_although_another_window_has_switched() {
    let (app, second) = two_jiras().await;
    let summary = "the second's";
    second.change_issue(KEY, |issue| issue.summary = summary.to_owned());
    let person: Person = sign_in_to_both(&app, &second).await;
    let browser = Browser::open().await;
    browser.open_tab(&app).await;
    let page = person.open().await;
    person.press(&page, "Switch to Demo Jira", &[]).await;
    let shows = "document.querySelector('#issue-body #issue')?.textContent === \"the second's\"";
    browser.press("link", summary).await;
    browser.until_true(shows).await;
    second.clear_requests();
    browser.press("button", "Reload").await;
    browser
        .until("a request", async || {
            (second.count_requests("/issue/") > 0).then_some(())
        })
        .await;
    browser.until_true(shows).await;
}
