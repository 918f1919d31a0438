//! What happens to a grant: revoked, run out, renewed, or kept through bad weather.

use crate::{
    page::Page,
    person::Person,
    script::Script,
    wait::{until, within},
};
use std::time::{Duration, Instant};
use tests::{
    Start, TestApp,
    jira_sim::{Fault, LoggedRequest},
};

const SOON: Duration = Duration::from_secs(10);

fn renewals(app: &TestApp) -> Vec<LoggedRequest> {
    let mut requests = app.jira.requests();
    requests.retain(|request| request.oauth_parameter("oauth_session_handle").is_some());
    requests
}

async fn signed_in() -> (TestApp, Person) {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    app.jira.clear_requests();
    (app, person)
}

/// The page is still that of a connected person, with a problem in place of the list.
#[track_caller]
fn assert_kept(page: &Page, problem: &str) {
    page.problem(problem);
    assert_eq!(page.display_name().as_deref(), Some("Dana Demo"));
    assert!(page.form("Refresh").is_some());
    assert!(page.html.contains("The list could not be loaded."));
}

#[tokio::test]
async fn revoked_access_leads_to_connect_again_until_the_person_does() {
    let (app, person) = signed_in().await;
    app.jira.revoke_all();

    for _ in 0..2 {
        let page = person.open().await;
        assert_eq!(page.heading(), "Demo Jira needs your permission again");
        assert!(page.problem("access-revoked").contains("revoked in Jira"));
        assert!(page.form("Connect again").is_some());
    }
    let searches = app.jira.requests().len();
    assert_eq!(searches, 1, "the grant is gone: Jira is asked once");

    let page = person.open().await;
    let page = person.press(&page, "Connect again", &[]).await;
    page.assert_code_field();
    assert_eq!(page.alert(), None);
    let token = person.authorize().await.request_token;
    let page = person.submit_code(&app.jira.approve(&token, "demo")).await;
    page.assert_connected();
}

#[tokio::test]
async fn who_was_revoked_may_use_another_jira() {
    let (app, person) = signed_in().await;
    app.jira.revoke_all();
    let page = person.open().await;
    let page = person.press(&page, "Use another Jira", &[]).await;
    page.assert_connect_form();
    assert_eq!(page.alert(), None);
    person.open().await.assert_connect_form();
}

#[tokio::test]
async fn connect_again_says_so_while_jira_is_down() {
    let (app, person) = signed_in().await;
    app.jira.revoke_all();
    let page = person.open().await;
    // The health of Jira is believed for five minutes.
    app.set_clock_offset(301);
    app.jira.set_fault(Some(Fault::Status(503)));
    let answer = Script::at(&app).call("connect", &[("jira", "demo")]).await;
    assert_eq!(answer.problem(), Some("jira-down"));
    let page = person.press(&page, "Connect again", &[]).await;
    page.problem("jira-down");
}

#[tokio::test]
async fn an_access_token_that_ran_out_is_renewed_once() {
    let (app, person) = signed_in().await;
    app.jira.expire_access_tokens();
    person.open().await.assert_connected();
    person.open().await.assert_connected();
    let renewals = renewals(&app);
    assert_eq!(renewals.len(), 1);
    assert_eq!(renewals[0].status, 200);
    assert_eq!(app.jira.access_token_count(), 1);
}

#[tokio::test]
async fn an_access_token_whose_announced_end_has_come_is_renewed_before_it_is_used() {
    let app = TestApp::start(Start {
        jira: tests::jira_sim::SimOptions {
            access_token_ttl: Duration::from_hours(1),
            ..Default::default()
        },
        ..Start::default()
    })
    .await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    app.jira.clear_requests();
    app.set_clock_offset(3600);
    app.jira.set_clock_offset(3600);
    person.open().await.assert_connected();
    assert_eq!(renewals(&app).len(), 1);
    let requests = app.jira.requests();
    assert!(requests.iter().all(|it| it.status == 200), "{requests:?}");
}

