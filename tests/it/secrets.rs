//! Nothing that opens an account appears in a log, on a page or in a file.

use crate::{binary::RunningTab, bot::chat::Chat, person::Person, script::Script};
use serde_json::json;
use std::{fs, path::Path};
use tests::{
    CONSUMER_KEY, TestApp,
    issuer::{BOT_SECRET, TENANT_ID, USER_ID},
    jira_sim::{Consumer, Fault},
    new_private_key, public_key,
};

const CODE: &str = "Zq7XkW";
const WRONG_CODE: &str = "Yp6WjV";

/// Everything secret of a flow that went through this tab and its Jira.
fn secrets(app: &TestApp, handles: &[String]) -> Vec<String> {
    let mut secrets = app.jira.issued_secrets();
    assert!(secrets.contains(&CODE.to_owned()));
    for request in app.jira.requests() {
        secrets.extend(request.oauth_parameter("oauth_signature"));
        secrets.extend(request.authorization);
    }
    secrets.extend_from_slice(handles);
    secrets.push(WRONG_CODE.to_owned());
    let key = fs::read_to_string(app.folder().join("key.pem")).expect("the key");
    let lines = key.lines().filter(|line| !line.starts_with('-'));
    secrets.extend(lines.map(str::to_owned));
    let keys = fs::read_to_string(app.folder().join("data/keys")).expect("the key ring");
    let keys = keys.lines().filter(|line| !line.starts_with('#'));
    let keys = keys.filter_map(|line| line.split_once(':'));
    let before = secrets.len();
    secrets.extend(keys.map(|(_, key)| key.to_owned()));
    assert_eq!(secrets.len(), before + 1, "one key seals");
    secrets
}

/// The handles of all Authorize links in these answers.
fn handles(answers: &str) -> Vec<String> {
    let links = answers.split("/authorize/").skip(1);
    let mut handles: Vec<_> = links
        .map(|rest| rest.chars().take_while(char::is_ascii_hexdigit).collect())
        .collect();
    handles.sort();
    handles.dedup();
    assert!(!handles.is_empty(), "no Authorize link");
    handles
}

/// No answer held more than the Authorize link, and the request token in Jira's own address (RFC 5849
/// section 2.2); no address that Jira was asked at held even that.
#[track_caller]
fn assert_told_only_what_must_be(answers: &str, secrets: &[String], app: &TestApp) {
    let mut rest = answers.to_owned();
    for secret in secrets {
        rest = rest.replace(&format!("/authorize/{secret}"), "");
        rest = rest.replace(&format!("/authorize?oauth_token={secret}\""), "");
    }
    assert_none(secrets, &rest, "an answer");
    for request in app.jira.requests() {
        assert_none(secrets, &request.path, "a path");
        assert_none(secrets, &request.query, "a query");
    }
}

#[track_caller]
fn assert_none(secrets: &[String], text: &str, place: &str) {
    for secret in secrets {
        let line = text.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret} stands in {place}");
    }
}

/// Sends the tab through all that it may want to write down.
async fn go_through_it(app: &TestApp, person: &Person) {
    person.connect("demo").await.assert_code_field();
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

    let token = person.authorize().await.request_token;
    app.jira.approve_with_code(&token, "demo", CODE);
    person.submit_code(CODE).await.assert_connected();
    let tokens = app.jira.issued_secrets().len();
    app.jira.expire_access_tokens();
    person.open().await.assert_connected();
    assert!(app.jira.issued_secrets().len() > tokens, "renewed");
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
        go_through_it(&app, &person).await;
        person.sign_out().await.assert_connect_form();
        person.sign_in(&app).await;
        app.jira.revoke_all();
        person.open().await.problem("access-revoked");
        person.post("/api/leave", &[]).await;

        let answers = person.answers();
        let secrets = secrets(&app, &handles(&answers));
        assert_told_only_what_must_be(&answers, &secrets, &app);
        let (status, log) = tab.terminate();
        assert!(status.success());
        assert!(log.contains("TRACE") && log.contains("grant ended"));
        assert_none(&secrets, &log, "the log");
    }
}

