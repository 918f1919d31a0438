//! What can come back instead of an answer.

use super::{
    breaker::Outage,
    difference::{self, Difference},
};
use crate::{
    html::is_bidi_control,
    oauth1::problem::{Problem, ProblemWord},
};
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use std::error::Error as _;
use url::Url;

/// Why there is no answer; one variant for each thing the caller can do about it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum JiraError {
    /// The host name has no address.
    #[error("the host name has no address")]
    NameUnknown,
    /// Nothing listens there, or no way leads there.
    #[error("not reachable")]
    Unreachable,
    /// The connection was made and then lost.
    #[error("interrupted")]
    Interrupted,
    #[error("no answer in time")]
    Timeout,
    /// Not asked at all: it has not answered for a while.
    #[error("left alone after {0:?}")]
    LeftAlone(Outage),
    #[error("TLS failed: {0:?}")]
    Tls(TlsProblem),
    /// 3xx to the same page below another base URL.
    #[error("moved to {base_url}")]
    Moved {
        /// The other base URL.
        base_url: String,
    },
    /// Another 3xx. None is ever followed: the signature holds for one address only.
    #[error("redirected to {host:?}")]
    Redirected {
        /// Where to; the path may hold secrets.
        host: Option<String>,
    },
    /// Jira's OAuth plugin says what is wrong.
    #[error("oauth_problem {0:?}")]
    OAuth(Box<Problem>),
    /// `signature_invalid`, and how the address that Jira sees differs from the one signed.
    #[error("signature_invalid, {0:?}")]
    SignatureInvalid(Option<Difference>),
    /// 401 without a problem: a proxy, or a request that Jira took for an anonymous one.
    #[error("401 without oauth_problem")]
    Unauthorized,
    /// 401 that echoes our parameters: the person is known but may not log in.
    #[error("the person may not log in")]
    LoginRefused,
    /// Jira wants the person to log in with a picture first.
    #[error("a CAPTCHA is asked for")]
    CaptchaAsked,
    /// 403 by the XSRF filter.
    #[error("taken for a forged request")]
    ForgerySuspected,
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
    /// A write that Jira refused, with its own words.
    #[error("refused with {0}")]
    Denied(StatusCode, Words),
    #[error("status {0}")]
    Status(StatusCode),
    /// 200 with a page in HTML.
    #[error("a web page")]
    WebPage,
    /// More bytes than any of Jira's answers has.
    #[error("too large an answer")]
    TooLarge,
    /// 200, but with something else than the answer asked for.
    #[error("unreadable answer")]
    Unreadable,
    /// 200, but Jira took the request for an anonymous one.
    #[error("answered as to an anonymous request")]
    Anonymous,
    /// More people sign in to this Jira at once than it is troubled with.
    #[error("too many sign-ins")]
    TooManySignIns,
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
    /// Something else than TLS is spoken there.
    WithoutTls,
    /// No common version or cipher, or refused.
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
        } else if has(&["invalid peer certificate"]) {
            Some(Self::Issuer)
        } else if has(&["InvalidContentType"]) {
            Some(Self::WithoutTls)
        } else if has(&[
            "TLS",
            "HandshakeFailure",
            "fatal alert",
            "peer is incompatible",
        ]) {
            Some(Self::Handshake)
        } else {
            None
        }
    }
}

/// What Jira says of a write that it refused.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Words {
    /// What concerns no field.
    pub(crate) messages: Vec<String>,
    /// Field id and message: all of them.
    pub(crate) fields: Vec<(String, String)>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ErrorCollection {
    #[serde(default)]
    error_messages: Vec<String>,
    #[serde(default)]
    errors: serde_json::Map<String, serde_json::Value>,
}

impl Words {
    /// `None` where there are none.
    fn read(body: &[u8]) -> Option<Self> {
        let errors: ErrorCollection = serde_json::from_slice(body).ok()?;
        let messages = errors.error_messages.iter().take(MAX_MESSAGES);
        let fields = errors.errors.iter().take(MAX_MESSAGES);
        let words = Self {
            messages: messages.map(|message| bounded(message)).collect(),
            fields: fields
                .filter_map(|(id, message)| Some((bounded(id), bounded(message.as_str()?))))
                .collect(),
        };
        (!words.messages.is_empty() || !words.fields.is_empty()).then_some(words)
    }
}

const MAX_MESSAGE_CHARS: usize = 200;
const MAX_MESSAGES: usize = 50;

