//! An issue is opened in the Jira that is meant.

use super::KEY;
use crate::{
    script::Script,
    several::{sign_in_to_both, two_jiras},
};
use tests::jira_sim::Fault;

#[tokio::test]
async fn another_jira_is_asked_only_where_the_first_has_no_such_issue() {
    let (app, second) = two_jiras().await;
    sign_in_to_both(&app, &second).await;
    let script = Script::at(&app);
    second.change_issue(KEY, |issue| issue.summary = "the second's".to_owned());
    let summary = async || {
        let answer = script.call("issue", &[("key", KEY)]).await;
        answer.json["html"].to_string().contains("the second's")
    };
    // The one that was connected last is in use.
    assert!(summary().await);
    second.queue_fault("/issue/", Fault::Status(404));
    assert!(!summary().await);
    second.queue_fault("/issue/", Fault::Status(503));
    let answer = script.call("issue", &[("key", KEY)]).await;
    assert_eq!(answer.problem(), Some("jira-down"), "{}", answer.json);
}

#[tokio::test]
async fn a_jira_that_is_named_is_the_only_one_asked() {
    let (app, second) = two_jiras().await;
    sign_in_to_both(&app, &second).await;
    let script = Script::at(&app);
    app.jira.queue_fault("/issue/", Fault::Status(404));
    second.clear_requests();
    let answer = script
        .call("issue", &[("jira", "demo"), ("key", KEY)])
        .await;
    assert_eq!(answer.problem(), Some("issue-not-found"), "{}", answer.json);
    assert_eq!(second.requests().len(), 0);
}
