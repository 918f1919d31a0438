//! A panic in a handler is a defect of ours: the person gets the catalogue's words, everybody else is
//! served on.

use super::{AppState, page};
use app::error::Problem;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use futures::FutureExt as _;
use std::panic::AssertUnwindSafe;

/// Answers in place of a handler that panicked. What the panic says is dropped: it may quote anything,
/// and [`crate::telemetry::report_panic`] has logged its place.
pub(super) async fn answered(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Response {
    let asker = page::Asker::of(&request);
    // Nothing is looked at again that the panic may have left half done.
    let answer = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    answer.unwrap_or_else(|_| {
        let request_id = asker.request_id();
        tracing::error!(request_id, "a handler panicked");
        asker.refuse(&state, Problem::Internal)
    })
}
