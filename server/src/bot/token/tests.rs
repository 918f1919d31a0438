//! Which tokens vouch for an activity. Each row of the tables has one defect.

use super::{BotTokenError, BotTokens, Claimed};
use crate::{
    clock::Clock,
    settings::{BotSettings, Cloud},
    signing_keys::test_issuer::{KEY, OTHER_KEY, TestIssuer, changed},
};
use http::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;
use url::Url;

const APP: &str = "dddddddd-0000-4000-8000-000000000001";
const SERVICE_URL: &str = "https://smba.trafficmanager.net/emea/";
const ISSUER: &str = "https://api.botframework.com";
const NOW_S: u64 = 1_800_000_000;

const ACTIVITY: Claimed<'_> = Claimed {
    service_url: SERVICE_URL,
    channel_id: "msteams",
};

fn tokens(issuer: &TestIssuer, cloud: Cloud) -> BotTokens {
    let settings = BotSettings {
        app_id: APP.to_owned(),
        client_secret: "secret".into(),
        metadata_url: issuer.metadata_url(),
        token_url: Url::parse("http://127.0.0.1:1/token").expect("an address"),
        service_url_hosts: vec!["smba.trafficmanager.net".to_owned()],
    };
    let clock = Clock::from_fn(|| Duration::from_secs(NOW_S));
    BotTokens::new(&settings, cloud, clock).expect("TLS")
}

async fn issuer() -> TestIssuer {
    let endorsed = json!({"endorsements": ["webchat", "msteams"]});
    TestIssuer::start(&[KEY.jwk(endorsed)]).await
}

fn claims(changes: Value) -> Value {
    let usual = json!({
        "serviceurl": SERVICE_URL,
        "nbf": NOW_S - 60,
        "exp": NOW_S + 3600,
        "iss": ISSUER,
        "aud": APP,
    });
    changed(usual, changes)
}

#[tokio::test]
async fn a_token_made_for_the_activity_vouches_for_it() {
    let issuer = issuer().await;
    let tokens = tokens(&issuer, Cloud::Global);
    for changes in [
        json!({}),
        json!({"nbf": null}),
        json!({"nbf": NOW_S + 240}),
        json!({"exp": NOW_S - 240}),
        json!({"iat": NOW_S}),
    ] {
        let jwt = KEY.sign(&claims(changes.clone()));
        assert_eq!(tokens.verify(&jwt, ACTIVITY).await, Ok(()), "{changes}");
    }
    assert_eq!(issuer.fetches(), 1);
    assert_eq!(tokens.check_keys().await.expect("keys").keys, 1);
}

#[tokio::test]
async fn every_claim_must_be_right() {
    let shape = "a claim is missing or of a wrong type";
    let cloud = "not issued by the Bot Framework of this cloud";
    let bot = "made for another bot";
    let address = "made for another service URL";
    let rows = [
        (
            "another issuer",
            json!({"iss": "https://login.microsoftonline.com/x/v2.0"}),
            cloud,
        ),
        (
            "the issuer of another cloud",
            json!({"iss": "https://api.botframework.us"}),
            cloud,
        ),
        (
            "an issuer with a slash behind",
            json!({"iss": format!("{ISSUER}/")}),
            cloud,
        ),
        ("no issuer", json!({"iss": null}), shape),
        (
            "another bot",
            json!({"aud": "dddddddd-0000-4000-8000-000000000002"}),
            bot,
        ),
        (
            "an address for a bot",
            json!({"aud": format!("api://{APP}")}),
            bot,
        ),
        ("a bot in capitals", json!({"aud": APP.to_uppercase()}), bot),
        ("a list of bots", json!({"aud": [APP]}), shape),
        ("no bot", json!({"aud": null}), shape),
        (
            "an end six minutes ago",
            json!({"exp": NOW_S - 360}),
            "it has expired",
        ),
        ("no end", json!({"exp": null}), shape),
        ("an end that is a word", json!({"exp": "never"}), shape),
        (
            "a beginning in six minutes",
            json!({"nbf": NOW_S + 360}),
            "its time has not come",
        ),
        ("a beginning that is a word", json!({"nbf": "now"}), shape),
        (
            "issued in six minutes",
            json!({"iat": NOW_S + 360}),
            "it was issued in the future",
        ),
        (
            "another service",
            json!({"serviceurl": "https://smba.trafficmanager.net/amer/"}),
            address,
        ),
        (
            "another host",
            json!({"serviceurl": "https://forger.example.com/emea/"}),
            address,
        ),
        (
            "two slashes behind",
            json!({"serviceurl": format!("{SERVICE_URL}/")}),
            address,
        ),
        ("an empty service", json!({"serviceurl": ""}), address),
        ("no service", json!({"serviceurl": null}), shape),
        (
            "the service under another name",
            json!({"serviceurl": null, "serviceUrl": SERVICE_URL}),
            shape,
        ),
    ];
    let issuer = issuer().await;
    let tokens = tokens(&issuer, Cloud::Global);
    for (what, changes, reason) in rows {
        let jwt = KEY.sign(&claims(changes));
        let outcome = tokens.verify(&jwt, ACTIVITY).await;
        assert_eq!(outcome, Err(BotTokenError::Invalid(reason)), "{what}");
    }
}

