//! Answers in JSON, and Jira's way to tell errors.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::jira_sim::answer::SignedIn;
use crate::jira_sim::options::User;
use crate::jira_sim::state::Shared;

/// A JSON answer for this user.
pub(super) fn respond(status: StatusCode, value: &Value, user: Option<&User>) -> Response {
    let content_type = [(header::CONTENT_TYPE, "application/json;charset=UTF-8")];
    let mut response = (status, content_type, value.to_string()).into_response();
    if let Some(user) = user {
        response
            .extensions_mut()
            .insert(SignedIn(user.name.clone()));
    }
    response
}

/// A user as Jira shows it.
pub(super) fn user_json(shared: &Shared, user: &User) -> Value {
    let base_url = &shared.base_url;
    let avatar = |size: &str| format!("{base_url}/secure/useravatar?size={size}&avatarId=10122");
    json!({
        "self": format!("{base_url}/rest/api/2/user?username={}", crate::jira_sim::oauth::percent::encode(&user.name)),
        "key": user.name,
        "name": user.name,
        "emailAddress": format!("{}@example.com", user.name),
        "avatarUrls": {
            "48x48": avatar("large"), "24x24": avatar("small"), "16x16": avatar("xsmall"), "32x32": avatar("medium"),
        },
        "displayName": user.display_name,
        "active": user.can_log_in,
        "timeZone": "Etc/UTC",
    })
}
