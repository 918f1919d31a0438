//! How much a request may hold, and how it is found again in the log.

use crate::{
    person::{Person, read},
    raw::exchange,
    script::{Answer, Script},
    tickets::{ada, sign_in, stranger, tab, tab_of},
    wait::until,
};
use futures::future::join_all;
use reqwest::{Method, StatusCode, header};
use serde_json::json;
use std::time::Instant;
use tests::TestApp;

const LIMIT_BYTES: usize = 64 * 1024;

#[tokio::test]
async fn an_announced_body_over_64_kib_is_refused_unread() {
    let app = TestApp::spawn().await;
    let head = |accept: &str| {
        format!(
            "POST /api/connect HTTP/1.1\r\nHost: {}\r\nOrigin: {}\r\nAccept: {accept}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n",
            app.host(),
            app.url(),
            LIMIT_BYTES + 1
        )
    };
    let answer = exchange(&app, &head("text/html")).await;
    assert_eq!(answer.status, 413);
    assert!(answer.body.contains("data-problem=\"request-too-large\""));
    let answer = exchange(&app, &head("application/json")).await;
    assert_eq!(answer.status, 413);
    assert!(answer.body.contains("\"request-too-large\""));
}

#[tokio::test]
async fn a_chunked_body_is_cut_off_at_64_kib() {
    let app = TestApp::spawn().await;
    let mut request = format!(
        "POST /api/connect HTTP/1.1\r\nHost: {}\r\nOrigin: {}\r\nAccept: application/json\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\
         Connection: close\r\n\r\n5\r\njira=\r\n",
        app.host(),
        app.url()
    );
    let chunk = format!("{:x}\r\n{}\r\n", 1024, "x".repeat(1024));
    request.extend(std::iter::repeat_n(chunk.as_str(), 80));
    request.push_str("0\r\n\r\n");
    let answer = exchange(&app, &request).await;
    assert!([400, 413].contains(&answer.status), "{}", answer.status);
    let words = ["\"request-too-large\"", "\"bad-request\""];
    assert!(
        words.iter().any(|word| answer.body.contains(word)),
        "{}",
        answer.body
    );
    Person::at(&app).open().await.assert_connect_form();
}

#[tokio::test]
async fn a_body_of_64_kib_is_read() {
    let app = TestApp::spawn().await;
    let text = "x".repeat(LIMIT_BYTES - "jira=".len());
    let page = Person::at(&app)
        .post("/api/connect", &[("jira", &text)])
        .await;
    page.problem("jira-too-long");
}

#[tokio::test]
async fn every_answer_has_a_request_id_of_its_own() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    let mut ids = Vec::new();
    for (method, path) in [
        (Method::GET, "/"),
        (Method::GET, "/"),
        (Method::GET, "/nothing-here"),
        (Method::GET, "/authorize/x"),
        (Method::GET, "/pkg/nothing.js"),
        (Method::GET, "/healthz"),
        (Method::GET, "/api/connect"),
        (Method::POST, "/api/leave"),
        (Method::POST, "/"),
    ] {
        let page = read(person.prepare(&method, path), path).await;
        assert!(page.request_id().len() >= 22, "{path}");
        ids.push(page.request_id().to_owned());
    }
    let forged = person
        .prepare(&Method::GET, "/")
        .header("x-request-id", "forged");
    ids.push(read(forged, "/").await.request_id().to_owned());
    assert!(!ids.contains(&"forged".to_owned()));
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 10);
}

#[tokio::test]
async fn an_alert_names_the_request_where_somebody_else_must_look_for_it() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    let refused = person.connect("nothing").await;
    refused.problem("jira-unknown");
    let gone = person.get("/authorize/x").await;
    gone.problem("link-replaced");
    person.connect("demo").await;
    let wrong = person.submit_code("?").await;
    wrong.problem("code-invalid");
    let alert = refused.alert().unwrap();
    assert_eq!(alert.request_id.as_deref(), Some(refused.request_id()));
    for page in [gone, wrong] {
        let alert = page.alert().unwrap();
        assert_eq!(alert.request_id, None, "nobody else is needed");
    }
}

