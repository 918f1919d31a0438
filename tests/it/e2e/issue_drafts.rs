//! What is typed in the panel is neither lost nor put over what somebody else has saved.

use super::{
    browser::Browser,
    issue_panel::{KEY, choose, issue, opened, told, unfold},
};
use serde_json::json;
use tests::{
    TestApp,
    jira_sim::{Fault, User},
};

const SUMMARY: &str = "Summary";

/// Opens another issue of the list; its key.
async fn open_another(browser: &Browser) -> String {
    let press = "const row = document.querySelector(\"[id^=open-]:not(#open-DEMO-1)\"); \
                 row.click(); return row.id.slice(5)";
    let key = browser.script(press).await;
    let key = key.as_str().expect("a key").to_owned();
    shows(browser, &key).await;
    key
}

async fn come_back(browser: &Browser) {
    browser
        .script("document.getElementById('open-DEMO-1').click()")
        .await;
    shows(browser, KEY).await;
}

async fn shows(browser: &Browser, key: &str) {
    let shows = format!("document.querySelector('#save [name=key]')?.value === '{key}'");
    browser.until_true(&shows).await;
}

fn last_comment(app: &TestApp, key: &str) -> Option<String> {
    let comments = app.jira.issue(key).expect("the issue").comments;
    comments.last().map(|comment| comment.body.clone())
}

#[tokio::test]
async fn a_draft_from_before_does_not_overwrite_what_somebody_else_saved_since() {
    let (app, browser) = opened().await;
    unfold(&browser, "Edit more fields").await;
    browser.fill(SUMMARY, "mine").await;
    open_another(&browser).await;
    app.jira
        .change_issue(KEY, |issue| issue.summary = "theirs".to_owned());
    come_back(&browser).await;
    assert_eq!(browser.value(SUMMARY).await, "mine");
    browser.press("button", "Save").await;
    browser.alert("Summary was changed meanwhile.").await;
    assert_eq!(issue(&app).summary, "theirs");
    browser.press("button", "Save mine instead").await;
    told(&browser, "Saved.").await;
    assert_eq!(issue(&app).summary, "mine");
}

/// Somebody else chooses an assignee while the panel still shows another.
async fn assigned_meanwhile() -> (TestApp, Browser) {
    let (app, browser) = opened().await;
    app.jira
        .change_users(|users| users.push(User::new("eve", "x", "Eve")));
    let assign = |to: &str| {
        app.jira
            .change_issue(KEY, |issue| issue.assignee = Some(to.to_owned()));
    };
    assign("sam");
    browser.press("button", "Reload").await;
    browser
        .until_true("document.querySelector('#assignee')?.value === 'Sam Sample (sam)'")
        .await;
    assign("eve");
    browser.press("button", "Assign to me").await;
    browser.alert("Assignee was changed meanwhile.").await;
    (app, browser)
}

#[tokio::test]
async fn assign_to_me_can_be_saved_although_somebody_else_was_chosen_meanwhile() {
    let (app, browser) = assigned_meanwhile().await;
    browser.press("button", "Save mine instead").await;
    told(&browser, "The issue is assigned to you.").await;
    assert_eq!(issue(&app).assignee.as_deref(), Some("demo"));
}

#[tokio::test]
async fn a_failed_save_mine_leaves_nothing_behind_that_a_later_save_would_send() {
    let (app, browser) = assigned_meanwhile().await;
    app.jira.queue_fault("/assignee", Fault::Status(500));
    browser.press("button", "Save mine instead").await;
    browser.alert("500").await;
    browser.press("button", "Save").await;
    told(&browser, "Nothing has changed.").await;
    assert_eq!(issue(&app).assignee.as_deref(), Some("eve"));
}

