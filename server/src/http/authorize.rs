//! `GET /authorize/HANDLE`: a link that leads to Jira and nowhere else.

use super::{BrowserSide, page};
use crate::usecase::{Bound, Destination, Failure, status};
use app::error::Problem;
use axum::{
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

/// Redirects to Jira's page, or shows a page that says why not.
pub(super) async fn open(
    State(browser_side): State<BrowserSide>,
    bound: Bound,
    Path(handle): Path<String>,
) -> Response {
    let error = match bound.to_jira(handle).await {
        Ok(Destination::Jira(url)) => match HeaderValue::from_str(url.as_str()) {
            Ok(location) => {
                return (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response();
            }
            Err(_) => bound.error(Problem::Internal),
        },
        Ok(Destination::Problem(error)) => error,
        Err(Failure(problem)) => bound.error(problem),
    };
    let status = match error.problem {
        Problem::LinkReplaced => StatusCode::GONE,
        Problem::StoreUnavailable | Problem::Internal => status(error.problem),
        _ => StatusCode::BAD_GATEWAY,
    };
    page::render_problem(browser_side, error, status)
}
