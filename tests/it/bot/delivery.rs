//! How an answer gets to Teams: the bot's own token, second tries, limits.

use super::{chat::Chat, teams::Told};
use reqwest::{StatusCode, header};
use serde_json::json;
use tests::issuer::{BOT_ID, BOT_SECRET};

fn busy(retry_after: &'static str) -> Told {
    let header = (header::RETRY_AFTER, retry_after);
    (StatusCode::TOO_MANY_REQUESTS, Some(header))
}

#[tokio::test]
async fn the_token_is_fetched_once_for_many_answers_at_once() {
    let chat = Chat::start().await;
    let messages: Vec<_> = (0..20).map(|_| chat.message("help")).collect();
    let mut sending = tokio::task::JoinSet::new();
    let bearer = format!("Bearer {}", chat.token().await);
    for message in &messages {
        let url = format!("http://{}/api/messages", chat.app.address());
        let request = chat.http.post(url).header(header::AUTHORIZATION, &bearer);
        sending.spawn(request.body(message.to_string()).send());
    }
    for answer in sending.join_all().await {
        assert_eq!(answer.expect("an answer").status(), StatusCode::OK);
    }
    let replies = chat.teams.replies(20).await;
    assert!(
        replies
            .iter()
            .all(|reply| reply.authorization == "Bearer own-token-1")
    );
    let requests = chat.teams.token_requests();
    assert_eq!(requests.len(), 1);
    let expected = [
        ("grant_type", "client_credentials"),
        ("client_id", BOT_ID),
        ("client_secret", BOT_SECRET),
        ("scope", "https://api.botframework.com/.default"),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(requests[0], expected.into());
}

#[tokio::test]
async fn the_token_is_replaced_before_it_ends() {
    let chat = Chat::start().await;
    chat.say("help").await;
    chat.app.set_clock_offset(3599 - 300 - 10);
    assert_eq!(chat.say("help").await.authorization, "Bearer own-token-1");
    chat.app.set_clock_offset(3599 - 300 + 10);
    assert_eq!(chat.say("help").await.authorization, "Bearer own-token-2");
}

#[tokio::test]
async fn a_token_that_teams_no_longer_takes_is_replaced() {
    let chat = Chat::start().await;
    chat.say("help").await;
    chat.teams
        .refuse_next([(StatusCode::UNAUTHORIZED, Some((header::RETRY_AFTER, "0")))]);
    assert_eq!(chat.send(&chat.message("help")).await, StatusCode::OK);
    let replies = chat.teams.replies(3).await;
    assert_eq!(replies[1].authorization, "Bearer own-token-1");
    assert_eq!(replies[2].authorization, "Bearer own-token-2");
    assert_eq!(replies[1].json, replies[2].json);
}

#[tokio::test]
async fn a_busy_teams_is_tried_once_more_after_the_pause_it_asks_for() {
    for told in [
        busy("0"),
        (
            StatusCode::SERVICE_UNAVAILABLE,
            Some((header::RETRY_AFTER, "0")),
        ),
        // Without a word, a second.
        (StatusCode::BAD_GATEWAY, None),
    ] {
        let chat = Chat::start().await;
        chat.teams.refuse_next([told]);
        assert_eq!(chat.send(&chat.message("help")).await, StatusCode::OK);
        let replies = chat.teams.replies(2).await;
        assert_eq!(replies[0].json, replies[1].json);
    }
}

#[tokio::test]
async fn an_answer_that_teams_does_not_take_is_given_up() {
    for (told, tries) in [
        (vec![busy("0"), busy("0")], 2),
        (
            vec![
                (
                    StatusCode::INTERNAL_SERVER_ERROR,
                    Some((header::RETRY_AFTER, "0"))
                );
                2
            ],
            2,
        ),
        // Nobody waits so long.
        (vec![busy("3600")], 1),
        (vec![(StatusCode::FORBIDDEN, None)], 1),
        (vec![(StatusCode::NOT_FOUND, None)], 1),
        // The token goes to no address that an answer names.
        (
            vec![(
                StatusCode::TEMPORARY_REDIRECT,
                Some((header::LOCATION, "/elsewhere")),
            )],
            1,
        ),
    ] {
        let mut chat = Chat::start().await;
        chat.teams.refuse_next(told.clone());
        assert_eq!(chat.send(&chat.message("help")).await, StatusCode::OK);
        // The server ends only when all that it took is done.
        chat.app.restart().await;
        assert_eq!(chat.teams.replies(0).await.len(), tries, "{told:?}");
        chat.say("help").await;
    }
}

#[tokio::test]
async fn without_a_token_no_answer_is_sent_and_the_next_message_asks_again() {
    let secret = json!({"error": "invalid_client", "error_description": "AADSTS7000215"});
    for (status, answer) in [
        (StatusCode::UNAUTHORIZED, secret),
        (StatusCode::INTERNAL_SERVER_ERROR, json!("a page")),
        (StatusCode::OK, json!({"access_token": "no end"})),
        (StatusCode::OK, json!([])),
        (StatusCode::OK, json!("x".repeat(100_000))),
    ] {
        let chat = Chat::start().await;
        chat.teams.answer_next_tokens([(status, answer.clone())]);
        assert_eq!(chat.send(&chat.message("status")).await, StatusCode::OK);
        crate::wait::until("the token is refused", || {
            !chat.teams.token_requests().is_empty()
        })
        .await;
        // The first one got no answer.
        assert_eq!(chat.say("help").await.authorization, "Bearer own-token-2");
    }
}

#[tokio::test]
async fn what_is_done_is_done_even_if_the_answer_gets_lost() {
    let mut chat = Chat::start().await;
    chat.connect().await;
    chat.say("disconnect").await;
    chat.teams.refuse_next([(StatusCode::FORBIDDEN, None)]);
    assert_eq!(chat.send(&chat.message("yes")).await, StatusCode::OK);
    chat.app.restart().await;
    chat.assert_step("Connect").await;
}

#[tokio::test]
async fn messages_are_taken_at_once_and_more_than_64_unanswered_ones_are_refused() {
    let chat = Chat::start().await;
    chat.teams.hold();
    let bearer = format!("Bearer {}", chat.token().await);
    for _ in 0..64 {
        let answer = chat.post(Some(&bearer), chat.message("help").to_string());
        assert_eq!(answer.await.status(), StatusCode::OK);
    }
    let refused = chat.message("help");
    assert_eq!(chat.send(&refused).await, StatusCode::SERVICE_UNAVAILABLE);
    chat.teams.open();
    chat.teams.replies(64).await;
    // There is room again some time after the answers were taken, and then it is taken.
    while chat.send(&refused).await == StatusCode::SERVICE_UNAVAILABLE {}
    let replies = chat.teams.replies(65).await;
    assert_eq!(replies[64].json["replyToId"], refused["id"]);
}
