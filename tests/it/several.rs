//! Several Jiras for one person: connect, switch, sign out of one or of all.

use crate::{page::Page, person::Person, script::Script};
use tests::{Start, TestApp, another_jira, jira_sim::JiraSim};

pub async fn two_jiras() -> (TestApp, JiraSim) {
    let (second, settings) = another_jira("second", "Second Jira").await;
    let app = TestApp::start(Start {
        more_settings: settings,
        ..Start::default()
    })
    .await;
    (app, second)
}

pub async fn sign_in_to_both(app: &TestApp, second: &JiraSim) -> Person {
    let person = Person::at(app);
    person.sign_in(app).await;
    connect_second(&person, second).await;
    person
}

/// Connects somebody who is connected to a second Jira.
async fn connect_second(person: &Person, second: &JiraSim) {
    let page = person.get("/?choose=1").await;
    assert_eq!(page.heading(), "Connect another Jira");
    let fields = [("Jira ID or Jira base URL", "second")];
    let page = person.press(&page, "Connect", &fields).await;
    page.assert_code_field();
    let code = second.approve(&person.authorize().await.request_token, "demo");
    person.submit_code(&code).await.assert_connected();
}

#[track_caller]
fn assert_at(page: &Page, name: &str) {
    page.assert_connected();
    let text = page.texts("body").join(" ");
    assert!(text.contains(&format!("{name} · ")), "{text}");
}

#[tokio::test]
async fn a_person_connects_to_a_second_jira_and_switches() {
    let (app, second) = two_jiras().await;
    let person = sign_in_to_both(&app, &second).await;
    let page = person.open().await;
    assert_at(&page, "Second Jira");
    let page = person.press(&page, "Switch to Demo Jira", &[]).await;
    assert_at(&page, "Demo Jira");
    // The one used last comes first, after a restart as well.
    let page = person.open().await;
    assert_at(&page, "Demo Jira");
    assert!(
        page.texts("body")
            .join(" ")
            .contains("Switch to Second Jira")
    );
}

#[tokio::test]
async fn the_way_to_a_second_jira_is_offered_only_where_there_is_one() {
    let (app, second) = two_jiras().await;
    let person = Person::at(&app);
    let page = person.sign_in(&app).await;
    assert!(
        page.texts("body")
            .join(" ")
            .contains("Connect another Jira")
    );
    connect_second(&person, &second).await;
    let page = person.open().await;
    assert!(
        !page
            .texts("body")
            .join(" ")
            .contains("Connect another Jira")
    );
    let alone = TestApp::spawn().await;
    let page = Person::at(&alone).sign_in(&alone).await;
    assert!(
        !page
            .texts("body")
            .join(" ")
            .contains("Connect another Jira")
    );
    assert!(!page.texts("body").join(" ").contains("Switch to"));
}

#[tokio::test]
async fn the_form_for_a_second_jira_leads_back_to_the_first() {
    let (app, _second) = two_jiras().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    let page = person.get("/?choose=1").await;
    let fields = [("Jira ID or Jira base URL", "no such Jira")];
    let page = person.press(&page, "Connect", &fields).await;
    page.problem("jira-unknown");
    let page = person.press(&page, "Back to my issues", &[]).await;
    assert_at(&page, "Demo Jira");
}

#[tokio::test]
async fn signing_out_of_one_leaves_the_other() {
    let (app, second) = two_jiras().await;
    let person = sign_in_to_both(&app, &second).await;
    let question = person.get("/sign-out").await;
    assert!(
        question
            .texts("body")
            .join(" ")
            .contains("Sign out of Second Jira?")
    );
    let page = person.press(&question, "Sign out", &[]).await;
    assert_at(&page, "Demo Jira");
    assert!(
        page.texts("body")
            .join(" ")
            .contains("You are signed out of Second Jira.")
    );
    second.clear_requests();
    person.open().await;
    assert_eq!(second.requests().len(), 0);
}

#[tokio::test]
async fn signing_out_of_all_deletes_the_access_to_a_jira_that_left_the_settings() {
    let (mut app, second) = two_jiras().await;
    let person = sign_in_to_both(&app, &second).await;
    let mut taken_out = String::new();
    app.restart_with(|text| {
        let at = text.rfind("[[jira]]").expect("the second Jira");
        taken_out = text[at..].to_owned();
        text[..at].to_owned()
    })
    .await;
    let script = Script::at(&app);
    script.call("sign-out", &[]).await.step("Connect");
    app.restart_with(|text| text + &taken_out).await;
    let page = person.open().await;
    page.assert_connect_form();
    assert_eq!(page.alert(), None);
}

#[tokio::test]
async fn signing_out_of_all_leaves_none() {
    let (app, second) = two_jiras().await;
    let person = sign_in_to_both(&app, &second).await;
    let question = person.get("/sign-out").await;
    let page = person.press(&question, "Sign out of all", &[]).await;
    page.assert_connect_form();
    let text = page.texts("body").join(" ");
    assert!(
        text.contains("You are signed out of Demo Jira and Second Jira.")
            || text.contains("You are signed out of Second Jira and Demo Jira."),
        "{text}"
    );
    person.open().await.assert_connect_form();
}

#[tokio::test]
async fn a_revoked_grant_of_one_jira_leaves_the_other() {
    let (app, second) = two_jiras().await;
    let person = sign_in_to_both(&app, &second).await;
    second.revoke_all();
    let page = person.open().await;
    page.problem("access-revoked");
    let page = person.press(&page, "Use another Jira", &[]).await;
    assert_at(&page, "Demo Jira");
}
