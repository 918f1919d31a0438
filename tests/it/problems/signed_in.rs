//! What a connected person can meet.

use super::provoked;
use crate::{
    page::Page,
    person::Person,
    script::{Answer, Script},
};
use tests::{TestApp, jira_sim::Fault};

provoked! {
    a_deactivated_account: LoginRefused = after(|app| app.jira.deactivate_user("demo"));
    an_anonymous_answer: NotRecognised =
        after(|app| app.jira.set_fault(Some(Fault::BareUnauthorized)));
    access_that_was_revoked: AccessRevoked = after(|app| app.jira.revoke_all());
    access_that_ran_out: AccessExpired = after(|app| app.jira.expire_sessions());
    a_search_that_jira_does_not_take: SearchRefused =
        after(|app| app.jira.set_fault(Some(Fault::Status(400))));
    a_channel_s_list_that_jira_does_not_show: ChannelListRefused = channel_of("demo");
    a_channel_s_jira_that_is_not_configured: ChannelJiraUnknown = channel_of("gone");
    a_link_to_a_hidden_issue: IssueNotFound = hidden_issue();
    a_link_to_an_issue_before_connect: NotConnected = issue_before_connect();
    a_change_that_jira_forbids: ChangeForbidden = change_after(Fault::Status(403));
    a_change_without_an_answer: OutcomeUnknown = change_after(Fault::Status(504));
    a_change_that_jira_does_not_take: ChangeRefused = change_after(Fault::Status(400));
    a_person_without_permission: JiraForbids =
        after(|app| app.jira.set_fault(Some(Fault::Status(403))));
}

/// The tab of a connected person after something happened at Jira.
async fn after(happen: impl FnOnce(&TestApp)) -> Page {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    happen(&app);
    person.open().await
}

async fn channel_of(jira: &str) -> Page {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    let list = "list=jql&jql=project+%3D+NOWHERE";
    person.get(&format!("/?channel=C&jira={jira}&{list}")).await
}

async fn hidden_issue() -> Answer {
    let app = TestApp::spawn().await;
    Person::at(&app).sign_in(&app).await;
    let fields = [("key", "SECRET-1")];
    Script::at(&app).call("issue", &fields).await
}

async fn issue_before_connect() -> Answer {
    let app = TestApp::spawn().await;
    let fields = [("key", "DEMO-1")];
    Script::at(&app).call("issue", &fields).await
}

async fn change_after(fault: Fault) -> Answer {
    let app = TestApp::spawn().await;
    Person::at(&app).sign_in(&app).await;
    app.jira.queue_fault("/comment", fault);
    let fields = [
        ("jira", "demo"),
        ("key", "DEMO-1"),
        ("change[Comment][text]", "x"),
    ];
    Script::at(&app).call("issue/change", &fields).await
}
