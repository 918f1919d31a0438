//! One person at this machine: no foreign page, no proxy, no forged form gets in.

use crate::{
    person::{Person, encode_form, read},
    raw::exchange,
};
use reqwest::{Method, StatusCode, header};
use tests::TestApp;

#[tokio::test]
async fn a_name_that_was_rebound_to_this_machine_gets_nothing() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    let port = app.address().port();
    for host in [
        format!("evil.example:{port}"),
        format!("localhost.evil.example:{port}"),
        format!("localhost:{}", port.wrapping_add(1)),
        "localhost".to_owned(),
        format!("127.0.0.2:{port}"),
        format!("0.0.0.0:{port}"),
        "evil.example".to_owned(),
        String::new(),
    ] {
        for path in ["/", "/sign-out", "/authorize/x", "/nothing-here"] {
            let request = person
                .prepare(&Method::GET, path)
                .header(header::HOST, &host);
            let page = read(request, path).await;
            assert_eq!(page.status, StatusCode::MISDIRECTED_REQUEST, "{host}{path}");
            page.problem("wrong-host");
            assert!(!page.html.contains("Dana Demo"));
        }
    }
}

#[tokio::test]
async fn every_name_of_this_machine_is_answered() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    let port = app.address().port();
    for name in ["localhost", "127.0.0.1", "[::1]", "LocalHost"] {
        let host = format!("{name}:{port}");
        let request = person
            .prepare(&Method::GET, "/")
            .header(header::HOST, &host);
        let page = read(request, "/").await;
        assert_eq!(page.status, StatusCode::OK, "{host}");
        page.assert_connect_form();
    }
}

#[tokio::test]
async fn a_request_that_came_through_a_proxy_is_refused() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    for name in [
        "forwarded",
        "via",
        "x-forwarded-for",
        "x-forwarded-host",
        "x-forwarded-proto",
        "x-forwarded-port",
        "x-real-ip",
    ] {
        for value in ["1.2.3.4", ""] {
            let request = person.prepare(&Method::GET, "/").header(name, value);
            let page = read(request, "/").await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{name}: {value}");
            page.problem("behind-proxy");

            let request = person.prepare(&Method::POST, "/api/connect");
            let request = request.header(name, value).body("jira=demo");
            let page = read(request, "/api/connect").await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{name}: {value}");
        }
    }
    person.open().await.assert_connect_form();
}

/// A write as a foreign page would send it: the headers of the browser, changed.
async fn forge(
    person: &Person,
    verb: &str,
    origin: Option<&str>,
    fetch_site: Option<&str>,
) -> StatusCode {
    let path = format!("/api/{verb}");
    let mut request = person
        .prepare(&Method::POST, &path)
        .body(encode_form(&[("jira", "demo"), ("verification_code", "x")]))
        .build()
        .expect("a request");
    let headers = request.headers_mut();
    headers.remove(header::ORIGIN);
    headers.remove("sec-fetch-site");
    if let Some(origin) = origin {
        headers.insert(header::ORIGIN, origin.parse().expect("a value"));
    }
    if let Some(site) = fetch_site {
        headers.insert("sec-fetch-site", site.parse().expect("a value"));
    }
    let answer = reqwest::Client::new().execute(request).await;
    answer.expect("an answer").status()
}

#[tokio::test]
async fn a_form_on_a_foreign_page_changes_nothing() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    let own = app.url();
    let port = app.address().port();
    let origins = [
        None,
        Some("null".to_owned()),
        Some(String::new()),
        Some("http://evil.example".to_owned()),
        Some(format!("http://evil.example:{port}")),
        Some(format!("https://localhost:{port}")),
        Some(format!("http://localhost:{}", port.wrapping_add(1))),
        Some(format!("http://127.0.0.1:{port}")),
        Some(format!("{own}.evil.example")),
        Some(format!("{own}/")),
    ];
    for verb in [
        "sign-out",
        "wrong-account",
        "connect",
        "leave",
        "continue",
        "new-link",
        "tab",
    ] {
        for origin in &origins {
            let status = forge(&person, verb, origin.as_deref(), None).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{verb} {origin:?}");
        }
        for site in ["cross-site", "same-site", "none", "anything"] {
            let status = forge(&person, verb, Some(&own), Some(site)).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{verb} {site}");
        }
    }
    person.open().await.assert_connected();
    let allowed = forge(&person, "sign-out", Some(&own), Some("same-origin")).await;
    assert!(allowed.is_success() || allowed == StatusCode::SEE_OTHER);
    person.open().await.assert_connect_form();
}

