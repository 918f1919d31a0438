//! Checks of HMAC-SHA1 and RSA-SHA1 signatures, RFC 5849 sections 3.4.2 and 3.4.3.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use rsa::pkcs1::DecodeRsaPublicKey;
use rsa::pkcs8::DecodePublicKey;
use rsa::{Pkcs1v15Sign, RsaPublicKey};
use sha1::{Digest, Sha1};

use super::percent::encode;
use crate::jira_sim::options::{Credential, SignatureMethod};

/// What the signatures of one consumer are checked with.
#[derive(Clone)]
pub(in crate::jira_sim) enum VerificationKey {
    Rsa(RsaPublicKey),
    ConsumerSecret(String),
}

impl VerificationKey {
    /// Reads the credential; `None` when the PEM text holds no RSA public key.
    pub(in crate::jira_sim) fn from_credential(credential: &Credential) -> Option<Self> {
        match credential {
            Credential::SharedSecret(secret) => Some(Self::ConsumerSecret(secret.clone())),
            Credential::PublicKeyPem(pem) => RsaPublicKey::from_public_key_pem(pem.trim())
                .ok()
                .or_else(|| RsaPublicKey::from_pkcs1_pem(pem.trim()).ok())
                .map(Self::Rsa),
        }
    }

    /// Whether `signature` (padded base64) is this key's signature of `base_string`.
    ///
    /// A key of the other kind never fits. RSA-SHA1 does not use the token secret.
    pub(in crate::jira_sim) fn verify(
        &self,
        method: SignatureMethod,
        base_string: &str,
        signature: &str,
        token_secret: &str,
    ) -> bool {
        let Ok(signature) = STANDARD.decode(signature) else {
            return false;
        };
        match (self, method) {
            (Self::Rsa(key), SignatureMethod::RsaSha1) => {
                let digest = Sha1::digest(base_string.as_bytes());
                key.verify(Pkcs1v15Sign::new::<Sha1>(), &digest, &signature)
                    .is_ok()
            }
            (Self::ConsumerSecret(secret), SignatureMethod::HmacSha1) => {
                hmac_sha1(secret, token_secret, base_string)
                    .verify_slice(&signature)
                    .is_ok()
            }
            _ => false,
        }
    }
}

fn hmac_sha1(consumer_secret: &str, token_secret: &str, base_string: &str) -> Hmac<Sha1> {
    let key = format!("{}&{}", encode(consumer_secret), encode(token_secret));
    let mut mac =
        Hmac::<Sha1>::new_from_slice(key.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(base_string.as_bytes());
    mac
}
