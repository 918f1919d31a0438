//! Refusals in the words of the problem reporting extension, with Jira's statuses.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::percent::{encode, encode_form};

/// An `oauth_problem` with its extra parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::jira_sim) struct Problem {
    word: &'static str,
    parameters: Vec<(&'static str, String)>,
}

impl Problem {
    pub(in crate::jira_sim) fn new(word: &'static str) -> Self {
        Self {
            word,
            parameters: Vec::new(),
        }
    }

    #[must_use]
    pub(in crate::jira_sim) fn with(
        mut self,
        name: &'static str,
        value: impl Into<String>,
    ) -> Self {
        self.parameters.push((name, value.into()));
        self
    }

    pub(in crate::jira_sim) fn parameter_absent(names: &[&str]) -> Self {
        let names: Vec<String> = names.iter().map(|name| encode(name)).collect();
        Self::new("parameter_absent").with("oauth_parameters_absent", names.join("&"))
    }

    pub(in crate::jira_sim) fn word(&self) -> &'static str {
        self.word
    }

    /// Jira's status for the word.
    pub(in crate::jira_sim) fn status(&self) -> StatusCode {
        match self.word {
            "version_rejected"
            | "parameter_absent"
            | "parameter_rejected"
            | "timestamp_refused"
            | "signature_method_rejected" => StatusCode::BAD_REQUEST,
            "nonce_used"
            | "token_used"
            | "token_expired"
            | "token_revoked"
            | "token_rejected"
            | "signature_invalid"
            | "consumer_key_unknown"
            | "consumer_key_rejected"
            | "additional_authorization_required"
            | "permission_unknown"
            | "permission_denied" => StatusCode::UNAUTHORIZED,
            "user_refused" | "consumer_key_refused" => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::FORBIDDEN,
        }
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let rest = self
            .parameters
            .iter()
            .map(|(name, value)| (*name, value.as_str()));
        std::iter::once(("oauth_problem", self.word)).chain(rest)
    }

    /// Value of `WWW-Authenticate`.
    pub(in crate::jira_sim) fn challenge(&self, base_url: &str) -> HeaderValue {
        challenge(base_url, self.pairs())
    }

    /// Status, header and form-encoded body.
    pub(in crate::jira_sim) fn respond(&self, base_url: &str) -> Response {
        let headers = [
            (header::WWW_AUTHENTICATE, self.challenge(base_url)),
            (
                header::CONTENT_TYPE,
                HeaderValue::from_static("application/x-www-form-urlencoded;charset=UTF-8"),
            ),
        ];
        (self.status(), headers, encode_form(self.pairs())).into_response()
    }
}

/// `OAuth realm="…", name="value", …` with all values percent-encoded.
pub(in crate::jira_sim) fn challenge<'a>(
    base_url: &str,
    pairs: impl Iterator<Item = (&'a str, &'a str)>,
) -> HeaderValue {
    let mut value = format!("OAuth realm=\"{}\"", encode(base_url));
    for (name, text) in pairs {
        value.push_str(", ");
        value.push_str(&encode(name));
        value.push_str("=\"");
        value.push_str(&encode(text));
        value.push('"');
    }
    HeaderValue::try_from(value).expect("percent-encoded text is a header value")
}

/// Why a token endpoint or the REST filter stops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::jira_sim) enum Refusal {
    /// Told to the client in the words of OAuth.
    Problem(Problem),
    /// An exception that Jira does not expect, such as a timestamp that is no number.
    Unexpected,
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl Refusal {
    pub(in crate::jira_sim) fn respond(&self, base_url: &str) -> Response {
        match self {
            Self::Problem(problem) => problem.respond(base_url),
            Self::Unexpected => {
                let html = [(header::CONTENT_TYPE, "text/html;charset=UTF-8")];
                let page = "<html><head><title>Oops - an error has occurred</title></head><body>\
                            <h1>System Error</h1></body></html>";
                (StatusCode::INTERNAL_SERVER_ERROR, html, page).into_response()
            }
        }
    }
}
