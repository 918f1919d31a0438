//! The signer against code that shares nothing with it.

use std::num::NonZeroU64;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use oauth1_request as peer;
use proptest::prelude::*;
use rsa::{Pkcs1v15Sign, RsaPublicKey, pkcs8::DecodePublicKey};
use sha1::{Digest as _, Sha1};

use super::super::{
    authorization::Extra,
    base_string::{self, Parameters},
    credentials::{ClientCredentials, TokenCredentials},
};
use super::{VECTORS, header, hmac_client, rsa_2048, text, url};

pub(super) fn verify(public: &RsaPublicKey, base_string: &str, signature: &str) {
    let signature = STANDARD.decode(signature).expect("base64");
    let digest = Sha1::digest(base_string.as_bytes());
    public
        .verify(Pkcs1v15Sign::new::<Sha1>(), &digest, &signature)
        .expect("the signature is right");
}

fn value(header: &str, name: &str) -> String {
    let parsed = super::super::challenge::parse(header);
    let pair = parsed[0].iter().find(|pair| pair.0 == name);
    pair.expect("the parameter is there").1.clone()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_rsa_crate_verifies_what_we_sign(token in "\\PC{1,12}", query in "\\PC{0,12}") {
        let public = text(&VECTORS["keys"]["test_rsa_2048"], "public_key_spki_pem");
        let public = RsaPublicKey::from_public_key_pem(public).expect("a public key");
        let client = ClientCredentials::new("OauthKey", rsa_2048());
        let credentials = TokenCredentials::new(token.clone(), "");
        let mut address = url("https://jira.example.com/jira/rest/api/2/search");
        address.query_pairs_mut().append_pair("jql", &query);
        let built = header(&client, "GET", &address, None, Some((&credentials).into()), &[]);

        let mut parameters = Parameters::default();
        for (name, value) in [
            ("oauth_version", "1.0"),
            ("oauth_token", &token),
            ("oauth_timestamp", "1700000000"),
            ("oauth_signature_method", "RSA-SHA1"),
            ("oauth_nonce", "a1b2c3d4e5f6"),
            ("oauth_consumer_key", "OauthKey"),
        ] {
            parameters.push(name, value);
        }
        let base = base_string::build("GET", &address, parameters, None);
        verify(&public, &base, &value(built.as_str(), "oauth_signature"));
    }
}

proptest! {
    /// `oauth1-request` sorts decoded names, so names here need no encoding; it wants the host in
    /// lower case and the query apart from the address.
    #[test]
    fn oauth1_request_makes_the_same_hmac_header(
        pairs in prop::collection::vec(("[a-z]{1,4}", "[a-zA-Z0-9._~-]{0,8}"), 0..6),
        token in "\\PC{1,12}",
        secret in "\\PC{0,12}",
        verifier in prop::option::of("[A-Za-z0-9]{6}"),
    ) {
        let plain = url("https://jira.example.com:8443/jira/rest/api/2/search");
        let mut address = plain.clone();
        if !pairs.is_empty() {
            address.query_pairs_mut().extend_pairs(&pairs);
        }
        let credentials = TokenCredentials::new(token.clone(), secret.clone());
        let extra: Vec<_> = verifier.iter().map(|code| Extra::Verifier(code)).collect();
        let ours = header(&hmac_client(), "GET", &address, None, Some((&credentials).into()), &extra);

        let client = peer::Credentials::new("OauthKey", "shared secret/+=");
        let mut builder = peer::Builder::new(client, peer::HMAC_SHA1);
        builder
            .token(peer::Credentials::new(&*token, &*secret))
            .nonce("a1b2c3d4e5f6")
            .timestamp(NonZeroU64::new(1_700_000_000))
            .verifier(verifier.as_deref())
            .version(true);
        let theirs = builder.get(plain.as_str(), &peer::ParameterList::new(pairs));
        for name in ["oauth_signature", "oauth_token", "oauth_nonce", "oauth_timestamp"] {
            prop_assert_eq!(value(ours.as_str(), name), value(&theirs, name));
        }
    }
}
