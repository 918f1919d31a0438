//! Faults, the request log, start and stop.

use super::client::{access_token, myself, options, send};
use crate::jira_sim::{Consumer, Fault, JiraSim, SimOptions, StartError};

#[tokio::test]
async fn each_fault_strikes_where_it_is_told() {
    let jira = JiraSim::start(options()).await;
    let url = format!("{}/rest/api/2/serverInfo", jira.base_url());
    let get = async || send("GET", &url, &[], "").await;
    let faults = [
        (Fault::Status(502), 502, ""),
        (Fault::HtmlLogin, 200, "<html>"),
        (
            Fault::RedirectToSso("https://sso.example.com/".to_owned()),
            302,
            "",
        ),
        (Fault::EmptyReply, 200, ""),
        (Fault::OversizedReply(100_000), 200, "\"aaa"),
        (Fault::BareUnauthorized, 401, ""),
    ];
    for (fault, status, start) in faults {
        jira.queue_fault("serverInfo", fault.clone());
        jira.queue_fault("request-token", Fault::CloseConnection);
        let reply = get().await.expect("an answer");
        assert_eq!(reply.status, status, "{fault:?}");
        assert!(reply.body.starts_with(start), "{fault:?}");
    }
    assert_eq!(get().await.expect("an answer").status, 200);
    jira.set_fault_on("/rest/", Fault::CloseConnection);
    assert!(get().await.is_none() && get().await.is_none());
    jira.set_fault(Some(Fault::GarbageReply));
    assert!(get().await.expect("an answer").body.contains("%%%"));
    jira.set_fault(None);
    assert_eq!(get().await.expect("an answer").status, 200);
}

#[tokio::test]
async fn an_answer_can_end_too_early() {
    let jira = JiraSim::start(options()).await;
    let url = format!("{}/rest/api/2/serverInfo", jira.base_url());
    let whole = send("GET", &url, &[], "").await.expect("an answer");
    jira.queue_fault("serverInfo", Fault::CutOffAfter(20));
    let cut = send("GET", &url, &[], "").await.expect("a beginning");
    let length = whole.body.len().to_string();
    assert_eq!(
        (cut.body.len(), cut.header("content-length")),
        (20, &*length)
    );
}

#[tokio::test]
async fn a_hanging_request_is_logged_and_ends_when_jira_stops() {
    let jira = JiraSim::start(options()).await;
    jira.set_fault(Some(Fault::Hang));
    let url = format!("{}/rest/api/2/serverInfo", jira.base_url());
    let hanging = tokio::spawn(async move { send("GET", &url, &[], "").await.is_none() });
    while jira.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(jira.requests()[0].status, 0);
    jira.stop().await;
    assert!(hanging.await.expect("the task ends"));
}

#[tokio::test]
async fn the_log_says_who_asked_for_what() {
    let jira = JiraSim::start(options()).await;
    let (token, _) = access_token(&jira, "demo").await;
    jira.clear_requests();
    myself(&jira, &token).await;
    let url = format!("{}/rest/api/2/serverInfo?x=1", jira.base_url());
    send("GET", &url, &[("User-Agent", "jira-tab/1")], "").await;
    let log = jira.requests();
    assert_eq!(log.len(), 2);
    assert_eq!(
        (log[0].path.as_str(), log[0].status),
        ("/jira/rest/api/2/myself", 200)
    );
    assert_eq!(
        (log[0].user.as_deref(), log[0].had_authorization),
        (Some("demo"), true)
    );
    assert_eq!(
        (log[1].user_agent.as_deref(), log[1].had_authorization),
        (Some("jira-tab/1"), false)
    );
    assert_eq!(log[1].query, "x=1");
}

#[tokio::test]
async fn wrong_options_are_told_in_a_sentence() {
    let link = Consumer::with_public_key("key", "name", "no key");
    let error = JiraSim::try_start(SimOptions::with_consumer(link))
        .await
        .err();
    assert!(matches!(error, Some(StartError::PublicKey(key)) if key == "key"));
    let error = JiraSim::try_start(SimOptions {
        context_path: "jira/".to_owned(),
        ..options()
    })
    .await
    .err();
    assert!(matches!(error, Some(StartError::ContextPath(_))));
    let running = JiraSim::start(options()).await;
    let error = JiraSim::try_start(SimOptions {
        listen: running.address(),
        ..options()
    })
    .await
    .err();
    assert!(error.is_some_and(|it| it.to_string().starts_with("cannot listen on 127.0.0.1")));
}

#[tokio::test]
async fn a_stopped_address_can_be_used_again() {
    let jira = JiraSim::start(options()).await;
    let listen = jira.address();
    jira.stop().await;
    let again = JiraSim::start(SimOptions {
        listen,
        ..options()
    })
    .await;
    assert_eq!(again.address(), listen);
}
