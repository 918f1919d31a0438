//! Whatever answers in place of Jira, or is refused by it: its own words and a way forward.

use crate::{page::Page, person::Person, script::Script};
use reqwest::StatusCode;
use tests::{
    CONSUMER_KEY, Start, TestApp,
    jira_sim::{Fault, SignatureMethod, SimOptions},
    new_private_key,
};

const REQUEST_TOKEN: &str = "/plugins/servlet/oauth/request-token";

fn typed(page: &Page) -> Option<String> {
    page.attribute("input[type=text]", "value")
}

#[tokio::test]
async fn a_jira_that_is_switched_off_is_called_unreachable() {
    let mut app = TestApp::spawn().await;
    let person = Person::at(&app);
    app.jira.shut_down().await;

    let page = person.connect("demo").await;
    assert!(page.problem("jira-unreachable").contains("cannot reach"));
    assert_eq!(typed(&page).as_deref(), Some("demo"));

    let answer = Script::at(&app).call("connect", &[("jira", "demo")]).await;
    assert_eq!(answer.problem(), Some("jira-unreachable"));
    let words = answer.words();
    let host = app.jira.address().to_string();
    assert!(
        words.contains("Demo Jira") && words.contains(&host),
        "{words}"
    );
}

#[tokio::test]
async fn a_jira_that_goes_after_connect_fails_on_a_page_of_its_own() {
    let mut app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.connect("demo").await;
    app.jira.shut_down().await;

    let page = person.fail_to_authorize().await;
    assert_eq!(page.status, StatusCode::BAD_GATEWAY);
    assert_eq!(page.heading(), "This did not work");
    page.problem("jira-unreachable");
    assert_eq!(page.texts("a[href='/']"), ["Back to the tab"]);

    let page = person.open().await;
    page.assert_code_field();
    page.problem("jira-unreachable");
}

/// What stands between us and Jira, the word, and what the words must hold.
fn faults() -> Vec<(Fault, &'static str, &'static str)> {
    vec![
        (Fault::Status(503), "jira-down", "503"),
        (Fault::Status(502), "jira-down", "502"),
        (Fault::Status(500), "jira-down", "500"),
        (Fault::CloseConnection, "jira-interrupted", "was lost"),
        (Fault::HtmlLogin, "jira-answers-with-page", "log-in page"),
        (Fault::EmptyReply, "jira-answer-unreadable", "Demo Jira"),
        (Fault::GarbageReply, "jira-answer-unreadable", "Demo Jira"),
        (
            Fault::OversizedReply(3 << 20),
            "jira-answer-too-large",
            "Demo Jira",
        ),
        (Fault::BareUnauthorized, "jira-answer-unreadable", "proxy"),
        (Fault::Status(403), "jira-answer-unreadable", "proxy"),
        (Fault::Status(418), "jira-answer-unreadable", "proxy"),
        (Fault::Status(404), "jira-not-found", "context path"),
        (
            Fault::RedirectToSso("https://sso.example.com/login?secret=1".into()),
            "jira-redirects",
            "sso.example.com",
        ),
        (
            Fault::OAuthProblem("consumer_key_unknown"),
            "application-link-missing",
            "application link is missing",
        ),
        (
            Fault::OAuthProblem("consumer_key_refused"),
            "application-link-refused",
            "3-legged",
        ),
        (
            Fault::OAuthProblem("permission_denied"),
            "application-link-refused",
            "3-legged",
        ),
        (
            Fault::OAuthProblem("signature_method_rejected"),
            "signature-method-rejected",
            "RSA-SHA1",
        ),
        (
            Fault::OAuthProblem("brand_new"),
            "oauth-problem",
            "brand_new",
        ),
        (
            Fault::OAuthProblem("timestamp_refused"),
            "clock-differs",
            "NTP",
        ),
    ]
}

#[tokio::test]
async fn whatever_answers_in_place_of_jira_at_connect_has_its_own_words() {
    let app = TestApp::spawn().await;
    for (fault, word, fact) in faults() {
        app.jira.set_fault(Some(fault.clone()));
        let page = Person::at(&app).connect("demo").await;
        page.problem(word);
        assert_eq!(typed(&page).as_deref(), Some("demo"), "{fault:?}");

        let answer = Script::at(&app).call("connect", &[("jira", "demo")]).await;
        assert_eq!(answer.problem(), Some(word), "{fault:?}");
        let words = answer.words();
        assert!(words.contains(fact), "{words}");
        assert!(!words.contains("secret"), "{words}");
    }
    app.jira.set_fault(None);
    Person::at(&app).connect("demo").await.assert_code_field();
}

