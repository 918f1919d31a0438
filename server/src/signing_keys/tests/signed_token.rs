//! What passes for a token, signed by a given key.

use crate::signing_keys::{
    SignedToken, TokenDefect, Validity, jwks,
    test_issuer::{KEY, OTHER_KEY, encode},
};
use aws_lc_rs::{digest, hmac};
use proptest::prelude::*;
use rsa::traits::PublicKeyParts as _;
use serde_json::{Value, json};
use std::sync::LazyLock;

static GOOD: LazyLock<String> = LazyLock::new(|| KEY.sign(&json!({"sub": "somebody"})));

/// The claims of `jwt` if [`KEY`] signed it.
fn read(jwt: &str) -> Result<Value, TokenDefect> {
    let key = KEY.published(json!({}));
    SignedToken::parse(jwt)?.claims(&key)
}

#[track_caller]
fn assert_invalid(jwt: &str, reason: &'static str, what: &str) {
    assert_eq!(read(jwt), Err(TokenDefect::Invalid(reason)), "{what}");
}

#[test]
fn a_good_token_says_its_key_and_its_claims() {
    assert_eq!(
        SignedToken::parse(&GOOD).map(|it| it.kid().to_owned()),
        Ok(KEY.kid.to_owned())
    );
    assert_eq!(read(&GOOD), Ok(json!({"sub": "somebody"})));
}

#[test]
fn the_header_decides_nothing() {
    let unreadable = "not a signed token that we know";
    let rows = [
        ("no signature wanted", json!({"alg": "none"}), unreadable),
        ("the same in capitals", json!({"alg": "NONE"}), unreadable),
        ("no algorithm", json!({"alg": null}), unreadable),
        ("small letters", json!({"alg": "rs256"}), unreadable),
        (
            "two algorithms",
            json!({"alg": ["RS256", "none"]}),
            unreadable,
        ),
        ("HMAC", json!({"alg": "HS256"}), "not signed with RS256"),
        (
            "another hash",
            json!({"alg": "RS384"}),
            "not signed with RS256",
        ),
        (
            "another padding",
            json!({"alg": "PS256"}),
            "not signed with RS256",
        ),
        (
            "elliptic curves",
            json!({"alg": "ES256"}),
            "not signed with RS256",
        ),
        ("no key", json!({"kid": null}), "it names no key"),
        ("a key that is no name", json!({"kid": 1}), unreadable),
        (
            "an extension",
            json!({"crit": ["b64"], "b64": false}),
            "its header demands an extension",
        ),
        (
            "an empty list of extensions",
            json!({"crit": []}),
            "its header demands an extension",
        ),
    ];
    for (what, header, reason) in rows {
        let jwt = KEY.sign_with(header, &json!({"sub": "somebody"}));
        assert_invalid(&jwt, reason, what);
    }
}

#[test]
fn a_public_key_is_no_shared_secret() {
    let header = json!({"typ": "JWT", "alg": "HS256", "kid": KEY.kid}).to_string();
    let message = format!("{}.{}", encode(header.as_bytes()), encode(b"{}"));
    let secret = hmac::Key::new(hmac::HMAC_SHA256, &KEY.public_der());
    let signature = hmac::sign(&secret, message.as_bytes());
    let forged = format!("{message}.{}", encode(signature.as_ref()));
    assert_invalid(&forged, "not signed with RS256", "HMAC with the public key");
}

#[test]
fn a_key_that_the_token_brings_along_counts_for_nothing() {
    let own_key = json!({"kid": KEY.kid, "jwk": OTHER_KEY.jwk(json!({"alg": "RS256"}))});
    let forged = OTHER_KEY.sign_with(own_key, &json!({}));
    assert_invalid(&forged, "its signature is wrong", "jwk in the header");
    let elsewhere = json!({"kid": KEY.kid, "jku": "https://forger.example.com/keys"});
    let forged = OTHER_KEY.sign_with(elsewhere, &json!({}));
    assert_invalid(&forged, "its signature is wrong", "jku in the header");
}

#[test]
fn what_is_signed_otherwise_is_refused() {
    let parts: Vec<_> = GOOD.split('.').collect();
    let (header, claims, signature) = (parts[0], parts[1], parts[2]);
    let other_claims = encode(json!({"sub": "somebody else"}).to_string().as_bytes());
    let unreadable = "not a signed token that we know";
    let wrong = "its signature is wrong";
    let rows = [
        ("nothing", String::new(), unreadable),
        ("two dots", "..".to_owned(), unreadable),
        ("a word", "token".to_owned(), unreadable),
        ("not ASCII", "jéton.é.é".to_owned(), unreadable),
        (
            "no signature part",
            format!("{header}.{claims}"),
            unreadable,
        ),
        ("an empty signature", format!("{header}.{claims}."), wrong),
        (
            "four parts",
            format!("{header}.{claims}.{signature}.{signature}"),
            unreadable,
        ),
        (
            "an encrypted token",
            format!("{header}.a.b.c.d"),
            unreadable,
        ),
        (
            "other claims",
            format!("{header}.{other_claims}.{signature}"),
            wrong,
        ),
        ("no claims", format!("{header}..{signature}"), wrong),
        ("padding", format!("{header}.{claims}.{signature}=="), wrong),
        ("space before", format!(" {}", *GOOD), unreadable),
        ("a line break behind", format!("{}\n", *GOOD), wrong),
        ("the word Bearer", format!("Bearer {}", *GOOD), unreadable),
        (
            "another key under the same name",
            OTHER_KEY.sign_with(json!({"kid": KEY.kid}), &json!({})),
            wrong,
        ),
    ];
    for (what, jwt, reason) in rows {
        assert_invalid(&jwt, reason, what);
    }
}

