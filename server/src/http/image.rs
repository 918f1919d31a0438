//! `GET /image/HANDLE`: a picture of Jira's.

use super::AppState;
use crate::usecase::open_image;
use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

/// Should a browser take it for a page, nothing in it may load or run.
const POLICY: &str = "sandbox; default-src 'none'";
/// As long as its handle.
const CACHE: &str = "private, max-age=900";

/// Passes the picture on, bit by bit.
pub(super) async fn show(State(state): State<AppState>, Path(handle): Path<String>) -> Response {
    let Some(image) = open_image(&state.tab, &handle).await else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let content_type = image.content_type.clone();
    let pieces = futures::stream::try_unfold(image, |mut image| async {
        let piece = image.next().await;
        piece.map(|piece| piece.map(|piece| (piece, image)))
    });
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(POLICY),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static(CACHE)),
    ];
    (headers, Body::from_stream(pieces)).into_response()
}
