//! RSA-SHA1 ([RFC 5849 3.4.3](https://www.rfc-editor.org/rfc/rfc5849#section-3.4.3)), the one method
//! that Jira Data Center accepts.
//!
//! SHA-1 is the protocol's choice. What is signed holds our own nonce and time, so a collision found
//! beforehand is of no use to an attacker. FIPS 140-3 does not approve of it.

use std::fmt;

use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der},
    error::KeyRejected,
    rsa::{KeyPair, KeySize},
    signature::KeyPair as _,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use pem::{EncodeConfig, LineEnding, Pem};
use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};

use super::{SigningFailed, evp::EvpKey};

/// A private key of 2048 to 8192 bits; its public half stands in the application link.
pub struct RsaSha1Key {
    key: EvpKey,
    public_key_der: Vec<u8>,
}

/// Why a text is not a usable private key. Says nothing of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RsaKeyProblem {
    /// No PEM block at all.
    #[error("not a PEM file: there is no line \"-----BEGIN PRIVATE KEY-----\"")]
    NotPem,
    /// PEM, but a public key or a certificate only.
    #[error("the file holds no private key, only a public key or a certificate")]
    NoPrivateKey,
    /// Needs a passphrase.
    #[error(
        "the private key is encrypted; write it without a passphrase: \
         openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW"
    )]
    Encrypted,
    /// `ssh-keygen`'s own format.
    #[error("the private key is in OpenSSH's format; convert it: ssh-keygen -p -m PKCS8 -f KEY")]
    OpenSsh,
    /// An EC, DSA, Ed25519 or RSASSA-PSS key.
    #[error("the private key is not an RSA key, and Jira accepts only RSA")]
    NotRsa,
    /// Under 2048 bits.
    #[error("the RSA key is shorter than 2048 bits")]
    TooSmall,
    /// Over 8192 bits.
    #[error("the RSA key is longer than 8192 bits")]
    TooLarge,
    /// Cut off, edited, or inconsistent in itself.
    #[error("the private key is damaged: its PEM block cannot be read")]
    Malformed,
    /// The library made no key.
    #[error("no RSA key could be generated")]
    NotGenerated,
}

impl RsaSha1Key {
    /// Loads the first private key of a PEM text: `PRIVATE KEY` (PKCS #8) or `RSA PRIVATE KEY`
    /// (PKCS #1).
    ///
    /// # Errors
    /// One [`RsaKeyProblem`] per thing the operator can do about it.
    pub fn from_pem(text: &SecretString) -> Result<Self, RsaKeyProblem> {
        let text = text.expose_secret();
        let blocks = pem::parse_many(text).map_err(|_| RsaKeyProblem::Malformed)?;
        if blocks.is_empty() {
            return Err(if text.contains("-----BEGIN ") {
                RsaKeyProblem::Malformed
            } else {
                RsaKeyProblem::NotPem
            });
        }
        let mut found = Err(RsaKeyProblem::NoPrivateKey);
        for block in blocks {
            let tag = block.tag().to_owned();
            let procedure = block.headers().get("Proc-Type").unwrap_or_default();
            let encrypted = procedure.contains("ENCRYPTED");
            let der = Zeroizing::new(block.into_contents());
            if found.is_err() && tag.ends_with("PRIVATE KEY") {
                found = Self::from_block(&tag, encrypted, &der);
                if found.is_err() {
                    break;
                }
            }
        }
        found
    }

    fn from_block(tag: &str, encrypted: bool, der: &[u8]) -> Result<Self, RsaKeyProblem> {
        let pair = match tag {
            _ if encrypted || tag == "ENCRYPTED PRIVATE KEY" => Err(RsaKeyProblem::Encrypted),
            "PRIVATE KEY" => KeyPair::from_pkcs8(der).map_err(|e| RsaKeyProblem::from(&e)),
            "RSA PRIVATE KEY" => KeyPair::from_der(der).map_err(|e| RsaKeyProblem::from(&e)),
            "OPENSSH PRIVATE KEY" => Err(RsaKeyProblem::OpenSsh),
            _ => Err(RsaKeyProblem::NotRsa),
        }?;
        Self::from_pair(&pair).ok_or(RsaKeyProblem::Malformed)
    }

    fn from_pair(pair: &KeyPair) -> Option<Self> {
        let private: Pkcs8V1Der<'_> = pair.as_der().ok()?;
        let public: PublicKeyX509Der<'_> = pair.public_key().as_der().ok()?;
        Some(Self {
            key: EvpKey::from_pkcs8(private.as_ref())?,
            public_key_der: public.as_ref().to_vec(),
        })
    }

    /// Loads a key of any size, for published test vectors.
    #[cfg(test)]
    pub(in super::super) fn from_pem_of_any_size(text: &str) -> Self {
        let block = pem::parse(text).expect("a test key is PEM");
        Self {
            key: EvpKey::from_pkcs8(block.contents()).expect("a test key is PKCS #8"),
            public_key_der: Vec::new(),
        }
    }

    /// The public half as PEM (`PUBLIC KEY`, SPKI): what the Jira administrator pastes into the
    /// application link.
    #[must_use]
    pub fn public_key_pem(&self) -> String {
        to_pem(&Pem::new("PUBLIC KEY", self.public_key_der.clone()))
    }

    /// The signature of `base_string` in base64. Takes 0.3 ms of processor time with 2048 bits and
    /// 0.8 ms with 3072.
    ///
    /// # Errors
    /// [`SigningFailed`] if the library refuses; not because of what is signed.
    pub fn sign(&self, base_string: &str) -> Result<String, SigningFailed> {
        let signature = self
            .key
            .sign_sha1(base_string.as_bytes())
            .ok_or(SigningFailed)?;
        Ok(STANDARD.encode(signature))
    }
}

/// Makes a new 3072-bit key, as PKCS #8 PEM for [`RsaSha1Key::from_pem`].
///
/// The randomness is the library's own. Takes tenths of a second, now and then more.
///
/// # Errors
/// [`RsaKeyProblem::NotGenerated`] if the library made none.
pub fn generate_private_key_pem() -> Result<SecretString, RsaKeyProblem> {
    let pair = KeyPair::generate(KeySize::Rsa3072).map_err(|_| RsaKeyProblem::NotGenerated)?;
    let der: Pkcs8V1Der<'_> = pair.as_der().map_err(|_| RsaKeyProblem::NotGenerated)?;
    let block = Pem::new("PRIVATE KEY", der.as_ref());
    let text = SecretString::from(to_pem(&block));
    drop(Zeroizing::new(block.into_contents()));
    Ok(text)
}

fn to_pem(block: &Pem) -> String {
    pem::encode_config(block, EncodeConfig::new().set_line_ending(LineEnding::LF))
}

impl From<&KeyRejected> for RsaKeyProblem {
    fn from(rejected: &KeyRejected) -> Self {
        match rejected.description_() {
            "TooSmall" => Self::TooSmall,
            "TooLarge" => Self::TooLarge,
            "WrongAlgorithm" => Self::NotRsa,
            _ => Self::Malformed,
        }
    }
}

impl fmt::Debug for RsaSha1Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RsaSha1Key").finish_non_exhaustive()
    }
}
