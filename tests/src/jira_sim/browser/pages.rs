//! Dashboard, issue page, health check and the page for everything else.

use std::sync::Arc;

use axum::extract::{Path, State as Extract};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::html::{escape, page, redirect};
use super::session::{browser_user, redirect_to_login};
use crate::jira_sim::oauth::percent::encode;
use crate::jira_sim::raw_request::RawRequest;
use crate::jira_sim::state::Shared;

/// The root leads to the dashboard.
pub(in crate::jira_sim) async fn to_dashboard(Extract(shared): Extract<Arc<Shared>>) -> Response {
    redirect(&format!("{}/secure/Dashboard.jspa", shared.context_path))
}

/// Jira's health check for load balancers.
pub(in crate::jira_sim) async fn status() -> Response {
    (
        [(header::CONTENT_TYPE, "application/json")],
        "{\"state\":\"RUNNING\"}",
    )
        .into_response()
}

/// Lists the user's issues.
pub(in crate::jira_sim) async fn dashboard(
    Extract(shared): Extract<Arc<Shared>>,
    request: RawRequest,
) -> Response {
    let Some(user) = browser_user(&shared, &request) else {
        return redirect_to_login(&shared, "/secure/Dashboard.jspa");
    };
    let root = escape(&shared.context_path);
    let issues: Vec<String> = shared
        .state()
        .issues
        .iter()
        .filter(|issue| issue.assignee.as_deref() == Some(&user.name))
        .map(|issue| {
            let key = escape(&issue.key);
            format!(
                "<li><a href=\"{root}/browse/{key}\">{key}</a> {}</li>",
                escape(&issue.summary)
            )
        })
        .collect();
    let content = format!(
        "<p>Assigned to {}:</p><ul>{}</ul>\
         <p><a href=\"{root}/plugins/servlet/oauth/users/access-tokens\">Authorized applications</a></p>",
        escape(&user.display_name),
        issues.concat()
    );
    page(
        &shared,
        StatusCode::OK,
        "System Dashboard",
        &content,
        Some(&user),
    )
}

/// Shows one issue.
pub(in crate::jira_sim) async fn issue(
    Extract(shared): Extract<Arc<Shared>>,
    Path(key): Path<String>,
    request: RawRequest,
) -> Response {
    let Some(user) = browser_user(&shared, &request) else {
        return redirect_to_login(&shared, &format!("/browse/{}", encode(&key)));
    };
    let found = shared
        .state()
        .issues
        .iter()
        .find(|issue| issue.key == key)
        .cloned();
    let Some(issue) = found else {
        let content = "<p>It may have been deleted or you don't have permission to view it.</p>";
        return page(
            &shared,
            StatusCode::NOT_FOUND,
            "You can't view this issue",
            content,
            Some(&user),
        );
    };
    let content = format!(
        "<dl><dt>Project</dt><dd>{}</dd><dt>Type</dt><dd>{}</dd><dt>Status</dt><dd>{}</dd>\
         <dt>Priority</dt><dd>{}</dd><dt>Assignee</dt><dd>{}</dd></dl>",
        escape(&issue.project_name),
        escape(&issue.issue_type),
        escape(&issue.status),
        escape(issue.priority.as_deref().unwrap_or("None")),
        escape(issue.assignee.as_deref().unwrap_or("Unassigned")),
    );
    let title = format!("[{}] {}", issue.key, issue.summary);
    page(&shared, StatusCode::OK, &title, &content, Some(&user))
}

/// Anything that is not simulated.
pub(in crate::jira_sim) async fn not_found(Extract(shared): Extract<Arc<Shared>>) -> Response {
    page(
        &shared,
        StatusCode::NOT_FOUND,
        "Page not found",
        "<p>There is nothing at this address.</p>",
        None,
    )
}