#[tokio::test]
async fn a_renewed_token_survives_a_restart_and_can_be_renewed_again() {
    let (mut app, person) = signed_in().await;
    app.jira.expire_access_tokens();
    person.open().await.assert_connected();
    app.restart().await;
    app.jira.expire_access_tokens();
    Person::at(&app).open().await.assert_connected();
    assert_eq!(renewals(&app).len(), 2);
}

#[tokio::test]
async fn a_session_that_is_over_leads_to_connect_again() {
    let (app, person) = signed_in().await;
    app.jira.expire_sessions();
    for _ in 0..2 {
        let page = person.open().await;
        assert!(page.problem("access-expired").contains("has run out"));
        assert!(page.form("Connect again").is_some());
    }
    assert_eq!(renewals(&app).len(), 1);
}

#[tokio::test]
async fn a_renewal_that_jira_cannot_answer_keeps_the_grant() {
    let (app, person) = signed_in().await;
    app.jira.expire_access_tokens();
    app.jira.set_fault_on("access-token", Fault::Status(503));
    assert_kept(&person.open().await, "jira-down");
    app.jira.set_fault(None);
    person.open().await.assert_connected();
}

#[tokio::test]
async fn a_bare_401_at_a_renewal_keeps_the_grant() {
    let (app, person) = signed_in().await;
    app.jira.expire_access_tokens();
    for fault in [Fault::BareUnauthorized, Fault::Status(401)] {
        app.jira.set_fault(None);
        app.jira.set_fault_on("access-token", fault);
        assert_kept(&person.open().await, "not-recognised");
    }
    app.jira.set_fault(None);
    person.open().await.assert_connected();
}

#[tokio::test]
async fn two_page_loads_at_once_make_one_renewal() {
    let (app, person) = signed_in().await;
    app.jira.expire_access_tokens();
    let (one, other) = tokio::join!(person.open(), person.open());
    one.assert_connected();
    other.assert_connected();
    assert_eq!(renewals(&app).len(), 1);
}

#[tokio::test]
async fn a_page_load_that_a_renewal_overtakes_shows_the_list_too() {
    let (app, person) = signed_in().await;
    let script = Script::at(&app);
    app.jira.expire_access_tokens();
    app.jira.queue_fault("/search", Fault::Hold);
    let slow = script.call("tab", &[]);
    let fast = async {
        until("the search is held", || app.jira.requests().len() == 1).await;
        person.open().await.assert_connected();
        app.jira.release();
    };
    let (slow, ()) = tokio::join!(slow, fast);
    assert_eq!(slow.problem(), None, "{}", slow.json);
    assert!(slow.step("Connected")["issues"]["Loaded"].is_object());
    assert_eq!(renewals(&app).len(), 1);
}

#[tokio::test]
async fn a_bare_401_and_other_bad_weather_keep_the_grant() {
    let (app, person) = signed_in().await;
    for (fault, problem) in [
        (Fault::BareUnauthorized, "not-recognised"),
        (Fault::Status(401), "not-recognised"),
        (Fault::Status(403), "jira-forbids"),
        (Fault::Status(404), "jira-answer-unreadable"),
        (Fault::Status(429), "jira-busy"),
        (Fault::Status(500), "jira-down"),
        (Fault::Status(503), "jira-down"),
        (Fault::CloseConnection, "jira-interrupted"),
        (Fault::HtmlLogin, "jira-answers-with-page"),
        (Fault::EmptyReply, "jira-answer-unreadable"),
        (Fault::GarbageReply, "jira-answer-unreadable"),
        (Fault::OversizedReply(3 << 20), "jira-answer-too-large"),
        (
            Fault::RedirectToSso("https://sso.example.com/".into()),
            "jira-redirects",
        ),
        (
            Fault::OAuthProblem("signature_invalid"),
            "signature-invalid",
        ),
        (
            Fault::OAuthProblem("consumer_key_unknown"),
            "application-link-missing",
        ),
        (
            Fault::OAuthProblem("permission_denied"),
            "application-link-refused",
        ),
        (Fault::OAuthProblem("brand_new"), "oauth-problem"),
    ] {
        app.jira.set_fault(Some(fault.clone()));
        assert_kept(&person.open().await, problem);
        let answer = Script::at(&app).call("tab", &[]).await;
        assert_eq!(answer.problem(), Some(problem), "{fault:?}");
        assert_eq!(answer.step("Connected")["issues"], "Failed");
    }
    app.jira.set_fault(None);
    person.open().await.assert_connected();
}

