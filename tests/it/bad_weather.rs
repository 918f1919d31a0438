//! A Jira that does not answer is left alone for a while, and nobody waits for it.

use crate::{
    codes::other_than,
    person::Person,
    tickets::{ada, stranger},
};
use tests::{Issuer, Start, TestApp, in_teams, jira_sim::Fault};

#[tokio::test]
async fn a_jira_that_hangs_is_left_alone_for_ten_seconds() {
    let app = TestApp::start(Start {
        instance_settings: "timeout_s = 1".into(),
        ..Start::default()
    })
    .await;
    let person = Person::at(&app);
    app.jira.set_fault(Some(Fault::Hang));
    for _ in 0..5 {
        person.connect("demo").await.problem("jira-timeout");
    }
    let asked = app.jira.requests().len();
    app.jira.set_fault(None);
    person.connect("demo").await.problem("jira-timeout");
    assert_eq!(app.jira.requests().len(), asked, "left alone");
    app.set_clock_offset(11);
    person.connect("demo").await.assert_code_field();
}

#[tokio::test]
async fn a_code_that_was_never_sent_is_in_no_doubt() {
    let app = TestApp::start(Start {
        teams_settings: in_teams(Issuer::shared().await),
        instance_settings: "timeout_s = 1".into(),
        ..Start::default()
    })
    .await;
    let (ada, eve) = (ada(&app).await, stranger(&app).await);
    let page = ada.call("connect", &[("jira", "demo")]).await;
    let code = app.jira.approve(&ada.authorize(&page).await, "demo");
    app.jira.set_fault(Some(Fault::Hang));
    app.set_clock_offset(301);
    for _ in 0..5 {
        let page = eve.call("connect", &[("jira", "demo")]).await;
        assert_eq!(page.problem(), Some("jira-timeout"));
    }
    app.jira.set_fault(None);
    let page = ada.call("continue", &[("verification_code", &code)]).await;
    assert_eq!(page.problem(), Some("jira-timeout"), "left alone");
    app.set_clock_offset(312);
    let page = ada
        .call("continue", &[("verification_code", other_than(&code))])
        .await;
    assert_eq!(page.problem(), Some("code-wrong"));
}
