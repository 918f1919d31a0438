//! The page on which a user allows or denies access, RFC 5849 section 2.2.

use std::sync::Arc;

use axum::extract::State as Extract;
use axum::http::{StatusCode, header};
use axum::response::Response;
use url::Url;

use super::html::{escape, page, redirect};
use super::session::{XsrfToken, browser_user, check_xsrf, redirect_to_login};
use crate::jira_sim::oauth::percent::encode;
use crate::jira_sim::oauth::problem::Problem;
use crate::jira_sim::options::{Consumer, User};
use crate::jira_sim::raw_request::RawRequest;
use crate::jira_sim::state::Shared;
use crate::jira_sim::tokens::{Authorization, RequestToken};

/// Checks the token, then asks to log in, then shows Allow and Deny.
pub(in crate::jira_sim) async fn show(
    Extract(shared): Extract<Arc<Shared>>,
    request: RawRequest,
) -> Response {
    let pending = match find_pending(&shared, &request) {
        Ok(pending) => pending,
        Err(problem) => return problem_page(&shared, &problem),
    };
    let Some(user) = browser_user(&shared, &request) else {
        return redirect_to_login(&shared, &pending.path());
    };
    let xsrf = XsrfToken::of(&request);
    let content = format!(
        "<p>'{consumer}' would like to have read and write access to your data on Jira.</p>\
         <p>You are logged in as <strong>{display_name}</strong> ({name}). If this is not you, \
         <a href=\"{root}/secure/Logout!default.jspa\">log out</a> first.</p>\
         <form method=\"post\" action=\"{root}/plugins/servlet/oauth/authorize\">{xsrf}\
         <input type=\"hidden\" name=\"oauth_token\" value=\"{token}\">{callback}\
         <button class=\"primary\" id=\"approve\" type=\"submit\" name=\"approve\" value=\"Allow\">Allow</button>\
         <button id=\"deny\" type=\"submit\" name=\"deny\" value=\"Deny\">Deny</button></form>",
        consumer = escape(&pending.consumer.name),
        display_name = escape(&user.display_name),
        name = escape(&user.name),
        root = escape(&shared.context_path),
        xsrf = xsrf.field(),
        token = escape(&pending.name),
        callback = pending
            .sent_callback
            .as_deref()
            .map_or_else(String::new, |callback| {
                format!(
                    "<input type=\"hidden\" name=\"oauth_callback\" value=\"{}\">",
                    escape(callback)
                )
            }),
    );
    xsrf.keep(
        &shared,
        page(
            &shared,
            StatusCode::OK,
            "Welcome to Jira",
            &content,
            Some(&user),
        ),
    )
}

/// Stores Allow or Deny, then redirects to the callback or shows the code.
pub(in crate::jira_sim) async fn decide(
    Extract(shared): Extract<Arc<Shared>>,
    request: RawRequest,
) -> Response {
    if let Err(refusal) = check_xsrf(&shared, &request) {
        return *refusal;
    }
    let pending = match find_pending(&shared, &request) {
        Ok(pending) => pending,
        Err(problem) => return problem_page(&shared, &problem),
    };
    let Some(user) = browser_user(&shared, &request) else {
        return redirect_to_login(&shared, &pending.path());
    };
    if request.parameter("approve").is_some() {
        let verifier = shared
            .state()
            .approve(&pending.name, &user.name)
            .unwrap_or_default();
        return pending
            .redirect(&verifier)
            .unwrap_or_else(|| approved_page(&shared, &pending, &verifier, &user));
    }
    if request.parameter("deny").is_some() {
        shared.state().deny(&pending.name);
        return pending
            .redirect("denied")
            .unwrap_or_else(|| denied_page(&shared, &pending.consumer, &user));
    }
    let content = "<p class=\"error\">Neither Allow nor Deny was pressed.</p>";
    page(
        &shared,
        StatusCode::BAD_REQUEST,
        "Bad request",
        content,
        Some(&user),
    )
}

/// A request token that waits for its user.
struct Pending {
    name: String,
    token: RequestToken,
    consumer: Consumer,
    /// `oauth_callback` of the authorise address. Counts for OAuth 1.0 only.
    sent_callback: Option<String>,
}

impl Pending {
    fn path(&self) -> String {
        let path = format!(
            "/plugins/servlet/oauth/authorize?oauth_token={}",
            encode(&self.name)
        );
        match &self.sent_callback {
            Some(callback) => format!("{path}&oauth_callback={}", encode(callback)),
            None => path,
        }
    }

    /// Redirect to the token's callback, else to the consumer's; `None` without either.
    fn redirect(&self, verifier: &str) -> Option<Response> {
        let sent = if self.token.is_1_0a {
            &self.token.callback
        } else {
            &self.sent_callback
        };
        let mut url = Url::parse(sent.as_ref().or(self.consumer.callback.as_ref())?).ok()?;
        url.query_pairs_mut().append_pair("oauth_token", &self.name);
        if self.token.is_1_0a {
            url.query_pairs_mut()
                .append_pair("oauth_verifier", verifier);
        }
        Some(redirect(url.as_str()))
    }
}

fn find_pending(shared: &Shared, request: &RawRequest) -> Result<Pending, Problem> {
    let name = request
        .parameter("oauth_token")
        .ok_or_else(|| Problem::parameter_absent(&["oauth_token"]))?;
    let state = shared.state();
    let token = state
        .request_tokens
        .get(&name)
        .ok_or_else(|| Problem::new("token_rejected"))?;
    if !matches!(token.authorization, Authorization::Pending) {
        return Err(Problem::new("token_used"));
    }
    if token.expires_ms <= shared.clock.now_ms() {
        return Err(Problem::new("token_expired"));
    }
    let link = state
        .link(&token.consumer_key)
        .ok_or_else(|| Problem::new("consumer_key_unknown"))?;
    let (token, consumer) = (token.clone(), link.consumer.clone());
    Ok(Pending {
        name,
        token,
        consumer,
        sent_callback: request.parameter("oauth_callback"),
    })
}

fn approved_page(shared: &Shared, pending: &Pending, verifier: &str, user: &User) -> Response {
    let name = escape(&pending.consumer.name);
    let content = if pending.token.is_1_0a {
        format!(
            "<p>You have successfully authorized '{name}'. Your verification code is '{verifier}'. \
             You will need to enter this exact text when prompted. You should write this value down \
             before closing the browser window.</p>"
        )
    } else {
        format!(
            "<p>You have successfully authorized '{name}'. Please close this browser window.</p>"
        )
    };
    page(
        shared,
        StatusCode::OK,
        "Access Approved",
        &content,
        Some(user),
    )
}

fn denied_page(shared: &Shared, consumer: &Consumer, user: &User) -> Response {
    let name = escape(&consumer.name);
    let content = format!("<p>You have denied '{name}' access to your data. No code was made.</p>");
    page(
        shared,
        StatusCode::OK,
        "Access Denied",
        &content,
        Some(user),
    )
}

/// HTML for the person; the problem itself is in the header only.
fn problem_page(shared: &Shared, problem: &Problem) -> Response {
    let text = match problem.word() {
        "token_used" => "The request token has already been used.",
        "token_expired" => "The request token has expired.",
        "parameter_absent" => "The address holds no request token.",
        _ => "The request token is not known.",
    };
    let content = format!(
        "<p class=\"error\">{text}</p><p>Go back to the application and start again from there.</p>"
    );
    let mut response = page(shared, problem.status(), "OAuth problem", &content, None);
    response.headers_mut().insert(
        header::WWW_AUTHENTICATE,
        problem.challenge(&shared.base_url),
    );
    response
}
