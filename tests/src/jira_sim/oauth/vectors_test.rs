//! The verifier against published and derived vectors.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde_json::Value;

use super::authorization_header::parse;
use super::base_string::{base_string, base_string_uri, normalize};
use super::message::OAuthMessage;
use super::percent::{decode_form, encode};
use super::signature::VerificationKey;
use crate::jira_sim::options::{Credential, SignatureMethod};
use crate::jira_sim::raw_request::RawRequest;

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../../vectors/oauth1_vectors.json"))
        .expect("the vectors are JSON")
}

fn list<'a>(vectors: &'a Value, name: &str) -> &'a [Value] {
    vectors[name].as_array().expect("a list of vectors")
}

fn text<'a>(vector: &'a Value, name: &str) -> &'a str {
    vector[name].as_str().unwrap_or_default()
}

#[test]
fn text_is_percent_encoded_as_published() {
    for vector in list(&vectors(), "percent_encode") {
        assert_eq!(
            encode(text(vector, "input")),
            text(vector, "expected"),
            "{}",
            vector["id"]
        );
    }
}

#[test]
fn forms_are_decoded_and_normalized_as_published() {
    for vector in list(&vectors(), "normalize") {
        let pairs = decode_form(text(vector, "form").as_bytes());
        let decoded: Vec<(String, String)> =
            serde_json::from_value(vector["decoded"].clone()).expect("pairs of text");
        assert_eq!(pairs, decoded, "{}", vector["id"]);
        assert_eq!(
            normalize(pairs.iter()),
            text(vector, "expected"),
            "{}",
            vector["id"]
        );
    }
}

#[test]
fn base_string_uris_are_as_published() {
    for vector in list(&vectors(), "base_string_uri") {
        assert_eq!(
            base_string_uri(text(vector, "url")),
            text(vector, "expected"),
            "{}",
            vector["id"]
        );
    }
}

#[test]
fn base_strings_are_as_published() {
    for vector in list(&vectors(), "base_string") {
        let pairs = decode_form(text(vector, "params").as_bytes());
        let found = base_string(text(vector, "method"), text(vector, "url"), &pairs);
        assert_eq!(found, text(vector, "expected"), "{}", vector["id"]);
    }
}

#[test]
fn raw_hmac_values_verify() {
    for vector in list(&vectors(), "hmac_sha1_raw") {
        let key = VerificationKey::ConsumerSecret(text(vector, "consumer_secret").to_owned());
        let fits = |base_string: &str| {
            let (signature, secret) = (text(vector, "expected"), text(vector, "token_secret"));
            key.verify(SignatureMethod::HmacSha1, base_string, signature, secret)
        };
        assert!(fits(text(vector, "text")), "{}", vector["id"]);
        assert!(!fits("another text"), "{}", vector["id"]);
    }
}

#[test]
fn signed_requests_give_the_published_base_strings() {
    for vector in list(&vectors(), "sign") {
        let message = message_of(vector);
        assert!(message.malformed.is_empty(), "{}", vector["id"]);
        assert_eq!(
            message.base_string(),
            text(vector, "expected_base_string"),
            "{}",
            vector["id"]
        );
    }
}

#[test]
fn published_signatures_verify_and_changed_ones_do_not() {
    let vectors = vectors();
    let mut verified = Vec::new();
    for vector in list(&vectors, "sign") {
        let method = match text(vector, "signature_method") {
            "RSA-SHA1" => SignatureMethod::RsaSha1,
            "HMAC-SHA1" => SignatureMethod::HmacSha1,
            // The simulated Jira refuses every other method before it looks at the signature.
            _ => continue,
        };
        let key = key_of(&vectors, vector);
        let base_string = text(vector, "expected_base_string");
        let signature = text(vector, "expected_signature");
        let secret = text(vector, "token_secret");
        assert!(
            key.verify(method, base_string, signature, secret),
            "{}",
            vector["id"]
        );
        assert!(
            !key.verify(method, &format!("{base_string}x"), signature, secret),
            "{}",
            vector["id"]
        );
        assert!(
            !key.verify(method, base_string, signature.trim_end_matches('='), secret),
            "{}",
            vector["id"]
        );
        verified.push(method);
    }
    assert!(
        verified.contains(&SignatureMethod::RsaSha1)
            && verified.contains(&SignatureMethod::HmacSha1)
    );
}

#[test]
fn challenges_of_the_vectors_parse() {
    for vector in list(&vectors(), "www_authenticate") {
        let found = parse(text(vector, "header")).expect("scheme OAuth");
        let expected = vector["expected"].as_object().expect("an object");
        for (name, value) in expected.iter().filter(|(name, _)| *name != "realm") {
            let value = value.as_str().expect("text").to_owned();
            assert!(
                found.pairs.contains(&(name.clone(), value)),
                "{}",
                vector["id"]
            );
        }
    }
}

/// The request as it goes over the wire, read as the simulator reads it.
fn message_of(vector: &Value) -> OAuthMessage {
    let url = text(vector, "url");
    let after_scheme = url.find("://").expect("an absolute address") + 3;
    let path_at = url[after_scheme..]
        .find('/')
        .map_or(url.len(), |at| after_scheme + at);
    let (path, query) = url[path_at..]
        .split_once('?')
        .unwrap_or((&url[path_at..], ""));
    let mut headers = HeaderMap::new();
    let mut set = |name: &'static str, value: &str| {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::try_from(value).expect("a header value"),
        );
    };
    set(
        "authorization",
        text(vector, "example_authorization_header"),
    );
    if let Some(content_type) = vector["content_type"].as_str() {
        set("content-type", content_type);
    }
    let request = RawRequest {
        method: Method::try_from(text(vector, "method")).expect("a method"),
        path: path.to_owned(),
        query: query.to_owned(),
        headers,
        body: Bytes::from(text(vector, "body").to_owned()),
    };
    OAuthMessage::from_request(&request, Some(&url[..path_at]))
}

fn key_of(vectors: &Value, vector: &Value) -> VerificationKey {
    let credential = match vector["key"].as_str() {
        Some(name) => {
            Credential::PublicKeyPem(text(&vectors["keys"][name], "public_key_spki_pem").to_owned())
        }
        None => Credential::SharedSecret(text(vector, "consumer_secret").to_owned()),
    };
    VerificationKey::from_credential(&credential).expect("a readable key")
}
