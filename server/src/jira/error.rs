//! What can come back instead of an answer.

use crate::oauth1::problem::{Problem, ProblemWord};
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use std::error::Error as _;
use url::Url;

/// Why there is no answer; one variant for each thing the caller can do about it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum JiraError {
    /// No address, or nothing listens there.
    #[error("not reachable")]
    Unreachable,
    /// The connection was made and then lost.
    #[error("interrupted")]
    Interrupted,
    #[error("no answer in time")]
    Timeout,
    #[error("TLS failed: {0:?}")]
    Tls(TlsProblem),
    /// 3xx, which is never followed: the signature holds for one address only.
    #[error("redirected to {host:?}")]
    Redirected {
        /// Where to; the path may hold secrets.
        host: Option<String>,
    },
    /// Jira's OAuth plugin says what is wrong.
    #[error("oauth_problem {0:?}")]
    OAuth(Box<Problem>),
    /// 401 without a problem: a proxy, or a request that Jira took for an anonymous one.
    #[error("401 without oauth_problem")]
    Unauthorized,
    /// 401 that echoes our parameters: the person is known but may not log in.
    #[error("the person may not log in")]
    LoginRefused,
    #[error("403")]
    Forbidden,
    #[error("404")]
    NotFound,
    /// 400 with Jira's own words.
    #[error("400")]
    BadRequest {
        /// Jira's first message, one line, bounded.
        message: Option<String>,
    },
    #[error("status {0}")]
    Status(StatusCode),
    /// 200, but with something else than the answer asked for.
    #[error("unreadable answer")]
    Unreadable,
    /// 200, but Jira took the request for an anonymous one.
    #[error("answered as to an anonymous request")]
    Anonymous,
    #[error("the request could not be signed")]
    Signing,
}

/// Why no secure connection came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TlsProblem {
    /// Nobody whom this machine trusts has signed the certificate, or its chain is incomplete.
    Issuer,
    /// The certificate has run out, or is not valid yet.
    Time,
    /// The certificate is for other names.
    Name,
    /// No common version, or something else than TLS.
    Handshake,
}

impl TlsProblem {
    /// rustls reports through `io::Error`, and its own type is no public part of reqwest.
    fn find(words: &str) -> Option<Self> {
        let has = |some: &[&str]| some.iter().any(|word| words.contains(word));
        if has(&[
            "certificate expired",
            "not valid yet",
            "Expired",
            "NotValidYet",
        ]) {
            Some(Self::Time)
        } else if has(&["not valid for name", "NotValidForName"]) {
            Some(Self::Name)
        } else if has(&["certificate"]) {
            Some(Self::Issuer)
        } else if has(&["TLS", "HandshakeFailure", "InvalidContentType"]) {
            Some(Self::Handshake)
        } else {
            None
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ErrorCollection {
    #[serde(default)]
    error_messages: Vec<String>,
}

const MAX_MESSAGE_CHARS: usize = 200;

impl JiraError {
    /// The answer is not what was asked for. The reason names no values; the log has it.
    pub(super) fn unreadable(reason: &dyn std::fmt::Display) -> Self {
        tracing::warn!(%reason, "Jira's answer cannot be read");
        Self::Unreadable
    }

    /// The transport failed before there was an answer.
    pub(super) fn from_transport(error: &reqwest::Error) -> Self {
        if error.is_timeout() && !error.is_connect() {
            return Self::Timeout;
        }
        let mut cause = error.source();
        while let Some(error) = cause {
            if let Some(problem) = TlsProblem::find(&error.to_string()) {
                return Self::Tls(problem);
            }
            cause = error.source();
        }
        if error.is_connect() {
            Self::Unreachable
        } else {
            Self::Interrupted
        }
    }

    /// Whether Jira's OAuth plugin said `word`.
    pub(crate) fn is(&self, word: &ProblemWord) -> bool {
        matches!(self, Self::OAuth(problem) if problem.word == *word)
    }

    /// Whether Jira may have done what it was asked although no readable answer came.
    pub(crate) fn may_have_been_done(&self) -> bool {
        match self {
            Self::Interrupted | Self::Timeout | Self::Unreadable => true,
            // A proxy before Jira gave up waiting.
            Self::Status(status) => {
                matches!(
                    *status,
                    StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT
                )
            }
            _ => false,
        }
    }

    /// The answer's status is not 200.
    pub(super) fn from_answer(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Self {
        let challenges: Vec<&str> = headers
            .get_all(header::WWW_AUTHENTICATE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .collect();
        if status.is_redirection() {
            return Self::Redirected {
                host: redirect_host(headers),
            };
        }
        if let Some(problem) = Problem::find(body, challenges.iter().copied()) {
            return Self::OAuth(Box::new(problem));
        }
        match status {
            StatusCode::UNAUTHORIZED
                if challenges
                    .iter()
                    .any(|value| value.contains("oauth_signature=")) =>
            {
                Self::LoginRefused
            }
            StatusCode::UNAUTHORIZED => Self::Unauthorized,
            StatusCode::FORBIDDEN => Self::Forbidden,
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::BAD_REQUEST => Self::BadRequest {
                message: first_message(body),
            },
            status => Self::Status(status),
        }
    }
}

fn redirect_host(headers: &HeaderMap) -> Option<String> {
    let location = headers.get(header::LOCATION)?.to_str().ok()?;
    Url::parse(location).ok()?.host_str().map(str::to_owned)
}

fn first_message(body: &[u8]) -> Option<String> {
    let errors: ErrorCollection = serde_json::from_slice(body).ok()?;
    let message = errors.error_messages.into_iter().next()?;
    Some(
        message
            .chars()
            .filter(|c| !c.is_control())
            .take(MAX_MESSAGE_CHARS)
            .collect(),
    )
}
