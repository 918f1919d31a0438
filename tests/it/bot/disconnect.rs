//! `disconnect`: asked once, and the same as signing out in the tab.

use super::{
    chat::Chat,
    tab::{call, connect},
    teams::Reply,
};
use tests::{another_jira, jira_sim::Fault};

const NOT_CONNECTED: &str = "You are not connected to any Jira at the moment.";

#[tokio::test]
async fn the_bot_asks_once_and_the_tab_shows_the_connect_page_at_its_next_call() {
    let chat = Chat::start().await;
    chat.connect().await;
    chat.assert_step("Connected").await;

    let question = chat.say("disconnect").await;
    assert!(
        question
            .text()
            .starts_with("Do you want to disconnect from **Demo Jira** as Dana Demo?")
    );
    assert!(
        question.text().contains("Reply **yes** or **cancel**"),
        "{question:?}"
    );
    assert_eq!(question.buttons(), ["Yes", "Cancel"]);
    chat.assert_step("Connected").await;

    let done = chat.say("yes").await;
    assert!(
        done.text()
            .starts_with("You are disconnected from **Demo Jira**."),
        "{done:?}"
    );
    let list = format!(
        "({}/plugins/servlet/oauth/users/access-tokens)",
        chat.app.jira.base_url()
    );
    assert!(
        done.text().contains(&list),
        "where to revoke in Jira: {done:?}"
    );
    chat.assert_step("Connect").await;
    assert_eq!(chat.say("status").await.text(), NOT_CONNECTED);
}

#[tokio::test]
async fn who_is_not_connected_is_not_asked() {
    let chat = Chat::start().await;
    let answer = chat.say("Disconnect").await;
    assert_eq!(answer.text(), NOT_CONNECTED);
    assert!(answer.buttons().is_empty(), "{answer:?}");
    let answer = chat.say("yes").await;
    assert!(
        answer.text().starts_with("There is no question to answer."),
        "{answer:?}"
    );
}

#[tokio::test]
async fn yes_without_a_question_disconnects_nobody() {
    let chat = Chat::start().await;
    chat.connect().await;
    let answer = chat.say("yes").await;
    assert!(
        answer.text().starts_with("There is no question to answer."),
        "{answer:?}"
    );
    chat.assert_step("Connected").await;
}

#[tokio::test]
async fn cancel_keeps_the_connection_and_ends_the_question() {
    let chat = Chat::start().await;
    chat.connect().await;
    for word in ["cancel", "No"] {
        chat.say("disconnect").await;
        assert!(
            chat.say(word)
                .await
                .text()
                .starts_with("Nothing was changed")
        );
        assert!(
            chat.say(word)
                .await
                .text()
                .starts_with("There is nothing to cancel")
        );
        assert!(
            chat.say("yes")
                .await
                .text()
                .starts_with("There is no question")
        );
    }
    chat.assert_step("Connected").await;
}

#[tokio::test]
async fn a_question_can_be_answered_for_five_minutes() {
    let chat = Chat::start().await;
    chat.connect().await;
    chat.say("disconnect").await;
    chat.app.set_clock_offset(301);
    assert!(
        chat.say("yes")
            .await
            .text()
            .starts_with("There is no question")
    );
    chat.assert_step("Connected").await;
    chat.say("disconnect").await;
    chat.app.set_clock_offset(301 + 290);
    assert!(
        chat.say("yes")
            .await
            .text()
            .starts_with("You are disconnected")
    );
}

#[tokio::test]
async fn two_answers_at_once_disconnect_once_and_neither_is_an_error() {
    let chat = Chat::start().await;
    chat.connect().await;
    chat.say("disconnect").await;
    let before = chat.teams.replies(0).await.len();
    let (first, second) = (chat.message("yes"), chat.message("yes"));
    tokio::join!(chat.send(&first), chat.send(&second));
    let replies = chat.teams.replies(before + 2).await;
    let mut texts: Vec<_> = replies[before..].iter().map(Reply::text).collect();
    texts.sort_unstable();
    assert!(
        texts[0].starts_with("There is no question to answer."),
        "{texts:?}"
    );
    assert!(
        texts[1].starts_with("You are disconnected from **Demo Jira**."),
        "{texts:?}"
    );
    chat.assert_step("Connect").await;
}

#[tokio::test]
async fn who_signed_out_in_the_tab_meanwhile_is_told_so() {
    let chat = Chat::start().await;
    chat.connect().await;
    chat.say("disconnect").await;
    call(&chat.app, "sign-out", &[("jira", "demo")]).await;
    assert_eq!(chat.say("yes").await.text(), NOT_CONNECTED);
}

#[tokio::test]
async fn the_question_survives_a_restart() {
    let mut chat = Chat::start().await;
    chat.connect().await;
    chat.say("disconnect").await;
    chat.app.restart().await;
    assert!(
        chat.say("yes")
            .await
            .text()
            .starts_with("You are disconnected")
    );
    chat.assert_step("Connect").await;
}

#[tokio::test]
async fn only_what_the_question_named_is_left() {
    let mut chat = Chat::start().await;
    let (other, settings) = another_jira("other", "Other Jira").await;
    chat.app.restart_with(|text| text + &settings).await;
    chat.connect().await;
    chat.say("disconnect").await;
    connect(&chat.app, "other", &other).await;
    let done = chat.say("yes").await;
    assert!(
        done.text()
            .starts_with("You are disconnected from **Demo Jira**."),
        "{done:?}"
    );
    let answer = chat.say("status").await;
    assert_eq!(
        answer.text(),
        "You are connected to **Other Jira** as Dana Demo."
    );

    chat.connect().await;
    let question = chat.say("disconnect").await;
    let named = "from **Demo Jira** as Dana Demo and **Other Jira** as Dana Demo?";
    assert!(question.text().contains(named), "{question:?}");
    let done = chat.say("yes").await;
    assert!(
        done.text()
            .starts_with("You are disconnected from **Demo Jira** and **Other Jira**."),
        "{done:?}"
    );
    chat.assert_step("Connect").await;
}

#[tokio::test]
async fn disconnecting_asks_jira_nothing_and_does_not_wait_for_it() {
    let chat = Chat::start().await;
    chat.connect().await;
    chat.app.jira.clear_requests();
    chat.app.jira.set_fault(Some(Fault::Hang));
    chat.say("disconnect").await;
    assert!(
        chat.say("yes")
            .await
            .text()
            .starts_with("You are disconnected")
    );
    assert_eq!(chat.app.jira.requests().len(), 0);
}

#[tokio::test]
async fn one_person_cannot_answer_for_another() {
    let chat = Chat::start().await;
    chat.connect().await;
    chat.say("disconnect").await;
    let mut strangers = chat.message("yes");
    strangers["from"]["aadObjectId"] = "99999999-9999-4999-8999-999999999999".into();
    let answer = chat.answer_to(&strangers).await;
    assert!(
        answer.text().starts_with("There is no question to answer."),
        "{answer:?}"
    );
    chat.assert_step("Connected").await;
}
