use std::{sync::Arc, thread};

use secrecy::{ExposeSecret, SecretString};

use super::super::{
    credentials::{ClientCredentials, TemporaryCredentials, Token, TokenCredentials},
    signature::{RsaKeyProblem, RsaSha1Key, SigningKey, rsa_sha1::generate_private_key_pem},
};
use super::{VECTORS, private_key_pem, rsa_2048, text};

fn load(pem: &str) -> Result<RsaSha1Key, RsaKeyProblem> {
    RsaSha1Key::from_pem(&SecretString::from(pem))
}

/// The PKCS #1 structure inside the PKCS #8 one of the test key.
fn pkcs1_pem(name: &str) -> String {
    use rsa::{RsaPrivateKey, pkcs1::EncodeRsaPrivateKey, pkcs8::DecodePrivateKey};
    let key = RsaPrivateKey::from_pkcs8_pem(private_key_pem(name)).expect("a test key");
    key.to_pkcs1_pem(rsa::pkcs1::LineEnding::CRLF)
        .expect("PEM")
        .to_string()
}

#[test]
fn pkcs8_and_pkcs1_give_the_same_key_and_its_public_half() {
    let from_pkcs8 = load(private_key_pem("test_rsa_2048")).expect("PKCS #8");
    let from_pkcs1 = load(&pkcs1_pem("test_rsa_2048")).expect("PKCS #1");
    assert_eq!(from_pkcs8.sign("x"), from_pkcs1.sign("x"));
    let public = text(&VECTORS["keys"]["test_rsa_2048"], "public_key_spki_pem");
    assert_eq!(from_pkcs8.public_key_pem(), public);
    assert_eq!(from_pkcs1.public_key_pem(), public);
}

#[test]
fn a_key_is_found_among_other_blocks_and_text() {
    let public = text(&VECTORS["keys"]["test_rsa_2048"], "public_key_spki_pem");
    let mixed = format!("Jira key\n{public}{}", private_key_pem("test_rsa_2048"));
    assert!(load(&mixed).is_ok());
}

#[test]
fn unusable_keys_are_refused_each_with_its_reason() {
    let good = private_key_pem("test_rsa_2048");
    let block = |tag: &str, der: &[u8]| pem::encode(&pem::Pem::new(tag, der));
    let ec = aws_lc_rs::signature::EcdsaKeyPair::generate_pkcs8(
        &aws_lc_rs::signature::ECDSA_P256_SHA256_ASN1_SIGNING,
        &aws_lc_rs::rand::SystemRandom::new(),
    )
    .expect("a key");
    let cases = [
        ("nothing", String::new(), RsaKeyProblem::NotPem),
        ("prose", "my key".into(), RsaKeyProblem::NotPem),
        ("cut off", good[..900].into(), RsaKeyProblem::Malformed),
        ("bad base64", good.replacen("MII", "M!I", 1), RsaKeyProblem::Malformed),
        ("bad DER", block("PRIVATE KEY", b"12345"), RsaKeyProblem::Malformed),
        ("1024 bits", private_key_pem("wiki_rsa_1024").into(), RsaKeyProblem::TooSmall),
        ("1024 bits, PKCS #1", pkcs1_pem("wiki_rsa_1024"), RsaKeyProblem::TooSmall),
        ("EC in PKCS #8", block("PRIVATE KEY", ec.as_ref()), RsaKeyProblem::NotRsa),
        ("EC", block("EC PRIVATE KEY", b"x"), RsaKeyProblem::NotRsa),
        ("OpenSSH", block("OPENSSH PRIVATE KEY", b"x"), RsaKeyProblem::OpenSsh),
        ("encrypted", block("ENCRYPTED PRIVATE KEY", b"x"), RsaKeyProblem::Encrypted),
        ("encrypted in the old way",
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n".into(),
            RsaKeyProblem::Encrypted),
        ("public only",
            text(&VECTORS["keys"]["test_rsa_2048"], "public_key_spki_pem").into(),
            RsaKeyProblem::NoPrivateKey),
        ("certificate", block("CERTIFICATE", b"x"), RsaKeyProblem::NoPrivateKey),
    ];
    for (name, pem, expected) in cases {
        assert_eq!(load(&pem).err(), Some(expected), "{name}");
    }
}

#[test]
fn a_generated_key_loads_signs_and_shows_its_public_half() {
    use rsa::{RsaPublicKey, pkcs8::DecodePublicKey, traits::PublicKeyParts};
    let private = generate_private_key_pem().expect("a key");
    assert!(
        private
            .expose_secret()
            .starts_with("-----BEGIN PRIVATE KEY-----\nMII")
    );
    let key = RsaSha1Key::from_pem(&private).expect("loads");
    let public = RsaPublicKey::from_public_key_pem(&key.public_key_pem()).expect("SPKI");
    assert_eq!(public.size(), 384);
    super::peers::verify(
        &public,
        "a base string",
        &key.sign("a base string").expect("signs"),
    );
    let other = generate_private_key_pem().expect("a key");
    assert_ne!(other.expose_secret(), private.expose_secret());
}

#[test]
fn one_key_signs_on_many_threads_at_once() {
    let key = Arc::new(rsa_2048());
    let expected = key.sign("base", "").expect("signs");
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let key = Arc::clone(&key);
            thread::spawn(move || (0..50).map(|_| key.sign("base", "")).collect::<Vec<_>>())
        })
        .collect();
    for thread in threads {
        let signatures = thread.join().expect("no panic");
        assert!(signatures.iter().all(|s| s.as_ref() == Ok(&expected)));
    }
}

#[test]
fn debug_shows_no_credentials() {
    let client = ClientCredentials::new("ckey", rsa_2048());
    let hmac = super::hmac_client();
    let temporary = TemporaryCredentials::new("ttoken", "tsecret");
    let access = TokenCredentials::new("atoken", "asecret");
    let token = Token::from(&access);
    let extra = super::super::authorization::Extra::Verifier("vcode");
    let header = super::header(
        &hmac,
        "GET",
        &super::url("http://h/"),
        None,
        Some(token),
        &[extra],
    );
    let SigningKey::RsaSha1(key) = client.signing_key() else {
        panic!("RSA");
    };
    let shown = format!(
        "{client:?} {hmac:?} {:?} {key:?} {temporary:?} {access:?} {token:?} {extra:?} {header:?}",
        hmac.signing_key()
    );
    for secret in [
        "ckey", "token\"", "secret\"", "atoken", "vcode", "shared", "MII",
    ] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}
