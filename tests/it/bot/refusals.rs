//! What is not from Teams, or not for this bot, or not for the first time: refused, without effect.

use super::chat::Chat;
use crate::raw::exchange;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use reqwest::{StatusCode, header};
use serde_json::{Value, json};
use tests::{
    Issuer,
    issuer::{CLIENT_ID, Signer},
};

const STRANGER: &str = "99999999-9999-4999-8999-999999999999";

/// A chat in which one more `yes` disconnects.
async fn asked() -> Chat {
    let chat = Chat::start().await;
    chat.connect().await;
    chat.say("disconnect").await;
    chat
}

/// When a token ends.
fn ends_at_s(token: &str) -> u64 {
    let claims = token.split('.').nth(1).expect("three parts");
    let claims = URL_SAFE_NO_PAD.decode(claims).expect("base64url");
    let claims: Value = serde_json::from_slice(&claims).expect("JSON");
    claims["exp"].as_u64().expect("seconds")
}

/// Nothing of what was refused had an effect or an answer: the question is still open, and the next
/// answer is to the next message.
async fn assert_no_effect(chat: &Chat) {
    chat.assert_step("Connected").await;
    assert!(
        chat.say("yes")
            .await
            .text()
            .starts_with("You are disconnected")
    );
}

#[tokio::test]
async fn a_message_without_the_bot_frameworks_token_is_refused_with_401() {
    let chat = asked().await;
    let token = chat.token().await;
    for authorization in [
        None,
        Some(String::new()),
        Some("Bearer".to_owned()),
        Some(format!("Basic {token}")),
        Some(token.clone()),
        Some(format!("Ticket {token}")),
    ] {
        let message = chat.message("yes").to_string();
        let answer = chat.post(authorization.as_deref(), message).await;
        assert_eq!(
            answer.status(),
            StatusCode::UNAUTHORIZED,
            "{authorization:?}"
        );
        assert_eq!(
            answer.headers()[header::WWW_AUTHENTICATE],
            "Bearer",
            "{authorization:?}"
        );
    }
    assert_no_effect(&chat).await;
}

#[tokio::test]
async fn a_forged_token_is_refused_with_401() {
    let chat = asked().await;
    let here = chat.teams.service_url();
    let now_s = ends_at_s(&chat.token().await) - 3600;
    let claims: &[(&str, Value)] = &[
        ("for another bot", json!({"aud": STRANGER})),
        ("for the tab", json!({"aud": CLIENT_ID})),
        (
            "for several",
            json!({"aud": [tests::issuer::BOT_ID, STRANGER]}),
        ),
        ("for nobody", json!({"aud": null})),
        (
            "of another issuer",
            json!({"iss": "https://api.botframework.us"}),
        ),
        ("of no issuer", json!({"iss": null})),
        (
            "for another service URL",
            json!({"serviceurl": "https://smba.trafficmanager.net/emea/"}),
        ),
        (
            "for a longer service URL",
            json!({"serviceurl": format!("{here}x")}),
        ),
        ("for no service URL", json!({"serviceurl": null})),
        ("expired", json!({"exp": now_s - 301, "nbf": now_s - 4000})),
        ("without an end", json!({"exp": null})),
        ("not valid yet", json!({"nbf": now_s + 400})),
    ];
    let headers: &[(&str, Signer, Value)] = &[
        ("signed by nobody we know", Signer::NotBot, json!({})),
        ("signed by Entra", Signer::Entra, json!({})),
        (
            "under an unknown key",
            Signer::Bot,
            json!({"kid": "unknown"}),
        ),
        ("under no key", Signer::Bot, json!({"kid": null})),
        ("unsigned", Signer::Bot, json!({"alg": "none"})),
        (
            "signed with the public key as a secret",
            Signer::Bot,
            json!({"alg": "HS256"}),
        ),
        (
            "signed by another method",
            Signer::Bot,
            json!({"alg": "PS256"}),
        ),
        ("with another digest", Signer::Bot, json!({"alg": "RS512"})),
    ];
    let mut tokens = Vec::new();
    for (what, changes) in claims {
        let mut all = json!({"serviceurl": here});
        for (name, value) in changes.as_object().expect("an object") {
            all[name] = value.clone();
        }
        tokens.push((*what, chat.issuer.bot_token(all).await));
    }
    for (what, signer, header) in headers {
        // Even a token of Entra's that says all the right things.
        let claims = json!({
            "serviceurl": here, "iss": "https://api.botframework.com", "aud": tests::issuer::BOT_ID,
        });
        tokens.push((
            *what,
            chat.issuer
                .forged_token(*signer, header.clone(), claims)
                .await,
        ));
    }
    tokens.push((
        "of the person, from the tab",
        chat.issuer.token(json!({})).await,
    ));
    let good = chat.token().await;
    let (unsigned, _) = good.rsplit_once('.').expect("three parts");
    tokens.push(("with an empty signature", format!("{unsigned}.")));
    tokens.push(("cut off", unsigned.to_owned()));
    tokens.push(("too long", "x".repeat(30_000)));
    tokens.push(("garbage", "a.b.c".to_owned()));
    for (what, token) in tokens {
        let message = chat.message("yes").to_string();
        let answer = chat.post(Some(&format!("Bearer {token}")), message).await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{what}");
        assert_eq!(
            answer.headers()[header::WWW_AUTHENTICATE],
            "Bearer error=\"invalid_token\"",
            "{what}"
        );
    }
    assert_no_effect(&chat).await;
}

