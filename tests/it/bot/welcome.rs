//! The bot is installed: it says hello once, whichever way Teams tells of it.

use super::chat::Chat;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::issuer::BOT_ID;

fn added() -> Value {
    json!({"type": "conversationUpdate", "membersAdded": [{"id": format!("28:{BOT_ID}")}]})
}

fn installed() -> Value {
    json!({"type": "installationUpdate", "action": "add"})
}

#[tokio::test]
async fn an_installation_that_is_told_twice_is_welcomed_once() {
    for (first, second) in [(added(), installed()), (installed(), added())] {
        let chat = Chat::start().await;
        let hello = chat.answer_to(&chat.update(first)).await;
        assert!(hello.text().starts_with("Hello."), "{hello:?}");
        assert!(hello.text().contains("ask your administrator"), "{hello:?}");
        assert!(hello.text().contains("**disconnect**"), "{hello:?}");
        assert_eq!(hello.buttons(), ["Open Jira"]);
        assert_eq!(chat.send(&chat.update(second)).await, StatusCode::OK);
        // The next answer is to this message.
        chat.say("help").await;
    }
}

#[tokio::test]
async fn whoever_installs_again_is_welcomed_again() {
    let mut chat = Chat::start().await;
    chat.answer_to(&chat.update(installed())).await;
    let removed = json!({"type": "installationUpdate", "action": "remove"});
    assert_eq!(chat.send(&chat.update(removed)).await, StatusCode::OK);
    // The server ends only when all that it took is done.
    chat.app.restart().await;
    let hello = chat.answer_to(&chat.update(installed())).await;
    assert!(hello.text().starts_with("Hello."), "{hello:?}");
}

#[tokio::test]
async fn a_new_person_in_a_group_is_not_welcomed() {
    let chat = Chat::start().await;
    for update in [added(), installed()] {
        let mut activity = chat.update(update);
        activity["conversation"]["conversationType"] = json!("groupChat");
        assert_eq!(chat.send(&activity).await, StatusCode::OK);
    }
    let other = json!({"type": "conversationUpdate", "membersAdded": [{"id": "29:other"}]});
    assert_eq!(chat.send(&chat.update(other)).await, StatusCode::OK);
    chat.say("help").await;
}
