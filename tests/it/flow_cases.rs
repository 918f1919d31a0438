//! The shared cases of the exchange: what Jira answers to the code, and where that leaves the person.

use crate::{
    codes::{EXCHANGE, allowed, exchanges},
    page::Page,
    person::Person,
};
use serde_json::Value;
use tests::{Start, TestApp, jira_sim::Fault};

const MYSELF: &str = "/rest/api/2/myself";

/// What must be true after Continue was pressed as often as the case has answers, at least once.
pub struct Outcome {
    /// The problem shown; none for a connected person.
    pub problem: Option<&'static str>,
    /// Requests that reached Jira's exchange until then.
    pub calls: usize,
    /// What the right code comes to after that: nothing for a connection, else the problem.
    pub then: Option<&'static str>,
}

pub fn outcome(id: &str) -> Outcome {
    let (problem, calls, then) = match id {
        "wrong-then-right" | "nonce" => (None, 2, None),
        "five-wrong" => (Some("code-tries-used-up"), 5, Some("code-tries-used-up")),
        "not-approved" => (Some("not-yet-allowed"), 1, None),
        "expired" | "used-token" => (Some("code-expired"), 1, Some("code-expired")),
        "local-expiry" => (Some("code-expired"), 0, Some("code-expired")),
        "clock" => (Some("clock-differs"), 2, None),
        "consumer-unknown" => (Some("application-link-missing"), 1, None),
        "method" => (Some("signature-method-rejected"), 1, None),
        "html-200" => (Some("jira-answers-with-page"), 1, None),
        "redirect" => (Some("jira-redirects"), 1, None),
        "unknown-problem" => (Some("oauth-problem"), 1, None),
        "503" => (Some("jira-down"), 1, None),
        "timeout" => (Some("jira-timeout"), 1, None),
        "no-secret" => (Some("jira-answer-unreadable"), 1, None),
        // The code was good and is used up; Jira is asked for the name only.
        "identity-check" => (Some("not-recognised"), 1, None),
        other => panic!("unknown case {other}"),
    };
    Outcome {
        problem,
        calls,
        then,
    }
}

fn reply(provider: &Value) -> Fault {
    let text = |name: &str| provider[name].as_str().unwrap_or_default().to_owned();
    let status = provider["status"].as_u64().expect("a status");
    Fault::Reply {
        status: u16::try_from(status).expect("a status"),
        location: text("location"),
        content_type: match text("content_type") {
            empty if empty.is_empty() => "text/plain".to_owned(),
            named => named,
        },
        body: text("body"),
    }
}

/// Makes Jira answer as the case says; returns how often Continue is to be pressed.
pub fn arrange(app: &TestApp, id: &str, provider: &Value) -> usize {
    match (id, provider) {
        ("local-expiry", _) => app.set_clock_offset(601),
        ("timeout", _) => app.jira.queue_fault(EXCHANGE, Fault::Hang),
        ("identity-check", _) => app.jira.set_fault_on(MYSELF, Fault::Status(401)),
        ("five-wrong", provider) => {
            app.jira.set_fault_on(EXCHANGE, reply(provider));
            return 5;
        }
        // The answer to the request that the tab signs anew is the same.
        ("clock", provider) => app.jira.set_fault_on(EXCHANGE, reply(provider)),
        (_, Value::Array(answers)) => {
            // The last is the simulator's own.
            let faults = &answers[..answers.len() - 1];
            for answer in faults {
                app.jira.queue_fault(EXCHANGE, reply(answer));
            }
            return if id == "nonce" { 1 } else { answers.len() };
        }
        (_, provider) => app.jira.queue_fault(EXCHANGE, reply(provider)),
    }
    1
}

#[track_caller]
fn assert_at(page: &Page, problem: Option<&str>, id: &str) {
    let shown = page.alert().map(|alert| alert.problem);
    assert_eq!(shown.as_deref(), problem, "{id}: {}", page.html);
    match problem {
        None => page.assert_connected(),
        Some(_) => page.assert_code_field(),
    }
}

/// The table.
pub fn cases() -> Vec<Value> {
    let text = include_str!("../vectors/verification_code_cases.json");
    let mut file: Value = serde_json::from_str(text).expect("JSON");
    match file["flow"].take() {
        Value::Array(cases) => cases,
        other => panic!("no list: {other}"),
    }
}

/// The tab with a Jira that is soon too slow for it.
pub async fn impatient_tab() -> TestApp {
    TestApp::start(Start {
        instance_settings: "timeout_s = 1".into(),
        ..Start::default()
    })
    .await
}

#[tokio::test]
async fn every_flow_of_the_table_ends_as_it_says() {
    let cases = cases();
    assert_eq!(cases.len(), 17);
    for case in cases {
        let id = case["id"].as_str().expect("an id");
        let expected = outcome(id);
        let app = impatient_tab().await;
        let (person, code) = allowed(&app).await;
        app.jira.clear_requests();
        let times = arrange(&app, id, &case["provider"]);
        let mut page = person.open().await;
        for _ in 0..times {
            page = continue_with(&person, &code).await;
        }
        assert_at(&page, expected.problem, id);
        assert_eq!(exchanges(&app).len(), expected.calls, "{id}");
        assert!(!page.html.contains(&code), "{id} shows the code");

        app.jira.set_fault(None);
        if expected.problem.is_some() {
            let page = continue_with(&person, &code).await;
            assert_at(&page, expected.then, id);
        }
    }
}

async fn continue_with(person: &Person, code: &str) -> Page {
    let fields = [("verification_code", code)];
    person.post("/api/continue", &fields).await
}
