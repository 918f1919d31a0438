//! The bodies of successful token requests
//! ([RFC 5849 2.1](https://www.rfc-editor.org/rfc/rfc5849#section-2.1) and
//! [2.3](https://www.rfc-editor.org/rfc/rfc5849#section-2.3)).
//!
//! Jira sends them as `text/plain`, so the content type decides nothing: look at the status, look for
//! a [`super::problem::Problem`], then parse strictly. A log-in page of a proxy with status 200 must
//! not pass for a token.

use std::{fmt, time::Duration};

use secrecy::{SecretString, zeroize::Zeroizing};

use super::{
    credentials::{TemporaryCredentials, TokenCredentials},
    percent_encoding,
};

/// The largest body that is read, in bytes.
pub const MAX_BODY_BYTES: usize = 64 * 1024;
const MAX_TOKEN_CHARS: usize = 255;
const MAX_SECRET_CHARS: usize = 1024;

/// Why a body is no token reply. Says nothing of its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReplyProblem {
    /// Nothing in it.
    #[error("the reply is empty")]
    Empty,
    /// Over [`MAX_BODY_BYTES`].
    #[error("the reply is too long")]
    TooLong,
    /// A page: something in front of the provider answered.
    #[error("the reply is a web page")]
    Html,
    /// Neither a page nor form-encoded.
    #[error("the reply is not form-encoded")]
    NotForm,
    /// A required parameter is missing or empty.
    #[error("the reply lacks {0}")]
    Missing(&'static str),
    /// A parameter of the protocol is there twice.
    #[error("the reply holds an oauth parameter twice")]
    Duplicate,
    /// A value is too long, holds control characters, or is no number where one is due.
    #[error("the reply holds an invalid {0}")]
    Invalid(&'static str),
    /// The provider speaks OAuth 1.0 without the repair of 1.0a (session fixation).
    #[error("the reply does not confirm the callback")]
    CallbackNotConfirmed,
}

/// A new access token and how long it is good for.
pub struct AccessReply {
    /// The access token.
    pub credentials: TokenCredentials,
    /// `oauth_expires_in`: how long the access token is accepted.
    pub expires_in: Option<Duration>,
    /// `oauth_session_handle`: what renews it. A renewal sends a new one.
    pub session_handle: Option<SecretString>,
    /// `oauth_authorization_expires_in`: how long it can be renewed.
    pub authorization_expires_in: Option<Duration>,
}

impl fmt::Debug for AccessReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessReply")
            .field("expires_in", &self.expires_in)
            .field("authorization_expires_in", &self.authorization_expires_in)
            .finish_non_exhaustive()
    }
}

/// Reads the answer to a request for temporary credentials.
///
/// # Errors
/// One [`ReplyProblem`] per way in which the body falls short; also
/// [`ReplyProblem::CallbackNotConfirmed`] unless `oauth_callback_confirmed` is `true`.
pub fn parse_temporary(body: &[u8]) -> Result<TemporaryCredentials, ReplyProblem> {
    let form = Form::parse(body)?;
    let (token, secret) = form.token_and_secret()?;
    match form.get("oauth_callback_confirmed") {
        Some("true") => Ok(TemporaryCredentials::new(token, secret)),
        _ => Err(ReplyProblem::CallbackNotConfirmed),
    }
}

/// Reads the answer to an exchange or a renewal.
///
/// # Errors
/// One [`ReplyProblem`] per way in which the body falls short.
pub fn parse_access(body: &[u8]) -> Result<AccessReply, ReplyProblem> {
    let form = Form::parse(body)?;
    let (token, secret) = form.token_and_secret()?;
    let handle = match form.get("oauth_session_handle") {
        None | Some("") => None,
        Some(_) => Some(
            form.required("oauth_session_handle", MAX_SECRET_CHARS)?
                .into(),
        ),
    };
    Ok(AccessReply {
        credentials: TokenCredentials::new(token, secret),
        expires_in: form.seconds("oauth_expires_in")?,
        session_handle: handle,
        authorization_expires_in: form.seconds("oauth_authorization_expires_in")?,
    })
}

/// The decoded `oauth_` parameters; others are allowed and passed over.
struct Form(Vec<(String, Zeroizing<String>)>);

impl Form {
    fn parse(body: &[u8]) -> Result<Self, ReplyProblem> {
        if body.len() > MAX_BODY_BYTES {
            return Err(ReplyProblem::TooLong);
        }
        let body = body.trim_ascii();
        match body.first() {
            None => return Err(ReplyProblem::Empty),
            Some(b'<') => return Err(ReplyProblem::Html),
            Some(_) => {}
        }
        let is_form = |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"');
        if !body.iter().all(is_form) {
            return Err(ReplyProblem::NotForm);
        }
        let mut pairs = Vec::<(String, Zeroizing<String>)>::new();
        for pair in body.split(|&byte| byte == b'&').filter(|p| !p.is_empty()) {
            let middle = pair.iter().position(|&byte| byte == b'=');
            let (name, value) = pair.split_at(middle.unwrap_or(pair.len()));
            let value = value.get(1..).unwrap_or_default();
            let name = percent_encoding::decode_form(name).ok_or(ReplyProblem::NotForm)?;
            let value = percent_encoding::decode_form(value).ok_or(ReplyProblem::NotForm)?;
            let value = Zeroizing::new(value);
            if !name.starts_with("oauth_") {
                continue;
            }
            if pairs.iter().any(|(other, _)| *other == name) {
                return Err(ReplyProblem::Duplicate);
            }
            pairs.push((name, value));
        }
        Ok(Self(pairs))
    }

    fn get(&self, name: &str) -> Option<&str> {
        let pair = self.0.iter().find(|(other, _)| other == name)?;
        Some(&pair.1)
    }

    fn token_and_secret(&self) -> Result<(&str, &str), ReplyProblem> {
        let token = self.required("oauth_token", MAX_TOKEN_CHARS)?;
        let secret = self.required("oauth_token_secret", MAX_SECRET_CHARS)?;
        Ok((token, secret))
    }

    fn required(&self, name: &'static str, max_chars: usize) -> Result<&str, ReplyProblem> {
        let value = self.get(name).filter(|value| !value.is_empty());
        let value = value.ok_or(ReplyProblem::Missing(name))?;
        if value.chars().count() > max_chars || value.chars().any(char::is_control) {
            return Err(ReplyProblem::Invalid(name));
        }
        Ok(value)
    }

    /// Whole seconds; more than 136 years are cut to that, so that adding to a date stays possible.
    fn seconds(&self, name: &'static str) -> Result<Option<Duration>, ReplyProblem> {
        let Some(digits) = self.get(name) else {
            return Ok(None);
        };
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(ReplyProblem::Invalid(name));
        }
        let seconds = digits.parse::<u32>().unwrap_or(u32::MAX);
        Ok(Some(Duration::from_secs(seconds.into())))
    }
}