#[tokio::test]
async fn what_is_typed_while_a_comment_is_sent_stays() {
    let (app, browser) = opened().await;
    app.jira.queue_fault("/comment", Fault::Hold);
    browser.fill("Add a comment", "first").await;
    browser.press("button", "Comment").await;
    told(&browser, "Saving…").await;
    browser.fill("Add a comment", "first, second").await;
    let slow = "document.querySelector('#told').textContent.includes('longer than usual')";
    browser.until_true(slow).await;
    browser.press("button", "Comment").await;
    let waits = "document.querySelector('#told').textContent.includes('has not answered')";
    browser.until_true(waits).await;
    browser
        .script("document.getElementById('new-comment').focus()")
        .await;
    app.jira.release();
    told(&browser, "Your comment was added.").await;
    assert_eq!(browser.value("Add a comment").await, "first, second");
    let (role, name) = browser.focused().await;
    assert_eq!((role.as_str(), name.as_str()), ("textbox", "Add a comment"));
    assert_eq!(last_comment(&app, KEY).as_deref(), Some("first"));
}

#[tokio::test]
async fn what_is_typed_while_fields_are_saved_stays_with_the_caret_in_it() {
    let (app, browser) = opened().await;
    unfold(&browser, "Edit more fields").await;
    browser.fill(SUMMARY, "one").await;
    choose(&browser, "Priority", "High").await;
    app.jira.queue_fault("/issue/", Fault::Hold);
    browser.press("button", "Save").await;
    told(&browser, "Saving…").await;
    browser.fill(SUMMARY, "one two").await;
    app.jira.release();
    told(&browser, "Saved.").await;
    browser.keys(" three").await;
    assert_eq!(browser.value(SUMMARY).await, "one two three");
    assert_eq!(issue(&app).summary, "one");
    browser.press("button", "Save").await;
    browser
        .until_true("document.querySelector('#issue').textContent === 'one two three'")
        .await;
    assert_eq!(issue(&app).summary, "one two three");
}

#[tokio::test]
async fn a_comment_that_arrives_after_its_issue_was_left_is_no_draft_any_more() {
    let (app, browser) = opened().await;
    app.jira.queue_fault("/comment", Fault::Hold);
    browser.fill("Add a comment", "on the first").await;
    browser.press("button", "Comment").await;
    told(&browser, "Saving…").await;
    let other = open_another(&browser).await;
    browser.fill("Add a comment", "on the other").await;
    browser.press("button", "Comment").await;
    told(&browser, "Your comment was added.").await;
    assert_eq!(last_comment(&app, &other).as_deref(), Some("on the other"));
    app.jira.release();
    let arrived = async || (last_comment(&app, KEY)? == "on the first").then_some(());
    browser.until("the comment", arrived).await;
    come_back(&browser).await;
    browser
        .until_true("document.getElementById('new-comment').value === ''")
        .await;
}

#[tokio::test]
async fn a_failure_is_told_with_the_key_of_the_issue_that_was_left() {
    let (app, browser) = opened().await;
    app.jira.queue_fault("/comment", Fault::Hold);
    browser.fill("Add a comment", "not lost").await;
    browser.press("button", "Comment").await;
    told(&browser, "Saving…").await;
    open_another(&browser).await;
    let may_not = tests::jira_sim::Permission::AddComments;
    app.jira.set_permission("demo", "DEMO", may_not, false);
    app.jira.release();
    browser.alert("DEMO-1: Jira did not accept").await;
    app.jira.set_permission("demo", "DEMO", may_not, true);
    come_back(&browser).await;
    assert_eq!(browser.value("Add a comment").await, "not lost");
}

#[tokio::test]
async fn a_long_text_that_nobody_changed_is_not_sent() {
    let (app, browser) = opened().await;
    let text = json!("x".repeat(30_000));
    app.jira.change_issue(KEY, |issue| {
        issue.values.insert("description".to_owned(), text);
    });
    browser.press("button", "Reload").await;
    browser
        .until_true("document.getElementById('field-description')?.value.length === 30000")
        .await;
    let listen = "const before = window.fetch; window.fetch = (request, ...more) => { \
                  if (request.url.includes('change')) \
                  request.clone().text().then(it => { window.sent = it.length }); \
                  return before(request, ...more) }";
    browser.script(listen).await;
    choose(&browser, "Priority", "High").await;
    browser.press("button", "Save").await;
    told(&browser, "Saved.").await;
    let bytes = browser.script("return window.sent").await;
    assert!(bytes.as_u64().is_some_and(|it| it < 20_000), "{bytes}");
    assert_eq!(issue(&app).text("description").len(), 30_000);
}
