//! Request tokens and access tokens, and what may happen to them.

use std::time::Duration;

/// Length of tokens, secrets, handles and session identifiers.
const TOKEN_LENGTH: usize = 32;
/// Length of the verification code.
const VERIFIER_LENGTH: usize = 6;

/// Temporary credentials (RFC 5849), Jira's request token.
#[derive(Clone)]
pub(super) struct RequestToken {
    pub(super) secret: String,
    pub(super) consumer_key: String,
    /// `None` for `oob`.
    pub(super) callback: Option<String>,
    /// `false` when the client sent no `oauth_callback`: OAuth 1.0, no verifier is asked for.
    pub(super) is_1_0a: bool,
    pub(super) expires_ms: i64,
    pub(super) authorization: Authorization,
}

/// What the user said.
#[derive(Clone)]
pub(super) enum Authorization {
    Pending,
    Approved { user: String, verifier: String },
    Denied,
}

/// Token credentials (RFC 5849), Jira's access token.
#[derive(Clone)]
pub(super) struct AccessToken {
    pub(super) secret: String,
    pub(super) consumer_key: String,
    pub(super) user: String,
    pub(super) session_handle: String,
    pub(super) created_ms: i64,
    pub(super) expires_ms: i64,
    pub(super) session_expires_ms: i64,
}

/// Length of a life in milliseconds.
pub(super) fn as_ms(life: Duration) -> i64 {
    i64::try_from(life.as_millis()).unwrap_or(i64::MAX / 4)
}

/// A new token, secret or handle: 32 letters and digits.
pub(super) fn new_token() -> String {
    random_text(TOKEN_LENGTH)
}

/// A new verification code: 6 letters and digits, upper and lower case.
pub(super) fn new_verifier() -> String {
    random_text(VERIFIER_LENGTH)
}

fn random_text(length: usize) -> String {
    const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut text = String::with_capacity(length);
    let mut block = [0_u8; 64];
    while text.len() < length {
        getrandom::fill(&mut block).expect("the operating system has random numbers");
        // 248 = 4 × 62: larger bytes would make the first letters more likely.
        let letters = block
            .iter()
            .filter(|byte| **byte < 248)
            .map(|byte| ALPHABET[usize::from(byte % 62)]);
        text.extend(letters.take(length - text.len()).map(char::from));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verifiers_have_six_letters_or_digits() {
        let verifier = new_verifier();
        assert_eq!(verifier.len(), 6);
        assert!(verifier.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert_ne!(new_token(), new_token());
    }
}