#[tokio::test]
async fn whatever_answers_in_place_of_jira_at_authorize_has_its_own_words() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.connect("demo").await;
    for (fault, word, fact) in faults() {
        app.jira.set_fault(Some(fault.clone()));
        let page = person.fail_to_authorize().await;
        let words = page.problem(word);
        assert_eq!(page.status, StatusCode::BAD_GATEWAY);
        assert!(words.contains(fact), "{words}");
        let kept = person.open().await;
        assert!(kept.problem(word).contains(fact), "the tab says so, too");
    }
    app.jira.set_fault(None);
    person.authorize().await;
    assert_eq!(person.open().await.alert(), None, "old news is forgotten");
}

#[tokio::test]
async fn a_redirect_is_never_followed() {
    let app = TestApp::spawn().await;
    let elsewhere = format!("{}/rest/api/2/serverInfo", app.jira.base_url());
    app.jira.set_fault(Some(Fault::RedirectToSso(elsewhere)));
    Person::at(&app)
        .connect("demo")
        .await
        .problem("jira-redirects");
    let requests = app.jira.requests();
    assert_eq!(requests.len(), 1);
    assert!(requests[0].path.ends_with(REQUEST_TOKEN));
}

#[tokio::test]
async fn a_redirect_to_the_same_address_with_a_query_is_not_called_a_move() {
    let app = TestApp::spawn().await;
    let checked = format!("{}{REQUEST_TOKEN}?cookie=checked", app.jira.base_url());
    app.jira.set_fault(Some(Fault::RedirectToSso(checked)));
    let page = Person::at(&app).connect("demo").await;
    let words = page.problem("jira-redirects");
    assert!(!words.contains("checked"), "{words}");
}

#[tokio::test]
async fn a_jira_that_never_answers_is_given_up() {
    let app = TestApp::start(Start {
        instance_settings: "timeout_s = 1".into(),
        ..Start::default()
    })
    .await;
    app.jira.set_fault(Some(Fault::Hang));
    let page = Person::at(&app).connect("demo").await;
    assert!(page.problem("jira-timeout").contains("in time"));
    app.jira.set_fault(None);
    let person = Person::at(&app);
    person.connect("demo").await.assert_code_field();
    app.jira.set_fault(Some(Fault::Hang));
    let page = person.fail_to_authorize().await;
    page.problem("jira-timeout");
}

#[tokio::test]
async fn a_base_url_without_its_context_path_is_found_out() {
    let mut app = TestApp::spawn().await;
    app.restart_with(|text| text.replace("/jira\"", "/wrong\""))
        .await;
    let page = Person::at(&app).connect("demo").await;
    assert!(page.problem("jira-not-found").contains("context path"));
}

#[tokio::test]
async fn a_missing_application_link_is_the_jira_administrators_business() {
    let app = TestApp::spawn().await;
    app.jira.remove_consumer(CONSUMER_KEY);
    let page = Person::at(&app).connect("demo").await;
    let words = page.problem("application-link-missing");
    assert!(words.contains("Contact your Jira administrator"), "{words}");
}

#[tokio::test]
async fn a_link_that_forbids_three_legged_oauth_is_told_apart() {
    let app = TestApp::spawn().await;
    app.jira.set_allows_three_legged(false);
    let page = Person::at(&app).connect("demo").await;
    assert!(
        page.problem("application-link-refused")
            .contains("3-legged")
    );
}

#[tokio::test]
async fn another_key_than_the_links_is_found_out_before_anybody_logs_in() {
    let mut app = TestApp::spawn().await;
    app.stop().await;
    std::fs::write(app.folder().join("key.pem"), new_private_key()).unwrap();
    app.restart().await;
    let page = Person::at(&app).connect("demo").await;
    let words = page.problem("signature-invalid");
    assert!(words.contains("public key"), "{words}");
    assert!(!words.contains("Jira sees http"), "the address is right");
}

#[tokio::test]
async fn a_jira_that_sees_itself_elsewhere_is_named_with_that_address() {
    let app = TestApp::start(Start {
        jira: SimOptions {
            connector_origin: Some("http://inside.example:8080".into()),
            ..SimOptions::default()
        },
        ..Start::default()
    })
    .await;
    let answer = Script::at(&app).call("connect", &[("jira", "demo")]).await;
    assert_eq!(answer.problem(), Some("signature-invalid"));
    let words = answer.words();
    assert!(
        words.contains("Jira sees http://inside.example:8080/jira/plugins/"),
        "{words}"
    );
    assert!(words.contains("the host differs"), "{words}");
    let page = Person::at(&app).connect("demo").await;
    page.problem("signature-invalid");
}

#[tokio::test]
async fn hmac_is_refused_by_a_jira_that_takes_rsa_only() {
    let app = TestApp::start(Start {
        signature_method: SignatureMethod::HmacSha1,
        jira_takes: Some(SignatureMethod::RsaSha1),
        ..Start::default()
    })
    .await;
    let page = Person::at(&app).connect("demo").await;
    assert!(
        page.problem("signature-method-rejected")
            .contains("RSA-SHA1")
    );
}
