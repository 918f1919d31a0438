//! Clocks that differ, and nonces that Jira has seen: one more signature cures both.

use crate::person::Person;
use std::time::UNIX_EPOCH;
use tests::{
    TestApp,
    jira_sim::{Fault, LoggedRequest},
};

const REQUEST_TOKEN: &str = "/plugins/servlet/oauth/request-token";

fn requests_to<'a>(
    requests: &'a [LoggedRequest],
    path: &'a str,
) -> impl Iterator<Item = &'a LoggedRequest> {
    requests
        .iter()
        .filter(move |request| request.path.ends_with(path))
}

#[tokio::test]
async fn a_clock_that_is_off_is_corrected_by_one_more_signature() {
    for offset_s in [2 * 86_400, 4000, -4000, 310, -310] {
        let app = TestApp::spawn().await;
        app.jira.set_clock_offset(offset_s);
        let person = Person::at(&app);
        person.connect("demo").await.assert_code_field();
        let requests = app.jira.requests();
        let tries: Vec<_> = requests_to(&requests, REQUEST_TOKEN).collect();
        assert_eq!(tries.len(), 2, "{offset_s}");
        assert_eq!((tries[0].status, tries[1].status), (400, 200));
        for name in ["oauth_nonce", "oauth_timestamp", "oauth_signature"] {
            assert_ne!(
                tries[0].oauth_parameter(name),
                tries[1].oauth_parameter(name)
            );
        }
        let token = person.authorize().await.request_token;
        let page = person.submit_code(&app.jira.approve(&token, "demo")).await;
        page.assert_connected();
        let refused = app.jira.requests();
        let refused = refused.iter().filter(|request| request.status == 400);
        assert_eq!(refused.count(), 1, "the correction is remembered");
    }
}

#[tokio::test]
async fn a_clock_that_jumps_later_is_corrected_at_every_step() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.connect("demo").await;
    let token = person.authorize().await.request_token;
    let code = app.jira.approve(&token, "demo");
    app.jira.set_clock_offset(400);
    person.submit_code(&code).await.assert_connected();
    app.jira.set_clock_offset(-4000);
    person.open().await.assert_connected();
    let refused = app.jira.requests();
    let refused: Vec<_> = refused.iter().filter(|it| it.status == 400).collect();
    assert_eq!(refused.len(), 2);
    assert!(refused[0].path.ends_with("/access-token"));
    assert!(refused[1].path.ends_with("/search"));
}

#[tokio::test]
async fn a_proxy_with_an_odd_date_spoils_no_signature() {
    let app = TestApp::spawn().await;
    app.jira.set_date_offset(-90_000);
    Person::at(&app).sign_in(&app).await;
    let requests = app.jira.requests();
    assert!(requests.iter().all(|it| it.status == 200), "{requests:?}");
    let tab_now_s = UNIX_EPOCH.elapsed().expect("after 1970").as_secs();
    for request in &requests {
        let signed_s: u64 = request
            .oauth_parameter("oauth_timestamp")
            .and_then(|it| it.parse().ok())
            .expect("a timestamp");
        assert!(tab_now_s.abs_diff(signed_s) < 60, "{signed_s}");
    }
}

#[tokio::test]
async fn a_nonce_that_was_seen_before_is_answered_by_one_more_signature() {
    let app = TestApp::spawn().await;
    app.jira
        .queue_fault(REQUEST_TOKEN, Fault::OAuthProblem("nonce_used"));
    Person::at(&app).connect("demo").await.assert_code_field();
    let requests = app.jira.requests();
    assert_eq!(requests.len(), 2);
    assert_ne!(
        requests[0].oauth_parameter("oauth_nonce"),
        requests[1].oauth_parameter("oauth_nonce")
    );
}
