//! Which tokens open the tab inside Teams: signed by a peer that shares no code with the server.

use crate::{
    person::client,
    script::{Answer, Script},
};
use reqwest::{StatusCode, header};
use serde_json::{Value, json};
use tests::{
    Issuer, PUBLIC_URL, Start, TestApp, in_teams,
    issuer::{CLIENT_ID, Signer, TENANT_ID},
};

const FOREIGN_TENANT_ID: &str = "77777777-7777-4777-8777-777777777777";

// Status and word of a refusal.
const REFUSED: (u16, &str) = (401, "token-refused");
const EXPIRED: (u16, &str) = (401, "token-expired");
const NOT_ALLOWED: (u16, &str) = (403, "tenant-not-allowed");
const AWAY: (u16, &str) = (503, "entra-unavailable");

/// Every verb there is.
const VERBS: [&str; 11] = [
    "tab",
    "connect",
    "continue",
    "new-link",
    "leave",
    "choose",
    "issue",
    "ticket",
    "commit",
    "sign-out",
    "wrong-account",
];

async fn tab(issuer: &Issuer) -> TestApp {
    TestApp::start(Start {
        teams_settings: in_teams(issuer),
        ..Start::default()
    })
    .await
}

async fn call(app: &TestApp, token: &str) -> Answer {
    let script = Script::in_teams(app, format!("Bearer {token}"));
    script.call("tab", &[]).await
}

async fn assert_accepted(app: &TestApp, token: &str) {
    call(app, token).await.step("Connect");
}

async fn assert_refused(app: &TestApp, token: &str, refusal: (u16, &str), what: &str) {
    let (status, problem) = refusal;
    let answer = call(app, token).await;
    assert_eq!(answer.status, status, "{what}: {}", answer.json);
    assert_eq!(answer.problem(), Some(problem), "{what}");
    assert!(answer.json["step"].is_null(), "{what}: {}", answer.json);
    let echoed = !token.is_empty() && answer.json.to_string().contains(token);
    assert!(!echoed, "{what}: {}", answer.json);
}

fn issuer_of(tenant: &str) -> String {
    format!("https://login.microsoftonline.com/{tenant}/v2.0")
}

#[tokio::test]
async fn a_token_whose_claims_are_wrong_is_refused() {
    let issuer = Issuer::shared().await;
    let app = tab(issuer).await;
    assert_accepted(&app, &issuer.token(json!({})).await).await;
    let foreign = json!({"tid": FOREIGN_TENANT_ID, "iss": issuer_of(FOREIGN_TENANT_ID)});
    let v1_issuer = format!("https://sts.windows.net/{TENANT_ID}/");
    let v1 = json!({"ver": "1.0", "iss": v1_issuer, "aud": format!("api://tab/{CLIENT_ID}")});
    let government = format!("https://login.microsoftonline.us/{TENANT_ID}/v2.0");
    for (what, claims) in [
        ("version 1", v1),
        ("no version", json!({"ver": null})),
        ("another audience", json!({"aud": FOREIGN_TENANT_ID})),
        ("a list of audiences", json!({"aud": [CLIENT_ID]})),
        ("no audience", json!({"aud": null})),
        ("another tenant's issuer", json!({"iss": foreign["iss"]})),
        ("another cloud's issuer", json!({"iss": government})),
        ("the server's issuer", json!({"iss": issuer.authority()})),
        ("no issuer", json!({"iss": null})),
        ("another tenant alone", json!({"tid": foreign["tid"]})),
        ("no tenant", json!({"tid": null})),
        ("no scope", json!({"scp": null})),
        ("another scope", json!({"scp": "access_as_users"})),
        ("a role", json!({"scp": null, "roles": ["access_as_user"]})),
        ("an app", json!({"idtyp": "app"})),
        ("another app than Teams", json!({"azp": FOREIGN_TENANT_ID})),
        ("no app", json!({"azp": null})),
        ("no person", json!({"oid": null})),
        ("a name for a person", json!({"oid": "ada@example.com"})),
        ("no end", json!({"exp": null})),
        ("an end that is a word", json!({"exp": "9999999999"})),
        ("a distant beginning", json!({"nbf": 9_999_999_999_u64})),
        ("a distant issue", json!({"iat": 9_999_999_999_u64})),
    ] {
        let token = issuer.token(claims).await;
        assert_refused(&app, &token, REFUSED, what).await;
    }
    let foreign = issuer.token(foreign).await;
    assert_refused(&app, &foreign, NOT_ALLOWED, "a foreign tenant").await;
    let old = issuer.token(json!({"exp": 1_000_000_000})).await;
    assert_refused(&app, &old, EXPIRED, "an end long ago").await;
}

