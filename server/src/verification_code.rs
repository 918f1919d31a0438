//! The verification code as people paste it: a bare code, a sentence around it, Jira's whole page, or
//! the address they were sent back to.
//!
//! Jira's codes are six letters and digits and case matters, so nothing here ever changes case or
//! takes one letter for another that looks like it. Other providers' codes are longer; the last word
//! is the provider's. What was pasted never appears in an error.

use std::fmt;

use crate::oauth1::percent_encoding::decode_form;
use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};
use unicode_normalization::UnicodeNormalization as _;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};

#[cfg(test)]
mod tests;

/// The longest input that is looked at, in bytes.
pub const MAX_INPUT_BYTES: usize = 2048;
/// The length of Jira's own codes.
const JIRA_CODE_LENGTH: usize = 6;
const CODE_LENGTHS: std::ops::RangeInclusive<usize> = 4..=128;
const VERIFIER: &str = "oauth_verifier=";
const TOKEN: &str = "oauth_token=";
/// What the callback address carries when the person pressed Deny.
const DENIED: &str = "denied";

/// A code that can be sent to the provider: 4 to 128 of `0-9 A-Z a-z _ -`. `Debug` hides it.
#[derive(Clone)]
pub struct VerificationCode(SecretString);

impl VerificationCode {
    /// The value of `oauth_verifier`.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for VerificationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VerificationCode(…)")
    }
}

/// Why nothing is sent to the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeProblem {
    /// Nothing was entered, or nothing visible, or an address with an empty code.
    #[error("enter the code")]
    Empty,
    /// No code can be made out.
    #[error("the code has letters A-Z a-z and digits only")]
    Invalid,
    /// The person pressed Deny.
    #[error("access was refused in Jira")]
    Denied,
    /// The address came from another Authorize link.
    #[error("this address belongs to another attempt")]
    OtherAttempt,
    /// The Authorize link itself, or some other address.
    #[error("that address holds no code; press Allow in Jira first")]
    NoCodeInAddress,
    /// Over [`MAX_INPUT_BYTES`].
    #[error("that is too long for a code")]
    TooLong,
}

/// Finds the code in what was pasted.
///
/// An address that names a request token must name `pending_request_token`; with none pending, every
/// such address is of another attempt.
///
/// # Errors
/// One [`CodeProblem`] per thing the person can do about it.
pub fn parse(
    input: &str,
    pending_request_token: Option<&str>,
) -> Result<VerificationCode, CodeProblem> {
    if input.len() > MAX_INPUT_BYTES {
        return Err(CodeProblem::TooLong);
    }
    let mut visible = Zeroizing::new(String::with_capacity(2 * input.len()));
    visible.extend(input.nfkc().filter(|&c| is_kept(c)));
    let text = visible.trim();
    if text.is_empty() {
        return Err(CodeProblem::Empty);
    }
    let candidate = if let Some(address) = with_verifier(text) {
        from_address(&address, pending_request_token)?
    } else if let Some(code) = last_quoted(text) {
        code.to_owned()
    } else if is_address(text) {
        return Err(CodeProblem::NoCodeInAddress);
    } else {
        joined(unwrap(after_label(text).unwrap_or(text)))
    };
    check(&Zeroizing::new(candidate))
}

fn check(candidate: &str) -> Result<VerificationCode, CodeProblem> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    match candidate {
        "" => Err(CodeProblem::Empty),
        DENIED => Err(CodeProblem::Denied),
        _ if CODE_LENGTHS.contains(&candidate.len()) && candidate.bytes().all(allowed) => {
            Ok(VerificationCode(candidate.into()))
        }
        _ => Err(CodeProblem::Invalid),
    }
}

/// Drops what nobody sees: format and control characters; line ends and tabs count as space.
fn is_kept(c: char) -> bool {
    matches!(c, '\t' | '\r' | '\n')
        || !matches!(
            c.general_category(),
            GeneralCategory::Format | GeneralCategory::Control
        )
}

