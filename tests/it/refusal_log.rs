//! What the log has of a refusal: the verb, the problem's word, and the request that the page names.

use crate::{
    binary::RunningTab,
    person::{Person, read},
};
use reqwest::{Method, header};
use serde_json::Value;
use tests::TestApp;

/// The next refusal in the log.
fn refusal(tab: &mut RunningTab) -> Value {
    let line = tab.wait_for("\"message\":\"refused\"");
    let mut line: Value = serde_json::from_str(&line).expect("JSON");
    line["fields"].take()
}

#[tokio::test]
async fn every_refusal_is_logged_with_verb_problem_and_the_request_on_the_page() {
    let mut app = TestApp::spawn().await;
    app.stop().await;
    let mut tab = RunningTab::start(app.folder(), &[("JIRA_TAB_LOG_FORMAT", "json")]);
    let person = Person::at_address(tab.address);

    let page = person.connect("nothing").await;
    let posted = refusal(&mut tab);
    assert_eq!(
        (&posted["verb"], &posted["problem"]),
        (&"connect".into(), &"jira-unknown".into())
    );
    let shown = refusal(&mut tab);
    assert_eq!(
        (&shown["verb"], &shown["problem"]),
        (&"open".into(), &"jira-unknown".into())
    );
    let alert = page.alert().expect("an alert");
    assert_eq!(alert.request_id.as_deref(), shown["request_id"].as_str());

    person
        .post("/api/connect", &[("jira", "demo")])
        .await
        .assert_code_field();
    person
        .post_only("/api/continue", &[("verification_code", "?")])
        .await;
    let logged = refusal(&mut tab);
    assert_eq!(
        (&logged["verb"], &logged["problem"]),
        (&"continue".into(), &"code-invalid".into())
    );

    let page = person.get("/authorize/x").await;
    let logged = refusal(&mut tab);
    assert_eq!(
        (&logged["verb"], &logged["problem"]),
        (&"authorize".into(), &"link-replaced".into())
    );
    assert_eq!(logged["request_id"], page.request_id());

    let foreign = person.prepare(&Method::POST, "/api/leave");
    let page = read(foreign.header(header::VIA, "1.1 proxy"), "/api/leave").await;
    let logged = refusal(&mut tab);
    assert_eq!(
        (&logged["route"], &logged["problem"]),
        (&"/api/leave".into(), &"behind-proxy".into())
    );
    assert_eq!(logged["request_id"], page.request_id());
    let (_, log) = tab.terminate();
    assert!(log.contains("\"route\":\"/api/continue\""), "{log}");
    assert!(!log.contains("nothing"), "what was typed is not logged");
}
