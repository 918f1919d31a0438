//! Bearer values that we hand out ourselves (Authorize handles, connect tickets, result codes): whoever
//! holds one may use it. The store finds them by digest, and keeps the value of none but the handle,
//! sealed in its attempt, because the page shows the link again.

use aws_lc_rs::{constant_time, digest};
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use serde::{Deserialize, Serialize};
use std::fmt;

/// SHA-256 of a bearer value, in Base64. The values have 128 random bits, so no salt is needed.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Digest(String);

impl Digest {
    pub(crate) fn of(value: &str) -> Self {
        let digest = digest::digest(&digest::SHA256, value.as_bytes());
        Self(STANDARD_NO_PAD.encode(digest.as_ref()))
    }

    /// For the key of a record.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl PartialEq for Digest {
    fn eq(&self, other: &Self) -> bool {
        constant_time::verify_slices_are_equal(self.0.as_bytes(), other.0.as_bytes()).is_ok()
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digest")
    }
}
