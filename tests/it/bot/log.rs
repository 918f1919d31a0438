//! What the log holds of a talk with the bot: neither secrets nor who said what where.

use super::chat::Chat;
use crate::binary::RunningTab;
use reqwest::StatusCode;
use tests::issuer::BOT_SECRET;

#[tokio::test]
async fn the_log_holds_nothing_of_what_is_said_even_if_everything_is_logged() {
    let mut chat = Chat::start().await;
    chat.connect().await;
    chat.app.stop().await;
    for format in ["text", "json"] {
        let tab = RunningTab::start(
            chat.app.folder(),
            &[("RUST_LOG", "trace"), ("JIRA_TAB_LOG_FORMAT", format)],
        );
        chat.address = tab.address;
        let mut secrets = vec![BOT_SECRET.to_owned()];
        for text in ["status", "disconnect", "cancel", "a-private-remark"] {
            let reply = chat.say(text).await;
            let (_, own_token) = reply.authorization.split_once(' ').expect("a token");
            secrets.push(own_token.to_owned());
        }
        let token = chat.token().await;
        let mut foreign = chat.message("a-private-remark");
        foreign["from"]["aadObjectId"] = "no-person".into();
        assert_eq!(chat.send(&foreign).await, StatusCode::FORBIDDEN);
        let forged = format!("Bearer {token}x");
        let answer = chat
            .post(Some(&forged), chat.message("yes").to_string())
            .await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
        let (_, signature) = token.rsplit_once('.').expect("a signature");
        secrets.extend([signature.to_owned(), token.clone()]);

        let (status, log) = tab.terminate();
        assert!(status.success());
        assert!(log.contains("TRACE") && log.contains("refused a message to the bot"));
        let said = [
            "a-private-remark",
            "conversation",
            "29:person",
            "Ada",
            "Dana",
            "message-",
        ];
        for secret in secrets.iter().map(String::as_str).chain(said) {
            let line = log.lines().find(|line| line.contains(secret));
            assert_eq!(line, None, "{secret} stands in the log");
        }
    }
}
