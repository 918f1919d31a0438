//! "Not you?": the account in Jira is somebody else's.

use crate::{
    person::Person,
    script::Script,
    several::{sign_in_to_both, two_jiras},
};
use reqwest::StatusCode;
use tests::TestApp;

const DISCONNECT: &str = "Disconnect this account";

#[tokio::test]
async fn not_you_asks_then_drops_the_grant_and_leads_to_the_log_out_of_jira() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    let page = person.sign_in(&app).await;
    assert_eq!(page.texts(".accounts"), ["Jira: Dana Demo"]);

    let question = person.press(&page, "Not you?", &[]).await;
    assert_eq!(question.path, "/not-you");
    assert_eq!(question.heading(), "Are you not Dana Demo?");
    assert_eq!(question.texts("button"), [DISCONNECT]);
    assert_eq!(question.texts("a[href='/']"), ["Cancel"]);
    person.open().await.assert_connected();

    app.jira.clear_requests();
    let page = person.press(&question, DISCONNECT, &[]).await;
    page.assert_connect_form();
    assert_eq!(page.alert(), None);
    let notice = page.texts("[role=status]").join(" ");
    assert!(notice.contains("The account in Demo Jira is disconnected."));
    let log_out = format!(
        "a[href='{}/logout'][target=_blank][rel=noopener]",
        app.jira.base_url()
    );
    assert_eq!(page.texts(&log_out), ["log out of Demo Jira"]);
    assert!(app.jira.requests().is_empty(), "Jira is not asked");

    person
        .press(&page, "Connect again", &[])
        .await
        .assert_code_field();
}

#[tokio::test]
async fn the_notice_is_shown_once_and_a_second_press_is_no_error() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    let fields = [("jira", "demo")];
    person.post("/api/wrong-account", &fields).await;
    for page in [
        person.open().await,
        person.post("/api/wrong-account", &fields).await,
        person.get("/not-you").await,
        person.get("/?wrong_account=nothing").await,
    ] {
        page.assert_connect_form();
        assert_eq!(page.alert(), None);
        assert!(page.texts("[role=status]").is_empty(), "{}", page.html);
    }
}

#[tokio::test]
async fn only_the_jira_in_use_is_disconnected() {
    let (app, second) = two_jiras().await;
    let person = sign_in_to_both(&app, &second).await;
    let question = person.get("/not-you").await;
    assert!(question.texts("main")[0].contains("Second Jira"));
    let page = person.press(&question, DISCONNECT, &[]).await;
    page.assert_connected();
    assert!(page.texts("header")[0].contains("Demo Jira · "));
    assert!(page.texts("[role=status]")[0].contains("The account in Second Jira"));
}

#[tokio::test]
async fn no_verb_disconnects_an_account_that_was_not_named() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    for fields in [&[][..], &[("jira", "")], &[("jira", "other")]] {
        let answer = Script::at(&app).call("wrong-account", fields).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.json["notice"].is_null(), "{}", answer.json);
        person.open().await.assert_connected();
    }
}
