//! `POST …/request-token`: temporary credentials, RFC 5849 section 2.1.

use std::sync::Arc;

use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use url::Url;

use super::message::OAuthMessage;
use super::percent::encode_form;
use super::problem::{Problem, Refusal};
use super::validate::validate;
use crate::jira_sim::raw_request::RawRequest;
use crate::jira_sim::state::Shared;
use crate::jira_sim::tokens::{Authorization, RequestToken, as_ms, new_token};

/// Answers with a request token, or says why not.
pub(in crate::jira_sim) async fn issue(
    Extract(shared): Extract<Arc<Shared>>,
    request: RawRequest,
) -> Response {
    let message = OAuthMessage::from_request(&request, shared.connector_origin.as_deref());
    match new_request_token(&shared, &message) {
        Ok(body) => ([("content-type", "text/plain")], body).into_response(),
        Err(refusal) => refusal.respond(&shared.base_url),
    }
}

fn new_request_token(shared: &Shared, message: &OAuthMessage) -> Result<String, Refusal> {
    let mut state = shared.state();
    let consumer_key = message.require("oauth_consumer_key")?;
    let link = state
        .link(consumer_key)
        .ok_or_else(|| Problem::new("consumer_key_unknown"))?;
    let allows_three_legged = link.consumer.allows_three_legged;
    validate(shared, &mut state, message, consumer_key, "")?;
    if !allows_three_legged {
        return Err(Problem::new("permission_denied").into());
    }
    let callback = message.value("oauth_callback");
    let now_ms = shared.clock.now_ms();
    let token = RequestToken {
        secret: new_token(),
        consumer_key: consumer_key.to_owned(),
        callback: callback.map(parse_callback).transpose()?.flatten(),
        is_1_0a: callback.is_some(),
        expires_ms: now_ms + as_ms(shared.request_token_ttl),
        authorization: Authorization::Pending,
    };
    let name = new_token();
    let mut pairs = vec![
        ("oauth_token", name.as_str()),
        ("oauth_token_secret", token.secret.as_str()),
    ];
    if token.is_1_0a {
        pairs.push(("oauth_callback_confirmed", "true"));
    }
    let body = encode_form(pairs);
    state.issued.extend([name.clone(), token.secret.clone()]);
    state.request_tokens.insert(name, token);
    Ok(body)
}

/// `oob` is stored as "no callback"; anything else has to be an absolute http(s) address.
fn parse_callback(callback: &str) -> Result<Option<String>, Problem> {
    if callback == "oob" {
        return Ok(None);
    }
    match Url::parse(callback) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(Some(callback.to_owned())),
        _ => Err(Problem::new("parameter_rejected")
            .with("oauth_parameters_rejected", "oauth_callback")
            .with(
                "oauth_problem_advice",
                "the callback has to be 'oob' or an absolute http or https URL",
            )),
    }
}
