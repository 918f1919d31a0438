//! Nothing that opens an account appears in a log, on a page or in a file.

use crate::{binary::RunningTab, person::Person, script::Script};
use serde_json::json;
use std::{fs, path::Path};
use tests::{
    CONSUMER_KEY, Issuer, Start, TestApp, in_teams,
    issuer::{TENANT_ID, USER_ID},
    jira_sim::{Consumer, Fault},
    new_private_key, public_key,
};

const CODE: &str = "Zq7XkW";
const WRONG_CODE: &str = "Yp6WjV";

/// Everything secret of a flow that went through this Jira, and what the pages held beside it.
fn secrets(app: &TestApp, handles: &[String]) -> Vec<String> {
    let mut secrets = app.jira.issued_secrets();
    assert!(secrets.contains(&CODE.to_owned()));
    for request in app.jira.requests() {
        secrets.extend(request.oauth_parameter("oauth_signature"));
        secrets.extend(request.authorization);
    }
    for handle in handles {
        let handle = handle.strip_prefix("/authorize/");
        secrets.push(handle.expect("an Authorize link").to_owned());
    }
    secrets.push(WRONG_CODE.to_owned());
    let key = fs::read_to_string(app.folder().join("key.pem")).expect("the key");
    let lines = key.lines().filter(|line| !line.starts_with('-'));
    secrets.extend(lines.map(str::to_owned));
    secrets
}

#[track_caller]
fn assert_none(secrets: &[String], text: &str, place: &str) {
    for secret in secrets {
        let line = text.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret} stands in {place}");
    }
}

/// Sends the tab through all that it may want to write down.
async fn go_through_it(app: &TestApp, person: &Person) -> Vec<String> {
    let mut handles = vec![person.connect("demo").await.authorize_path()];
    let token = person.authorize().await.request_token;
    app.jira.approve_with_code(&token, "demo", CODE);
    person.submit_code(WRONG_CODE).await.problem("code-wrong");

    // The refusal of a signature holds all that was signed.
    let own_key = fs::read_to_string(app.folder().join("key.pem")).expect("the key");
    let link = |key: &str| Consumer::with_public_key(CONSUMER_KEY, "Tab", public_key(key));
    app.jira.put_consumer(link(&new_private_key()));
    let address = format!("https://x.example/cb?oauth_token={token}&oauth_verifier={CODE}");
    person
        .submit_code(&address)
        .await
        .problem("signature-invalid");
    app.jira.put_consumer(link(&own_key));

    app.jira.queue_fault("access-token", Fault::GarbageReply);
    let page = person.submit_code(CODE).await;
    page.problem("jira-answer-unreadable");

    // The refusal of a person holds the request's own parameters.
    app.jira.deactivate_user("demo");
    person.submit_code(CODE).await.problem("login-refused");
    app.jira.set_can_log_in("demo", true);

    handles.push(person.open().await.authorize_path());
    let token = person.authorize().await.request_token;
    app.jira.approve_with_code(&token, "demo", CODE);
    person.submit_code(CODE).await.assert_connected();
    app.jira.expire_access_tokens();
    person.open().await.assert_connected();
    handles
}

#[tokio::test]
async fn the_log_holds_no_secret_even_if_everything_is_logged() {
    let mut app = TestApp::spawn().await;
    app.stop().await;
    for format in ["text", "json"] {
        let tab = RunningTab::start(
            app.folder(),
            &[("RUST_LOG", "trace"), ("JIRA_TAB_LOG_FORMAT", format)],
        );
        let person = Person::at_address(tab.address);
        let handles = go_through_it(&app, &person).await;
        let page = person.open().await;
        let secrets = secrets(&app, &handles);
        assert_none(&secrets, &page.html, "the page");
        app.jira.revoke_all();
        person.open().await.problem("access-revoked");
        person.post("/api/leave", &[]).await;

        let (status, log) = tab.terminate();
        assert!(status.success());
        assert!(log.contains("TRACE") && log.contains("grant ended"));
        assert_none(&secrets, &log, "the log");
    }
}

#[tokio::test]
async fn the_log_in_teams_names_nobody_and_holds_no_token_ticket_or_code() {
    let issuer = Issuer::shared().await;
    let mut app = TestApp::start(Start {
        teams_settings: in_teams(issuer),
        ..Start::default()
    })
    .await;
    app.stop().await;
    let tab = RunningTab::start(app.folder(), &[("RUST_LOG", "trace")]);
    let token = issuer.token(json!({})).await;
    let at = |value: String| Script::in_teams_at(tab.address, value);
    let ada = at(format!("Bearer {token}"));
    let ticket = ada.call("ticket", &[]).await;
    let ticket = ticket.json.as_str().expect("a ticket");
    let dialog = at(format!("Ticket {ticket} {TENANT_ID}/{USER_ID}"));
    let page = dialog.call("connect", &[("jira", "demo")]).await;
    let handle = page.step("Authorize")["authorize_path"].as_str();
    let handle = handle.expect("an Authorize link").to_owned();
    let request_token = dialog.authorize(&page).await;
    app.jira.approve_with_code(&request_token, "demo", CODE);
    let page = dialog.call("continue", &[("verification_code", CODE)]);
    let page = page.await;
    let result_code = page.step("Approved")["result_code"].as_str();
    let result_code = result_code.expect("a result code").to_owned();
    let wrong = ada.call("commit", &[("result_code", WRONG_CODE)]).await;
    assert_eq!(wrong.problem(), Some("result-code-refused"));
    ada.call("commit", &[("result_code", &result_code)])
        .await
        .step("Connected");
    let forged = format!("{token}x");
    let refused = at(format!("Bearer {forged}")).call("tab", &[]).await;
    assert_eq!(refused.problem(), Some("token-refused"));
    let ended = dialog.call("tab", &[]).await;
    assert_eq!(ended.problem(), Some("ticket-ended"));

    let mut secrets = secrets(&app, &[handle]);
    let names = ["Ada Example", USER_ID, TENANT_ID];
    secrets.extend([token.as_str(), ticket, &result_code].map(str::to_owned));
    let (status, log) = tab.terminate();
    assert!(status.success());
    assert!(log.contains("TRACE") && log.contains("connected through the dialog"));
    assert_none(&secrets, &log, "the log");
    assert_none(&names.map(str::to_owned), &log, "the log");
}

#[tokio::test]
async fn the_files_hold_no_secret_in_plain_text() {
    let mut app = TestApp::spawn().await;
    let person = Person::at(&app);
    let handles = go_through_it(&app, &person).await;
    app.stop().await;
    let secrets = secrets(&app, &handles);
    let files = files_below(&app.folder().join("data"));
    assert!(files.len() >= 3, "{files:?}");
    for path in files {
        let bytes = fs::read(&path).unwrap();
        let place = path.display().to_string();
        assert_none(&secrets, &String::from_utf8_lossy(&bytes), &place);
    }
}

#[tokio::test]
async fn no_answer_after_the_sign_in_holds_a_secret() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    let handles = go_through_it(&app, &person).await;
    let secrets = secrets(&app, &handles);
    for path in [
        "/",
        "/sign-out",
        "/not-you",
        "/?notice=connected",
        "/nothing",
    ] {
        let page = person.get(path).await;
        assert_none(&secrets, &page.html, path);
        assert_none(&secrets, &format!("{:?}", page.headers), path);
    }
    let script = Script::at(&app);
    let answer = script.call("tab", &[]).await;
    answer.step("Connected");
    assert_none(&secrets, &answer.json.to_string(), "JSON");
}

fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries
        .flat_map(|entry| {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                files_below(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}
