//! A person's chat with the bot, in a Teams of the tests' own.

use super::teams::{Reply, Teams};
use reqwest::{Client, StatusCode, header};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};
use tests::{
    Issuer, Start, TestApp,
    issuer::{BOT_ID, TENANT_ID, USER_ID},
    with_bot,
};

/// A tab inside Teams with a bot, and the Teams around it.
pub struct Chat {
    pub app: TestApp,
    pub teams: Teams,
    pub issuer: &'static Issuer,
    pub http: Client,
    next_id: AtomicU32,
}

impl Chat {
    pub async fn start() -> Self {
        Self::start_with(Start::default()).await
    }

    pub async fn start_with(start: Start) -> Self {
        let issuer = Issuer::shared().await;
        let teams = Teams::start().await;
        // Tokens come from this Teams, which counts them.
        let settings = with_bot(issuer, &teams.host);
        let settings = settings.replace(&issuer.token_url(), &teams.token_url());
        let app = TestApp::start(Start {
            teams_settings: settings,
            ..start
        })
        .await;
        Self {
            app,
            teams,
            issuer,
            http: Client::builder().no_proxy().build().expect("a client"),
            next_id: AtomicU32::default(),
        }
    }

    /// A message as Teams posts it, with an identifier of its own.
    pub fn message(&self, text: &str) -> Value {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        json!({
            "type": "message",
            "id": format!("message-{id}"),
            "timestamp": "2026-11-20T09:15:02.000Z",
            "channelId": "msteams",
            "serviceUrl": self.teams.service_url(),
            "from": {"id": "29:person", "name": "Ada Example", "aadObjectId": USER_ID},
            "recipient": {"id": format!("28:{BOT_ID}"), "name": "Jira"},
            "conversation": {
                "id": "a:conversation", "conversationType": "personal", "tenantId": TENANT_ID,
            },
            "channelData": {"tenant": {"id": TENANT_ID}},
            "textFormat": "plain",
            "text": text,
        })
    }

    /// Another activity in the same chat.
    pub fn update(&self, changes: Value) -> Value {
        let mut activity = self.message("");
        let Value::Object(changes) = changes else {
            panic!("changes are a JSON object");
        };
        for (name, value) in changes {
            activity[name.as_str()] = value;
        }
        activity
    }

    /// A token of the Bot Framework for this Teams.
    pub async fn token(&self) -> String {
        let service_url = self.teams.service_url();
        self.issuer
            .bot_token(json!({"serviceurl": service_url}))
            .await
    }

    /// Posts a body to the bot.
    pub async fn post(&self, authorization: Option<&str>, body: String) -> reqwest::Response {
        let url = format!("http://{}/api/messages", self.app.address());
        let mut request = self.http.post(url).body(body);
        request = request.header(header::CONTENT_TYPE, "application/json");
        if let Some(authorization) = authorization {
            request = request.header(header::AUTHORIZATION, authorization);
        }
        request.send().await.expect("an answer")
    }

    /// Posts an activity with a good token.
    pub async fn send(&self, activity: &Value) -> StatusCode {
        let bearer = format!("Bearer {}", self.token().await);
        self.post(Some(&bearer), activity.to_string())
            .await
            .status()
    }

    /// Writes to the bot; its answer.
    pub async fn say(&self, text: &str) -> Reply {
        self.answer_to(&self.message(text)).await
    }

    /// What the bot answers to an activity: this one answer and none besides.
    pub async fn answer_to(&self, activity: &Value) -> Reply {
        let before = self.teams.replies(0).await.len();
        assert_eq!(self.send(activity).await, StatusCode::OK);
        let replies = self.teams.replies(before + 1).await;
        assert_eq!(replies.len(), before + 1, "{replies:?}");
        let reply = replies.last().expect("an answer").clone();
        assert_eq!(reply.json["replyToId"], activity["id"], "{reply:?}");
        reply
    }
}
