//! `GET /authorize/HANDLE`: a link that leads to Jira and nowhere else.

use super::{AppState, page, request_id::RequestId};
use crate::usecase::{self, Destination, status};
use app::error::{Facts, Problem, TabError};
use axum::{
    Extension,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::sync::Arc;

/// Redirects to Jira's page, or shows a page that says why not.
pub(super) async fn open(
    State(state): State<AppState>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    Path(handle): Path<String>,
) -> Response {
    let opened = usecase::open_link(Arc::clone(&state.tab), handle, request_id.clone());
    let error = match opened.await {
        Destination::Jira(url) => match HeaderValue::from_str(url.as_str()) {
            Ok(location) => {
                return (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response();
            }
            Err(_) => TabError::new(Problem::Internal, Facts::default()),
        },
        Destination::Problem(error) => error,
    };
    let problem = error.problem.word();
    tracing::info!(verb = "authorize", problem, request_id, "refused");
    let status = status(error.problem);
    page::render_problem(&state, error, status, None)
}
