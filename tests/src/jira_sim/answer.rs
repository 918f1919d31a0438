//! Headers that Jira adds to what its handlers answer.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use super::oauth::percent::encode;
use super::oauth::problem::challenge;
use super::state::Shared;

/// Response extension: the user that the request was answered for.
#[derive(Clone)]
pub(super) struct SignedIn(pub(super) String);

/// Adds `X-AUSERNAME` to REST answers and the bare OAuth challenge to every 401.
pub(super) async fn complete_answer(
    State(shared): State<Arc<Shared>>,
    request: Request,
    next: Next,
) -> Response {
    let rest_root = format!("{}/rest/", shared.context_path);
    let is_rest = request.uri().path().starts_with(&rest_root);
    let mut response = next.run(request).await;
    if is_rest {
        let user = response
            .extensions()
            .get::<SignedIn>()
            .map_or("anonymous", |SignedIn(user)| user);
        let user =
            HeaderValue::try_from(encode(user)).expect("percent-encoded text is a header value");
        response
            .headers_mut()
            .insert(HeaderName::from_static("x-ausername"), user);
    }
    let has_challenge = response.headers().contains_key(header::WWW_AUTHENTICATE);
    if response.status() == StatusCode::UNAUTHORIZED && !has_challenge {
        let bare = challenge(&shared.base_url, std::iter::empty());
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, bare);
    }
    response
}
