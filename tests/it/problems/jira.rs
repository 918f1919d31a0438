//! Finding Jira, reaching it, and being let in.

use super::provoked;
use crate::{
    page::Page,
    person::Person,
    tls::{Certificate, Tls},
};
use std::fs;
use tests::{
    CONSUMER_KEY, Start, TestApp, TlsPeer,
    jira_sim::{Fault, SignatureMethod, SimOptions},
};

provoked! {
    connect_with_an_empty_field: JiraMissing = connect("");
    connect_to_a_jira_that_nobody_configured: JiraUnknown = connect("nothing");
    connect_to_a_host_with_two_jiras: JiraAmbiguous = two_jiras_on_one_host();
    connect_to_a_jira_cloud: JiraCloud = connect("https://acme.atlassian.net/jira/your-work");
    connect_with_a_password_in_the_address: JiraWithPassword = connect("https://me:secret@jira.example.com");
    connect_with_a_text_that_is_no_address: JiraTooLong = connect(&"x".repeat(5000));

    a_host_name_without_an_address: JiraNameUnknown = connect_to("http://jira.invalid");
    a_port_on_which_nothing_listens: JiraUnreachable = jira_switched_off();
    a_connection_that_is_closed_half_way: JiraInterrupted = struck_by(Fault::CloseConnection);
    a_jira_that_never_answers: JiraTimeout = started_with_fault("timeout_s = 1", Fault::Hang);
    a_certificate_of_an_unknown_issuer: JiraCertificateUntrusted = unknown_certificate();
    a_certificate_for_another_name: JiraCertificateName = bad_certificate(Certificate::OfAnotherName);
    a_certificate_that_has_run_out: JiraCertificateInvalid = bad_certificate(Certificate::Expired);
    an_https_address_of_an_http_server: JiraWithoutTls = https_to_http();
    a_handshake_that_is_refused: JiraTls = refused_handshake();
    an_answer_of_5xx: JiraDown = struck_by(Fault::Status(503));
    more_sign_ins_than_jira_is_troubled_with: JiraCrowded = very_many_sign_ins();
    an_answer_of_429: JiraBusy = struck_by(Fault::Status(429));
    a_redirect_to_the_same_page_elsewhere: JiraMoved = struck_by(Fault::RedirectToSso(
        "https://jira.example.com/jira/plugins/servlet/oauth/request-token".into(),
    ));
    a_redirect_to_a_log_in_page: JiraRedirects = struck_by(Fault::RedirectToSso(
        "https://sso.example.com/login".into(),
    ));
    a_log_in_page_in_place_of_an_answer: JiraAnswersWithPage = struck_by(Fault::HtmlLogin);
    an_answer_without_an_end: JiraAnswerTooLarge = struck_by(Fault::OversizedReply(3 << 20));
    an_answer_in_no_known_form: JiraAnswerUnreadable = struck_by(Fault::GarbageReply);
    a_filter_against_forged_requests: JiraSuspectsForgery = struck_by(Fault::XsrfRefused);
    a_picture_to_be_typed: JiraAsksForPicture = struck_by(Fault::Captcha);
    a_base_url_without_jiras_pages: JiraNotFound = struck_by(Fault::Status(404));

    a_jira_without_an_application_link: ApplicationLinkMissing = without_link();
    a_link_without_three_legged_oauth: ApplicationLinkRefused = without_three_legged();
    a_jira_that_sees_itself_elsewhere: SignatureInvalid = seen_elsewhere();
    a_jira_that_takes_another_signature_method: SignatureMethodRejected = other_method();
    clocks_that_differ: ClockDiffers = struck_by(Fault::OAuthProblem("timestamp_refused"));
    a_proxy_that_removes_the_authorization: AuthorizationLost =
        struck_by(Fault::OAuthProblem("parameter_absent"));
    a_proxy_that_sends_requests_twice: RequestRepeated = struck_by(Fault::OAuthProblem("nonce_used"));
    a_parameter_that_jira_does_not_take: ProtocolRefused =
        struck_by(Fault::OAuthProblem("parameter_rejected"));
    a_word_that_nobody_knows: OAuthProblem = struck_by(Fault::OAuthProblem("brand_new"));
}

