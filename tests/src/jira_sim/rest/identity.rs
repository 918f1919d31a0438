//! Who a REST request acts for: the browser session, else OAuth, else nobody.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::jira_sim::browser::session::browser_user;
use crate::jira_sim::oauth::message::OAuthMessage;
use crate::jira_sim::oauth::problem::{Problem, Refusal, challenge};
use crate::jira_sim::oauth::validate::validate;
use crate::jira_sim::options::User;
use crate::jira_sim::raw_request::RawRequest;
use crate::jira_sim::state::Shared;

/// The user, `None` for an anonymous request.
///
/// # Errors
/// The answer of Jira's OAuth filter when it stops the request.
pub(in crate::jira_sim) fn identify(
    shared: &Shared,
    request: &RawRequest,
) -> Result<Option<User>, Box<Response>> {
    // Who is authenticated already is not asked for OAuth: the cookie wins.
    if let Some(user) = browser_user(shared, request) {
        return Ok(Some(user));
    }
    let message = OAuthMessage::from_request(request, shared.connector_origin.as_deref());
    if !message.is_access_attempt() {
        return Ok(None);
    }
    let checked = if message.value("oauth_token") == Some("") {
        check_two_legged(shared, &message)
    } else {
        check_three_legged(shared, &message)
    };
    let name = checked.map_err(|refusal| Box::new(refusal.respond(&shared.base_url)))?;
    let user = shared
        .state()
        .user(&name)
        .filter(|user| user.can_log_in)
        .cloned();
    user.map(Some)
        .ok_or_else(|| Box::new(cannot_log_in(shared, &message)))
}

/// The name of the token's user. Order of checks: token, kind, consumer, expiry, signature, link, 3LO.
fn check_three_legged(shared: &Shared, message: &OAuthMessage) -> Result<String, Refusal> {
    let mut state = shared.state();
    // Request tokens are kept apart, so one that is sent here is not found either.
    let token = message
        .value("oauth_token")
        .and_then(|name| state.access_tokens.get(name))
        .cloned();
    let token = token.ok_or_else(|| Problem::new("token_rejected"))?;
    if message.value("oauth_consumer_key") != Some(&token.consumer_key) {
        return Err(Problem::new("token_rejected").into());
    }
    if token.expires_ms <= shared.clock.now_ms() {
        return Err(Problem::new("token_expired").into());
    }
    validate(
        shared,
        &mut state,
        message,
        &token.consumer_key,
        &token.secret,
    )?;
    let link = state
        .link(&token.consumer_key)
        .ok_or_else(|| Problem::new("consumer_key_unknown"))?;
    if !link.consumer.allows_three_legged {
        return Err(Problem::new("permission_denied").into());
    }
    Ok(token.user)
}

/// An empty token asks for two-legged access, which no link of the simulator allows.
fn check_two_legged(shared: &Shared, message: &OAuthMessage) -> Result<String, Refusal> {
    let mut state = shared.state();
    let consumer_key = message.require("oauth_consumer_key")?;
    state
        .link(consumer_key)
        .ok_or_else(|| Problem::new("consumer_key_unknown"))?;
    validate(shared, &mut state, message, consumer_key, "")?;
    Err(Problem::new("permission_denied").into())
}

/// A deactivated account: the challenge echoes the request's own parameters, without a problem.
fn cannot_log_in(shared: &Shared, message: &OAuthMessage) -> Response {
    let echo = challenge(&shared.base_url, message.oauth_pairs());
    (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, echo)]).into_response()
}
