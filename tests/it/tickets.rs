//! The sign-in dialog of Teams: what its ticket opens, and who can make its outcome a connection.

use crate::script::{Answer, Script};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::{Issuer, Start, TestApp, in_teams, jira_sim::Fault};

const STRANGER_ID: &str = "55555555-5555-4555-8555-555555555555";

pub async fn tab() -> TestApp {
    TestApp::start(Start {
        teams_settings: in_teams(Issuer::shared().await),
        ..Start::default()
    })
    .await
}

/// The tab of the person whom the claims describe.
pub async fn tab_of(app: &TestApp, claims: serde_json::Value) -> Script {
    let token = Issuer::shared().await.token(claims).await;
    Script::in_teams(app, format!("Bearer {token}"))
}

pub async fn ada(app: &TestApp) -> Script {
    tab_of(app, json!({})).await
}

pub async fn stranger(app: &TestApp) -> Script {
    tab_of(app, json!({ "oid": STRANGER_ID, "name": "Eve Example" })).await
}

/// Opens the sign-in dialog of `tab`.
pub async fn dialog_of(app: &TestApp, tab: &Script) -> Script {
    let ticket = ticket_of(tab).await;
    Script::in_teams(app, format!("Ticket {ticket} {}", person_of(tab)))
}

/// The person of a tab as Teams names them in the dialog: `tid/oid`.
pub fn person_of(tab: &Script) -> String {
    let claims = tab.authorization().split('.').nth(1).expect("a token");
    let claims = URL_SAFE_NO_PAD.decode(claims).expect("base64url");
    let claims: Value = serde_json::from_slice(&claims).expect("JSON");
    let text = |name| claims[name].as_str().expect("text").to_owned();
    format!("{}/{}", text("tid"), text("oid"))
}

pub async fn ticket_of(tab: &Script) -> String {
    let answer = tab.call("ticket", &[]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.json);
    answer.json.as_str().expect("a ticket").to_owned()
}

/// Connect, Authorize, Allow as `user`, Continue.
pub async fn sign_in(app: &TestApp, window: &Script, user: &str) -> Answer {
    let page = window.call("connect", &[("jira", "demo")]).await;
    let code = app.jira.approve(&window.authorize(&page).await, user);
    window
        .call("continue", &[("verification_code", &code)])
        .await
}

fn result_code(page: &Answer) -> String {
    let code = page.step("Approved")["result_code"].as_str();
    code.expect("a result code").to_owned()
}

async fn assert_not_connected(tab: &Script) {
    let page = tab.call("tab", &[]).await;
    assert!(page.json["step"]["Connected"].is_null(), "{}", page.json);
}

fn assert_refused(answer: &Answer, status: StatusCode, problem: &str) {
    assert_eq!(answer.status, status, "{}", answer.json);
    assert_eq!(answer.problem(), Some(problem));
}

#[tokio::test]
async fn the_dialog_signs_in_and_the_tab_commits() {
    let app = tab().await;
    let ada = ada(&app).await;
    ada.call("tab", &[]).await.step("Connect");
    let dialog = dialog_of(&app, &ada).await;
    dialog.call("tab", &[]).await.step("Connect");
    let done = sign_in(&app, &dialog, "demo").await;
    assert_not_connected(&ada).await;
    let page = ada
        .call("commit", &[("result_code", &result_code(&done))])
        .await;
    assert_eq!(page.json["notice"], "Connected");
    assert_eq!(page.step("Connected")["instance"]["id"], "demo");
}

#[tokio::test]
async fn both_windows_name_the_account_in_teams_and_the_one_in_jira() {
    let app = tab().await;
    let ada = ada(&app).await;
    let dialog = dialog_of(&app, &ada).await;
    let done = sign_in(&app, &dialog, "demo").await;
    let approved = done.step("Approved");
    assert_eq!(approved["teams_name"], "Ada Example");
    assert_eq!(approved["jira_name"], "Dana Demo");
    let result_code = result_code(&done);
    let page = ada.call("commit", &[("result_code", &result_code)]).await;
    let connected = page.step("Connected");
    assert_eq!(connected["teams_name"], "Ada Example");
    assert_eq!(connected["display_name"], "Dana Demo");

    let page = ada.call("wrong-account", &[("jira", "demo")]).await;
    page.step("Connect");
    let named = &page.json["notice"]["WrongAccount"]["log_out_url"];
    assert_eq!(*named, format!("{}/logout", app.jira.base_url()));
    assert_not_connected(&ada).await;
}

