//! A signed token (JSON Web Token, RFC 7519, in the compact form of RFC 7515) from a stranger's
//! hands to claims that its issuer signed. Pure.

use super::SigningKey;
use jsonwebtoken::{Algorithm, Validation, decode, decode_header};
use serde::de::DeserializeOwned;

/// A token with the most groups that Entra puts into one has about 12 kB.
const MAX_TOKEN_BYTES: usize = 16 << 10;

/// Clocks may differ by this much.
pub(crate) const CLOCK_SKEW_S: u64 = 300;

/// What is wrong with a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TokenDefect {
    /// It was good once.
    #[error("it has expired")]
    Expired,
    /// It never was, not for us.
    #[error("{0}")]
    Invalid(&'static str),
}

/// A token whose header was read; nothing of it is proved yet.
pub(crate) struct SignedToken<'a> {
    jwt: &'a str,
    kid: String,
}

impl<'a> SignedToken<'a> {
    /// Reads the header.
    ///
    /// # Errors
    /// [`TokenDefect::Invalid`] if it is no token, or not signed as we demand (RFC 8725 section 3.1):
    /// the token must not choose the algorithm.
    pub(crate) fn parse(jwt: &'a str) -> Result<Self, TokenDefect> {
        if jwt.len() > MAX_TOKEN_BYTES {
            return Err(TokenDefect::Invalid("longer than 16 kB"));
        }
        let header = decode_header(jwt)
            .map_err(|_| TokenDefect::Invalid("not a signed token that we know"))?;
        if header.alg != Algorithm::RS256 {
            return Err(TokenDefect::Invalid("not signed with RS256"));
        }
        // RFC 7515 section 4.1.11: who does not understand what is critical must refuse.
        if header.crit.is_some() {
            return Err(TokenDefect::Invalid("its header demands an extension"));
        }
        let kid = header.kid.ok_or(TokenDefect::Invalid("it names no key"))?;
        Ok(Self { jwt, kid })
    }

    /// The name of the key that it claims to be signed with.
    pub(crate) fn kid(&self) -> &str {
        &self.kid
    }

    /// The claims, if `key` signed them. What they say is for the caller to check, the times
    /// included: the library knows the machine's clock only.
    ///
    /// # Errors
    /// [`TokenDefect::Invalid`] if the signature is wrong or a claim is missing or of a wrong type.
    pub(crate) fn claims<T: DeserializeOwned>(&self, key: &SigningKey) -> Result<T, TokenDefect> {
        let mut only_signature = Validation::new(Algorithm::RS256);
        only_signature.required_spec_claims.clear();
        only_signature.validate_exp = false;
        only_signature.validate_aud = false;
        decode(self.jwt, &key.rsa, &only_signature)
            .map(|token| token.claims)
            .map_err(|error| {
                TokenDefect::Invalid(match error.kind() {
                    jsonwebtoken::errors::ErrorKind::Json(_) => {
                        "a claim is missing or of a wrong type"
                    }
                    _ => "its signature is wrong",
                })
            })
    }
}

/// When a token is good, in seconds since 1970 (RFC 7519 sections 4.1.4 to 4.1.6).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Validity {
    /// It ends.
    pub(crate) exp: u64,
    /// It begins.
    pub(crate) nbf: Option<u64>,
    /// It was made.
    pub(crate) iat: Option<u64>,
}

impl Validity {
    /// Whether the token is good at `now_s`.
    ///
    /// # Errors
    /// [`TokenDefect::Expired`], or [`TokenDefect::Invalid`] if its time has not come.
    pub(crate) fn check(self, now_s: u64) -> Result<(), TokenDefect> {
        if now_s >= self.exp.saturating_add(CLOCK_SKEW_S) {
            return Err(TokenDefect::Expired);
        }
        let latest_s = now_s.saturating_add(CLOCK_SKEW_S);
        if self.nbf.is_some_and(|at| at > latest_s) {
            return Err(TokenDefect::Invalid("its time has not come"));
        }
        if self.iat.is_some_and(|at| at > latest_s) {
            return Err(TokenDefect::Invalid("it was issued in the future"));
        }
        Ok(())
    }
}
