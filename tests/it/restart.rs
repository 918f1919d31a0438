//! What outlives the process.

use crate::person::Person;
use tests::TestApp;

#[tokio::test]
async fn an_attempt_resumes_at_the_code_field_and_is_finished() {
    let mut app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.connect("demo").await;
    let first = person.authorize().await;
    let code = app.jira.approve(&first.request_token, "demo");
    app.restart().await;

    let person = Person::at(&app);
    person.open().await.assert_code_field();
    assert_eq!(person.authorize().await.url, first.url);
    let page = person.submit_code(&code).await;
    assert_eq!(page.heading(), "Authentication successful");
    page.assert_connected();
}

#[tokio::test]
async fn an_open_authorize_link_works_after_a_restart() {
    let mut app = TestApp::spawn().await;
    let path = Person::at(&app).connect("demo").await.authorize_path();
    app.restart().await;
    Person::at(&app).authorize_at(&path).await;
}

#[tokio::test]
async fn wrong_codes_are_counted_across_a_restart() {
    let mut app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.connect("demo").await;
    let token = person.authorize().await.request_token;
    app.jira.approve_with_code(&token, "demo", "aB3xY9");
    for _ in 0..4 {
        person.submit_code("zzzzzz").await.problem("code-wrong");
    }
    app.restart().await;
    let person = Person::at(&app);
    person.open().await.problem("code-wrong");
    let page = person.submit_code("zzzzzz").await;
    page.problem("code-tries-used-up");
}

#[tokio::test]
async fn a_grant_survives_a_restart() {
    let mut app = TestApp::spawn().await;
    Person::at(&app).sign_in(&app).await;
    for _ in 0..2 {
        app.restart().await;
        Person::at(&app).open().await.assert_connected();
    }
}

#[tokio::test]
async fn why_access_ended_is_said_after_a_restart_too() {
    let mut app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    app.jira.revoke_all();
    person.open().await.problem("access-revoked");
    app.restart().await;
    Person::at(&app).open().await.problem("access-revoked");
}

#[tokio::test]
async fn a_jira_that_left_the_settings_leaves_the_tab_usable() {
    let mut app = TestApp::spawn().await;
    Person::at(&app).sign_in(&app).await;
    app.restart_with(|text| text.replace("id = \"demo\"", "id = \"renamed\""))
        .await;
    let page = Person::at(&app).open().await;
    page.assert_connect_form();
    assert_eq!(page.alert(), None);
    let page = Person::at(&app).connect("renamed").await;
    page.assert_code_field();

    app.restart_with(|text| text.replace("id = \"renamed\"", "id = \"demo\""))
        .await;
    Person::at(&app).open().await.assert_connected();
}