#[tokio::test]
async fn a_token_whose_signature_is_wrong_is_refused() {
    let issuer = Issuer::shared().await;
    let app = tab(issuer).await;
    let forge = async |signer, header| issuer.forged_token(signer, header, json!({})).await;
    assert_accepted(&app, &forge(Signer::Entra, json!({})).await).await;
    for (what, signer, header) in [
        (
            "nobody's key under Entra's name",
            Signer::NotEntra,
            json!({}),
        ),
        ("no signature", Signer::Entra, json!({"alg": "none"})),
        (
            "no signature, in capitals",
            Signer::Entra,
            json!({"alg": "NONE"}),
        ),
        (
            "the public key as a secret",
            Signer::Entra,
            json!({"alg": "HS256"}),
        ),
        ("another hash", Signer::Entra, json!({"alg": "RS384"})),
        ("another padding", Signer::Entra, json!({"alg": "PS256"})),
        ("no key named", Signer::Entra, json!({"kid": null})),
        (
            "an unknown key named",
            Signer::Entra,
            json!({"kid": "unknown"}),
        ),
        ("an extension", Signer::Entra, json!({"crit": ["exp"]})),
    ] {
        let token = forge(signer, header).await;
        assert_refused(&app, &token, REFUSED, what).await;
    }
    let bot = issuer.bot_token(entra_like(issuer).await).await;
    assert_refused(&app, &bot, REFUSED, "the bot's key").await;
}

/// The claims of a good token.
async fn entra_like(issuer: &Issuer) -> Value {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    let token = issuer.token(json!({})).await;
    let claims = token.split('.').nth(1).expect("three parts");
    let claims = URL_SAFE_NO_PAD.decode(claims).expect("base64url");
    serde_json::from_slice(&claims).expect("JSON")
}

#[tokio::test]
async fn what_is_no_token_is_refused() {
    let issuer = Issuer::shared().await;
    let app = tab(issuer).await;
    let good = issuer.token(json!({})).await;
    let other = issuer.token(json!({"name": "Eve Example"})).await;
    let (good, other): (Vec<_>, Vec<_>) = (good.split('.').collect(), other.split('.').collect());
    for (what, token) in [
        ("a word", "garbage".to_owned()),
        ("no signature part", good[..2].join(".")),
        ("an empty signature", format!("{}.{}.", good[0], good[1])),
        ("four parts", format!("{}.{}", good.join("."), good[2])),
        (
            "another token's claims",
            [good[0], other[1], good[2]].join("."),
        ),
        ("a long token", "a".repeat(20_000)),
        ("two tokens", format!("{0} {0}", good.join("."))),
    ] {
        assert_refused(&app, &token, REFUSED, what).await;
    }
    assert_accepted(&app, &good.join(".")).await;
}

#[tokio::test]
async fn without_a_good_token_no_verb_opens() {
    let issuer = Issuer::shared().await;
    let app = tab(issuer).await;
    let token = issuer
        .forged_token(Signer::NotEntra, json!({}), json!({}))
        .await;
    for verb in VERBS {
        let script = Script::in_teams(&app, format!("Bearer {token}"));
        let answer = script.call(verb, &[]).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{verb}");
        assert_eq!(answer.problem(), Some("token-refused"), "{verb}");
    }
}

