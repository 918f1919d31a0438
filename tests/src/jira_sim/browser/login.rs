//! `/login.jsp` and the log-out page.

use std::sync::Arc;

use axum::extract::State as Extract;
use axum::http::{HeaderName, StatusCode};
use axum::response::Response;

use super::html::{escape, page, redirect, with_header};
use super::session::{
    SESSION_COOKIE, XsrfToken, browser_user, check_xsrf, clear_session, set_session,
};
use crate::jira_sim::raw_request::RawRequest;
use crate::jira_sim::state::Shared;
use crate::jira_sim::tokens::new_token;

const LOGIN_REASON: HeaderName = HeaderName::from_static("x-seraph-loginreason");

/// Shows the form; who is logged in already goes on to the destination.
pub(in crate::jira_sim) async fn show(
    Extract(shared): Extract<Arc<Shared>>,
    request: RawRequest,
) -> Response {
    if browser_user(&shared, &request).is_some() {
        return redirect(&destination(&shared, &request));
    }
    form(&shared, &request, "")
}

/// Checks name and password, starts a session and goes to `os_destination`.
pub(in crate::jira_sim) async fn log_in(
    Extract(shared): Extract<Arc<Shared>>,
    request: RawRequest,
) -> Response {
    if let Err(refusal) = check_xsrf(&shared, &request) {
        return *refusal;
    }
    let name = request.parameter("os_username").unwrap_or_default();
    let password = request.parameter("os_password").unwrap_or_default();
    let session = new_token();
    let is_right = {
        let mut state = shared.state();
        let is_right = state
            .user(&name)
            .is_some_and(|user| user.can_log_in && user.password == password);
        if is_right {
            state.browser_sessions.insert(session.clone(), name);
        }
        is_right
    };
    if !is_right {
        let error = "<p class=\"error\" role=\"alert\">Sorry, your username and password are incorrect - \
                     please try again.</p>";
        return with_header(
            form(&shared, &request, error),
            LOGIN_REASON,
            "AUTHENTICATED_FAILED",
        );
    }
    let response = set_session(&shared, redirect(&destination(&shared, &request)), &session);
    with_header(response, LOGIN_REASON, "OK")
}

/// Ends the session of the browser.
pub(in crate::jira_sim) async fn log_out(
    Extract(shared): Extract<Arc<Shared>>,
    request: RawRequest,
) -> Response {
    if let Some(session) = request.cookie(SESSION_COOKIE) {
        shared.state().browser_sessions.remove(&session);
    }
    let content = format!(
        "<p>You are now logged out. Any automatic login has also been stopped.</p>\
         <p><a href=\"{}/login.jsp\">Log in again</a></p>",
        escape(&shared.context_path)
    );
    clear_session(
        &shared,
        page(&shared, StatusCode::OK, "Log Out", &content, None),
    )
}

fn form(shared: &Shared, request: &RawRequest, error: &str) -> Response {
    let xsrf = XsrfToken::of(request);
    let content = format!(
        "{error}<form method=\"post\" action=\"{root}/login.jsp\">\
         {xsrf}<input type=\"hidden\" name=\"os_destination\" value=\"{destination}\">\
         <label for=\"login-form-username\">Username</label>\
         <input id=\"login-form-username\" name=\"os_username\" autocomplete=\"username\" required autofocus>\
         <label for=\"login-form-password\">Password</label>\
         <input id=\"login-form-password\" name=\"os_password\" type=\"password\" \
         autocomplete=\"current-password\" required>\
         <button class=\"primary\" id=\"login-form-submit\" type=\"submit\">Log In</button></form>",
        root = escape(&shared.context_path),
        xsrf = xsrf.field(),
        destination = escape(&request.parameter("os_destination").unwrap_or_default()),
    );
    xsrf.keep(
        shared,
        page(shared, StatusCode::OK, "Log in", &content, None),
    )
}

/// Only paths of this Jira: an absolute address would make the log-in page an open redirect.
fn destination(shared: &Shared, request: &RawRequest) -> String {
    let root = &shared.context_path;
    let wanted = request.parameter("os_destination").unwrap_or_default();
    let is_path = wanted.starts_with('/') && !wanted.starts_with("//") && !wanted.contains('\\');
    if is_path {
        format!("{root}{wanted}")
    } else {
        format!("{root}/secure/Dashboard.jspa")
    }
}