#[tokio::test]
async fn the_log_in_teams_names_nobody_and_holds_no_token_ticket_or_code() {
    let mut chat = Chat::start().await;
    chat.app.stop().await;
    let tab = RunningTab::start(chat.app.folder(), &[("RUST_LOG", "trace")]);
    chat.address = tab.address;
    let jira = &chat.app.jira;
    let token = chat.issuer.token(json!({})).await;
    let at = |value: String| Script::in_teams_at(tab.address, value);
    let ada = at(format!("Bearer {token}"));
    let ticket = ada.call("ticket", &[]).await;
    let ticket = ticket.json.as_str().expect("a ticket");
    let dialog = at(format!("Ticket {ticket} {TENANT_ID}/{USER_ID}"));
    let page = dialog.call("connect", &[("jira", "demo")]).await;
    let handle = page.step("Authorize")["authorize_path"].as_str();
    let handle = handle.and_then(|path| path.strip_prefix("/authorize/"));
    let handle = handle.expect("an Authorize link").to_owned();
    let request_token = dialog.authorize(&page).await;
    jira.approve_with_code(&request_token, "demo", CODE);
    let submit = async |code| {
        dialog
            .call("continue", &[("verification_code", code)])
            .await
    };
    let refused = submit(WRONG_CODE).await;
    assert_eq!(refused.problem(), Some("code-wrong"));
    let page = submit(CODE).await;
    let result_code = page.step("Approved")["result_code"].as_str();
    let result_code = result_code.expect("a result code").to_owned();
    let wrong = ada.call("commit", &[("result_code", WRONG_CODE)]).await;
    assert_eq!(wrong.problem(), Some("result-code-refused"));
    let committed = ada.call("commit", &[("result_code", &result_code)]).await;
    committed.step("Connected");
    let tokens = jira.issued_secrets().len();
    jira.expire_access_tokens();
    let renewed = ada.call("tab", &[]).await;
    renewed.step("Connected");
    assert!(jira.issued_secrets().len() > tokens, "renewed");
    let forged = at(format!("Bearer {token}x")).call("tab", &[]).await;
    assert_eq!(forged.problem(), Some("token-refused"));
    let ended = dialog.call("tab", &[]).await;
    assert_eq!(ended.problem(), Some("ticket-ended"));
    chat.say("disconnect").await;
    let done = chat.say("yes").await;
    assert!(done.text().starts_with("You are disconnected"), "{done:?}");
    let left = ada.call("tab", &[]).await;
    left.step("Connect");

    let link = format!("/authorize/{handle}");
    let mut secrets = secrets(&chat.app, &[handle]);
    secrets.extend([ticket, &result_code, BOT_SECRET].map(str::to_owned));
    for bearer in [&token, &chat.token().await, &done.authorization] {
        // The whole, and the part without which it proves nothing.
        let (_, signature) = bearer.rsplit_once(['.', ' ']).expect("several parts");
        secrets.extend([bearer.clone(), signature.to_owned()]);
    }
    let later = [refused, wrong, committed, renewed, forged, ended, left];
    for answer in later {
        let text = answer.json.to_string().replace(&link, "");
        assert_none(&secrets, &text, "an answer");
    }
    assert_none(&secrets, &done.json.to_string(), "the bot's answer");
    let names = ["Ada Example", USER_ID, TENANT_ID];
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
    go_through_it(&app, &person).await;
    app.stop().await;
    let secrets = secrets(&app, &handles(&person.answers()));
    let mut files = files_below(&app.folder().join("data"));
    files.retain(|path| !path.ends_with("data/keys"));
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
    go_through_it(&app, &person).await;
    let secrets = secrets(&app, &handles(&person.answers()));
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