async fn connect(text: &str) -> Page {
    Person::at(&TestApp::spawn().await).connect(text).await
}

async fn very_many_sign_ins() -> Page {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    let path = person.connect("demo").await.authorize_path();
    // Refused, and signed anew: two requests each time.
    app.jira.set_fault(Some(Fault::OAuthProblem("nonce_used")));
    for _ in 0..2_000 {
        let page = person.get(&path).await;
        if page.html.contains("data-problem=\"jira-crowded\"") {
            return page;
        }
    }
    panic!("2,000 sign-ins were let through");
}

async fn started_with_fault(instance_settings: &str, fault: Fault) -> Page {
    let app = TestApp::start(Start {
        instance_settings: instance_settings.to_owned(),
        ..Start::default()
    })
    .await;
    app.jira.set_fault(Some(fault));
    Person::at(&app).connect("demo").await
}

async fn struck_by(fault: Fault) -> Page {
    started_with_fault("", fault).await
}

async fn two_jiras_on_one_host() -> Page {
    let mut app = TestApp::spawn().await;
    let host = app.jira.address().to_string();
    let second = format!(
        "\n[[jira]]\nid = \"other\"\nname = \"Other\"\nbase_url = \"http://{host}/other\"\n\
         consumer_key = \"x\"\nprivate_key_file = \"key.pem\"\n"
    );
    app.restart_with(|text| text + &second).await;
    Person::at(&app).connect(&host).await
}

async fn connect_to(base_url: &str) -> Page {
    connect_trusting(base_url, None).await
}

/// Connects to `base_url` in place of the simulator's, trusting a certificate besides.
async fn connect_trusting(base_url: &str, certificate_pem: Option<&str>) -> Page {
    let mut app = TestApp::spawn().await;
    let right = app.jira.base_url().to_owned();
    let mut wrong = format!("base_url = \"{base_url}\"");
    if let Some(pem) = certificate_pem {
        fs::write(app.folder().join("ca.pem"), pem).expect("a file");
        wrong += "\nca_file = \"ca.pem\"";
    }
    app.restart_with(|text| text.replace(&format!("base_url = \"{right}\""), &wrong))
        .await;
    Person::at(&app).connect("demo").await
}

async fn jira_switched_off() -> Page {
    let mut app = TestApp::spawn().await;
    app.jira.shut_down().await;
    Person::at(&app).connect("demo").await
}

async fn unknown_certificate() -> Page {
    let peer = TlsPeer::with_certificate_for("localhost").await;
    connect_to(&peer.base_url()).await
}

async fn bad_certificate(certificate: Certificate) -> Page {
    let peer = Tls::listen(certificate).await;
    let base_url = format!("https://localhost:{}", peer.port);
    connect_trusting(&base_url, Some(&peer.trusted)).await
}

async fn https_to_http() -> Page {
    let app = TestApp::spawn().await;
    connect_to(&format!("https://localhost:{}", app.jira.address().port())).await
}

async fn refused_handshake() -> Page {
    let peer = TlsPeer::that_refuses_handshakes().await;
    connect_to(&peer.base_url()).await
}

async fn without_link() -> Page {
    let app = TestApp::spawn().await;
    app.jira.remove_consumer(CONSUMER_KEY);
    Person::at(&app).connect("demo").await
}

async fn without_three_legged() -> Page {
    let app = TestApp::spawn().await;
    app.jira.set_allows_three_legged(false);
    Person::at(&app).connect("demo").await
}

async fn seen_elsewhere() -> Page {
    let app = TestApp::start(Start {
        jira: SimOptions {
            connector_origin: Some("http://inside.example:8080".into()),
            ..SimOptions::default()
        },
        ..Start::default()
    })
    .await;
    Person::at(&app).connect("demo").await
}

async fn other_method() -> Page {
    let app = TestApp::start(Start {
        signature_method: SignatureMethod::HmacSha1,
        jira_takes: Some(SignatureMethod::RsaSha1),
        ..Start::default()
    })
    .await;
    Person::at(&app).connect("demo").await
}
