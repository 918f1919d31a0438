//! What a provider says went wrong: the
//! [Problem Reporting extension](http://wiki.oauth.net/w/page/12238543/ProblemReporting), in a form
//! body or in a `WWW-Authenticate: OAuth` header.
//!
//! Jira sends both, with the same parameters; on pages for people it sends the header only. A
//! challenge without `oauth_problem` says nothing about OAuth: Jira adds one to every 401.
//! Everything that comes from outside is cut to a size and stripped of control characters.

use std::fmt;

use super::{challenge, percent_encoding};

/// The largest body that is read, in bytes.
const MAX_BODY_BYTES: usize = 64 * 1024;
/// The most header values that are read.
const MAX_HEADERS: usize = 16;
const MAX_WORD_CHARS: usize = 64;
const MAX_NAMES: usize = 32;
const MAX_BASE_STRING_BYTES: usize = 32 * 1024;

macro_rules! problem_words {
    ($($(#[$doc:meta])+ $variant:ident = $word:literal,)+) => {
        /// The value of `oauth_problem`.
        ///
        /// The extension asks clients to expect new words, hence [`ProblemWord::Other`].
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum ProblemWord {
            $($(#[$doc])+ $variant,)+
            /// Any other word: at most 64 of `A-Z a-z 0-9 _ - .`, with `?` for each other character.
            Other(String),
        }

        impl ProblemWord {
            /// The word as providers write it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(word) => word,
                }
            }

            fn parse(word: &str) -> Option<Self> {
                match word {
                    "" => None,
                    $($word => Some(Self::$variant),)+
                    _ => Some(Self::Other(bounded_name(word))),
                }
            }

            #[cfg(test)]
            pub(super) const KNOWN: &[&str] = &[$($word),+];
        }
    };
}

problem_words! {
    /// A wrong code at the exchange; later a token that was revoked or is unknown.
    TokenRejected = "token_rejected",
    /// Too old.
    TokenExpired = "token_expired",
    /// The request token was allowed or denied before.
    TokenUsed = "token_used",
    /// Taken back; Jira says `token_rejected` instead.
    TokenRevoked = "token_revoked",
    /// Nobody pressed Allow yet.
    PermissionUnknown = "permission_unknown",
    /// The person pressed Deny, or the application link forbids it, or the session is over.
    PermissionDenied = "permission_denied",
    /// No application link has this consumer key.
    ConsumerKeyUnknown = "consumer_key_unknown",
    /// The consumer is not welcome.
    ConsumerKeyRejected = "consumer_key_rejected",
    /// The consumer is not welcome at the moment.
    ConsumerKeyRefused = "consumer_key_refused",
    /// Another key, another URL, or a fault in the base string.
    SignatureInvalid = "signature_invalid",
    /// Not `RSA-SHA1`, with Jira.
    SignatureMethodRejected = "signature_method_rejected",
    /// The clocks differ too much.
    TimestampRefused = "timestamp_refused",
    /// The nonce was seen before.
    NonceUsed = "nonce_used",
    /// Something is missing; perhaps a proxy drops the Authorization header.
    ParameterAbsent = "parameter_absent",
    /// Something is there twice or has a bad value.
    ParameterRejected = "parameter_rejected",
    /// `oauth_version` is not 1.0.
    VersionRejected = "version_rejected",
    /// The person is not welcome at the moment.
    UserRefused = "user_refused",
    /// The person has to allow more.
    AdditionalAuthorizationRequired = "additional_authorization_required",
}

/// A problem report.
#[derive(Clone, PartialEq, Eq)]
pub struct Problem {
    /// What went wrong.
    pub word: ProblemWord,
    /// The timestamps that would have been accepted, in seconds since 1970, lowest and highest.
    pub acceptable_timestamps: Option<(u64, u64)>,
    /// What the provider thinks was to be signed. Holds the token: not in `Debug`, not for a log.
    pub signature_base_string: Option<String>,
    /// Names of the parameters that were missing.
    pub parameters_absent: Vec<String>,
    /// Names of the parameters that were refused; their values are not kept.
    pub parameters_rejected: Vec<String>,
}

impl Problem {
    /// The problem that a reply reports: in its body, else in one of its `WWW-Authenticate` values.
    #[must_use]
    pub fn find<'a>(
        body: &[u8],
        www_authenticate: impl IntoIterator<Item = &'a str>,
    ) -> Option<Self> {
        Self::from_body(body).or_else(|| {
            let values = www_authenticate.into_iter().take(MAX_HEADERS);
            values.into_iter().find_map(Self::from_header)
        })
    }

    /// The problem in a form-encoded body; `None` for every other body.
    #[must_use]
    pub fn from_body(body: &[u8]) -> Option<Self> {
        if body.len() > MAX_BODY_BYTES {
            return None;
        }
        let pairs: Vec<_> = body
            .trim_ascii()
            .split(|&byte| byte == b'&')
            .filter_map(|pair| {
                let middle = pair.iter().position(|&byte| byte == b'=')?;
                let name = percent_encoding::decode_form(&pair[..middle])?;
                let value = percent_encoding::decode_form(&pair[middle + 1..])?;
                Some((name, value))
            })
            .collect();
        Self::from_pairs(&pairs)
    }

    /// The problem in one `WWW-Authenticate` value; `None` if no `OAuth` challenge names one.
    #[must_use]
    pub fn from_header(value: &str) -> Option<Self> {
        challenge::parse(value)
            .iter()
            .find_map(|pairs| Self::from_pairs(pairs))
    }

    fn from_pairs(pairs: &[(String, String)]) -> Option<Self> {
        let value = |name: &str| {
            let pair = pairs.iter().find(|pair| pair.0 == name)?;
            Some(pair.1.as_str())
        };
        let base_string =
            value("oauth_signature_base_string").filter(|text| text.len() <= MAX_BASE_STRING_BYTES);
        Some(Self {
            word: ProblemWord::parse(value("oauth_problem")?)?,
            acceptable_timestamps: value("oauth_acceptable_timestamps").and_then(range),
            signature_base_string: base_string.map(|text| printable(text, text.len())),
            parameters_absent: names(value("oauth_parameters_absent")),
            parameters_rejected: names(value("oauth_parameters_rejected")),
        })
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Problem")
            .field("word", &self.word)
            .field("acceptable_timestamps", &self.acceptable_timestamps)
            .field("parameters_absent", &self.parameters_absent)
            .field("parameters_rejected", &self.parameters_rejected)
            .finish_non_exhaustive()
    }
}

/// `lowest-highest`.
fn range(text: &str) -> Option<(u64, u64)> {
    let number = |digits: &str| {
        let valid = digits.bytes().all(|byte| byte.is_ascii_digit());
        valid.then(|| digits.parse().ok()).flatten()
    };
    let (lowest, highest) = text.split_once('-')?;
    let (lowest, highest) = (number(lowest)?, number(highest)?);
    (lowest <= highest).then_some((lowest, highest))
}

/// Encoded names, or `name=value` pairs, joined with `&`.
fn names(list: Option<&str>) -> Vec<String> {
    list.unwrap_or_default()
        .split('&')
        .filter_map(|entry| {
            let name = entry.split_once('=').map_or(entry, |(name, _)| name);
            percent_encoding::decode(name.as_bytes())
        })
        .filter(|name| !name.is_empty())
        .take(MAX_NAMES)
        .map(|name| bounded_name(&name))
        .collect()
}

fn bounded_name(text: &str) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    text.chars()
        .take(MAX_WORD_CHARS)
        .map(|c| if allowed(c) { c } else { '?' })
        .collect()
}

fn printable(text: &str, max_chars: usize) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .take(max_chars)
        .collect()
}
