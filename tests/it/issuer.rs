//! The tests' issuer of tokens is as we think Microsoft's is: its tokens, keys, answers.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use tests::{
    Issuer,
    issuer::{BOT_ID, BOT_SECRET, CLIENT_ID, Signer, TENANT_ID, USER_ID},
};

fn part(token: &str, index: usize) -> Value {
    let part = token.split('.').nth(index).expect("three parts");
    let bytes = URL_SAFE_NO_PAD.decode(part).expect("base64url");
    serde_json::from_slice(&bytes).expect("JSON")
}

async fn json_at(url: &str) -> Value {
    let response = reqwest::get(url).await.expect("an answer");
    serde_json::from_str(&response.text().await.expect("a text")).expect("JSON")
}

#[tokio::test]
async fn tokens_carry_the_usual_claims_unless_told_otherwise() {
    let issuer = Issuer::shared().await;
    let usual = part(&issuer.token(json!({})).await, 1);
    assert_eq!(usual["aud"], CLIENT_ID);
    assert_eq!(
        (&usual["tid"], &usual["oid"]),
        (&json!(TENANT_ID), &json!(USER_ID))
    );
    let changed = issuer.token(json!({"scp": null, "exp": 5})).await;
    let changed = part(&changed, 1);
    assert_eq!(
        (&changed["scp"], &changed["exp"]),
        (&Value::Null, &json!(5))
    );
    assert_eq!(changed["tid"], TENANT_ID);
    let bot = part(&issuer.bot_token(json!({})).await, 1);
    assert_eq!((&bot["aud"], &bot["oid"]), (&json!(BOT_ID), &Value::Null));
}

#[tokio::test]
async fn a_forged_header_keeps_the_rest() {
    let issuer = Issuer::shared().await;
    let none = json!({"alg": "none", "kid": null});
    let forged = issuer.forged_token(Signer::Entra, none, json!({})).await;
    assert_eq!(part(&forged, 0), json!({"typ": "JWT", "alg": "none"}));
    assert_eq!(part(&forged, 1)["aud"], CLIENT_ID);
    assert!(forged.ends_with('.'), "no signature: {forged}");
    let kid = &part(&issuer.token(json!({})).await, 0)["kid"];
    let stranger = issuer.forged_token(Signer::NotEntra, json!({}), json!({}));
    assert_eq!(&part(&stranger.await, 0)["kid"], kid);
}

#[tokio::test]
async fn metadata_of_every_tenant_lead_to_the_keys() {
    let issuer = Issuer::start().await;
    for tenant in ["common", TENANT_ID] {
        let url = format!(
            "{}/{tenant}/v2.0/.well-known/openid-configuration",
            issuer.authority()
        );
        let keys = json_at(json_at(&url).await["jwks_uri"].as_str().unwrap()).await;
        let kid = &part(&issuer.token(json!({})).await, 0)["kid"];
        assert_eq!(&keys["keys"][0]["kid"], kid);
        let template = "https://login.microsoftonline.com/{tenantid}/v2.0";
        assert_eq!(keys["keys"][0]["issuer"], template);
        assert_eq!(
            keys["keys"][0]["d"],
            Value::Null,
            "the private key stays private"
        );
    }
    assert_eq!(issuer.key_fetches().await, 2);
    let bot = json_at(&issuer.bot_metadata_url()).await;
    let keys = json_at(bot["jwks_uri"].as_str().unwrap()).await;
    assert_eq!(keys["keys"][0]["endorsements"][0], "msteams");
}

#[tokio::test]
async fn rotated_keys_have_new_names() {
    let issuer = Issuer::start().await;
    let before = issuer.token(json!({})).await;
    issuer.rotate_keys().await;
    let after = issuer.token(json!({})).await;
    assert_ne!(part(&before, 0)["kid"], part(&after, 0)["kid"]);
}

#[tokio::test]
async fn the_bot_gets_a_token_for_its_secret_only() {
    let issuer = Issuer::shared().await;
    let scope = "https://api.botframework.com/.default";
    let ask = async |secret: &str, scope: &str| {
        let form = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "client_credentials")
            .append_pair("client_id", BOT_ID)
            .append_pair("client_secret", secret)
            .append_pair("scope", scope)
            .finish();
        let request = Client::new().post(issuer.token_url()).body(form);
        let form = "application/x-www-form-urlencoded";
        request.header("Content-Type", form).send().await.unwrap()
    };
    assert_eq!(ask("guess", scope).await.status(), StatusCode::UNAUTHORIZED);
    let graph = "https://graph.microsoft.com/.default";
    assert_eq!(
        ask(BOT_SECRET, graph).await.status(),
        StatusCode::BAD_REQUEST
    );
    let good = ask(BOT_SECRET, scope).await;
    assert_eq!(good.status(), StatusCode::OK);
    let body: Value = serde_json::from_str(&good.text().await.unwrap()).unwrap();
    assert_eq!(body["token_type"], "Bearer");
    assert!(body["access_token"].is_string() && body["expires_in"].is_u64());
}
