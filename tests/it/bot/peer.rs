//! The bot in Microsoft's own Agents Playground.

use super::{playground::Playground, tab};
use serde_json::Value;
use tests::{Issuer, Start, TestApp, issuer::CLIENT_ID, with_bot};

async fn bot_in_playground() -> (TestApp, Playground) {
    let issuer = Issuer::shared().await;
    let playground = Playground::start(issuer).await;
    let app = TestApp::start(Start {
        teams_settings: with_bot(issuer, &playground.host()),
        ..Start::default()
    })
    .await;
    playground.meet(app.address());
    (app, playground)
}

#[track_caller]
fn assert_says(message: &Value, words: &str) {
    let text = message["text"].as_str().unwrap_or_default();
    assert!(text.contains(words), "no {words:?}: {message}");
}

/// The Playground makes a message of its own of a card.
#[track_caller]
fn assert_opens_tab(message: &Value) {
    let button = &message["attachments"][0]["content"]["buttons"][0];
    let link = format!("https://teams.microsoft.com/l/entity/{CLIENT_ID}/jira");
    assert_eq!(button["value"], link, "{message}");
}

#[tokio::test]
async fn the_playground_shows_what_the_bot_answers_to_each_command() {
    let (app, mut playground) = bot_in_playground().await;
    for text in ["hi", "Hello", "help"] {
        assert_says(&playground.say(text).await, "**disconnect**");
    }
    let connect = playground.say("connect").await;
    assert_says(&connect, "press **Sign in to Jira**");
    assert_opens_tab(&playground.next().await);
    assert_says(&playground.say("lunch?").await, "I do not know");
    assert_says(&playground.say("status").await, "You are not connected");
    assert_opens_tab(&playground.next().await);
    tab::connect(&app, "demo", &app.jira).await;
    assert_says(
        &playground.say("Status").await,
        "to **Demo Jira** as Dana Demo.",
    );
    let question = playground.say("disconnect").await;
    assert_says(&question, "Do you want to disconnect from **Demo Jira**");
    let actions = &question["suggestedActions"]["actions"];
    assert_eq!(actions[0]["value"], "yes", "{question}");
    assert_eq!(actions[1]["value"], "cancel", "{question}");
    assert_says(&playground.say("cancel").await, "Nothing was changed");
    tab::call(&app, "tab", &[]).await.step("Connected");
    playground.say("disconnect").await;
    assert_says(
        &playground.say("yes").await,
        "You are disconnected from **Demo Jira**",
    );
    tab::call(&app, "tab", &[]).await.step("Connect");
    assert_says(&playground.say("disconnect").await, "You are not connected");
    assert_says(&playground.say("yes").await, "There is no question");
    assert_says(&playground.say_in_group("status").await, "personal chat");
}

#[tokio::test]
async fn an_installation_in_the_playground_is_welcomed_once() {
    let (_app, mut playground) = bot_in_playground().await;
    playground.play("install").await;
    assert_says(&playground.next().await, "Hello.");
    assert_opens_tab(&playground.next().await);
    playground.play("botAdded").await;
    assert_says(&playground.say("help").await, "You can write");
}