#[tokio::test]
async fn a_content_type_that_needs_no_preflight_opens_nothing() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    for content_type in ["text/plain", "multipart/form-data; boundary=x"] {
        let request = person
            .prepare(&Method::POST, "/api/sign-out")
            .header(header::ORIGIN, "http://evil.example")
            .header(header::CONTENT_TYPE, content_type)
            .body("x=y");
        let page = read(request, "/api/sign-out").await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{content_type}");
    }
    person.open().await.assert_connected();
}

#[tokio::test]
async fn verbs_are_posted_and_never_fetched() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    for verb in [
        "connect",
        "continue",
        "leave",
        "new-link",
        "sign-out",
        "wrong-account",
        "tab",
    ] {
        let path = format!("/api/{verb}?jira=demo");
        for method in [Method::GET, Method::HEAD] {
            let page = read(person.prepare(&method, &path), &path).await;
            assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        }
        for method in [Method::PUT, Method::DELETE, Method::PATCH] {
            let page = read(person.prepare(&method, &path), &path).await;
            assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        }
    }
    person.open().await.assert_connected();
}

#[tokio::test]
async fn the_answer_to_a_form_never_follows_a_referer() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    for (verb, body, expected) in [
        ("connect", "jira=", "/?problem=jira-missing&jira="),
        ("connect", "jira=demo", "/"),
        ("connect", "jira=a&jira=b", "/?problem=bad-request"),
        ("connect", "jira=%ff%fe", "/"),
        ("continue", "verification_code=x", "/"),
        ("new-link", "", "/"),
        ("leave", "", "/"),
        ("sign-out", "", "/"),
        ("wrong-account", "jira=demo", "/"),
        ("tab", "", "/"),
    ] {
        for referer in ["http://evil.example/x", "//evil.example", "javascript:1"] {
            let path = format!("/api/{verb}");
            let request = person
                .prepare(&Method::POST, &path)
                .header(header::REFERER, referer)
                .body(body);
            let page = read(request, &path).await;
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{verb} {body}");
            let location = page.header(header::LOCATION);
            assert!(
                location == expected || location.starts_with("/?"),
                "{verb} {body}: {location}"
            );
            assert!(!page.html.contains("evil.example"));
        }
    }
}

#[tokio::test]
async fn a_verb_that_is_not_there_is_not_found() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    let page = person.post_only("/api/nothing", &[]).await;
    assert!(page.status.is_client_error(), "{}", page.status);
}

#[tokio::test]
async fn two_host_headers_or_none_are_refused() {
    let app = TestApp::spawn().await;
    let host = app.host();
    for (hosts, expected) in [
        (format!("Host: {host}\r\nHost: {host}\r\n"), [400, 421]),
        (
            format!("Host: {host}\r\nHost: evil.example\r\n"),
            [400, 421],
        ),
        (String::new(), [400, 421]),
    ] {
        let request = format!("GET / HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n");
        let answer = exchange(&app, &request).await;
        assert!(
            expected.contains(&answer.status),
            "{hosts}: {}",
            answer.status
        );
        assert!(!answer.body.contains("Jira ID"), "{hosts}");
    }
}

#[tokio::test]
async fn an_absolute_address_in_the_request_line_names_no_other_host() {
    let app = TestApp::spawn().await;
    let host = app.host();
    let request =
        format!("GET http://evil.example/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    let answer = exchange(&app, &request).await;
    assert!(!answer.body.contains("evil.example"));
    let request =
        format!("GET http://{host}/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    let answer = exchange(&app, &request).await;
    assert_eq!(answer.status, 421);
}

#[tokio::test]
async fn two_origins_are_no_origin() {
    let app = TestApp::spawn().await;
    let (host, origin) = (app.host(), app.url());
    let request = format!(
        "POST /api/connect HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\n\
         Origin: http://evil.example\r\nContent-Length: 9\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\njira=demo"
    );
    let answer = exchange(&app, &request).await;
    assert_eq!(answer.status, 403);
    Person::at(&app).open().await.assert_connect_form();
}

#[tokio::test]
async fn a_verb_that_does_not_exist_is_a_page_that_is_not_there() {
    let app = TestApp::spawn().await;
    let page = Person::at(&app).post("/api/zzz", &[]).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert_eq!(page.heading(), "There is no such page");
}

#[tokio::test]
async fn an_absolute_target_with_another_host_gets_nothing() {
    let app = TestApp::spawn().await;
    let host = app.host();
    let get = |target: &str| {
        format!("GET {target} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n")
    };
    let foreign = exchange(&app, &get("http://evil.example/")).await;
    assert_eq!(foreign.status, 421);
    let own = exchange(&app, &get(&format!("http://{host}/"))).await;
    assert_eq!(own.status, 200);
}
