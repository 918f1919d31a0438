//! Session cookie and XSRF token of a browser.

use axum::http::{StatusCode, header};
use axum::response::Response;

use super::html::{page, redirect, with_header};
use crate::jira_sim::oauth::percent::encode;
use crate::jira_sim::options::User;
use crate::jira_sim::raw_request::RawRequest;
use crate::jira_sim::state::Shared;
use crate::jira_sim::tokens::new_token;

/// Jira's session cookie.
pub(in crate::jira_sim) const SESSION_COOKIE: &str = "JSESSIONID";
const XSRF_COOKIE: &str = "atlassian.xsrf.token";

/// The logged-in user of this browser.
pub(in crate::jira_sim) fn browser_user(shared: &Shared, request: &RawRequest) -> Option<User> {
    shared
        .state()
        .browser_user(request.cookie(SESSION_COOKIE).as_deref())
}

/// Sends the browser to the log-in page and afterwards back to `destination`.
///
/// `destination` is a path below the context path, with its query.
pub(in crate::jira_sim) fn redirect_to_login(shared: &Shared, destination: &str) -> Response {
    let root = &shared.context_path;
    redirect(&format!(
        "{root}/login.jsp?permissionViolation=true&os_destination={}",
        encode(destination)
    ))
}

/// Makes the browser keep a new session.
pub(super) fn set_session(shared: &Shared, response: Response, session: &str) -> Response {
    let cookie = format!(
        "{SESSION_COOKIE}={session}; Path={}; HttpOnly",
        cookie_path(shared)
    );
    with_header(response, header::SET_COOKIE, &cookie)
}

/// Makes the browser forget its session.
pub(super) fn clear_session(shared: &Shared, response: Response) -> Response {
    let cookie = format!(
        "{SESSION_COOKIE}=; Path={}; HttpOnly; Max-Age=0",
        cookie_path(shared)
    );
    with_header(response, header::SET_COOKIE, &cookie)
}

/// XSRF token for the forms of a page: the browser's own or a new one.
pub(super) struct XsrfToken {
    value: String,
    is_new: bool,
}

impl XsrfToken {
    pub(super) fn of(request: &RawRequest) -> Self {
        let known = request
            .cookie(XSRF_COOKIE)
            .filter(|value| value.len() == 32);
        let known = known.filter(|value| value.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        let is_new = known.is_none();
        Self {
            value: known.unwrap_or_else(new_token),
            is_new,
        }
    }

    /// The hidden field.
    pub(super) fn field(&self) -> String {
        format!(
            "<input type=\"hidden\" name=\"atl_token\" value=\"{}\">",
            self.value
        )
    }

    /// Adds the cookie when the browser does not have it yet.
    pub(super) fn keep(&self, shared: &Shared, response: Response) -> Response {
        if !self.is_new {
            return response;
        }
        let cookie = format!("{XSRF_COOKIE}={}; Path={}", self.value, cookie_path(shared));
        with_header(response, header::SET_COOKIE, &cookie)
    }
}

/// Refuses a POST whose `atl_token` field is not the browser's XSRF cookie.
pub(super) fn check_xsrf(shared: &Shared, request: &RawRequest) -> Result<(), Box<Response>> {
    let sent = request
        .form_pairs()
        .into_iter()
        .find(|(name, _)| name == "atl_token")
        .map(|(_, value)| value);
    if sent.is_some() && sent == request.cookie(XSRF_COOKIE) {
        return Ok(());
    }
    let content = "<p class=\"error\">Xsrf token validation failed</p>";
    Err(Box::new(page(
        shared,
        StatusCode::FORBIDDEN,
        "XSRF Security Token Missing",
        content,
        None,
    )))
}

fn cookie_path(shared: &Shared) -> &str {
    if shared.context_path.is_empty() {
        "/"
    } else {
        &shared.context_path
    }
}
