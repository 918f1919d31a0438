//! The published form of signing keys (RFC 7517), as far as tokens are checked with them. Pure.

use jsonwebtoken::DecodingKey;
use serde::Deserialize;
use serde_json::Value;
use std::{collections::HashMap, sync::Arc};

/// Entra publishes about ten; more than this is no set of keys.
const MAX_KEYS: usize = 100;

/// By `kid`.
pub(super) type KeySet = HashMap<String, Arc<SigningKey>>;

/// A public RSA key.
#[derive(Debug)]
pub(crate) struct SigningKey {
    pub(super) rsa: DecodingKey,
    /// Entra: whose tokens the key may sign; `{tenantid}` stands for the tenant's ID.
    pub(crate) issuer: Option<String>,
    /// Bot Framework: the channels whose activities the key may sign.
    pub(crate) endorsements: Vec<String>,
}

#[derive(Deserialize)]
struct Published {
    keys: Vec<Value>,
}

/// RFC 7517 section 4 and RFC 7518 section 6.3.1, with Microsoft's `issuer` and `endorsements`.
#[derive(Deserialize)]
struct Jwk {
    kty: String,
    kid: String,
    n: String,
    e: String,
    #[serde(rename = "use")]
    usage: Option<String>,
    alg: Option<String>,
    issuer: Option<String>,
    #[serde(default)]
    endorsements: Vec<String>,
}

/// The keys that can sign a token with RS256; `None` if there are none or far too many. Others are
/// passed over: an issuer may add what we do not know.
pub(super) fn parse(body: &[u8]) -> Option<KeySet> {
    let published: Published = serde_json::from_slice(body).ok()?;
    if published.keys.len() > MAX_KEYS {
        return None;
    }
    let mut keys = KeySet::new();
    for jwk in published.keys {
        if let Some((kid, key)) = serde_json::from_value(jwk).ok().and_then(usable) {
            // Names are unique; if not, the first bearer has it.
            keys.entry(kid).or_insert_with(|| Arc::new(key));
        }
    }
    (!keys.is_empty()).then_some(keys)
}

fn usable(jwk: Jwk) -> Option<(String, SigningKey)> {
    let signs = jwk.kty == "RSA"
        && jwk.usage.is_none_or(|usage| usage == "sig")
        && jwk.alg.is_none_or(|alg| alg == "RS256");
    let rsa = DecodingKey::from_rsa_components(&jwk.n, &jwk.e).ok()?;
    let key = SigningKey {
        rsa,
        issuer: jwk.issuer,
        endorsements: jwk.endorsements,
    };
    signs.then_some((jwk.kid, key))
}
