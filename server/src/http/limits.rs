//! How large a request may be and how long it may take.

use super::{AppState, page};
use app::error::Problem;
use axum::{
    body::{Body, HttpBody as _},
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body_util::Limited;
use std::time::Duration;
use tower_http::timeout::TimeoutBody;

/// The largest body: a whole page pasted into the code field, percent-encoded.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// The largest change of an issue, or a new one: two of Jira's longest texts, as they were and as they are to be, in
/// a script that takes nine bytes a character when it is percent-encoded.
const MAX_CHANGE_BYTES: usize = 1280 * 1024;
const CHANGES: [&str; 5] = [
    "/api/issue/change",
    "/api/create",
    "/api/create/form",
    "/api/create/draft",
    "/api/create/discard",
];

/// Between two pieces of a body.
const MAX_BODY_PAUSE: Duration = Duration::from_secs(20);

/// Longer than the slowest verb: Continue with a renewal, ten requests to Jira with 30 seconds each.
const MAX_DURATION: Duration = Duration::from_mins(6);

/// Refuses what is too large before it is read, cuts off what turns out too large, ends what hangs.
pub(super) async fn bounded(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let is_change = CHANGES.contains(&request.uri().path());
    let max_bytes = if is_change {
        MAX_CHANGE_BYTES
    } else {
        MAX_BODY_BYTES
    };
    let announced = request.body().size_hint().lower();
    if announced > max_bytes as u64 {
        return page::refuse(&state, &request, Problem::RequestTooLarge);
    }
    let request = request.map(|body| {
        let unhurried = TimeoutBody::new(MAX_BODY_PAUSE, Limited::new(body, max_bytes));
        Body::new(unhurried)
    });
    match tokio::time::timeout(MAX_DURATION, next.run(request)).await {
        Ok(response) => response,
        Err(_) => StatusCode::GATEWAY_TIMEOUT.into_response(),
    }
}
