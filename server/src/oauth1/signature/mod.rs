//! Signature methods ([RFC 5849 3.4](https://www.rfc-editor.org/rfc/rfc5849#section-3.4)).
//!
//! Owns the keys and what they do to a signature base string. `PLAINTEXT` is left out on purpose.

mod evp;
pub mod hmac_sha1;
pub mod rsa_sha1;

pub use hmac_sha1::HmacSha1Key;
pub use rsa_sha1::{RsaKeyProblem, RsaSha1Key};

/// A key, and with it the signature method.
#[derive(Debug)]
pub enum SigningKey {
    /// The secret that client and provider share (3.4.2). Jira Data Center refuses this method.
    HmacSha1(HmacSha1Key),
    /// The private half of the key in the application link (3.4.3).
    RsaSha1(RsaSha1Key),
}

/// The cryptography library could not make a signature; it ran out of memory or is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the request could not be signed")]
pub struct SigningFailed;

impl SigningKey {
    /// The value of `oauth_signature_method`.
    #[must_use]
    pub fn method(&self) -> &'static str {
        match self {
            Self::HmacSha1(_) => "HMAC-SHA1",
            Self::RsaSha1(_) => "RSA-SHA1",
        }
    }

    /// Signs a base string; the result is base64, not yet percent-encoded.
    ///
    /// `token_secret` is empty before the first token was received; `RSA-SHA1` does not use it.
    ///
    /// # Errors
    /// [`SigningFailed`] from `RSA-SHA1` only, and never because of what is signed.
    pub fn sign(&self, base_string: &str, token_secret: &str) -> Result<String, SigningFailed> {
        match self {
            Self::HmacSha1(key) => Ok(key.sign(base_string, token_secret)),
            Self::RsaSha1(key) => key.sign(base_string),
        }
    }
}
