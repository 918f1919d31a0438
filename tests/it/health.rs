//! The check of a Jira on Connect, and what the page says of it afterwards.

use crate::{person::Person, script::Script};
use tests::{Start, TestApp, jira_sim::Fault};

#[tokio::test]
async fn whoever_waits_for_a_check_shares_its_failure_and_the_next_one_asks_anew() {
    let app = TestApp::start(Start {
        instance_settings: "timeout_s = 3".into(),
        ..Start::default()
    })
    .await;
    app.jira.set_fault(Some(Fault::Hang));
    let script = Script::at(&app);
    let fields = [("jira", "demo")];
    let (one, other) = tokio::join!(
        script.call("connect", &fields),
        script.call("connect", &fields)
    );
    for answer in [one, other] {
        assert_eq!(answer.problem(), Some("jira-timeout"));
    }
    assert_eq!(app.jira.requests().len(), 1, "one check for both");

    app.jira.set_fault(None);
    let answer = script.call("connect", &fields).await;
    answer.step("Authorize");
    assert_eq!(app.jira.requests().len(), 2, "a failure is not remembered");
}

#[tokio::test]
async fn the_authorize_page_tells_a_missing_vpn_from_a_jira_that_is_down() {
    let mut app = TestApp::spawn().await;
    let person = Person::at(&app);
    let page = person.connect("demo").await;
    let hint = page.texts(".reach").join(" ");
    let host = app.jira.address().to_string();
    let asks = format!("your browser cannot reach {host}/jira. Are you on the VPN?");
    assert!(hint.contains(&asks), "{hint}");
    let Some((_, time)) = hint.split_once("This tab’s server reached it at ") else {
        panic!("{hint}");
    };
    let digits = |it: &str| it.len() == 2 && it.bytes().all(|it| it.is_ascii_digit());
    assert!(digits(&time[..2]) && digits(&time[3..5]), "{time}");
    assert!(time[5..].starts_with(" UTC"), "{time}");

    app.restart().await;
    let hint = Person::at(&app).open().await.texts(".reach").join(" ");
    assert!(hint.contains(&asks), "{hint}");
    assert!(!hint.contains("server reached"), "not yet: {hint}");
}

#[tokio::test]
async fn an_authorize_link_that_failed_puts_an_end_to_a_good_check() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.connect("demo").await.assert_code_field();
    app.jira.set_fault(Some(Fault::Status(503)));
    let page = person.post("/api/connect", &[("jira", "demo")]).await;
    page.assert_code_field();
    person.fail_to_authorize().await.problem("jira-down");
    let page = person.post("/api/connect", &[("jira", "demo")]).await;
    page.problem("jira-down");
    app.jira.set_fault(None);
    person
        .post("/api/connect", &[("jira", "demo")])
        .await
        .assert_code_field();
}