#[tokio::test]
async fn the_dialog_names_the_person_in_teams() {
    let app = tab().await;
    let dialog = dialog_of(&app, &ada(&app).await).await;
    let page = dialog.call("connect", &[("jira", "demo")]).await;
    assert_eq!(page.step("Authorize")["teams_name"], "Ada Example");
}

#[tokio::test]
async fn a_ticket_link_opened_by_somebody_else_links_nothing() {
    let app = tab().await;
    let eve = stranger(&app).await;
    let ticket = ticket_of(&eve).await;
    // Eve sends the link to a victim, who allows access to their Jira in the dialog.
    // Their browser would refuse; somebody helps it along.
    let person = person_of(&eve);
    let victim = Script::in_teams(&app, format!("Ticket {ticket} {person}"));
    let done = sign_in(&app, &victim, "demo").await;
    let code = result_code(&done);
    assert_not_connected(&eve).await;
    // She holds the same ticket, and gets no result code for it.
    let dialog = Script::in_teams(&app, format!("Ticket {ticket} {person}"));
    for answer in [
        dialog.call("tab", &[]).await,
        dialog
            .call("continue", &[("verification_code", "aaaaaa")])
            .await,
        eve.call("continue", &[("verification_code", "aaaaaa")])
            .await,
    ] {
        assert_eq!(answer.problem(), Some("handover-lost"));
        answer.step("Authorize");
        assert!(!answer.json.to_string().contains(&code));
    }
    assert_not_connected(&eve).await;
    // Going on starts anew, and what the victim allowed is dropped for good.
    for verb in ["new-link", "connect"] {
        let page = eve.call(verb, &[("jira", "demo")]).await;
        assert_eq!(page.problem(), None);
        page.step("Authorize");
    }
    let late = eve.call("commit", &[("result_code", &code)]).await;
    assert_refused(&late, StatusCode::FORBIDDEN, "result-code-refused");
    assert_not_connected(&eve).await;
}

#[tokio::test]
async fn a_dialog_opens_only_for_the_person_whom_its_ticket_names() {
    let app = tab().await;
    let (ada, eve) = (ada(&app).await, stranger(&app).await);
    let ticket = ticket_of(&eve).await;
    // Another app in Teams opens Eve's dialog on Ada's screen: there Teams names Ada.
    for person in [
        person_of(&ada),
        String::new(),
        "undefined/undefined".to_owned(),
    ] {
        let dialog = Script::in_teams(&app, format!("Ticket {ticket} {person}"));
        for verb in ["tab", "connect", "continue"] {
            let answer = dialog.call(verb, &[("jira", "demo")]).await;
            assert_refused(&answer, StatusCode::FORBIDDEN, "ticket-of-somebody-else");
        }
    }
    let dialog = Script::in_teams(&app, format!("Ticket {ticket} {}", person_of(&eve)));
    dialog.call("tab", &[]).await.step("Connect");
}

#[tokio::test]
async fn resuming_after_a_strangers_exchange_drops_what_they_allowed() {
    let app = tab().await;
    let eve = stranger(&app).await;
    let dialog = dialog_of(&app, &eve).await;
    let code = result_code(&sign_in(&app, &dialog, "demo").await);
    let page = eve.call("connect", &[("jira", "demo")]).await;
    assert_eq!(page.problem(), None);
    let late = eve.call("commit", &[("result_code", &code)]).await;
    assert_refused(&late, StatusCode::FORBIDDEN, "result-code-refused");
}

#[tokio::test]
async fn what_a_stranger_exchanged_while_jira_hung_is_of_no_use_to_the_owner() {
    let app = tab().await;
    let eve = stranger(&app).await;
    let dialog = dialog_of(&app, &eve).await;
    app.jira.queue_fault("/myself", Fault::Status(503));
    let page = sign_in(&app, &dialog, "demo").await;
    assert_eq!(page.problem(), Some("jira-down"));
    for window in [&eve, &dialog] {
        let page = window
            .call("continue", &[("verification_code", "aaaaaa")])
            .await;
        assert_eq!(page.problem(), Some("authorize-first"));
    }
    assert_not_connected(&eve).await;
}

