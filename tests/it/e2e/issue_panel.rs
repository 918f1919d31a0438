//! The panel in Chromium: open, change, close, by mouse and by keyboard.

use super::{
    browser::Browser,
    flow::{ALLOW, CODE, LIST, code_of_attempt, sign_in},
};
use fantoccini::key::Key;
use tests::{TestApp, jira_sim::Issue};

pub(super) const KEY: &str = "DEMO-1";

pub(super) fn issue(app: &TestApp) -> Issue {
    app.jira.issue(KEY).expect("the issue")
}

/// A tab with the issue open beside the list.
pub(super) async fn opened() -> (TestApp, Browser) {
    let app = TestApp::spawn().await;
    app.jira
        .change_issue(KEY, |issue| issue.status = "To Do".to_owned());
    sign_in(&app).await;
    let browser = Browser::open().await;
    browser.open_tab(&app).await;
    browser.press("link", &issue(&app).summary).await;
    browser.by_role("button", "Save").await;
    (app, browser)
}

/// Chooses an entry of a menu.
pub(super) async fn choose(browser: &Browser, menu: &str, entry: &str) {
    let menu = browser.by_role("combobox", menu).await;
    menu.select_by_label(entry).await.unwrap();
}

/// Opens what is folded away under a name.
pub(super) async fn unfold(browser: &Browser, name: &str) {
    let summary = format!(
        "return [...document.querySelectorAll('.panel summary')].find(it => \
                           [it.ariaLabel, it.textContent].includes('{name}'))?.click()"
    );
    browser.script(&summary).await;
}

/// Waits until the panel tells that something is done.
pub(super) async fn told(browser: &Browser, words: &str) {
    let told = format!("document.querySelector('#told')?.textContent === '{words}'");
    browser.until_true(&told).await;
}

#[tokio::test]
async fn an_issue_opens_beside_the_list_and_the_keyboard_comes_back_to_its_row() {
    let (app, browser) = opened().await;
    let summary = issue(&app).summary;
    assert_eq!(
        browser.focused().await,
        ("heading".to_owned(), summary.clone())
    );
    browser.by_role("heading", LIST).await;
    browser
        .until_true("location.search === '?issue=DEMO-1'")
        .await;
    browser.press("link", "Close").await;
    browser
        .until_true("!document.querySelector('.panel')")
        .await;
    assert_eq!(browser.focused().await, ("link".to_owned(), summary));
    browser.keys(&char::from(Key::Enter).to_string()).await;
    browser.by_role("button", "Save").await;
}

#[tokio::test]
async fn a_comment_is_added_changed_and_deleted_in_place() {
    let (app, browser) = opened().await;
    browser.script("window.marker = 'same page'").await;
    browser.fill("Add a comment", "first").await;
    browser.press("button", "Comment").await;
    browser
        .until_true("document.querySelector('#told').textContent === 'Your comment was added.'")
        .await;
    assert_eq!(browser.value("Add a comment").await, "");
    // Several comments have the same buttons, so the date is part of their names.
    let name = "return document.querySelector('.comments li:last-child summary').ariaLabel";
    let edit = browser.script(name).await;
    let edit = edit.as_str().expect("a name").to_owned();
    assert!(edit.starts_with("Edit your comment of "), "{edit}");
    unfold(&browser, &edit).await;
    browser.fill(&edit, "second").await;
    browser.press("button", "Save comment").await;
    browser
        .until_true("document.querySelector('#told').textContent === 'Your comment was changed.'")
        .await;
    assert_eq!(
        issue(&app).comments.last().expect("a comment").body,
        "second"
    );
    unfold(&browser, &edit.replace("Edit", "Delete")).await;
    browser.press("button", "Delete comment").await;
    browser
        .until_true("document.querySelector('#told').textContent === 'Your comment was deleted.'")
        .await;
    assert!(
        issue(&app)
            .comments
            .iter()
            .all(|comment| comment.body != "second")
    );
    assert_eq!(browser.script("return window.marker").await, "same page");
}

