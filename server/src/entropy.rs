//! Randomness for everything that must not be guessed or repeated.

use aws_lc_rs::rand;
use zeroize::Zeroizing;

/// 128 random bits as 32 lower-case hexadecimal digits: a nonce (RFC 5849 section 3.3), a handle.
///
/// # Panics
/// If the operating system has no randomness; nothing that is safe could go on then.
#[must_use]
pub fn token_128() -> String {
    let mut bytes = Zeroizing::new([0_u8; 16]);
    rand::fill(bytes.as_mut_slice()).expect("the operating system gives random bytes");
    let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0x0f]);
    digits.map(digit).collect()
}
