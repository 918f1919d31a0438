//! The panel by keyboard alone, without the network, and with a slow Jira.

use super::{
    issue_panel::{KEY, issue, opened},
    keyboard::{focus_moves_to, press, tab_to},
};
use fantoccini::key::Key;
use serde_json::json;
use tests::jira_sim::Fault;

#[tokio::test]
async fn an_issue_is_changed_and_closed_by_keyboard_alone() {
    let (app, browser) = opened().await;
    let summary = issue(&app).summary;
    focus_moves_to(&browser, "heading", &summary).await;

    tab_to(&browser, "combobox", "Status").await;
    browser.keys("Start").await;
    tab_to(&browser, "button", "Save").await;
    press(&browser, Key::Enter).await;
    focus_moves_to(&browser, "status", "").await;
    assert_eq!(issue(&app).status, "In Progress");

    tab_to(&browser, "textbox", "Add a comment").await;
    browser.keys("by keyboard").await;
    tab_to(&browser, "button", "Comment").await;
    browser.keys(" ").await;
    focus_moves_to(&browser, "status", "").await;
    let comments = issue(&app).comments;
    assert_eq!(comments.last().expect("a comment").body, "by keyboard");

    // Tab goes forward only: on from the row in the list.
    browser
        .script(&format!("document.getElementById('open-{KEY}').focus()"))
        .await;
    tab_to(&browser, "link", "Close").await;
    press(&browser, Key::Enter).await;
    focus_moves_to(&browser, "link", &summary).await;
}

#[tokio::test]
async fn without_the_network_what_was_typed_stays_and_can_be_sent_again() {
    let (app, browser) = opened().await;
    let network = async |is_off: bool| {
        let conditions = json!({
            "offline": is_off, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        browser
            .devtools("Network.emulateNetworkConditions", conditions)
            .await;
    };
    browser.fill("Add a comment", "not lost").await;
    browser.devtools("Network.enable", json!({})).await;
    network(true).await;
    browser.press("button", "Comment").await;
    browser.alert("").await;
    let problem = "return document.querySelector('.panel [role=alert]').dataset.problem";
    assert_eq!(browser.script(problem).await, "offline");
    assert_eq!(browser.value("Add a comment").await, "not lost");
    network(false).await;
    browser.press("button", "Comment").await;
    browser
        .until_true("document.querySelector('#told').textContent === 'Your comment was added.'")
        .await;
    let comments = issue(&app).comments;
    assert_eq!(comments.last().expect("a comment").body, "not lost");
}

#[tokio::test]
async fn a_slow_jira_is_called_slow_and_the_issue_comes_nevertheless() {
    let (app, browser) = opened().await;
    browser.press("link", "Close").await;
    app.jira.set_fault_on("/issue/", Fault::Hold);
    browser.press("link", &issue(&app).summary).await;
    let says =
        |words: &str| format!("document.querySelector('.panel')?.textContent.includes('{words}')");
    browser.until_true(&says("Waiting for Jira.")).await;
    browser
        .until_true(&says("It is taking longer than usual."))
        .await;
    app.jira.release();
    browser.by_role("button", "Save").await;
    browser
        .until_true(&format!("!({})", says("Waiting for Jira.")))
        .await;
    assert_eq!(
        browser.script("return location.search").await,
        format!("?issue={KEY}")
    );
}
