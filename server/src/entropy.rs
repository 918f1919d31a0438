//! Randomness for everything that must not be guessed or repeated.

use aws_lc_rs::rand;
use std::fmt::Write as _;
use zeroize::Zeroizing;

/// 128 random bits as 32 lower-case hexadecimal digits: a nonce (RFC 5849 section 3.3), a handle.
///
/// # Panics
/// If the operating system has no randomness; nothing that is safe could go on then.
#[must_use]
pub fn token_128() -> String {
    let mut bytes = Zeroizing::new([0_u8; 16]);
    rand::fill(bytes.as_mut_slice()).expect("the operating system gives random bytes");
    bytes
        .iter()
        .fold(String::with_capacity(32), |mut text, byte| {
            write!(text, "{byte:02x}").expect("writing to a String cannot fail");
            text
        })
}