#[tokio::test]
async fn the_status_changes_by_a_transition_and_its_screen_is_asked_for() {
    let (app, browser) = opened().await;
    choose(&browser, "Status", "Start progress").await;
    browser.press("button", "Save").await;
    browser
        .until_true("document.querySelector('.panel .status').textContent === 'In Progress'")
        .await;
    choose(&browser, "Status", "Resolve").await;
    browser.press("button", "Save").await;
    browser.alert("Resolution").await;
    choose(&browser, "Resolution", "Done").await;
    browser.press("button", "Save").await;
    browser
        .until_true("document.querySelector('.panel .status').textContent === 'Done'")
        .await;
    assert_eq!(issue(&app).status, "Done");
}

#[tokio::test]
async fn fields_and_assignee_are_saved_together_and_what_is_refused_stays() {
    let (app, browser) = opened().await;
    choose(&browser, "Priority", "High").await;
    let assignee = browser.by_role("combobox", "Assignee").await;
    assignee.clear().await.unwrap();
    assignee.send_keys("sam").await.unwrap();
    browser.until_true("[...document.querySelectorAll('#people option')].some(it => it.value === 'Sam Sample (sam)')").await;
    assignee.clear().await.unwrap();
    assignee.send_keys("Sam Sample (sam)").await.unwrap();
    browser.press("button", "Save").await;
    browser
        .until_true("document.querySelector('#told').textContent === 'Saved.'")
        .await;
    assert_eq!(issue(&app).priority.as_deref(), Some("High"));
    assert_eq!(issue(&app).assignee.as_deref(), Some("sam"));

    unfold(&browser, "Edit more fields").await;
    let long = "x".repeat(300);
    browser.fill("Summary", &long).await;
    browser.press("button", "Save").await;
    browser.alert("Summary").await;
    assert_eq!(browser.value("Summary").await, long);
    assert_ne!(issue(&app).summary, long);
}

#[tokio::test]
async fn two_people_who_edit_the_same_field_are_told() {
    let (app, browser) = opened().await;
    app.jira
        .change_issue(KEY, |issue| issue.priority = Some("Low".to_owned()));
    choose(&browser, "Priority", "High").await;
    browser.press("button", "Save").await;
    browser.alert("Priority was changed meanwhile.").await;
    assert_eq!(issue(&app).priority.as_deref(), Some("Low"));
    browser.press("button", "Save mine instead").await;
    browser
        .until_true("document.querySelector('#told').textContent === 'Saved.'")
        .await;
    assert_eq!(issue(&app).priority.as_deref(), Some("High"));
}

#[tokio::test]
async fn what_was_typed_outlives_the_end_of_the_session() {
    let (app, browser) = opened().await;
    browser.fill("Add a comment", "not lost").await;
    app.jira.revoke_all();
    browser.press("button", "Comment").await;
    browser.by_role("button", "Connect again").await;
    browser.press("button", "Connect again").await;
    browser.by_role("heading", ALLOW).await;
    let code = code_of_attempt(&app).await;
    browser.fill(CODE, &code).await;
    browser.press("button", "Continue").await;
    browser.by_role("button", "Save").await;
    assert_eq!(browser.value("Add a comment").await, "not lost");
    browser.press("button", "Comment").await;
    browser
        .until_true("document.querySelector('#told').textContent === 'Your comment was added.'")
        .await;
}

#[tokio::test]
async fn watching_voting_and_logging_work_say_what_was_done() {
    let (app, browser) = opened().await;
    app.jira
        .change_issue(KEY, |issue| issue.reporter = "sam".to_owned());
    browser.press("button", "Watch (0)").await;
    browser.by_role("button", "Stop watching (1)").await;
    browser.press("button", "Vote (0)").await;
    browser.by_role("button", "Take vote back (1)").await;
    unfold(&browser, "Log work").await;
    browser.fill("Time spent", "1h 30m").await;
    browser.press("button", "Log work").await;
    browser
        .until_true("document.querySelector('#told').textContent === 'Your work was logged.'")
        .await;
    assert_eq!(issue(&app).worklogs.len(), 1);
}
