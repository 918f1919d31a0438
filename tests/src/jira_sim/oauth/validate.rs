//! Checks of a message in Jira's order: method, duplicates, version, timestamp, nonce, signature.

use super::base_string::normalize;
use super::message::OAuthMessage;
use super::problem::{Problem, Refusal};
use crate::jira_sim::options::SignatureMethod;
use crate::jira_sim::state::{Shared, State};

const TIMESTAMP_WINDOW_MS: i64 = 300_000;

/// Parameters that may occur once. `oauth_verifier` is not among them.
const SINGLE_PARAMETERS: [&str; 9] = [
    "oauth_consumer_key",
    "oauth_token",
    "oauth_token_secret",
    "oauth_callback",
    "oauth_signature_method",
    "oauth_signature",
    "oauth_timestamp",
    "oauth_nonce",
    "oauth_version",
];

/// Checks everything but the token, which the endpoints have looked at before.
///
/// # Errors
/// The first check that fails.
pub(in crate::jira_sim) fn validate(
    shared: &Shared,
    state: &mut State,
    message: &OAuthMessage,
    consumer_key: &str,
    token_secret: &str,
) -> Result<(), Refusal> {
    let method = check_signature_method(message, &shared.signature_methods)?;
    check_single_parameters(message)?;
    check_version(message)?;
    check_timestamp(message, shared.clock.now_ms())?;
    check_nonce(state, message, consumer_key)?;

    let signature = message.require("oauth_signature")?;
    let link = state
        .link(consumer_key)
        .ok_or_else(|| Problem::new("consumer_key_unknown"))?;
    let base_string = message.base_string();
    if link
        .key
        .verify(method, &base_string, signature, token_secret)
    {
        return Ok(());
    }
    let problem = Problem::new("signature_invalid")
        .with("oauth_signature", signature)
        .with("oauth_signature_base_string", base_string)
        .with("oauth_signature_method", method.name());
    Err(problem.into())
}

fn check_signature_method(
    message: &OAuthMessage,
    accepted: &[SignatureMethod],
) -> Result<SignatureMethod, Problem> {
    let name = message.value("oauth_signature_method");
    accepted
        .iter()
        .copied()
        .find(|method| Some(method.name()) == name)
        .ok_or_else(|| Problem::new("signature_method_rejected"))
}

fn check_single_parameters(message: &OAuthMessage) -> Result<(), Problem> {
    if let Some(name) = message.malformed.first() {
        return Err(Problem::new("parameter_rejected")
            .with("oauth_parameters_rejected", name)
            .with(
                "oauth_problem_advice",
                "header values have to be quoted and percent-encoded",
            ));
    }
    let repeated: Vec<&(String, String)> = SINGLE_PARAMETERS
        .iter()
        .filter(|name| message.pairs(name).count() > 1)
        .flat_map(|name| message.pairs(name))
        .collect();
    if repeated.is_empty() {
        return Ok(());
    }
    let rejected = normalize(repeated.into_iter());
    Err(Problem::new("parameter_rejected").with("oauth_parameters_rejected", rejected))
}

fn check_version(message: &OAuthMessage) -> Result<(), Refusal> {
    let Some(version) = message.value("oauth_version") else {
        return Ok(());
    };
    let version: f64 = version.trim().parse().map_err(|_| Refusal::Unexpected)?;
    if (version - 1.0).abs() < f64::EPSILON {
        return Ok(());
    }
    Err(Problem::new("version_rejected")
        .with("oauth_acceptable_versions", "1.0-1.0")
        .into())
}

fn check_timestamp(message: &OAuthMessage, now_ms: i64) -> Result<(), Refusal> {
    let absent: Vec<&str> = ["oauth_timestamp", "oauth_nonce"]
        .into_iter()
        .filter(|name| message.value(name).is_none())
        .collect();
    if !absent.is_empty() {
        return Err(Problem::parameter_absent(&absent).into());
    }
    let timestamp: i64 = message
        .require("oauth_timestamp")?
        .parse()
        .map_err(|_| Refusal::Unexpected)?;
    let earliest = (now_ms - TIMESTAMP_WINDOW_MS + 500) / 1000;
    let latest = (now_ms + TIMESTAMP_WINDOW_MS + 500) / 1000;
    if (earliest..=latest).contains(&timestamp) {
        return Ok(());
    }
    let range = format!("{earliest}-{latest}");
    Err(Problem::new("timestamp_refused")
        .with("oauth_acceptable_timestamps", range)
        .into())
}

/// A nonce counts as used even when the signature turns out wrong.
fn check_nonce(
    state: &mut State,
    message: &OAuthMessage,
    consumer_key: &str,
) -> Result<(), Problem> {
    let nonce = message.require("oauth_nonce")?.to_owned();
    if state.nonces.insert((consumer_key.to_owned(), nonce)) {
        return Ok(());
    }
    Err(Problem::new("nonce_used"))
}
