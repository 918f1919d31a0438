//! The Authorize link: a redirect to Jira and to nowhere else.

use crate::person::{Person, read};
use reqwest::{Method, StatusCode, header};
use tests::TestApp;

fn request_tokens_made(app: &TestApp) -> usize {
    let requests = app.jira.requests();
    let made = requests
        .iter()
        .filter(|request| request.path.ends_with("/request-token"));
    made.count()
}

#[tokio::test]
async fn a_second_press_within_ten_seconds_gets_the_same_request_token() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.connect("demo").await;
    let first = person.authorize().await;
    let before = request_tokens_made(&app);
    app.set_clock_offset(5);
    let second = person.authorize().await;
    assert_eq!(second.url, first.url);
    assert_eq!(request_tokens_made(&app), before);

    app.set_clock_offset(20);
    let third = person.authorize().await;
    assert_ne!(third.request_token, first.request_token);
    assert_eq!(request_tokens_made(&app), before + 1);
}

#[tokio::test]
async fn two_presses_at_once_make_one_request_token() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    let path = person.connect("demo").await.authorize_path();
    let before = request_tokens_made(&app);
    let (one, other) = tokio::join!(person.authorize_at(&path), person.authorize_at(&path));
    assert_eq!(one.request_token, other.request_token);
    assert_eq!(request_tokens_made(&app), before + 1);
}

#[tokio::test]
async fn an_unknown_link_is_a_page_that_says_so() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.connect("demo").await;
    for path in [
        "/authorize/00000000000000000000000000000000",
        "/authorize/x",
        "/authorize/%00",
        "/authorize/https:%2F%2Fevil.example",
    ] {
        let page = person.get(path).await;
        assert_eq!(page.status, StatusCode::GONE, "{path}");
        assert_eq!(page.heading(), "This did not work");
        page.problem("link-replaced");
        assert_eq!(page.header(header::LOCATION), "");
    }
}

#[tokio::test]
async fn a_replaced_or_left_or_finished_link_opens_nothing() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    let old = person.connect("demo").await.authorize_path();
    let page = person.post("/api/new-link", &[]).await;
    assert_ne!(page.authorize_path(), old);
    let page = person.get(&old).await;
    assert_eq!(page.status, StatusCode::GONE);
    page.problem("link-replaced");

    let left = person.open().await.authorize_path();
    person.post("/api/leave", &[]).await.assert_connect_form();
    assert_eq!(person.get(&left).await.status, StatusCode::GONE);

    person.connect("demo").await;
    let finished = person.open().await.authorize_path();
    let token = person.authorize().await.request_token;
    let page = person.submit_code(&app.jira.approve(&token, "demo")).await;
    page.assert_connected();
    assert_eq!(person.get(&finished).await.status, StatusCode::GONE);
    person.open().await.assert_connected();
}

#[tokio::test]
async fn the_link_holds_nothing_but_chance() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    let path = person.connect("demo").await.authorize_path();
    let handle = path.strip_prefix("/authorize/").unwrap();
    assert!(handle.len() >= 22, "128 bits at least: {handle}");
    assert!(handle.bytes().all(|byte| byte.is_ascii_alphanumeric()));
}

#[tokio::test]
async fn the_redirect_is_not_kept_and_tells_jira_nothing_of_the_tab() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    let path = person.connect("demo").await.authorize_path();
    let answer = read(person.prepare(&Method::GET, &path), &path).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    assert_eq!(answer.header(header::REFERRER_POLICY), "same-origin");
    assert!(
        answer
            .header(header::LOCATION)
            .starts_with(app.jira.base_url())
    );
}

#[tokio::test]
async fn a_second_connect_to_the_same_jira_keeps_the_link() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    let first = person.connect("demo").await.authorize_path();
    let token = person.authorize().await.request_token;
    let page = person.post("/api/connect", &[("jira", "demo")]).await;
    assert_eq!(page.authorize_path(), first);
    let page = person.submit_code(&app.jira.approve(&token, "demo")).await;
    page.assert_connected();
}

#[tokio::test]
async fn an_attempt_abandoned_for_a_day_is_forgotten() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    let path = person.connect("demo").await.authorize_path();
    app.set_clock_offset(24 * 3600 + 1);
    person.open().await.assert_connect_form();
    assert_eq!(person.get(&path).await.status, StatusCode::GONE);
}
