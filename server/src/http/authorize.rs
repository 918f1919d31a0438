//! `GET /authorize/HANDLE`: a link that leads to Jira and nowhere else.

use super::{AppState, BrowserSide, page};
use crate::usecase::{Bound, Destination, Failure};
use app::error::{Facts, Problem, TabError};
use axum::{
    extract::{Path, Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

/// Redirects to Jira's page, or shows a page that says why not.
pub(super) async fn open(
    State(state): State<AppState>,
    bound: Bound,
    Path(handle): Path<String>,
    request: Request,
) -> Response {
    let destination = bound.to_jira(handle).await;
    match destination {
        Ok(Destination::Jira(url)) => match HeaderValue::from_str(url.as_str()) {
            Ok(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
            Err(_) => {
                problem(
                    state.browser_side,
                    TabError::new(Problem::Internal, Facts::default()),
                    request,
                )
                .await
            }
        },
        Ok(Destination::Problem(error)) => problem(state.browser_side, error, request).await,
        Err(Failure(kind)) => {
            problem(
                state.browser_side,
                TabError::new(kind, Facts::default()),
                request,
            )
            .await
        }
    }
}

async fn problem(browser_side: BrowserSide, error: TabError, request: Request) -> Response {
    let status = match error.problem {
        Problem::LinkReplaced => StatusCode::GONE,
        Problem::StoreUnavailable => StatusCode::SERVICE_UNAVAILABLE,
        Problem::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::BAD_GATEWAY,
    };
    page::render_problem(browser_side, error, status, request).await
}
