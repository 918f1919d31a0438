//! HMAC-SHA1 ([RFC 5849 3.4.2](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.2)).

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac as _};
use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};
use sha1::Sha1;

use super::super::percent_encoding;

/// The client shared-secret.
#[derive(Clone)]
pub struct HmacSha1Key {
    client_secret: SecretString,
}

impl HmacSha1Key {
    /// Takes the secret as the provider knows it, not encoded.
    #[must_use]
    pub fn new(client_secret: impl Into<SecretString>) -> Self {
        Self {
            client_secret: client_secret.into(),
        }
    }

    /// The digest of `base_string` in base64.
    ///
    /// # Panics
    /// Never: HMAC takes a key of any length.
    #[must_use]
    pub fn sign(&self, base_string: &str, token_secret: &str) -> String {
        let key = self.joined_with(token_secret);
        let mut mac =
            Hmac::<Sha1>::new_from_slice(key.as_bytes()).expect("HMAC takes a key of any length");
        mac.update(base_string.as_bytes());
        STANDARD.encode(mac.finalize().into_bytes())
    }

    /// Both secrets, each encoded, with `&` between them even when one is empty.
    ///
    /// The room is reserved beforehand: growing would leave copies of the secrets behind.
    pub(in super::super) fn joined_with(&self, token_secret: &str) -> Zeroizing<String> {
        let client_secret = self.client_secret.expose_secret();
        let room = 3 * (client_secret.len() + token_secret.len()) + 1;
        let mut key = Zeroizing::new(String::with_capacity(room));
        percent_encoding::append(&mut key, client_secret);
        key.push('&');
        percent_encoding::append(&mut key, token_secret);
        key
    }
}

impl fmt::Debug for HmacSha1Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HmacSha1Key").finish_non_exhaustive()
    }
}
