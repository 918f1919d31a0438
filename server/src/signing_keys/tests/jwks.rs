//! Which published keys are taken.

use crate::signing_keys::{
    jwks::{KeySet, parse},
    test_issuer::{KEY, OTHER_KEY},
};
use serde_json::{Value, json};

fn parse_all(keys: &[Value]) -> Option<KeySet> {
    parse(json!({"keys": keys}).to_string().as_bytes())
}

#[test]
fn microsofts_members_are_kept() {
    let template = "https://login.microsoftonline.com/{tenantid}/v2.0";
    let entra = KEY.jwk(json!({"issuer": template, "x5t": KEY.kid, "x5c": ["MII"]}));
    let bot = OTHER_KEY.jwk(json!({"endorsements": ["msteams", "webchat"]}));
    let keys = parse_all(&[entra, bot]).expect("two keys");
    assert_eq!(keys[KEY.kid].issuer.as_deref(), Some(template));
    assert_eq!(keys[KEY.kid].endorsements, [""; 0]);
    assert_eq!(keys[OTHER_KEY.kid].issuer, None);
    assert_eq!(keys[OTHER_KEY.kid].endorsements, ["msteams", "webchat"]);
}

#[test]
fn what_signs_no_token_is_passed_over() {
    let rows = [
        ("a key for encryption", json!({"use": "enc"})),
        ("another type", json!({"kty": "EC", "crv": "P-256"})),
        ("a shared secret", json!({"kty": "oct", "k": "c2VjcmV0"})),
        ("another algorithm", json!({"alg": "RS512"})),
        ("no name", json!({"kid": null})),
        ("a name that is none", json!({"kid": 7})),
        ("no modulus", json!({"n": null})),
        ("no exponent", json!({"e": null})),
        ("a modulus that is no base64url", json!({"n": "+/=="})),
        ("an issuer that is none", json!({"issuer": 7})),
        (
            "endorsements that are none",
            json!({"endorsements": "msteams"}),
        ),
    ];
    for (what, changes) in rows {
        let keys = parse_all(&[KEY.jwk(changes.clone()), OTHER_KEY.jwk(json!({}))]);
        let keys = keys.expect("the other key is good");
        assert_eq!(keys.keys().collect::<Vec<_>>(), [OTHER_KEY.kid], "{what}");
        assert!(parse_all(&[KEY.jwk(changes)]).is_none(), "{what}");
    }
}

#[test]
fn the_first_of_two_keys_with_one_name_counts() {
    let first = KEY.jwk(json!({"issuer": "first"}));
    let second = OTHER_KEY.jwk(json!({"kid": KEY.kid, "issuer": "second"}));
    let keys = parse_all(&[first, second]).expect("a key");
    assert_eq!(keys.len(), 1);
    assert_eq!(keys[KEY.kid].issuer.as_deref(), Some("first"));
}

#[test]
fn far_too_many_keys_are_no_set_of_keys() {
    let many = |count: usize| {
        let key = |number| KEY.jwk(json!({"kid": format!("key {number}")}));
        parse_all(&(0..count).map(key).collect::<Vec<_>>())
    };
    assert_eq!(many(100).map(|keys| keys.len()), Some(100));
    assert!(many(101).is_none());
}
