//! What the bot says to whom.

use super::chat::Chat;
use reqwest::StatusCode;
use serde_json::json;
use tests::{
    Start,
    issuer::{BOT_ID, CLIENT_ID},
    jira_sim::{SimOptions, User},
};

#[tokio::test]
async fn greetings_and_help_list_the_commands() {
    let chat = Chat::start().await;
    for text in ["hi", "Hello!", "<at>Jira</at>\u{a0}HELP"] {
        let answer = chat.say(text).await;
        for command in ["connect", "status", "disconnect", "help"] {
            assert!(
                answer.text().contains(&format!("**{command}**")),
                "{answer:?}"
            );
        }
        assert!(!answer.text().contains("do not know"), "{answer:?}");
    }
}

#[tokio::test]
async fn whatever_is_no_command_is_answered_with_help_and_does_nothing() {
    let chat = Chat::start().await;
    chat.connect().await;
    chat.say("disconnect").await;
    for text in [
        "please do not disconnect",
        "yes please",
        "disconnecting",
        "",
        "🙂",
    ] {
        let answer = chat.say(text).await;
        assert!(
            answer.text().starts_with("I do not know what that means."),
            "{text}"
        );
        assert!(answer.text().contains("**help**"), "{text}");
    }
    chat.assert_step("Connected").await;
}

#[tokio::test]
async fn an_answer_is_addressed_to_the_person_in_the_conversation() {
    let chat = Chat::start().await;
    let answer = chat.say("help").await;
    assert_eq!(
        answer.path,
        "/emea/v3/conversations/a%3Aconversation/activities/message-0"
    );
    assert_eq!(answer.json["type"], "message");
    assert_eq!(answer.json["from"]["id"], format!("28:{BOT_ID}"));
    assert_eq!(answer.json["recipient"]["id"], "29:person");
    assert_eq!(answer.json["conversation"]["id"], "a:conversation");
}

#[tokio::test]
async fn status_names_the_jira_and_the_account_there() {
    let chat = Chat::start().await;
    let answer = chat.say("status").await;
    assert_eq!(
        answer.text(),
        "You are not connected to any Jira at the moment."
    );
    assert_eq!(answer.buttons(), ["Open Jira"]);
    chat.connect().await;
    let answer = chat.say("status").await;
    assert_eq!(
        answer.text(),
        "You are connected to **Demo Jira** as Dana Demo."
    );
}

#[tokio::test]
async fn status_asks_jira_nothing() {
    let mut chat = Chat::start().await;
    chat.connect().await;
    chat.app.jira.shut_down().await;
    let answer = chat.say("status").await;
    assert_eq!(
        answer.text(),
        "You are connected to **Demo Jira** as Dana Demo."
    );
}

#[tokio::test]
async fn connect_opens_the_tab() {
    let chat = Chat::start().await;
    let link = format!("https://teams.microsoft.com/l/entity/{CLIENT_ID}/jira");
    let answer = chat.say("connect").await;
    assert!(answer.text().contains("press **Sign in to Jira**"), "{answer:?}");
    assert_eq!(answer.buttons(), ["Open Jira"]);
    let button = &answer.json["attachments"][0]["content"]["buttons"][0];
    assert_eq!(
        (&button["type"], &button["value"]),
        (&json!("openUrl"), &json!(link))
    );
    chat.connect().await;
    let answer = chat.say("connect").await;
    assert!(
        answer
            .text()
            .starts_with("You are connected to **Demo Jira** as Dana Demo.")
    );
    assert_eq!(answer.buttons(), ["Open Jira"]);
}

#[tokio::test]
async fn where_others_read_along_the_bot_tells_nothing_of_anybody() {
    let chat = Chat::start().await;
    chat.connect().await;
    for kind in ["groupChat", "channel"] {
        for text in [
            "<at>Jira</at> status",
            "disconnect",
            "yes",
            "help",
            "lunch?",
        ] {
            let mut activity = chat.message(text);
            activity["conversation"]["conversationType"] = json!(kind);
            let answer = chat.answer_to(&activity).await;
            assert!(answer.text().contains("personal chat"), "{answer:?}");
            assert!(!answer.text().contains("Demo"), "{answer:?}");
            assert!(answer.buttons().is_empty(), "{answer:?}");
        }
    }
    chat.assert_step("Connected").await;
}

#[tokio::test]
async fn what_needs_no_answer_is_taken_and_not_answered() {
    let chat = Chat::start().await;
    for update in [
        json!({"type": "typing"}),
        json!({"type": "messageReaction", "reactionsAdded": [{"type": "like"}]}),
        json!({"type": "invoke", "name": "signin/verifyState", "value": {"text": "disconnect"}}),
        json!({"type": "event", "name": "status"}),
        json!({"type": "conversationUpdate", "membersAdded": [{"id": "29:other"}]}),
        json!({"type": "installationUpdate", "action": "add-upgrade"}),
        json!({"type": "made/up"}),
    ] {
        assert_eq!(
            chat.send(&chat.update(update.clone())).await,
            StatusCode::OK,
            "{update}"
        );
    }
    // The one answer is to this message.
    chat.say("help").await;
}

#[tokio::test]
async fn names_are_shown_as_they_are() {
    let jira = SimOptions {
        users: vec![User::new(
            "demo",
            "demo",
            "[Dana](https://evil.example) *Demo* # <b>x</b>",
        )],
        ..SimOptions::default()
    };
    let chat = Chat::start_with(Start {
        jira,
        ..Start::default()
    })
    .await;
    chat.connect().await;
    let answer = chat.say("status").await;
    assert_eq!(
        answer.text(),
        "You are connected to **Demo Jira** as \
         \\[Dana\\](https://evil.example) \\*Demo\\* # &lt;b&gt;x&lt;/b&gt;."
    );
}
