//! What is served, by host name: the host page, Microsoft's list of hosts, and the tab.

use super::{HOST_LIST_DOMAIN, IssueToken, TAB_DOMAIN, proxy::Proxy};
use axum::{
    Json, Router,
    extract::{FromRequest as _, Request, State},
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde_json::json;
use std::{net::SocketAddr, sync::Arc};

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

struct Host {
    proxy: Proxy,
    issue_token: IssueToken,
}

pub(super) fn router(tab: SocketAddr, issue_token: IssueToken) -> Router {
    let proxy = Proxy::new(tab);
    Router::new()
        .fallback(answer)
        .with_state(Arc::new(Host { proxy, issue_token }))
}

async fn answer(State(host): State<Arc<Host>>, request: Request) -> Response {
    let name = request.headers().get(header::HOST);
    match name.and_then(|name| name.to_str().ok()) {
        Some(TAB_DOMAIN) => host.proxy.pass_on(request).await,
        Some(HOST_LIST_DOMAIN) => host_list(),
        _ if request.uri().path() == "/token" => issue(&host, request).await,
        _ => page_file(request.uri().path()),
    }
}

/// TeamsJS trusts only what is on this list, or on one of its own if it cannot have this.
fn host_list() -> Response {
    let anyone = [(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    let list = json!({ "validOrigins": ["teams.microsoft.com"] });
    (anyone, Json(list)).into_response()
}

async fn issue(host: &Host, request: Request) -> Response {
    match Json::from_request(request, &()).await {
        Ok(Json(claims)) => (host.issue_token)(claims).await.into_response(),
        Err(rejection) => rejection.into_response(),
    }
}

fn page_file(path: &str) -> Response {
    let (kind, text) = match path {
        "/" => (HTML, include_str!("page/host.html")),
        "/host.css" => (CSS, include_str!("page/host.css")),
        "/checks.js" => (SCRIPT, include_str!("page/checks.js")),
        "/client.js" => (SCRIPT, include_str!("page/client.js")),
        "/context.js" => (SCRIPT, include_str!("page/context.js")),
        "/dialog.js" => (SCRIPT, include_str!("page/dialog.js")),
        "/host.js" => (SCRIPT, include_str!("page/host.js")),
        "/messages.js" => (SCRIPT, include_str!("page/messages.js")),
        "/receive.js" => (SCRIPT, include_str!("page/receive.js")),
        "/settings.js" => (SCRIPT, include_str!("page/settings.js")),
        "/token.js" => (SCRIPT, include_str!("page/token.js")),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}
