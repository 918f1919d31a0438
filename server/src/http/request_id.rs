//! One id and one log line for each request.

use crate::entropy;
use axum::{
    extract::{MatchedPath, Request},
    http::HeaderValue,
    middleware::Next,
    response::Response,
};
use leptos::server_fn::axum::server_fn_paths;
use std::time::Instant;

/// The route of the verbs.
pub(super) const VERBS: &str = "/api/{*verb}";

/// Names a request in the log and to the person.
#[derive(Clone, Debug, Default)]
pub(crate) struct RequestId(pub(crate) String);

/// What the log calls the target of a request: a verb by its path, any other by its route. A path
/// may hold a handle, and a query what somebody typed.
pub(super) fn route(request: &Request) -> String {
    let path = request.uri().path();
    let matched = request.extensions().get::<MatchedPath>();
    match matched.map_or("(none)", MatchedPath::as_str) {
        VERBS if server_fn_paths().any(|(known, _)| known == path) => path.to_owned(),
        route => route.to_owned(),
    }
}

/// Gives the request an id and logs it with its route.
pub(super) async fn identify_and_log(mut request: Request, next: Next) -> Response {
    let id = entropy::token_128();
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = request.method().clone();
    let route = route(&request);
    let started = Instant::now();
    let mut response = next.run(request).await;
    tracing::info!(
        %method, route, status = response.status().as_u16(),
        duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        request_id = id, "request"
    );
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}
