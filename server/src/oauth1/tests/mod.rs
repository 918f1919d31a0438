//! Tests against published vectors, against other implementations, and of properties.

mod challenges;
mod keys;
mod peers;
mod problems;
mod properties;
mod replies;
mod vectors;

use url::Url;

use super::{
    authorization::{AuthorizationHeader, Extra, SignedRequest, sign},
    credentials::{ClientCredentials, Token},
    signature::{HmacSha1Key, RsaSha1Key, SigningKey},
};

/// The vectors, read in this one place.
static VECTORS: std::sync::LazyLock<serde_json::Value> = std::sync::LazyLock::new(|| {
    let text = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../tests/vectors/oauth1_vectors.json"
    ));
    serde_json::from_str(text).expect("the vectors are JSON")
});

/// All cases of one group.
fn cases(group: &str) -> &'static [serde_json::Value] {
    VECTORS[group].as_array().expect("a group is an array")
}

fn text<'a>(case: &'a serde_json::Value, field: &str) -> &'a str {
    case[field]
        .as_str()
        .unwrap_or_else(|| panic!("{field} of {case}"))
}

fn private_key_pem(name: &str) -> &'static str {
    text(&VECTORS["keys"][name], "private_key_pkcs8_pem")
}

fn rsa_2048() -> SigningKey {
    let pem = private_key_pem("test_rsa_2048").into();
    SigningKey::RsaSha1(RsaSha1Key::from_pem(&pem).expect("the test key is valid"))
}

fn hmac_client() -> ClientCredentials {
    let key = HmacSha1Key::new("shared secret/+=");
    ClientCredentials::new("OauthKey", SigningKey::HmacSha1(key))
}

fn url(text: &str) -> Url {
    Url::parse(text).expect("a test URL is valid")
}

fn header(
    client: &ClientCredentials,
    method: &str,
    url: &Url,
    form_body: Option<&[u8]>,
    token: Option<Token<'_>>,
    extra: &[Extra<'_>],
) -> AuthorizationHeader {
    let request = SignedRequest {
        method,
        url,
        form_body,
        token,
        extra,
        timestamp_s: 1_700_000_000,
        nonce: "a1b2c3d4e5f6",
    };
    sign(client, &request).expect("signing works")
}