#[tokio::test]
async fn a_result_code_works_once() {
    let app = tab().await;
    let ada = ada(&app).await;
    let done = sign_in(&app, &dialog_of(&app, &ada).await, "demo").await;
    let code = result_code(&done);
    let fields = [("result_code", code.as_str())];
    ada.call("commit", &fields).await.step("Connected");
    let again = ada.call("commit", &fields).await;
    assert_refused(&again, StatusCode::FORBIDDEN, "result-code-refused");
    ada.call("sign-out", &[]).await.step("Connect");
    let again = ada.call("commit", &fields).await;
    assert_refused(&again, StatusCode::FORBIDDEN, "result-code-refused");
    assert_not_connected(&ada).await;
}

#[tokio::test]
async fn a_stolen_result_code_is_refused_in_any_other_tab() {
    let app = tab().await;
    let (ada, eve) = (ada(&app).await, stranger(&app).await);
    let done = sign_in(&app, &dialog_of(&app, &ada).await, "demo").await;
    let code = result_code(&done);
    let fields = [("result_code", code.as_str())];
    let stolen = eve.call("commit", &fields).await;
    assert_refused(&stolen, StatusCode::FORBIDDEN, "result-code-refused");
    // Even with an attempt of her own under way.
    sign_in(&app, &dialog_of(&app, &eve).await, "demo").await;
    let stolen = eve.call("commit", &fields).await;
    assert_refused(&stolen, StatusCode::FORBIDDEN, "result-code-refused");
    assert_not_connected(&eve).await;
    ada.call("commit", &fields).await.step("Connected");
}

#[tokio::test]
async fn the_same_object_id_in_another_tenant_is_somebody_else() {
    let app = TestApp::start(Start {
        teams_settings: in_teams(Issuer::shared().await).replace(
            "tenant_ids = [",
            "tenant_ids = [\"66666666-6666-4666-8666-666666666666\", ",
        ),
        ..Start::default()
    })
    .await;
    let ada = ada(&app).await;
    let namesake = tab_of(
        &app,
        json!({
            "tid": "66666666-6666-4666-8666-666666666666",
            "iss": "https://login.microsoftonline.com/66666666-6666-4666-8666-666666666666/v2.0",
        }),
    )
    .await;
    let done = sign_in(&app, &dialog_of(&app, &ada).await, "demo").await;
    let code = result_code(&done);
    let stolen = namesake.call("commit", &[("result_code", &code)]).await;
    assert_refused(&stolen, StatusCode::FORBIDDEN, "result-code-refused");
    ada.call("commit", &[("result_code", &code)])
        .await
        .step("Connected");
    assert_not_connected(&namesake).await;
}

#[tokio::test]
async fn a_result_code_must_be_committed_within_two_minutes() {
    let app = tab().await;
    let ada = ada(&app).await;
    let done = sign_in(&app, &dialog_of(&app, &ada).await, "demo").await;
    app.set_clock_offset(120);
    let late = ada
        .call("commit", &[("result_code", &result_code(&done))])
        .await;
    assert_refused(&late, StatusCode::FORBIDDEN, "result-code-refused");
    assert_not_connected(&ada).await;
}

#[tokio::test]
async fn a_ticket_opens_the_verbs_of_the_dialog_and_nothing_else() {
    let app = tab().await;
    let ada = ada(&app).await;
    sign_in(&app, &ada, "demo").await.step("Connected");
    let dialog = dialog_of(&app, &ada).await;
    for verb in ["sign-out", "wrong-account", "ticket", "commit", "issue"] {
        let answer = dialog.call(verb, &[]).await;
        assert_refused(&answer, StatusCode::FORBIDDEN, "ticket-not-enough");
    }
    // Nothing of what the person sees in Jira, in whatever way it is asked for.
    for (verb, fields) in [
        ("tab", &[][..]),
        ("choose", &[]),
        ("leave", &[]),
        ("new-link", &[]),
        ("continue", &[("verification_code", "aaaaaa")]),
        ("connect", &[("jira", "demo")]),
    ] {
        let page = dialog.call(verb, fields).await;
        assert_eq!(page.status, StatusCode::OK, "{verb}: {}", page.json);
        assert!(
            page.json["step"]["Connected"].is_null(),
            "{verb}: {}",
            page.json
        );
    }
    let page = dialog.call("connect", &[("jira", "demo")]).await;
    assert_eq!(page.step("Approved")["result_code"], json!(null));
    ada.call("tab", &[]).await.step("Connected");
}

