//! An issue is created in the Jira that is meant.

use super::{Filled, created, done, open};
use crate::{
    page::Page,
    script::Script,
    several::{sign_in_to_both, two_jiras},
};

/// Of a channel whose list comes from the Jira that was not used last.
const CHANNEL: &str = "channel=Ours&jira=demo&list=jql&jql=project+%3D+DEMO";

#[track_caller]
fn assert_is_of(page: &Page, jira: &str) {
    let said = page.attribute("#issue-body", "data-jira");
    assert_eq!(said.as_deref(), Some(jira), "{}", page.html);
}

#[tokio::test]
async fn in_the_tab_of_a_channel_an_issue_is_created_in_the_jira_of_the_channel() {
    let (app, second) = two_jiras().await;
    sign_in_to_both(&app, &second).await;
    let script = Script::at(&app);
    let page = open(&script, "create=DEMO&type=10002").await;
    assert_is_of(&page, "second");
    second.clear_requests();
    let page = open(&script, &format!("{CHANNEL}&create=DEMO&type=10002")).await;
    assert_is_of(&page, "demo");
    let filled = Filled::of(&page).fill("summary", "Of the channel");
    let answer = filled.send(&script, "create").await;
    let issue = created(&app, &answer, "DEMO-14");
    assert_eq!(issue.summary, "Of the channel");
    assert_is_of(&done(&answer, "Created DEMO-14."), "demo");
    assert_eq!(second.requests().len(), 0);
    assert!(second.issue("DEMO-14").is_none());
}

#[tokio::test]
async fn a_form_stays_with_its_jira_when_another_is_used_meanwhile() {
    let (app, second) = two_jiras().await;
    let person = sign_in_to_both(&app, &second).await;
    let script = Script::at(&app);
    let page = person.open().await;
    person.press(&page, "Switch to Demo Jira", &[]).await;
    let page = open(&script, "create=DEMO&type=10002").await;
    assert_is_of(&page, "demo");
    let filled = Filled::of(&page).fill("summary", "x");
    let page = person.open().await;
    person.press(&page, "Switch to Second Jira", &[]).await;
    second.clear_requests();
    let other = filled.clone().put("new[project]", "RND");
    let answer = other.send(&script, "create/form").await;
    assert_is_of(&super::written(&answer.json["html"]), "demo");
    let answer = filled.send(&script, "create/discard").await;
    assert_is_of(&done(&answer, "The draft is discarded."), "demo");
    assert_eq!(second.requests().len(), 0);
}