#[tokio::test]
async fn a_deactivated_account_is_told_so_and_keeps_its_grant() {
    let (app, person) = signed_in().await;
    app.jira.deactivate_user("demo");
    let page = person.open().await;
    assert_kept(&page, "login-refused");
    assert!(page.problem("login-refused").contains("inactive"));
    app.jira.set_can_log_in("demo", true);
    person.open().await.assert_connected();
}

#[tokio::test]
async fn a_hung_jira_never_holds_up_the_first_page() {
    let app = TestApp::start(Start {
        instance_settings: "timeout_s = 2".into(),
        ..Start::default()
    })
    .await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    app.jira.set_fault(Some(Fault::Hang));
    let started = Instant::now();
    let page = person.open().await;
    let waited = started.elapsed();
    assert!(waited < Duration::from_secs(3), "{waited:?}");
    assert_eq!(page.display_name().as_deref(), Some("Dana Demo"));
    assert!(
        page.texts("[role=status]")
            .concat()
            .contains("Waiting for Jira")
    );
    assert_eq!(page.alert(), None);

    assert!(
        page.html
            .contains(r#"<noscript><meta http-equiv="refresh" content="1; url=/?wait=1">"#),
        "a browser without JavaScript asks again by itself"
    );

    let page = person.press(&page, "Refresh", &[]).await;
    page.problem("jira-timeout");
    app.jira.set_fault(None);
    person.press(&page, "Refresh", &[]).await.assert_connected();
}

#[tokio::test]
async fn a_hung_jira_is_given_up_by_the_script_as_well() {
    let app = TestApp::start(Start {
        instance_settings: "timeout_s = 1".into(),
        ..Start::default()
    })
    .await;
    Person::at(&app).sign_in(&app).await;
    app.jira.set_fault(Some(Fault::Hang));
    let answer = Script::at(&app).call("tab", &[]).await;
    assert_eq!(answer.problem(), Some("jira-timeout"));
    assert_eq!(answer.step("Connected")["issues"], "Failed");
}

/// Every verb that shows the page of a connected person.
const VERBS: [(&str, &[(&str, &str)]); 4] = [
    ("connect", &[("jira", "demo")]),
    ("continue", &[("verification_code", "aB3xY9")]),
    ("new-link", &[]),
    ("leave", &[]),
];

#[tokio::test]
async fn a_verb_from_a_stale_tab_renews_a_token_that_ran_out() {
    for (verb, fields) in VERBS {
        let (app, _) = signed_in().await;
        app.jira.expire_access_tokens();
        let script = Script::at(&app);
        let answer = within(SOON, verb, script.call(verb, fields)).await;
        assert_eq!(answer.step("Connected")["display_name"], "Dana Demo");
        assert_eq!(renewals(&app).len(), 1);
    }
}

#[tokio::test]
async fn a_verb_from_a_stale_tab_finds_out_that_access_was_revoked() {
    for (verb, fields) in VERBS {
        let (app, _) = signed_in().await;
        app.jira.revoke_all();
        let script = Script::at(&app);
        let answer = within(SOON, verb, script.call(verb, fields)).await;
        assert_eq!(answer.problem(), Some("access-revoked"));
        answer.step("Reconnect");
    }
}