#[tokio::test]
async fn the_token_is_the_only_one_and_a_bearer_s() {
    let issuer = Issuer::shared().await;
    let app = tab(issuer).await;
    let token = issuer.token(json!({})).await;
    let ask = async |values: &[String]| {
        let url = format!("{}/api/tab", app.url());
        let mut request = client(app.address()).post(url);
        for value in values {
            request = request.header(header::AUTHORIZATION, value);
        }
        let request = request.header(header::ACCEPT, "application/json");
        let answer = request.header(header::ORIGIN, PUBLIC_URL).send();
        let answer = answer.await.expect("an answer");
        let scheme = answer.headers().get(header::WWW_AUTHENTICATE).cloned();
        let status = answer.status();
        let text = answer.text().await.expect("a body");
        let json: Value = serde_json::from_str(&text).expect("JSON");
        (status, scheme, json["problem"].clone())
    };
    for values in [
        vec![],
        vec![String::new()],
        vec![token.clone()],
        vec![format!("Basic {token}")],
        vec![format!("Bearer{token}")],
        vec![format!("Bearer {token}"), format!("Bearer {token}")],
    ] {
        let (status, scheme, problem) = ask(&values).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{values:?}");
        assert_eq!(scheme.expect("a scheme"), "Bearer", "{values:?}");
        assert_eq!(problem, "token-missing", "{values:?}");
    }
    for scheme in ["Bearer", "bearer", "BEARER"] {
        let (status, _, _) = ask(&[format!("{scheme} {token}")]).await;
        assert_eq!(status, StatusCode::OK, "{scheme}");
    }
}

#[tokio::test]
async fn a_token_ends_five_minutes_after_its_time() {
    let issuer = Issuer::shared().await;
    let app = tab(issuer).await;
    // Good for 4000 s from a moment ago.
    let token = issuer.token(json!({})).await;
    app.set_clock_offset(4240);
    assert_accepted(&app, &token).await;
    app.set_clock_offset(4360);
    assert_refused(&app, &token, EXPIRED, "six minutes late").await;
    app.set_clock_offset(-240);
    assert_accepted(&app, &token).await;
    app.set_clock_offset(-360);
    assert_refused(&app, &token, REFUSED, "six minutes early").await;
}

#[tokio::test]
async fn rolled_keys_are_found_within_five_minutes_and_old_ones_end() {
    let issuer = Issuer::start().await;
    let app = tab(&issuer).await;
    let before = issuer.token(json!({})).await;
    assert_accepted(&app, &before).await;
    issuer.rotate_keys().await;
    let after = issuer.token(json!({})).await;
    app.set_clock_offset(240);
    assert_refused(&app, &after, REFUSED, "too soon").await;
    assert_accepted(&app, &before).await;
    app.set_clock_offset(330);
    assert_accepted(&app, &after).await;
    assert_refused(&app, &before, REFUSED, "a withdrawn key").await;
    assert_eq!(issuer.key_fetches().await, 2);
}

#[tokio::test]
async fn unknown_keys_make_one_fetch_in_five_minutes() {
    let issuer = Issuer::start().await;
    let app = tab(&issuer).await;
    let good = issuer.token(json!({})).await;
    for offset_s in [0, 330] {
        app.set_clock_offset(offset_s);
        for number in 0..40 {
            let kid = json!({"kid": format!("made-up-{number}")});
            let token = issuer.forged_token(Signer::Entra, kid, json!({})).await;
            assert_refused(&app, &token, REFUSED, "an unknown key").await;
        }
        assert_accepted(&app, &good).await;
    }
    assert_eq!(issuer.key_fetches().await, 2);
}

#[tokio::test]
async fn while_entra_is_away_known_keys_are_good_for_three_days() {
    let issuer = Issuer::start().await;
    let app = tab(&issuer).await;
    let token = issuer.token(json!({"exp": 9_999_999_999_u64})).await;
    let kid = json!({"kid": "unknown"});
    let unknown = issuer.forged_token(Signer::Entra, kid, json!({})).await;
    assert_accepted(&app, &token).await;
    drop(issuer);
    app.set_clock_offset(70 * 3600);
    assert_accepted(&app, &token).await;
    assert_refused(&app, &unknown, AWAY, "an unknown key").await;
    app.set_clock_offset(73 * 3600);
    assert_refused(&app, &token, AWAY, "after three days").await;
}

#[tokio::test]
async fn without_entra_s_keys_nobody_is_let_in() {
    let issuer = Issuer::start().await;
    let app = tab(&issuer).await;
    let token = issuer.token(json!({})).await;
    drop(issuer);
    assert_refused(&app, &token, AWAY, "no keys").await;
    assert_refused(&app, "garbage", REFUSED, "no token").await;
}