#[tokio::test]
async fn the_alert_of_a_request_that_no_handler_saw_names_it_too() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    let request = person.prepare(&Method::POST, "/api/leave");
    let foreign = request.header(header::VIA, "1.1 proxy");
    let page = read(foreign, "/api/leave").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    let alert = page.alert().unwrap();
    assert_eq!(alert.request_id.as_deref(), Some(page.request_id()));
}

#[tokio::test]
async fn the_health_check_answers_whoever_asks() {
    let mut app = TestApp::spawn().await;
    app.jira.shut_down().await;
    for host in ["10.0.0.7:8080", "probe", ""] {
        let request =
            format!("GET /healthz HTTP/1.1\r\nHost: {host}\r\nVia: x\r\nConnection: close\r\n\r\n");
        let answer = exchange(&app, &request).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, "ok\n"));
        assert!(answer.head.contains("cache-control: no-store"));
    }
}

#[tokio::test]
async fn a_head_of_80_kib_is_refused() {
    let app = TestApp::spawn().await;
    let head = |bytes| {
        let filler = "x".repeat(bytes);
        let host = app.host();
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nX-Filler: {filler}\r\nConnection: close\r\n\r\n")
    };
    assert_eq!(exchange(&app, &head(16 * 1024)).await.status, 200);
    assert_eq!(exchange(&app, &head(80 * 1024)).await.status, 431);
}

/// Connect, Authorize, and thirty wrong codes; what each code was answered.
async fn guess(window: &Script) -> Vec<Answer> {
    let page = window.call("connect", &[("jira", "demo")]).await;
    window.authorize(&page).await;
    let mut answers = Vec::new();
    for guess in 0..30 {
        let code = format!("Wr0ng{guess}");
        let answer = window
            .call("continue", &[("verification_code", &code)])
            .await;
        answers.push(answer);
    }
    answers
}

#[tokio::test]
async fn who_tries_too_often_keeps_nobody_else_from_signing_in() {
    let app = tab().await;
    let (ada, eve) = (ada(&app).await, stranger(&app).await);
    let answers = guess(&eve).await;
    let is_refused = |answer: &&Answer| answer.status == StatusCode::TOO_MANY_REQUESTS;
    let refused: Vec<_> = answers.iter().filter(is_refused).collect();
    // One of the twenty attempts was Connect.
    assert!((8..=11).contains(&refused.len()), "{}", refused.len());
    assert!(
        refused
            .iter()
            .all(|it| it.problem() == Some("too-many-attempts"))
    );
    sign_in(&app, &ada, "demo").await.step("Connected");
    // It is a limit of attempts: what Eve has stays usable.
    eve.call("tab", &[]).await.step("Authorize");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crowd_that_guesses_codes_keeps_nobody_from_signing_in_nor_jira_from_its_work() {
    let app = tab().await;
    let mut crowd = Vec::new();
    for number in 0..30 {
        let user = format!("66666666-6666-4666-8666-{number:012}");
        crowd.push(tab_of(&app, json!({ "oid": user })).await);
    }
    let ada = ada(&app).await;
    app.jira.clear_requests();
    let begin = Instant::now();
    let guessing = join_all(crowd.iter().map(guess));
    let signing_in = async {
        // The crowd has begun.
        until("Jira is asked", || app.jira.requests().len() > 40).await;
        sign_in(&app, &ada, "demo").await
    };
    let (guesses, page) = tokio::join!(guessing, signing_in);
    page.step("Connected");
    assert_eq!(guesses.len(), crowd.len());
    let requests = app.jira.requests();
    let of_sign_ins = requests.iter().filter(|it| it.path.contains("/oauth/"));
    let most = 50.0 + 50.0 * begin.elapsed().as_secs_f64();
    let count = u32::try_from(of_sign_ins.count()).expect("a few");
    assert!(f64::from(count) <= most, "{count} of {most}");
}