/// The text, if it has an `oauth_verifier`; also one inside an address that a mail filter wrapped
/// into its own, where it is encoded once more.
fn with_verifier(text: &str) -> Option<Zeroizing<String>> {
    if values(text, VERIFIER).next().is_some() {
        return Some(Zeroizing::new(text.to_owned()));
    }
    let unwrapped = text
        .contains("oauth_verifier%3D")
        .then(|| decode_form(text.as_bytes()).map(Zeroizing::new))??;
    let found = values(&unwrapped, VERIFIER).next().is_some();
    found.then_some(unwrapped)
}

fn from_address(address: &str, pending: Option<&str>) -> Result<String, CodeProblem> {
    for token in values(address, TOKEN) {
        if decode_form(token.as_bytes()).as_deref() != pending || pending.is_none() {
            return Err(CodeProblem::OtherAttempt);
        }
    }
    let mut codes = values(address, VERIFIER);
    let code = codes.next().unwrap_or_default();
    if codes.any(|other| other != code) {
        return Err(CodeProblem::Invalid);
    }
    decode_form(code.as_bytes()).ok_or(CodeProblem::Invalid)
}

/// The undecoded values of a query parameter, wherever it stands in the text.
fn values<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    let ends_value = |c: char| c.is_whitespace() || is_quote(c) || "&#;<>".contains(c);
    text.match_indices(name)
        .filter(|(at, _)| !text[..*at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_'))
        .map(move |(at, _)| {
            let value = &text[at + name.len()..];
            let value = value.split(ends_value).next().unwrap_or_default();
            value.trim_end_matches(is_wrapping)
        })
}

/// The last quoted run of exactly six letters and digits in a text of several words: Jira's page
/// quotes the name of the application first and the code after it.
fn last_quoted(text: &str) -> Option<&str> {
    if !text.contains(char::is_whitespace) {
        return None;
    }
    let mut parts = text.split(is_quote).collect::<Vec<_>>();
    // The first and the last part have a quote on one side only.
    parts.pop()?;
    let quoted = parts.get(1..)?.iter().rev();
    quoted.copied().find(|part| is_jira_code(part))
}

fn is_address(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let signs = ["http://", "https://", "?oauth_token=", "&oauth_token="];
    if lower.starts_with(TOKEN) || signs.iter().any(|sign| lower.contains(sign)) {
        return true;
    }
    let host = lower.split(['/', '?']).next().unwrap_or_default();
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    host.len() < lower.len() && host.contains('.') && host.chars().all(is_host)
}

/// What follows `code:`, `code is` or `code is:`.
fn after_label(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    lower.rmatch_indices("code").find_map(|(at, label)| {
        // ASCII lower-casing keeps every byte where it is.
        let rest = &text[at + label.len()..];
        let word = rest.trim_start();
        if let Some(rest) = word.strip_prefix(':') {
            return Some(rest.trim_start());
        }
        let is = word.get(..2)?.eq_ignore_ascii_case("is");
        let rest = (is && word.len() < rest.len()).then(|| &word[2..])?;
        let complete = rest.is_empty() || rest.starts_with(|c: char| c == ':' || c.is_whitespace());
        complete.then(|| rest.trim_start().trim_start_matches(':').trim_start())
    })
}

/// Without the quotes, brackets and punctuation around it.
fn unwrap(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_wrapping(c))
}

/// Without its white space if a code of Jira's length is left, else as it is.
fn joined(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    joined.extend(text.split_whitespace());
    if is_jira_code(&joined) {
        joined
    } else {
        text.to_owned()
    }
}

fn is_jira_code(text: &str) -> bool {
    text.len() == JIRA_CODE_LENGTH && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_quote(c: char) -> bool {
    "\"'`“”„‟‘’‚‛«»‹›".contains(c)
}

fn is_wrapping(c: char) -> bool {
    is_quote(c) || "()[]{}<>*.,;:".contains(c)
}