#[tokio::test]
async fn a_newer_ticket_ends_the_older_one() {
    let app = tab().await;
    let ada = ada(&app).await;
    let older = dialog_of(&app, &ada).await;
    let newer = dialog_of(&app, &ada).await;
    let answer = older.call("tab", &[]).await;
    assert_refused(&answer, StatusCode::UNAUTHORIZED, "ticket-ended");
    newer.call("tab", &[]).await.step("Connect");
}

#[tokio::test]
async fn a_ticket_ends_with_commit_and_with_sign_out() {
    let app = tab().await;
    let ada = ada(&app).await;
    let dialog = dialog_of(&app, &ada).await;
    let done = sign_in(&app, &dialog, "demo").await;
    ada.call("commit", &[("result_code", &result_code(&done))])
        .await
        .step("Connected");
    let answer = dialog.call("tab", &[]).await;
    assert_refused(&answer, StatusCode::UNAUTHORIZED, "ticket-ended");

    let dialog = dialog_of(&app, &ada).await;
    dialog.call("tab", &[]).await.step("Connect");
    ada.call("sign-out", &[]).await.step("Connect");
    let answer = dialog.call("tab", &[]).await;
    assert_refused(&answer, StatusCode::UNAUTHORIZED, "ticket-ended");
}

#[tokio::test]
async fn a_ticket_ends_fifteen_minutes_after_authorize_and_after_an_hour_at_most() {
    let app = tab().await;
    let exp = i64::MAX / 1_000_000_000;
    let ada = tab_of(&app, json!({ "exp": exp })).await;
    let dialog = dialog_of(&app, &ada).await;
    app.set_clock_offset(14 * 60);
    let page = dialog.call("connect", &[("jira", "demo")]).await;
    dialog.authorize(&page).await;
    for minutes in [28, 42, 56] {
        app.set_clock_offset(minutes * 60);
        let page = dialog.call("tab", &[]).await;
        dialog.authorize(&page).await;
    }
    app.set_clock_offset(60 * 60);
    let answer = dialog.call("tab", &[]).await;
    assert_refused(&answer, StatusCode::UNAUTHORIZED, "ticket-ended");

    let dialog = dialog_of(&app, &ada).await;
    app.set_clock_offset(75 * 60);
    let answer = dialog.call("tab", &[]).await;
    assert_refused(&answer, StatusCode::UNAUTHORIZED, "ticket-ended");

    let dialog = dialog_of(&app, &ada).await;
    app.set_clock_offset(80 * 60);
    let page = dialog.call("connect", &[("jira", "demo")]).await;
    dialog.authorize(&page).await;
    // The tests' clock runs: the last second is for `connection.rs`.
    app.set_clock_offset(94 * 60);
    dialog.call("tab", &[]).await.step("Authorize");
    app.set_clock_offset(95 * 60);
    let answer = dialog.call("tab", &[]).await;
    assert_refused(&answer, StatusCode::UNAUTHORIZED, "ticket-ended");
}

#[tokio::test]
async fn an_invented_ticket_opens_nothing() {
    let app = tab().await;
    for ticket in ["x", "00000000000000000000000000000000", &"t".repeat(5000)] {
        let dialog = Script::in_teams(&app, format!("Ticket {ticket}"));
        let answer = dialog.call("tab", &[]).await;
        assert_refused(&answer, StatusCode::UNAUTHORIZED, "ticket-ended");
    }
}

#[tokio::test]
async fn a_dialog_survives_a_restart_of_the_server() {
    let mut app = tab().await;
    let ada = ada(&app).await;
    let dialog = dialog_of(&app, &ada).await;
    let page = dialog.call("connect", &[("jira", "demo")]).await;
    let token = dialog.authorize(&page).await;
    app.restart().await;
    let code = app.jira.approve(&token, "demo");
    let done = dialog
        .call("continue", &[("verification_code", &code)])
        .await;
    app.restart().await;
    ada.call("commit", &[("result_code", &result_code(&done))])
        .await
        .step("Connected");
}

#[tokio::test]
async fn a_lost_dialog_is_resumed_in_the_tab_at_the_code_field() {
    let app = tab().await;
    let ada = ada(&app).await;
    let dialog = dialog_of(&app, &ada).await;
    let page = dialog.call("connect", &[("jira", "demo")]).await;
    let code = app.jira.approve(&dialog.authorize(&page).await, "demo");
    let page = ada.call("tab", &[]).await;
    page.step("Authorize");
    let page = ada.call("continue", &[("verification_code", &code)]).await;
    page.step("Connected");
}
