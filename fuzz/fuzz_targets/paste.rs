//! What people paste into the field of the verification code.

#![no_main]

use libfuzzer_sys::fuzz_target;
use server::verification_code::parse;

fuzz_target!(|input: &str| {
    for pending in [None, Some("request-token")] {
        if let Ok(code) = parse(input, pending) {
            let code = code.expose();
            assert!((4..=128).contains(&code.len()), "a length that no code has");
            assert!(
                code.bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte)),
                "a character that no code has"
            );
        }
    }
});
