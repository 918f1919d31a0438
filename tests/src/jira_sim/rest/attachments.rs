//! `/secure/attachment/{id}/{name}` and thumbnails: for who sees the issue.

use std::sync::Arc;

use axum::extract::{Path, State as Extract};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::identity::identify;
use crate::jira_sim::browser::session::redirect_to_login;
use crate::jira_sim::raw_request::RawRequest;
use crate::jira_sim::state::Shared;

/// The file. Jira lets browsers show pictures and download the rest.
pub(in crate::jira_sim) async fn show(
    Extract(shared): Extract<Arc<Shared>>,
    Path((id, _)): Path<(String, String)>,
    request: RawRequest,
) -> Response {
    let user = match identify(&shared, &request) {
        Ok(Some(user)) => user,
        Ok(None) => {
            let path = request.path.strip_prefix(&shared.context_path);
            return redirect_to_login(&shared, path.unwrap_or_default());
        }
        Err(answer) => return *answer,
    };
    let state = shared.state();
    let seen = state
        .issues
        .iter()
        .filter(|it| state.may_see(Some(&user), it));
    let mut all = seen.flat_map(|it| &it.attachments);
    let Some(attachment) = all.find(|it| it.id.to_string() == id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut content = attachment.content.clone();
    content.resize(attachment.size_bytes, b' ');
    let is_shown =
        ["image/png", "image/jpeg", "image/gif"].contains(&attachment.media_type.as_str());
    let kind = if is_shown { "inline" } else { "attachment" };
    let name = crate::jira_sim::oauth::percent::encode(&attachment.name);
    let headers = [
        (header::CONTENT_TYPE, attachment.media_type.clone()),
        (
            header::CONTENT_DISPOSITION,
            format!("{kind}; filename*=UTF-8''{name};"),
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, content).into_response()
}
