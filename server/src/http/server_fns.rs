//! `POST /api/…`: the verbs, from a script or from a plain form.

use crate::usecase::Bound;
use app::backend::BoundBackend;
use axum::{
    extract::Request,
    response::{IntoResponse, Response},
};
use leptos::prelude::provide_context;
use std::sync::Arc;

/// Runs the server function that the path names, for the person who asks.
pub(super) async fn run(bound: Bound, request: Request) -> Response {
    let backend: BoundBackend = Arc::new(bound);
    let context = move || provide_context(Arc::clone(&backend));
    leptos_axum::handle_server_fns_with_context(context, request)
        .await
        .into_response()
}