#[tokio::test]
async fn a_token_that_does_not_cover_the_channel_is_refused_with_401() {
    let chat = asked().await;
    let mut message = chat.message("yes");
    message["channelId"] = json!("directline");
    assert_eq!(chat.send(&message).await, StatusCode::UNAUTHORIZED);
    assert_no_effect(&chat).await;
}

#[tokio::test]
async fn a_good_token_for_what_is_not_allowed_here_is_refused_with_403() {
    let chat = asked().await;
    let with = |path: &str, value: Value| {
        let mut message = chat.message("yes");
        *message.pointer_mut(path).expect("a member") = value;
        message
    };
    let mut foreign = with("/channelData/tenant/id", json!(STRANGER));
    foreign["conversation"]["tenantId"] = json!(STRANGER);
    for (what, message) in [
        // The tests' Bot Framework endorses this channel: its clients say themselves who writes.
        ("another channel", with("/channelId", json!("webchat"))),
        ("a foreign tenant", foreign),
        (
            "a foreign tenant in one place",
            with("/channelData/tenant/id", json!(STRANGER)),
        ),
        (
            "a foreign tenant in the other",
            with("/conversation/tenantId", json!(STRANGER)),
        ),
        ("no tenant", with("/channelData/tenant/id", json!(""))),
        ("no person", with("/from/aadObjectId", Value::Null)),
        ("no GUID", with("/from/aadObjectId", json!("29:person"))),
    ] {
        assert_eq!(chat.send(&message).await, StatusCode::FORBIDDEN, "{what}");
    }
    assert_no_effect(&chat).await;
}

#[tokio::test]
async fn the_bot_does_not_answer_to_a_host_that_the_operator_did_not_name() {
    let chat = asked().await;
    let elsewhere = super::teams::Teams::start().await;
    for service_url in [
        elsewhere.service_url(),
        "https://smba.trafficmanager.net/emea/".to_owned(),
        format!("http://{}@{}/", chat.teams.host, elsewhere.host),
        format!("https://evil.example/{}/", chat.teams.host),
        "file:///".to_owned(),
        "elsewhere".to_owned(),
    ] {
        let mut message = chat.message("yes");
        message["serviceUrl"] = json!(service_url);
        let token = chat
            .issuer
            .bot_token(json!({"serviceurl": service_url}))
            .await;
        let answer = chat
            .post(Some(&format!("Bearer {token}")), message.to_string())
            .await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{service_url}");
    }
    assert_no_effect(&chat).await;
    assert!(elsewhere.replies(0).await.is_empty());
}

