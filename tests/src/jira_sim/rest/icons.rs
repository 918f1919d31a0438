//! Plain pictures in the place of Jira's icons.

use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::jira_sim::raw_request::RawRequest;

/// A coloured square for an issue type or an arrow for a priority.
pub(in crate::jira_sim) async fn show(request: RawRequest) -> Response {
    let shape = match request.path.rsplit('/').next().unwrap_or_default() {
        "highest.svg" => {
            "<path d=\"M2 10l6-6 6 6\" stroke=\"#d04437\" stroke-width=\"3\" fill=\"none\"/>"
        }
        "high.svg" => {
            "<path d=\"M2 10l6-6 6 6\" stroke=\"#f15c75\" stroke-width=\"2\" fill=\"none\"/>"
        }
        "medium.svg" => "<path d=\"M2 6h12M2 10h12\" stroke=\"#f79232\" stroke-width=\"2\"/>",
        "low.svg" => {
            "<path d=\"M2 6l6 6 6-6\" stroke=\"#707070\" stroke-width=\"2\" fill=\"none\"/>"
        }
        "lowest.svg" => {
            "<path d=\"M2 6l6 6 6-6\" stroke=\"#999\" stroke-width=\"3\" fill=\"none\"/>"
        }
        _ => "<rect x=\"1\" y=\"1\" width=\"14\" height=\"14\" rx=\"2\" fill=\"#4bade8\"/>",
    };
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"16\" height=\"16\" viewBox=\"0 0 16 16\">{shape}</svg>"
    );
    ([(header::CONTENT_TYPE, "image/svg+xml")], svg).into_response()
}
