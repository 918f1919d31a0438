//! From the text of a token and published keys to a person.

use super::{CLIENT, NAME, NOW_S, TENANT, claims, person, settings};
use crate::{
    clock::Clock,
    entra::{Entra, IdentifyError, metadata_url},
    settings::EntraSettings,
    signing_keys::test_issuer::{KEY, OTHER_KEY, TestIssuer},
};
use http::StatusCode;
use serde_json::json;
use std::time::Duration;
use url::Url;

async fn issuer() -> TestIssuer {
    TestIssuer::start(&[KEY.jwk(json!({}))]).await
}

fn entra(issuer: &TestIssuer) -> Entra {
    let settings = EntraSettings {
        authority: issuer.url.clone(),
        ..settings()
    };
    let clock = Clock::from_fn(|| Duration::from_secs(NOW_S));
    Entra::new(&settings, clock).expect("TLS")
}

#[tokio::test]
async fn a_person_is_identified_by_the_published_keys() {
    let issuer = issuer().await;
    let entra = entra(&issuer);
    let claims = claims(json!({}));
    let found = entra.identify(&KEY.sign(&claims)).await;
    assert_eq!(found, Ok(person(Some(NAME))));
    let unknown = IdentifyError::Invalid("signed with a key that Entra does not have");
    let outcome = entra.identify(&OTHER_KEY.sign(&claims)).await;
    assert_eq!(outcome, Err(unknown));
    let forged = OTHER_KEY.sign_with(json!({"kid": KEY.kid}), &claims);
    let wrong = IdentifyError::Invalid("its signature is wrong");
    assert_eq!(entra.identify(&forged).await, Err(wrong));
    assert_eq!(entra.check_keys().await.expect("keys").keys, 1);
}

#[tokio::test]
async fn nothing_is_fetched_for_what_is_no_token() {
    let issuer = issuer().await;
    let entra = entra(&issuer);
    let hmac = KEY.sign_with(json!({"alg": "HS256"}), &claims(json!({})));
    for jwt in ["", "token", CLIENT, &hmac] {
        let outcome = entra.identify(jwt).await;
        let invalid = matches!(outcome, Err(IdentifyError::Invalid(_)));
        assert!(invalid, "{jwt}: {outcome:?}");
    }
    assert_eq!(issuer.change(|it| it.asked), (0, 0));
}

#[tokio::test]
async fn without_keys_nobody_is_identified() {
    let issuer = issuer().await;
    issuer.change(|it| it.keys.0 = StatusCode::SERVICE_UNAVAILABLE);
    let outcome = entra(&issuer).identify(&KEY.sign(&claims(json!({})))).await;
    assert_eq!(outcome, Err(IdentifyError::KeysUnavailable));
}

#[test]
fn metadata_are_those_of_the_only_tenant_or_of_all() {
    let mut settings = settings();
    let tail = "v2.0/.well-known/openid-configuration";
    let common = format!("https://login.microsoftonline.com/common/{tail}");
    assert_eq!(metadata_url(&settings).as_str(), common);
    settings.tenant_ids.pop();
    let one = format!("https://login.microsoftonline.com/{TENANT}/{tail}");
    assert_eq!(metadata_url(&settings).as_str(), one);
    for authority in ["http://127.0.0.1:80/entra", "http://127.0.0.1:80/entra/#x"] {
        settings.authority = Url::parse(authority).expect("an address");
        let one = format!("http://127.0.0.1/entra/{TENANT}/{tail}");
        assert_eq!(metadata_url(&settings).as_str(), one);
    }
}
