//! The exchange of the code when something fails half-way.

use crate::{
    codes::{EXCHANGE, allowed, exchanges, other_than},
    person::Person,
    script::Script,
};
use tests::{Start, TestApp, jira_sim::Fault};

const MYSELF: &str = "/rest/api/2/myself";

#[tokio::test]
async fn bad_weather_at_the_exchange_does_not_count_as_a_wrong_code() {
    let app = TestApp::spawn().await;
    let (person, code) = allowed(&app).await;
    for (fault, word) in [
        (Fault::Status(503), "jira-down"),
        (Fault::CloseConnection, "jira-interrupted"),
        (Fault::HtmlLogin, "jira-answers-with-page"),
        (Fault::EmptyReply, "jira-answer-unreadable"),
        (Fault::GarbageReply, "jira-answer-unreadable"),
        (Fault::OversizedReply(3 << 20), "jira-answer-too-large"),
        (Fault::BareUnauthorized, "jira-answer-unreadable"),
        (
            Fault::RedirectToSso("https://sso.example.com/".into()),
            "jira-redirects",
        ),
        (Fault::OAuthProblem("brand_new"), "oauth-problem"),
        (Fault::OAuthProblem("timestamp_refused"), "clock-differs"),
        (
            Fault::OAuthProblem("signature_invalid"),
            "signature-invalid",
        ),
    ] {
        app.jira.set_fault(Some(fault));
        let page = person.submit_code(&code).await;
        page.problem(word);
        page.assert_code_field();
        assert!(!page.html.contains(&code));
    }
    app.jira.set_fault(None);
    person.submit_code(&code).await.assert_connected();
}

#[tokio::test]
async fn an_exchange_without_an_answer_may_be_tried_again() {
    let app = TestApp::start(Start {
        instance_settings: "timeout_s = 1".into(),
        ..Start::default()
    })
    .await;
    let (person, code) = allowed(&app).await;
    app.jira.queue_fault(EXCHANGE, Fault::Hang);
    person.submit_code(&code).await.problem("jira-timeout");
    person.submit_code(&code).await.assert_connected();
}

#[tokio::test]
async fn a_code_that_was_taken_while_the_answer_got_lost_means_start_again() {
    for (fault, word) in [
        (Fault::HangAfter, "jira-timeout"),
        (Fault::CloseAfter, "jira-interrupted"),
    ] {
        let app = TestApp::start(Start {
            instance_settings: "timeout_s = 1".into(),
            ..Start::default()
        })
        .await;
        let (person, code) = allowed(&app).await;
        app.jira.queue_fault(EXCHANGE, fault);
        person.submit_code(&code).await.problem(word);
        let page = person.submit_code(&code).await;
        assert!(page.problem("code-expired").contains("Get a new link"));
    }
}

#[tokio::test]
async fn an_authorize_link_that_hung_puts_no_doubt_on_the_code() {
    let app = TestApp::start(Start {
        instance_settings: "timeout_s = 1".into(),
        ..Start::default()
    })
    .await;
    let (person, code) = allowed(&app).await;
    app.set_clock_offset(61);
    app.jira.queue_fault("request-token", Fault::Hang);
    person.fail_to_authorize().await.problem("jira-timeout");
    person
        .submit_code(other_than(&code))
        .await
        .problem("code-wrong");
    person.submit_code(&code).await.assert_connected();
}

#[tokio::test]
async fn nobody_is_connected_before_jira_names_them_and_no_code_is_sent_twice() {
    let app = TestApp::spawn().await;
    let (mut app, person, code) = {
        let (person, code) = allowed(&app).await;
        (app, person, code)
    };
    app.jira.set_fault_on(MYSELF, Fault::Status(503));
    let page = person.submit_code(&code).await;
    page.problem("jira-down");
    page.assert_code_field();
    person.open().await.assert_code_field();
    app.restart().await;

    let person = Person::at(&app);
    person.submit_code(&code).await.problem("jira-down");
    app.jira.set_fault(None);
    let page = person.submit_code("").await;
    page.assert_connected();
    assert_eq!(exchanges(&app).len(), 1);
}

#[tokio::test]
async fn who_may_not_log_in_is_told_so_and_is_not_connected() {
    let app = TestApp::spawn().await;
    let (person, code) = allowed(&app).await;
    app.jira.deactivate_user("demo");
    let page = person.submit_code(&code).await;
    assert!(page.problem("login-refused").contains("inactive"));
    page.assert_code_field();
    person.open().await.problem("login-refused");
    app.jira.set_can_log_in("demo", true);
    let page = person.submit_code("").await;
    page.assert_connected();
    assert_eq!(exchanges(&app).len(), 1, "Jira is asked for the name only");
}

#[tokio::test]
async fn an_anonymous_answer_connects_nobody() {
    let app = TestApp::spawn().await;
    let (person, code) = allowed(&app).await;
    app.jira.set_fault_on(MYSELF, Fault::HtmlLogin);
    person
        .submit_code(&code)
        .await
        .problem("jira-answers-with-page");
    app.jira.set_fault(None);
    let page = person.open().await;
    page.assert_code_field();
    assert_eq!(page.display_name(), None);
}

#[tokio::test]
async fn two_presses_of_continue_make_one_exchange_and_both_are_connected() {
    let app = TestApp::spawn().await;
    let (person, code) = allowed(&app).await;
    let fields = [("verification_code", code.as_str())];
    let script = Script::at(&app);
    let (form, one, two) = tokio::join!(
        person.post("/api/continue", &fields),
        script.call("continue", &fields),
        script.call("continue", &fields),
    );
    assert_eq!(form.heading(), "Authentication successful");
    form.assert_connected();
    for answer in [one, two] {
        assert_eq!(answer.json["notice"], "Connected");
        answer.step("Connected");
    }
    assert_eq!(exchanges(&app).len(), 1);
    assert_eq!(app.jira.access_token_count(), 1);
}
