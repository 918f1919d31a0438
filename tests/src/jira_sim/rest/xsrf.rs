//! Jira's XSRF filter for REST: browsers from elsewhere and simple content types are refused.

use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::jira_sim::raw_request::RawRequest;
use crate::jira_sim::state::Shared;

const SIMPLE_TYPES: [&str; 3] = [
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/plain",
];
const BROWSERS: [&str; 5] = ["Mozilla", "Opera", "Chrome", "Safari", "Edge"];

/// Lets the request pass or answers 403 "XSRF check failed".
pub(in crate::jira_sim) fn check(
    shared: &Shared,
    request: &RawRequest,
) -> Result<(), Box<Response>> {
    let changes_things = !matches!(request.method, Method::GET | Method::HEAD | Method::OPTIONS);
    if !changes_things {
        return Ok(());
    }
    let agent = request
        .header(header::USER_AGENT.as_str())
        .unwrap_or_default();
    let is_browser = BROWSERS.iter().any(|browser| agent.contains(browser));
    if is_browser && !has_same_origin(shared, request) {
        return Err(Box::new(refusal()));
    }
    // No content type at all counts as a simple one.
    let is_simple = request
        .media_type()
        .is_none_or(|it| SIMPLE_TYPES.contains(&it.as_str()));
    let token = request.header("x-atlassian-token").unwrap_or_default();
    if request.method == Method::POST && is_simple && !matches!(token, "no-check" | "nocheck") {
        return Err(Box::new(refusal()));
    }
    Ok(())
}

fn has_same_origin(shared: &Shared, request: &RawRequest) -> bool {
    let origin = shared
        .base_url
        .strip_suffix(&shared.context_path)
        .unwrap_or(&shared.base_url);
    let referer = request
        .header(header::REFERER.as_str())
        .and_then(|it| it.strip_prefix(origin));
    request.header(header::ORIGIN.as_str()) == Some(origin)
        || referer.is_some_and(|it| it.starts_with('/'))
}

fn refusal() -> Response {
    let content_type = [(header::CONTENT_TYPE, "text/plain")];
    (StatusCode::FORBIDDEN, content_type, "XSRF check failed").into_response()
}
