//! The headers of every kind of answer, and the files of the browser side.

use crate::{
    page::Page,
    person::{Person, read},
    raw::exchange,
};
use reqwest::{Method, StatusCode, header};
use tests::TestApp;

fn directive<'p>(page: &'p Page, name: &str) -> Option<&'p str> {
    let policy = page.header(header::CONTENT_SECURITY_POLICY);
    policy
        .split(';')
        .map(str::trim)
        .find_map(|directive| directive.strip_prefix(name)?.strip_prefix(' '))
}

/// What holds for every page, with or without scripts.
#[track_caller]
fn assert_safe(page: &Page) {
    let path = &page.path;
    let policy = page.header(header::CONTENT_SECURITY_POLICY);
    assert!(!policy.contains("unsafe-inline"), "{path}: {policy}");
    assert!(!policy.contains("'unsafe-eval'"), "{path}: {policy}");
    assert!(!policy.contains('*'), "{path}: {policy}");
    assert_eq!(directive(page, "default-src"), Some("'none'"), "{path}");
    assert_eq!(directive(page, "frame-ancestors"), Some("'none'"), "{path}");
    assert_eq!(directive(page, "base-uri"), Some("'none'"), "{path}");
    assert!(directive(page, "form-action").is_some(), "{path}");
    assert_eq!(page.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert_eq!(page.header(header::REFERRER_POLICY), "same-origin");
    assert_eq!(page.header(header::CACHE_CONTROL), "no-store", "{path}");
    assert_eq!(page.header(header::SET_COOKIE), "", "{path}");
    assert_eq!(page.header(header::SERVER), "", "{path}");
}

#[tokio::test]
async fn a_page_of_the_tab_runs_only_what_has_its_nonce() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    let mut nonces = Vec::new();
    for page in [
        person.open().await,
        person.connect("demo").await,
        person.get("/?problem=jira-unknown&jira=x").await,
    ] {
        assert_safe(&page);
        assert_eq!(
            page.header(header::CONTENT_TYPE),
            "text/html; charset=utf-8"
        );
        let scripts = directive(&page, "script-src").unwrap();
        let nonce = scripts
            .split(' ')
            .find_map(|source| source.strip_prefix("'nonce-")?.strip_suffix('\''))
            .unwrap()
            .to_owned();
        assert!(scripts.contains("'wasm-unsafe-eval'"));
        let of_scripts = page.attributes("script", "nonce");
        assert!(!of_scripts.is_empty());
        assert!(
            of_scripts.iter().all(|it| it.as_ref() == Some(&nonce)),
            "{of_scripts:?}"
        );
        assert_eq!(page.attributes("[style], style", "style"), []);
        assert!(!page.html.contains(" onclick="));
        nonces.push(nonce);
    }
    nonces.sort();
    nonces.dedup();
    assert_eq!(nonces.len(), 3);
}

#[tokio::test]
async fn pages_that_stand_alone_run_no_script() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    let gone = person.get("/authorize/x").await;
    assert_eq!(gone.status, StatusCode::GONE);
    let missing = person.get("/nothing/here?x=<script>").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert_eq!(missing.heading(), "There is no such page");
    assert_eq!(missing.texts("a[href='/']"), ["Back to the tab"]);
    person.sign_in(&app).await;
    let question = person.get("/sign-out").await;
    let other_question = person.get("/not-you").await;
    let foreign = person.prepare(&Method::GET, "/").header("via", "1.1 x");
    let foreign = read(foreign, "/").await;
    for page in [gone, missing, question, other_question, foreign] {
        assert_safe(&page);
        assert_eq!(
            page.header(header::CONTENT_TYPE),
            "text/html; charset=utf-8"
        );
        assert_eq!(directive(&page, "script-src"), None, "{}", page.path);
    }
}

#[tokio::test]
async fn pages_that_stand_alone_hold_no_script_for_their_policy_to_block() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    let missing = person.get("/nothing/here").await;
    assert_eq!(missing.texts("script"), [""; 0]);
}

#[tokio::test]
async fn answers_that_are_no_page_are_as_strict() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    for (method, path) in [
        (Method::GET, "/healthz"),
        (Method::GET, "/readyz"),
        (Method::GET, "/pkg/nothing.js"),
        (Method::GET, "/api/connect"),
        (Method::POST, "/api/leave"),
        (Method::POST, "/"),
    ] {
        assert_safe(&read(person.prepare(&method, path), path).await);
    }
}

/// Paths of the files that the first page names.
async fn files(person: &Person) -> Vec<String> {
    let page = person.open().await;
    let files = page.attributes("link[href^='/pkg/']", "href");
    let files: Vec<_> = files.into_iter().flatten().collect();
    assert_eq!(files.len(), 3, "{files:?}");
    files
}

#[tokio::test]
async fn the_browser_side_is_kept_for_ever_and_sent_small() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    for path in files(&person).await {
        let expected = match path.rsplit_once('.').unwrap().1 {
            "js" => "text/javascript; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "wasm" => "application/wasm",
            other => panic!("a file of the kind {other}"),
        };
        let mut lengths = Vec::new();
        for (accepted, encoding) in [
            ("br, gzip", "br"),
            ("gzip, deflate, br;q=0", "gzip"),
            ("gzip", "gzip"),
            ("identity", ""),
        ] {
            let request = person.prepare(&Method::GET, &path);
            let request = request.header(header::ACCEPT_ENCODING, accepted);
            let answer = request.send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::OK, "{path}");
            let header = |name: header::HeaderName| {
                let value = answer.headers().get(name);
                value.and_then(|value| value.to_str().ok()).unwrap_or("")
            };
            assert_eq!(header(header::CONTENT_TYPE), expected);
            assert_eq!(header(header::CONTENT_ENCODING), encoding, "{path}");
            assert_eq!(
                header(header::CACHE_CONTROL),
                "public, max-age=31536000, immutable"
            );
            assert_eq!(header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
            assert_eq!(header(header::VARY), "accept-encoding");
            lengths.push(answer.bytes().await.unwrap().len());
        }
        assert!(lengths[0] < lengths[3] && lengths[1] < lengths[3], "{path}");
    }
}

#[tokio::test]
async fn a_file_that_is_not_there_is_not_found() {
    let app = TestApp::spawn().await;
    for path in [
        "/pkg/nothing.js",
        "/pkg/",
        "/pkg/../Cargo.toml",
        "/pkg/../../Cargo.toml",
        "/pkg/..%2f..%2fCargo.toml",
        "/pkg/%2e%2e/%2e%2e/Cargo.toml",
        "/pkg//etc/passwd",
        "/pkg/..\\..\\Cargo.toml",
    ] {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            app.host()
        );
        let answer = exchange(&app, &request).await;
        assert!(
            [400, 404].contains(&answer.status),
            "{path}: {}",
            answer.status
        );
        assert!(!answer.body.contains("[workspace"), "{path}");
        assert!(!answer.head.contains("immutable"), "{path}");
    }
}
