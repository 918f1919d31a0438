//! Continue: what is pasted, what Jira says to it, and how it goes on.

use crate::person::Person;
use tests::{
    TestApp,
    jira_sim::{Fault, LoggedRequest},
};

pub const EXCHANGE: &str = "/plugins/servlet/oauth/access-token";
pub fn exchanges(app: &TestApp) -> Vec<LoggedRequest> {
    let mut requests = app.jira.requests();
    requests.retain(|request| request.path.ends_with(EXCHANGE));
    requests
}

/// A person who has pressed Allow, and the code.
pub async fn allowed(app: &TestApp) -> (Person, String) {
    let person = Person::at(app);
    person.connect("demo").await;
    let token = person.authorize().await.request_token;
    let code = app.jira.approve(&token, "demo");
    (person, code)
}

/// A code that Jira did not make.
pub fn other_than(code: &str) -> &'static str {
    if code == "aaaaaa" { "bbbbbb" } else { "aaaaaa" }
}

#[tokio::test]
async fn a_wrong_code_may_be_followed_by_the_right_one() {
    let app = TestApp::spawn().await;
    let (person, code) = allowed(&app).await;
    let page = person.submit_code(other_than(&code)).await;
    assert!(page.problem("code-wrong").contains("capitals matter"));
    page.assert_code_field();
    person.open().await.problem("code-wrong");
    person.submit_code(&code).await.assert_connected();
}

#[tokio::test]
async fn after_five_wrong_codes_the_sixth_is_not_sent() {
    let app = TestApp::spawn().await;
    let (person, code) = allowed(&app).await;
    for _ in 0..4 {
        let page = person.submit_code(other_than(&code)).await;
        page.problem("code-wrong");
    }
    let page = person.submit_code(other_than(&code)).await;
    let words = page.problem("code-tries-used-up");
    assert!(words.contains("Get a new link"), "{words}");
    let page = person.submit_code(&code).await;
    page.problem("code-tries-used-up");
    assert_eq!(exchanges(&app).len(), 5);

    let page = person.press(&page, "Get a new link", &[]).await;
    page.assert_code_field();
    assert_eq!(page.alert(), None);
    let token = person.authorize().await.request_token;
    let page = person.submit_code(&app.jira.approve(&token, "demo")).await;
    page.assert_connected();
}

#[tokio::test]
async fn a_code_before_allow_asks_to_press_allow() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.connect("demo").await;
    let token = person.authorize().await.request_token;
    for _ in 0..6 {
        let page = person.submit_code("aB3xY9").await;
        assert!(page.problem("not-yet-allowed").contains("Press Allow"));
    }
    let page = person.submit_code(&app.jira.approve(&token, "demo")).await;
    page.assert_connected();
}

#[tokio::test]
async fn deny_at_jira_ends_the_link() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.connect("demo").await;
    let token = person.authorize().await.request_token;
    app.jira.deny(&token);
    let page = person.submit_code("aB3xY9").await;
    assert!(page.problem("access-denied").contains("Get a new link"));
    person.submit_code("aB3xY9").await.problem("access-denied");
    assert_eq!(exchanges(&app).len(), 1, "Jira is not asked again");
    person.authorize().await;
    assert_eq!(person.open().await.alert(), None);
}

#[tokio::test]
async fn a_code_that_expired_at_jira_needs_a_new_link() {
    let app = TestApp::spawn().await;
    let (person, code) = allowed(&app).await;
    app.jira.expire_request_tokens();
    let page = person.submit_code(&code).await;
    assert!(page.problem("code-expired").contains("Get a new link"));
    person.submit_code(&code).await.problem("code-expired");
    assert_eq!(exchanges(&app).len(), 1);
}

#[tokio::test]
async fn a_code_older_than_ten_minutes_is_not_sent() {
    let app = TestApp::spawn().await;
    let (person, code) = allowed(&app).await;
    app.set_clock_offset(601);
    person.submit_code(&code).await.problem("code-expired");
    assert!(exchanges(&app).is_empty());
}

#[tokio::test]
async fn a_link_that_was_used_elsewhere_needs_a_new_one() {
    let app = TestApp::spawn().await;
    let (person, code) = allowed(&app).await;
    app.jira
        .queue_fault(EXCHANGE, Fault::OAuthProblem("token_used"));
    person.submit_code(&code).await.problem("code-expired");
    person.submit_code(&code).await.problem("code-expired");
    assert_eq!(exchanges(&app).len(), 1);
}

#[tokio::test]
async fn continue_without_authorize_asks_for_it() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.connect("demo").await;
    let page = person.submit_code("aB3xY9").await;
    assert!(
        page.problem("authorize-first")
            .contains("Press Authorize first")
    );
    assert!(exchanges(&app).is_empty());
}

#[tokio::test]
async fn continue_without_connect_asks_for_a_jira() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    let page = person
        .post("/api/continue", &[("verification_code", "aB3xY9")])
        .await;
    page.assert_connect_form();
    page.problem("no-attempt");
    let page = person.post("/api/new-link", &[]).await;
    page.problem("no-attempt");
}

#[tokio::test]
async fn the_address_of_another_attempt_is_told_apart() {
    let app = TestApp::spawn().await;
    let (person, code) = allowed(&app).await;
    let address = format!("https://x.example/cb?oauth_token=another&oauth_verifier={code}");
    let page = person.submit_code(&address).await;
    page.problem("code-of-other-link");
    assert!(exchanges(&app).is_empty());
    person.submit_code(&code).await.assert_connected();
}

#[tokio::test]
async fn the_code_of_a_replaced_link_is_wrong_and_the_new_one_right() {
    let app = TestApp::spawn().await;
    let (person, old_code) = allowed(&app).await;
    person.post("/api/new-link", &[]).await.assert_code_field();
    let page = person.submit_code(&old_code).await;
    page.problem("authorize-first");
    let token = person.authorize().await.request_token;
    let code = app.jira.approve(&token, "demo");
    person.submit_code(&old_code).await.problem("code-wrong");
    person.submit_code(&code).await.assert_connected();
}
