//! What is no message at all, or sent where there is no bot.

use super::chat::Chat;
use crate::raw::exchange;
use reqwest::StatusCode;
use serde_json::json;

#[tokio::test]
async fn what_is_no_activity_is_refused_with_400() {
    let chat = Chat::asked().await;
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
    chat.assert_no_effect().await;
}

#[tokio::test]
async fn a_message_over_64_kib_is_refused_with_413() {
    let chat = Chat::asked().await;
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
    chat.assert_no_effect().await;
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
