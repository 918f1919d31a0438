//! The bot in Microsoft's own Agents Playground.

use super::{
    chat::move_into_teams,
    playground::{GROUP_CHAT, Playground},
};
use serde_json::Value;
use tests::{Issuer, TestApp};

async fn bot_in_playground() -> (TestApp, Playground) {
    let issuer = Issuer::shared().await;
    let playground = Playground::start(issuer).await;
    let mut app = TestApp::spawn().await;
    move_into_teams(&mut app, issuer, &issuer.token_url(), &playground.host()).await;
    playground.meet(app.address());
    (app, playground)
}

#[track_caller]
fn assert_says(message: &Value, words: &str) {
    let text = message["text"].as_str().unwrap_or_default();
    assert!(text.contains(words), "no {words:?}: {message}");
}

#[tokio::test]
async fn the_playground_shows_what_the_bot_answers_to_each_command() {
    let (_app, mut playground) = bot_in_playground().await;
    for text in ["hi", "Hello", "help"] {
        assert_says(&playground.say(text).await, "**disconnect**");
    }
    let connect = playground.say("connect").await;
    assert_says(&connect, "press **Connect**");
    let button = &connect["attachments"][0]["content"]["buttons"][0];
    assert_eq!(button["title"], "Open Jira", "{connect}");
    assert_says(&playground.say("status").await, "You are not connected");
    assert_says(&playground.say("disconnect").await, "You are not connected");
    assert_says(&playground.say("yes").await, "There is no question");
    assert_says(
        &playground.say("cancel").await,
        "There is nothing to cancel",
    );
    assert_says(&playground.say("lunch?").await, "I do not know");
    assert_says(
        &playground.say_in(GROUP_CHAT, "status").await,
        "personal chat",
    );
}

#[tokio::test]
async fn an_installation_in_the_playground_is_welcomed_once() {
    let (_app, mut playground) = bot_in_playground().await;
    playground.play("install").await;
    assert_says(&playground.next().await, "Hello.");
    playground.play("botAdded").await;
    assert_says(&playground.say("help").await, "You can write");
}