#[tokio::test]
async fn case_and_a_slash_behind_the_service_url_do_not_matter() {
    let issuer = issuer().await;
    let tokens = tokens(&issuer, Cloud::Global);
    let jwt = KEY.sign(&claims(json!({})));
    for (service_url, good) in [
        ("https://smba.trafficmanager.net/emea", true),
        ("https://SMBA.trafficmanager.net/EMEA/", true),
        ("https://smba.trafficmanager.net/emea//", false),
        ("https://smba.trafficmanager.net/emea/x", false),
        ("https://smba.trafficmanager.net", false),
        ("", false),
    ] {
        let activity = Claimed {
            service_url,
            ..ACTIVITY
        };
        let outcome = tokens.verify(&jwt, activity).await;
        assert_eq!(outcome.is_ok(), good, "{service_url}: {outcome:?}");
    }
}

#[tokio::test]
async fn a_key_vouches_only_for_the_channels_that_it_is_endorsed_for() {
    let endorsements = |list: Value| KEY.jwk(json!({"endorsements": list}));
    let wrong = BotTokenError::Invalid("signed with a key that is not endorsed for the channel");
    for (jwk, channel_id, good) in [
        (endorsements(json!(["msteams"])), "msteams", true),
        (endorsements(json!(["webchat"])), "msteams", false),
        (
            endorsements(json!(["msteams2", "MSTEAMS"])),
            "msteams",
            false,
        ),
        (endorsements(json!([])), "msteams", false),
        (KEY.jwk(json!({})), "msteams", false),
        (endorsements(json!(["msteams"])), "directline", false),
        (endorsements(json!(["msteams"])), "", false),
    ] {
        let issuer = TestIssuer::start(std::slice::from_ref(&jwk)).await;
        let activity = Claimed {
            channel_id,
            ..ACTIVITY
        };
        let jwt = KEY.sign(&claims(json!({})));
        let outcome = tokens(&issuer, Cloud::Global).verify(&jwt, activity).await;
        let expected = if good { Ok(()) } else { Err(wrong.clone()) };
        assert_eq!(outcome, expected, "{jwk} for {channel_id}");
    }
}

#[tokio::test]
async fn each_cloud_has_its_own_issuer() {
    let issuer = issuer().await;
    let tokens = tokens(&issuer, Cloud::UsGovernment);
    let government = KEY.sign(&claims(json!({"iss": "https://api.botframework.us"})));
    assert_eq!(tokens.verify(&government, ACTIVITY).await, Ok(()));
    let global = KEY.sign(&claims(json!({})));
    let wrong = BotTokenError::Invalid("not issued by the Bot Framework of this cloud");
    assert_eq!(tokens.verify(&global, ACTIVITY).await, Err(wrong));
}

#[tokio::test]
async fn only_the_published_keys_count() {
    let issuer = issuer().await;
    let tokens = tokens(&issuer, Cloud::Global);
    let claims = claims(json!({}));
    let rows = [
        ("no token", String::new(), "not a signed token that we know"),
        (
            "HMAC",
            KEY.sign_with(json!({"alg": "HS256"}), &claims),
            "not signed with RS256",
        ),
        (
            "no key named",
            KEY.sign_with(json!({"kid": null}), &claims),
            "it names no key",
        ),
        (
            "an unknown key",
            OTHER_KEY.sign(&claims),
            "signed with a key that the Bot Framework does not have",
        ),
        (
            "a key under a false name",
            OTHER_KEY.sign_with(json!({"kid": KEY.kid}), &claims),
            "its signature is wrong",
        ),
    ];
    for (what, jwt, reason) in rows {
        let outcome = tokens.verify(&jwt, ACTIVITY).await;
        assert_eq!(outcome, Err(BotTokenError::Invalid(reason)), "{what}");
    }
}

#[tokio::test]
async fn without_keys_nothing_is_believed() {
    let issuer = issuer().await;
    issuer.change(|it| it.metadata.0 = StatusCode::BAD_GATEWAY);
    let jwt = KEY.sign(&claims(json!({})));
    let outcome = tokens(&issuer, Cloud::Global).verify(&jwt, ACTIVITY).await;
    assert_eq!(outcome, Err(BotTokenError::KeysUnavailable));
}
