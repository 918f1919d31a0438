//! Every way in which Connect and Authorize are refused: its own words and a way forward.

use crate::{page::Page, person::Person, script::Script};
use reqwest::StatusCode;
use tests::{
    CONSUMER_KEY, Start, TestApp,
    jira_sim::{Fault, LoggedRequest, SignatureMethod, SimOptions},
    new_private_key,
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

fn typed(page: &Page) -> Option<String> {
    page.attribute("input[type=text]", "value")
}

#[tokio::test]
async fn an_empty_field_is_asked_for() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    for nothing in ["", "   ", "\u{a0}\t"] {
        let page = person.connect(nothing).await;
        assert_eq!(page.heading(), "Sign in to Jira");
        assert!(page.problem("jira-missing").contains("Enter the Jira ID"));
    }
    let page = person.post("/api/connect", &[]).await;
    page.problem("jira-missing");
    assert_eq!(app.jira.requests().len(), 0);
}

#[tokio::test]
async fn an_unknown_jira_is_never_fetched_and_the_typed_text_is_shown_again() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    for text in [
        "wiki.example.com",
        "\"><script>alert(1)</script>",
        "http://169.254.169.254/latest/meta-data",
        &format!("http://{}.evil.example/jira", app.jira.address().ip()),
        "ünïcödé ☃",
    ] {
        let page = person.connect(text).await;
        let words = page.problem("jira-unknown");
        assert!(words.contains("knows no Jira by that ID"), "{words}");
        assert_eq!(typed(&page).as_deref(), Some(text));
        assert!(!page.texts("script").contains(&"alert(1)".to_owned()));
        let nonces = page.attributes("script", "nonce");
        assert!(nonces.iter().all(Option::is_some), "only the page's own");
    }
    assert_eq!(app.jira.requests().len(), 0);
}

#[tokio::test]
async fn a_slip_of_the_pen_is_answered_by_a_suggestion() {
    let app = TestApp::spawn().await;
    let page = Person::at(&app).connect("demp").await;
    assert!(page.problem("jira-unknown").contains("Did you mean demo?"));
    let answer = Script::at(&app).call("connect", &[("jira", "demp")]).await;
    assert_eq!(answer.problem(), Some("jira-unknown"));
    assert!(answer.words().contains("Did you mean demo?"));
    assert_eq!(answer.step("Connect")["typed"], "demp");
}

#[tokio::test]
async fn a_password_in_the_address_is_never_shown_again() {
    let app = TestApp::spawn().await;
    let address = app.jira.address();
    for text in [
        format!("http://dana:geheim42@{address}/jira"),
        format!("dana:geheim42@{address}"),
        "https://geheim42@unknown.example/".to_owned(),
    ] {
        let answer = Person::at(&app)
            .post_only("/api/connect", &[("jira", &text)])
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert!(
            !answer
                .header(reqwest::header::LOCATION)
                .contains("geheim42")
        );
        assert!(!answer.html.contains("geheim42"));
        let page = Person::at(&app).connect(&text).await;
        page.problem("jira-with-password");
        assert!(!page.html.contains("geheim42"));
        let answer = Script::at(&app).call("connect", &[("jira", &text)]).await;
        assert_eq!(answer.problem(), Some("jira-with-password"));
        assert!(!answer.json.to_string().contains("geheim42"));
    }
    assert_eq!(app.jira.requests().len(), 0);
}

#[tokio::test]
async fn a_text_longer_than_any_address_is_refused_and_not_shown_again() {
    let app = TestApp::spawn().await;
    for text in ["x".repeat(2049), "x".repeat(5000), "é".repeat(1025)] {
        let page = Person::at(&app).connect(&text).await;
        page.problem("jira-too-long");
        assert!(!page.html.contains(&text));
        assert!(page.path.len() < 100, "{}", page.path);
    }
    let page = Person::at(&app).connect(&"x".repeat(2048)).await;
    page.problem("jira-unknown");
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
        (Fault::CloseConnection, "jira-unreachable", "cannot reach"),
        (Fault::HtmlLogin, "jira-answer-unreadable", "log-in page"),
        (Fault::EmptyReply, "jira-answer-unreadable", "Demo Jira"),
        (Fault::GarbageReply, "jira-answer-unreadable", "Demo Jira"),
        (
            Fault::OversizedReply(3 << 20),
            "jira-answer-unreadable",
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
        words.contains("Jira sees http://inside.example:8080"),
        "{words}"
    );
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

#[tokio::test]
async fn a_clock_that_is_an_hour_off_is_corrected_by_one_more_signature() {
    for offset_s in [4000, -4000, 301, -301] {
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

#[tokio::test]
async fn a_word_of_the_address_that_is_not_in_the_catalogue_says_nothing() {
    let app = TestApp::spawn().await;
    for query in [
        "problem=<script>",
        "problem=JIRA-DOWN",
        "problem=",
        "notice=nobody",
        "problem[]=x",
        "%ff=%fe",
    ] {
        let page = Person::at(&app).get(&format!("/?{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        page.assert_connect_form();
        assert_eq!(page.alert(), None, "{query}");
    }
}

#[tokio::test]
async fn the_address_cannot_make_a_later_step_claim_a_problem() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    let page = person.get("/?problem=access-revoked&jira=x").await;
    page.assert_connected();
}
