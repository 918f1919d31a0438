//! The tab inside Microsoft Teams, past its pages: who may frame it, who may ask.

use crate::{
    raw::exchange,
    script::Script,
    tickets::{tab, tab_of},
};
use reqwest::{Client, Method, StatusCode, header};
use serde_json::json;
use tests::{Issuer, PUBLIC_URL, Start, TestApp, in_teams};

async fn tab_with(more: &str) -> TestApp {
    TestApp::start(Start {
        teams_settings: more.to_owned() + &in_teams(Issuer::shared().await),
        ..Start::default()
    })
    .await
}

async fn bearer() -> String {
    format!("Bearer {}", Issuer::shared().await.token(json!({})).await)
}

async fn get(app: &TestApp, path: &str) -> reqwest::Response {
    let request = Client::new().get(format!("{}{path}", app.url()));
    let request = request.header(header::ACCEPT, "text/html");
    let request = request.header("x-forwarded-proto", "https");
    request.send().await.expect("an answer")
}

fn policy_of_scripts(answer: &reqwest::Response) -> String {
    let policy = policy(answer);
    let of_scripts = policy.split("; ").find(|it| it.starts_with("script-src"));
    of_scripts.expect("a directive").to_owned()
}

fn policy(answer: &reqwest::Response) -> String {
    let policy = &answer.headers()[header::CONTENT_SECURITY_POLICY];
    policy.to_str().expect("text").to_owned()
}

const TEAMS: &str = "frame-ancestors https://teams.microsoft.com https://*.teams.microsoft.com https://*.cloud.microsoft";

