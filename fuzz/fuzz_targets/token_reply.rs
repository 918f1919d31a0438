//! What Jira's token addresses answer, or whatever stands in front of them.

#![no_main]

use libfuzzer_sys::fuzz_target;
use server::oauth1::token_reply::{parse_access, parse_temporary};

fuzz_target!(|body: &[u8]| {
    if let Ok(temporary) = parse_temporary(body) {
        assert_token(temporary.token());
    }
    if let Ok(access) = parse_access(body) {
        assert_token(access.credentials.token());
    }
});

fn assert_token(token: &str) {
    assert!(!token.is_empty(), "an empty token");
    assert!(token.chars().count() <= 255, "a token that is too long");
    assert!(!token.chars().any(char::is_control), "a control character");
}