#[test]
fn a_long_token_is_refused_unread() {
    let long = |bytes: usize| KEY.sign(&json!({"groups": "x".repeat(bytes)}));
    assert!(read(&long(11_000)).is_ok());
    assert_invalid(&long(13_000), "longer than 16 kB", "13 kB of claims");
    assert_invalid(&"a".repeat(10 << 20), "longer than 16 kB", "10 MB");
}

#[test]
fn a_key_of_1024_bits_proves_nothing() {
    let read_with = |bits| {
        let pair = rsa::RsaPrivateKey::new(&mut rsa::rand_core::OsRng, bits).unwrap();
        let modulus = encode(&pair.n().to_bytes_be());
        let set = json!({"keys": [KEY.jwk(json!({"n": modulus}))]}).to_string();
        let keys = jwks::parse(set.as_bytes()).expect("a key");
        let (message, _) = GOOD.rsplit_once('.').expect("three parts");
        let padding = rsa::Pkcs1v15Sign::new_unprefixed();
        let signature = pair
            .sign(padding, &sha256_info(message.as_bytes()))
            .unwrap();
        let jwt = format!("{message}.{}", encode(&signature));
        let token = SignedToken::parse(&jwt).expect("a token");
        token.claims::<Value>(&keys[KEY.kid])
    };
    let wrong = TokenDefect::Invalid("its signature is wrong");
    assert_eq!(read_with(1024), Err(wrong));
    assert_eq!(read_with(2048), Ok(json!({"sub": "somebody"})));
}

/// What RS256 signs: the hash with the name of its algorithm (RFC 8017 section 9.2).
fn sha256_info(message: &[u8]) -> Vec<u8> {
    const PREFIX: [u8; 19] = [
        0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01,
        0x05, 0x00, 0x04, 0x20,
    ];
    let hash = digest::digest(&digest::SHA256, message);
    [&PREFIX, hash.as_ref()].concat()
}

#[test]
fn times_have_five_minutes_of_grace() {
    let validity = |exp, nbf, iat| Validity {
        exp,
        nbf: Some(nbf),
        iat: Some(iat),
    };
    let early = TokenDefect::Invalid("its time has not come");
    let future = TokenDefect::Invalid("it was issued in the future");
    let now_s = 1_800_000_000;
    let rows = [
        (validity(now_s + 1, now_s, now_s), Ok(())),
        (validity(now_s - 299, 0, 0), Ok(())),
        (validity(now_s - 300, 0, 0), Err(TokenDefect::Expired)),
        (validity(0, 0, 0), Err(TokenDefect::Expired)),
        (validity(u64::MAX, now_s + 300, now_s + 300), Ok(())),
        (validity(u64::MAX, now_s + 301, now_s), Err(early)),
        (validity(u64::MAX, u64::MAX, now_s), Err(early)),
        (validity(u64::MAX, now_s, now_s + 301), Err(future)),
        (validity(u64::MAX, now_s, u64::MAX), Err(future)),
    ];
    for (validity, outcome) in rows {
        assert_eq!(validity.check(now_s), outcome, "{validity:?}");
    }
    let nothing_else = Validity {
        exp: now_s,
        nbf: None,
        iat: None,
    };
    assert_eq!(nothing_else.check(now_s), Ok(()));
}

proptest! {
    #[test]
    fn garbage_is_never_a_token(text in ".{0,200}") {
        prop_assert!(read(&text).is_err());
    }

    #[test]
    fn nor_is_garbage_between_dots(parts in prop::collection::vec("[A-Za-z0-9_-]{0,40}", 0..6)) {
        prop_assert!(read(&parts.join(".")).is_err());
    }

    #[test]
    fn nor_is_any_header_before_a_good_rest(header in "\\PC{0,100}") {
        let (_, rest) = GOOD.split_once('.').expect("three parts");
        let jwt = format!("{}.{rest}", encode(header.as_bytes()));
        prop_assert!(read(&jwt).is_err());
    }

    #[test]
    fn nor_is_a_token_with_one_character_changed(
        at in 0..GOOD.len(),
        character in prop::char::ranges(vec!['A'..='Z', 'a'..='z', '0'..='9', '-'..='.', '_'..='_'].into()),
    ) {
        let mut changed = GOOD.clone();
        changed.replace_range(at..=at, &character.to_string());
        prop_assert_eq!(read(&changed).is_ok(), changed == *GOOD);
    }

    #[test]
    fn nor_is_a_part_of_one(from in 0..GOOD.len(), to in 0..=GOOD.len()) {
        let part = GOOD.get(from..to).unwrap_or_default();
        prop_assert_eq!(read(part).is_ok(), part == *GOOD);
    }
}