#[tokio::test]
async fn only_teams_may_frame_the_tab_and_nobody_the_dialog() {
    let app = tab().await;
    for path in ["/", "/configure"] {
        let policy = policy(&get(&app, path).await);
        assert!(policy.ends_with(TEAMS), "{path}: {policy}");
    }
    for path in [
        "/popup/connect",
        "/authorize/x",
        "/nothing",
        "/api/tab",
        "/healthz",
        "/readyz",
    ] {
        let policy = policy(&get(&app, path).await);
        assert!(
            policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
    }
}

#[tokio::test]
async fn pages_keep_the_channel_between_tab_and_dialog_open() {
    let app = tab().await;
    for path in ["/", "/popup/connect", "/configure"] {
        let answer = get(&app, path).await;
        let headers = answer.headers();
        for name in [
            "cross-origin-opener-policy",
            "cross-origin-embedder-policy",
            "x-frame-options",
            "set-cookie",
        ] {
            assert!(!headers.contains_key(name), "{path} sends {name}");
        }
        assert_eq!(
            headers[header::STRICT_TRANSPORT_SECURITY],
            "max-age=31536000"
        );
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
    }
}

#[tokio::test]
async fn the_first_html_shows_nothing_of_anybody() {
    let app = tab().await;
    let ada = Script::in_teams(&app, bearer().await);
    ada.call("connect", &[("jira", "demo")])
        .await
        .step("Authorize");
    let html = get(&app, "/").await.text().await.unwrap();
    assert!(html.contains("Signing in…"));
    assert!(!html.contains("Demo Jira"));
}

#[tokio::test]
async fn the_theme_of_teams_is_in_the_first_html_and_nothing_else_of_the_address() {
    let app = tab().await;
    for theme in ["default", "dark", "contrast", "glass"] {
        let html = get(&app, &format!("/?theme={theme}"))
            .await
            .text()
            .await
            .unwrap();
        assert!(
            html.contains(&format!("<html lang=\"en\" data-theme=\"{theme}\">")),
            "{html}"
        );
    }
    for address in [
        "/",
        "/?theme=",
        "/?theme=pink",
        "/?theme=%22onload%3D%22x",
        "/?theme={app.theme}",
    ] {
        let html = get(&app, address).await.text().await.unwrap();
        assert!(html.contains("<html lang=\"en\">"), "{address}: {html}");
    }
}

#[tokio::test]
async fn each_page_has_a_nonce_of_its_own_that_all_its_scripts_have() {
    let app = tab_with("").await;
    let mut nonces = Vec::new();
    // Twice the same page, which is rendered once.
    for path in ["/", "/", "/?theme=dark", "/popup/connect", "/configure"] {
        let answer = get(&app, path).await;
        let policy = policy_of_scripts(&answer);
        let html = answer.text().await.unwrap();
        let (_, nonce) = policy.split_once("'nonce-").expect("a nonce");
        let (nonce, _) = nonce.split_once('\'').expect("the end of it");
        let all = html.matches(" nonce=\"").count();
        let its_own = html.matches(&format!(" nonce=\"{nonce}\"")).count();
        assert!(all > 0 && all == its_own, "{path}: {its_own} of {all}");
        nonces.push(nonce.to_owned());
    }
    nonces.sort();
    nonces.dedup();
    assert_eq!(nonces.len(), 5);
}

#[tokio::test]
async fn a_verb_without_proof_of_who_asks_is_refused() {
    let app = tab().await;
    let token = bearer().await;
    let bare = token.strip_prefix("Bearer ").unwrap();
    for value in ["", "Bearer", "Basic YTpi", bare, "Bearer "] {
        let answer = Script::in_teams(&app, value).call("tab", &[]).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{value:?}");
    }
    let answer = Script::in_teams(&app, "").call("tab", &[]).await;
    assert_eq!(answer.problem(), Some("token-missing"));
    assert_eq!(answer.json["request_id"], serde_json::Value::Null);
}

#[tokio::test]
async fn two_proofs_are_none() {
    let app = tab().await;
    let token = bearer().await;
    let answer = exchange(
        &app,
        &format!(
            "POST /api/tab HTTP/1.1\r\nHost: tab.example.test\r\nOrigin: {PUBLIC_URL}\r\nAuthorization: {token}\r\nAuthorization: {token}\r\nAccept: application/json\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        ),
    )
    .await;
    assert_eq!(answer.status, 401, "{}", answer.body);
    assert!(answer.head.contains("www-authenticate: bearer"));
}

#[tokio::test]
async fn a_foreign_page_gets_nothing_even_with_a_token() {
    let app = tab().await;
    let token = bearer().await;
    for (origin, site) in [
        (Some("https://evil.example"), None),
        (Some("null"), None),
        (Some("http://tab.example.test"), None),
        (Some("https://tab.example.test:444"), None),
        (None, None),
        (Some(PUBLIC_URL), Some("cross-site")),
        (Some(PUBLIC_URL), Some("same-site")),
    ] {
        let mut request = Client::new()
            .request(Method::POST, format!("{}/api/tab", app.url()))
            .header(header::AUTHORIZATION, &token);
        if let Some(origin) = origin {
            request = request.header(header::ORIGIN, origin);
        }
        if let Some(site) = site {
            request = request.header("sec-fetch-site", site);
        }
        let answer = request.send().await.expect("an answer");
        assert_eq!(
            answer.status(),
            StatusCode::FORBIDDEN,
            "{origin:?} {site:?}"
        );
        assert!(answer.text().await.unwrap().contains("cross-site"));
    }
}

#[tokio::test]
async fn who_comes_past_the_reverse_proxy_is_refused() {
    let app = tab_with("trusted_proxies = [\"10.0.0.0/8\", \"192.0.2.7\"]\n").await;
    for path in ["/", "/popup/connect", "/authorize/x", "/nothing"] {
        let answer = get(&app, path).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{path}");
    }
    let answer = Script::in_teams(&app, bearer().await)
        .call("tab", &[])
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(answer.problem(), Some("not-through-proxy"));
    for path in ["/healthz", "/readyz"] {
        assert_eq!(get(&app, path).await.status(), StatusCode::OK);
    }
}

#[tokio::test]
async fn a_refusal_is_seen_in_the_frame_of_the_page_that_it_replaces() {
    let app = tab_with("trusted_proxies = [\"10.0.0.0/8\"]\n").await;
    for (path, frame_ancestors, way_back) in [
        ("/", TEAMS, false),
        ("/?theme=dark", TEAMS, false),
        ("/configure", TEAMS, false),
        ("/popup/connect", "frame-ancestors 'none'", true),
        ("/authorize/x", "frame-ancestors 'none'", true),
    ] {
        let answer = get(&app, path).await;
        let policy = policy(&answer);
        assert!(policy.ends_with(frame_ancestors), "{path}: {policy}");
        assert!(!policy.contains("script-src"), "{path}: {policy}");
        let html = answer.text().await.unwrap();
        // By the name of the program `jira-tab check` knows the tab.
        for words in ["not-through-proxy", "content=\"jira-tab\""] {
            assert!(html.contains(words), "{path}: {html}");
        }
        assert_eq!(html.contains("Close this window"), way_back, "{path}");
    }
}

#[tokio::test]
async fn what_reached_the_proxy_without_tls_is_refused() {
    let app = tab().await;
    let request = Client::new().get(app.url());
    let answer = request
        .header("x-forwarded-proto", "http")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn people_do_not_see_each_other() {
    let app = tab().await;
    let ada = Script::in_teams(&app, bearer().await);
    let page = ada.call("connect", &[("jira", "demo")]).await;
    let code = app.jira.approve(&ada.authorize(&page).await, "demo");
    ada.call("continue", &[("verification_code", &code)])
        .await
        .step("Connected");
    let claims = json!({ "oid": "55555555-5555-4555-8555-555555555555" });
    let eve = tab_of(&app, claims).await;
    eve.call("tab", &[]).await.step("Connect");
    eve.call("sign-out", &[]).await.step("Connect");
    ada.call("tab", &[]).await.step("Connected");
}

#[tokio::test]
async fn who_granted_access_before_is_not_asked_again() {
    let mut app = tab().await;
    let ada = Script::in_teams(&app, bearer().await);
    let page = ada.call("connect", &[("jira", "demo")]).await;
    let code = app.jira.approve(&ada.authorize(&page).await, "demo");
    ada.call("continue", &[("verification_code", &code)]).await;
    app.restart().await;
    let ada = Script::in_teams(&app, bearer().await);
    ada.call("tab", &[]).await.step("Connected");
}
