//! `GET /rest/api/2/myself`.

use std::sync::Arc;

use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::identity::identify;
use super::json::{respond, user_json};
use crate::jira_sim::raw_request::RawRequest;
use crate::jira_sim::state::Shared;

/// The signed-in user; 401 when there is none.
pub(in crate::jira_sim) async fn show(
    Extract(shared): Extract<Arc<Shared>>,
    request: RawRequest,
) -> Response {
    match identify(&shared, &request) {
        Ok(Some(user)) => respond(StatusCode::OK, &user_json(&shared, &user), Some(&user)),
        Ok(None) => StatusCode::UNAUTHORIZED.into_response(),
        Err(answer) => *answer,
    }
}
