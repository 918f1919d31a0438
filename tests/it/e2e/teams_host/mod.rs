//! The simulated host against the unmodified TeamsJS: small pages that call it, without the product.

mod dialog;
mod framing;
mod life;
mod strictness;
mod talk;

use super::{browser::Browser, teams::Teams};
use axum::{
    Json, Router,
    http::{HeaderMap, HeaderName, header},
    response::IntoResponse,
    routing::get,
};
use serde_json::{Value, json};
use std::{fs, net::Ipv4Addr};
use tokio::net::TcpListener;

const SDK: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/node_modules/@microsoft/teams-js/dist/umd/MicrosoftTeams.min.js"
);
const TAB: &str = include_str!("tab.html");
const DIALOG: &str = include_str!("dialog.html");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const FRAMED_BY_TEAMS: &str = "frame-ancestors https://teams.microsoft.com";

/// Teams with the small tab in it, after `initialize`.
async fn open_tab() -> Teams {
    let teams = start().await;
    teams.open("/", json!({})).await;
    initialize(teams.tab().await).await;
    teams
}

/// Teams before a server of small pages; no app is open.
async fn start() -> Teams {
    let sdk = fs::read_to_string(SDK)
        .unwrap_or_else(|_| panic!("TeamsJS is missing: npm ci --prefix tests"));
    let script = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")];
    let page = |headers, html: &'static str| get(move || async move { page(headers, html) });
    let router = Router::new()
        .route("/sdk.js", get(|| async { (script, sdk) }))
        .route(
            "/",
            page((header::CONTENT_SECURITY_POLICY, FRAMED_BY_TEAMS), TAB),
        )
        .route("/dialog", page((header::VARY, "accept"), DIALOG))
        .route("/severed", page((OPENER_POLICY, "same-origin"), DIALOG))
        .route("/echo", get(echo));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async { axum::serve(listener, router).await });
    Teams::start(
        address,
        |claims| async move { format!("token of {claims}") },
    )
    .await
}

fn page(header: (HeaderName, &'static str), html: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/html"), header], html)
}

/// The headers that arrived.
async fn echo(headers: HeaderMap) -> Json<Value> {
    let pairs = headers
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().into()));
    Json(Value::Object(pairs.collect()))
}

async fn wait_for_sdk(page: &Browser) {
    page.until_true("typeof microsoftTeams === 'object'").await;
}

/// Has TeamsJS find its host.
async fn initialize(page: &Browser) {
    wait_for_sdk(page).await;
    assert_eq!(call(page, "app.initialize()").await, Ok(Value::Null));
}

async fn call_in_tab(teams: &Teams, expression: &str) -> Result<Value, String> {
    call(teams.tab().await, expression).await
}

/// What a call of TeamsJS resolves to, or the words of the error.
async fn call(page: &Browser, expression: &str) -> Result<Value, String> {
    let script = format!(
        "const done = arguments[0]; \
         Promise.resolve().then(() => {expression}) \
             .then(value => done([value ?? null, null]), \
                   error => done([null, error.message ?? JSON.stringify(error)]))"
    );
    let outcome = page
        .client
        .execute_async(&script, Vec::new())
        .await
        .unwrap();
    match outcome[1].as_str() {
        None => Ok(outcome[0].clone()),
        Some(words) => Err(words.to_owned()),
    }
}