#[tokio::test]
async fn an_activity_is_taken_once() {
    let chat = asked().await;
    let cancel = chat.message("cancel");
    assert!(
        chat.answer_to(&cancel)
            .await
            .text()
            .starts_with("Nothing was changed")
    );
    chat.say("disconnect").await;
    let bearer = format!("Bearer {}", chat.token().await);
    for _ in 0..3 {
        let answer = chat.post(Some(&bearer), cancel.to_string()).await;
        assert_eq!(answer.status(), StatusCode::CONFLICT);
    }
    assert_no_effect(&chat).await;
}

#[tokio::test]
async fn a_refused_activity_may_come_again() {
    let chat = asked().await;
    let yes = chat.message("yes");
    let answer = chat.post(Some("Bearer a.b.c"), yes.to_string()).await;
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    assert!(
        chat.answer_to(&yes)
            .await
            .text()
            .starts_with("You are disconnected")
    );
}

#[tokio::test]
async fn what_is_no_activity_is_refused_with_400() {
    let chat = asked().await;
    let bearer = format!("Bearer {}", chat.token().await);
    let mut without = chat.message("yes");
    without
        .as_object_mut()
        .expect("an object")
        .remove("conversation");
    let mut up = chat.message("yes");
    up["conversation"]["id"] = json!("..");
    for body in [
        String::new(),
        "{".to_owned(),
        "[]".to_owned(),
        "yes".to_owned(),
        "\u{0}".to_owned(),
        "[".repeat(20_000),
        without.to_string(),
        up.to_string(),
    ] {
        let answer = chat.post(Some(&bearer), body.clone()).await;
        assert_eq!(
            answer.status(),
            StatusCode::BAD_REQUEST,
            "{}",
            &body[..body.len().min(80)]
        );
    }
    assert_no_effect(&chat).await;
}

#[tokio::test]
async fn a_message_over_64_kib_is_refused_with_413() {
    let chat = asked().await;
    let long = chat.message(&"x".repeat(64 * 1024));
    assert_eq!(chat.send(&long).await, StatusCode::PAYLOAD_TOO_LARGE);
    let mut chunked = format!(
        "POST /api/messages HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n\
         Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n",
        chat.app.host()
    );
    let chunk = format!("{:x}\r\n{}\r\n", 1024, "x".repeat(1024));
    chunked.extend(std::iter::repeat_n(chunk.as_str(), 80));
    chunked.push_str("0\r\n\r\n");
    assert_eq!(exchange(&chat.app, &chunked).await.status, 413);
    assert_no_effect(&chat).await;
}

#[tokio::test]
async fn only_post_is_taken() {
    let chat = Chat::start().await;
    let url = format!("http://{}/api/messages", chat.app.address());
    let answer = chat.http.get(url).send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn without_a_bot_there_is_nowhere_to_post_to() {
    let mut chat = Chat::start().await;
    let bearer = format!("Bearer {}", chat.token().await);
    chat.app
        .restart_with(|text| {
            let (before, rest) = text.split_once("[bot]").expect("the table");
            let (_, after) = rest.split_once("\n[").expect("the next table");
            format!("{before}[{after}")
        })
        .await;
    let message = chat.message("help").to_string();
    let answer = chat.post(Some(&bearer), message).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    assert!(chat.teams.replies(0).await.is_empty());
}

#[tokio::test]
async fn while_the_keys_cannot_be_fetched_teams_is_asked_to_come_again() {
    let mut chat = Chat::start().await;
    let own = Issuer::start().await;
    let (metadata, here) = (own.bot_metadata_url(), chat.issuer.bot_metadata_url());
    chat.app
        .restart_with(|text| text.replace(&here, &metadata))
        .await;
    let token = own
        .bot_token(json!({"serviceurl": chat.teams.service_url()}))
        .await;
    drop(own);
    let message = chat.message("help").to_string();
    let answer = chat.post(Some(&format!("Bearer {token}")), message).await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
}
