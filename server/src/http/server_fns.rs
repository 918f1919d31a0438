//! `POST /api/…`: the verbs, from a script or from a plain form.

use super::{AppState, page};
use crate::usecase::Bound;
use app::backend::BoundBackend;
use axum::{
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use leptos::{prelude::provide_context, server_fn::axum::server_fn_paths};
use std::sync::Arc;

/// Runs the server function that the path names, for the person who asks.
pub(super) async fn run(State(state): State<AppState>, bound: Bound, request: Request) -> Response {
    let path = request.uri().path();
    if !server_fn_paths().any(|(known, _)| known == path) {
        return page::not_found(State(state)).await;
    }
    let backend: BoundBackend = Arc::new(bound);
    let context = move || provide_context(Arc::clone(&backend));
    leptos_axum::handle_server_fns_with_context(context, request)
        .await
        .into_response()
}
