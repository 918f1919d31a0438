//! OAuth 1.0a provider: message, base string, signature check, token endpoints, problem answers.
//!
//! Owns everything of RFC 5849's server side; a file per step.

pub(super) mod access_token;
pub(super) mod authorization_header;
pub(super) mod base_string;
pub(super) mod message;
pub(super) mod percent;
pub(super) mod problem;
pub(super) mod request_token;
pub(super) mod signature;
pub(super) mod validate;

#[cfg(test)]
mod vectors_test;
