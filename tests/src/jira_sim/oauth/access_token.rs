//! `POST …/access-token`: exchange of a request token (RFC 5849 section 2.3) and renewal with a
//! session handle (OAuth Session extension).
//!
//! The token is looked at before the signature, so a wrong code is told even to a client whose
//! clock or key is wrong.

use std::sync::Arc;

use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};

use super::message::OAuthMessage;
use super::percent::encode_form;
use super::problem::{Problem, Refusal};
use super::validate::validate;
use crate::jira_sim::raw_request::RawRequest;
use crate::jira_sim::state::{Shared, State};
use crate::jira_sim::tokens::{AccessToken, Authorization, RequestToken, as_ms, new_token};

/// Answers with an access token, or says why not.
pub(in crate::jira_sim) async fn exchange(
    Extract(shared): Extract<Arc<Shared>>,
    request: RawRequest,
) -> Response {
    let message = OAuthMessage::from_request(&request, shared.connector_origin.as_deref());
    match new_access_token(&shared, &message) {
        Ok(body) => ([("content-type", "text/plain")], body).into_response(),
        Err(refusal) => refusal.respond(&shared.base_url),
    }
}

fn new_access_token(shared: &Shared, message: &OAuthMessage) -> Result<String, Refusal> {
    let mut state = shared.state();
    let now_ms = shared.clock.now_ms();
    let name = message.require("oauth_token")?;
    let (user, consumer_key, secret) = if let Some(token) = state.request_tokens.get(name) {
        let user = check_request_token(token, message, now_ms)?;
        (user, token.consumer_key.clone(), token.secret.clone())
    } else if let Some(token) = state.access_tokens.get(name) {
        check_renewal(token, message, now_ms)?;
        (
            token.user.clone(),
            token.consumer_key.clone(),
            token.secret.clone(),
        )
    } else {
        return Err(Problem::new("token_rejected").into());
    };
    validate(shared, &mut state, message, &consumer_key, &secret)?;
    state.request_tokens.remove(name);
    state.access_tokens.remove(name);
    Ok(store(shared, &mut state, user, consumer_key))
}

/// The user who pressed Allow, if the code is right.
fn check_request_token(
    token: &RequestToken,
    message: &OAuthMessage,
    now_ms: i64,
) -> Result<String, Problem> {
    if token.expires_ms <= now_ms {
        return Err(Problem::new("token_expired"));
    }
    let (user, expected) = match &token.authorization {
        Authorization::Pending => return Err(Problem::new("permission_unknown")),
        Authorization::Denied => return Err(Problem::new("permission_denied")),
        Authorization::Approved { user, verifier } => (user, verifier),
    };
    if message.value("oauth_consumer_key") != Some(&token.consumer_key) {
        return Err(Problem::new("token_rejected"));
    }
    // A wrong code leaves the request token as it is: the user may try again.
    if token.is_1_0a && message.require("oauth_verifier")? != expected {
        return Err(Problem::new("token_rejected"));
    }
    Ok(user.clone())
}

/// The access token's own expiry does not matter here.
fn check_renewal(token: &AccessToken, message: &OAuthMessage, now_ms: i64) -> Result<(), Problem> {
    if message.value("oauth_consumer_key") != Some(&token.consumer_key) {
        return Err(Problem::new("token_rejected"));
    }
    if message.require("oauth_session_handle")? != token.session_handle {
        return Err(Problem::new("token_rejected"));
    }
    if token.session_expires_ms <= now_ms {
        return Err(Problem::new("permission_denied"));
    }
    Ok(())
}

fn store(shared: &Shared, state: &mut State, user: String, consumer_key: String) -> String {
    let now_ms = shared.clock.now_ms();
    let name = new_token();
    let token = AccessToken {
        secret: new_token(),
        consumer_key,
        user,
        session_handle: new_token(),
        created_ms: now_ms,
        expires_ms: now_ms + as_ms(shared.access_token_ttl),
        session_expires_ms: now_ms + as_ms(shared.session_ttl),
    };
    let body = encode_form([
        ("oauth_token", name.as_str()),
        ("oauth_token_secret", &token.secret),
        (
            "oauth_expires_in",
            &shared.access_token_ttl.as_secs().to_string(),
        ),
        ("oauth_session_handle", &token.session_handle),
        (
            "oauth_authorization_expires_in",
            &shared.session_ttl.as_secs().to_string(),
        ),
    ]);
    state.issued.extend([
        name.clone(),
        token.secret.clone(),
        token.session_handle.clone(),
    ]);
    state.access_tokens.insert(name, token);
    body
}
