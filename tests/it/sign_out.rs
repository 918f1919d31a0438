//! Sign out: asked once, done here at once.

use crate::{
    person::Person,
    script::Script,
    wait::{until, within},
};
use reqwest::StatusCode;
use std::time::Duration;
use tests::{TestApp, jira_sim::Fault};

#[tokio::test]
async fn signing_out_is_asked_once_on_a_page_with_one_button() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;

    let question = person.get("/sign-out").await;
    assert_eq!(question.status, StatusCode::OK);
    assert_eq!(question.heading(), "Sign out of Demo Jira?");
    assert_eq!(question.texts("button"), ["Sign out"]);
    assert_eq!(question.texts("a[href='/']"), ["Cancel"]);
    person.open().await.assert_connected();

    let page = person.press(&question, "Sign out", &[]).await;
    page.assert_connect_form();
    assert!(page.texts("[role=status]")[0].contains("You are signed out of Demo Jira"));
    let revoke = format!(
        "a[href='{}/plugins/servlet/oauth/users/access-tokens'][target=_blank][rel=noopener]",
        app.jira.base_url()
    );
    assert_eq!(page.texts(&revoke).len(), 1, "where to revoke in Jira");
    assert_eq!(page.alert(), None);
    let page = person.open().await;
    page.assert_connect_form();
    assert_eq!(page.texts("[role=status]").len(), 0, "said once");
}

#[tokio::test]
async fn signing_out_asks_jira_nothing_and_works_while_it_is_down() {
    let mut app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    app.jira.clear_requests();
    app.jira.shut_down().await;
    let question = person.get("/sign-out").await;
    let page = person.press(&question, "Sign out", &[]).await;
    page.assert_connect_form();
    assert_eq!(page.alert(), None);
    person.open().await.assert_connect_form();
    assert_eq!(app.jira.requests().len(), 0);
}

#[tokio::test]
async fn signing_out_does_not_wait_for_a_hung_renewal() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    app.jira.expire_access_tokens();
    app.jira.set_fault_on("access-token", Fault::Hang);
    let page = person.open().await;
    assert!(
        page.texts("[role=status]")
            .concat()
            .contains("Waiting for Jira")
    );
    let renewal = "a renewal hangs";
    until(renewal, || {
        let requests = app.jira.requests();
        requests.last().is_some_and(|it| it.status == 0)
    })
    .await;
    let question = person.get("/sign-out").await;
    let signing_out = person.press(&question, "Sign out", &[]);
    let page = within(Duration::from_secs(5), "Sign out", signing_out).await;
    page.assert_connect_form();
}

#[tokio::test]
async fn other_open_tabs_fall_to_connect_at_their_next_call() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    let other_tab = Script::at(&app);
    person.sign_in(&app).await;
    other_tab.call("tab", &[]).await.step("Connected");
    person.sign_out().await;
    let answer = other_tab.call("tab", &[]).await;
    answer.step("Connect");
    assert_eq!(answer.problem(), None);
}

#[tokio::test]
async fn a_list_on_its_way_does_not_bring_the_grant_back() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    app.jira.clear_requests();
    app.jira.queue_fault("/search", Fault::Hold);
    let script = Script::at(&app);
    let loading = script.call("tab", &[]);
    let signing_out = async {
        until("the search is held", || app.jira.requests().len() == 1).await;
        let page = person.post("/api/sign-out", &[]).await;
        page.assert_connect_form();
        app.jira.release();
    };
    tokio::join!(loading, signing_out);
    person.open().await.assert_connect_form();
}

#[tokio::test]
async fn the_grant_is_gone_after_a_restart_as_well() {
    let mut app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    person.sign_out().await;
    app.restart().await;
    let person = Person::at(&app);
    person.open().await.assert_connect_form();
    app.jira.clear_requests();
    person.connect("demo").await.assert_code_field();
}

#[tokio::test]
async fn signing_out_twice_is_no_error() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    person.sign_out().await.assert_connect_form();
    let page = person.post("/api/sign-out", &[]).await;
    page.assert_connect_form();
    assert_eq!(page.alert(), None);
    let page = person.get("/sign-out").await;
    assert_eq!(page.path, "/", "there is nothing to ask");
    page.assert_connect_form();
    let answer = Script::at(&app).call("sign-out", &[]).await;
    answer.step("Connect");
    assert_eq!(answer.problem(), None);
}

#[tokio::test]
async fn signing_out_ends_an_attempt_too_and_signing_in_works_again() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.connect("demo").await;
    let path = person.open().await.authorize_path();
    person
        .post("/api/sign-out", &[])
        .await
        .assert_connect_form();
    assert_eq!(person.get(&path).await.status, StatusCode::GONE);
    person.sign_in(&app).await;
}