/// The request that an answer is for.
pub(super) struct Asked<'a> {
    /// Whether it changes something in Jira.
    pub(super) writes: bool,
    /// Behind the context path.
    pub(super) path: &'a str,
    pub(super) sent_to: &'a Url,
    pub(super) signed_for: &'a Url,
}

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
            let words = error.to_string();
            if words.contains("dns error") {
                return Self::NameUnknown;
            }
            if let Some(problem) = TlsProblem::find(&words) {
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
            Self::Interrupted
            | Self::Timeout
            | Self::WebPage
            | Self::TooLarge
            | Self::Unreadable => true,
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
    pub(super) fn from_answer(
        asked: &Asked<'_>,
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Self {
        let challenges: Vec<&str> = headers
            .get_all(header::WWW_AUTHENTICATE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .collect();
        if status.is_redirection() {
            return Self::from_location(asked, headers);
        }
        if let Some(problem) = Problem::find(body, challenges.iter().copied()) {
            return Self::from_problem(asked, problem);
        }
        if headers
            .get("X-Authentication-Denied-Reason")
            .is_some_and(|reason| reason.as_bytes().starts_with(b"CAPTCHA_CHALLENGE"))
        {
            return Self::CaptchaAsked;
        }
        if asked.writes
            && let StatusCode::BAD_REQUEST
            | StatusCode::FORBIDDEN
            | StatusCode::NOT_FOUND
            | StatusCode::CONFLICT = status
            && let Some(words) = Words::read(body)
        {
            return Self::Denied(status, words);
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
            StatusCode::FORBIDDEN if body.trim_ascii() == b"XSRF check failed" => {
                Self::ForgerySuspected
            }
            StatusCode::FORBIDDEN => Self::Forbidden,
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::BAD_REQUEST => Self::BadRequest {
                message: first_message(body),
            },
            status => Self::Status(status),
        }
    }

    fn from_location(asked: &Asked<'_>, headers: &HeaderMap) -> Self {
        let location = headers
            .get(header::LOCATION)
            .and_then(|it| it.to_str().ok());
        let location = location.and_then(|it| Url::parse(it).ok());
        let base_url = |url: &Url| {
            let path = url.path().strip_suffix(asked.path)?;
            Some(format!("{}{path}", url.origin().ascii_serialization()))
        };
        let base_url_now = location.as_ref().and_then(base_url);
        match base_url_now.filter(|it| Some(it) != base_url(asked.sent_to).as_ref()) {
            Some(base_url) => Self::Moved { base_url },
            None => Self::Redirected {
                host: location.and_then(|it| it.host_str().map(str::to_owned)),
            },
        }
    }

    fn from_problem(asked: &Asked<'_>, problem: Problem) -> Self {
        if problem.word != ProblemWord::SignatureInvalid {
            return Self::OAuth(Box::new(problem));
        }
        let Some(base_string) = &problem.signature_base_string else {
            return Self::SignatureInvalid(None);
        };
        let difference = Difference::find(base_string, asked.signed_for);
        tracing::warn!(
            jira_saw = difference::redact(base_string),
            signed_for = %difference::shown(asked.signed_for),
            first_difference = difference.as_ref().map(Difference::part),
            "Jira could not verify a signature"
        );
        Self::SignatureInvalid(difference)
    }
}

fn first_message(body: &[u8]) -> Option<String> {
    let errors: ErrorCollection = serde_json::from_slice(body).ok()?;
    errors
        .error_messages
        .first()
        .map(|message| bounded(message))
}

/// What is cut shows that it is; what turns text over is left out.
fn bounded(message: &str) -> String {
    let is_shown = |c: &char| !c.is_control() && !is_bidi_control(*c);
    let mut chars = message.chars().filter(is_shown);
    let mut text: String = chars.by_ref().take(MAX_MESSAGE_CHARS).collect();
    if chars.next().is_some() {
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jiras_words_are_bounded_and_turn_nothing_over() {
        assert_eq!(bounded("a\u{202e}b\n"), "ab");
        assert_eq!(bounded(&"x".repeat(200)), "x".repeat(200));
        assert_eq!(bounded(&"x".repeat(201)), "x".repeat(200) + "…");
    }

    #[test]
    fn case_i_all_that_jira_says_is_wrong_is_read() {
        let read = |body: &str| Words::read(body.as_bytes());
        let words = read(r#"{"errorMessages":["m","n"],"errors":{}}"#).expect("words");
        assert_eq!(words.messages, ["m", "n"]);
        let refused = "User 'x' cannot be assigned issues.";
        let body = format!(
            r#"{{"errorMessages":[],"errors":{{"assignee":"{refused}","summary":"Too long.","odd":7}}}}"#
        );
        let words = read(&body).expect("words");
        let field = |id: &str, says: &str| (id.to_owned(), says.to_owned());
        assert_eq!(
            words.fields,
            [field("assignee", refused), field("summary", "Too long.")]
        );
        for body in [
            r#"{"errorMessages":[],"errors":{}}"#,
            "{}",
            "null",
            "",
            " ",
            "<html>",
            "[]",
        ] {
            assert!(read(body).is_none(), "{body}");
        }
    }
}
