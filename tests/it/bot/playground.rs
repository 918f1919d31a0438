//! The Microsoft 365 Agents Playground, a peer that knows Teams better than we do: it posts
//! activities as Teams does and takes the bot's answers as Teams does.
//!
//! It cannot sign activities without an account at Microsoft's, so a [`Signer`] stands between: it
//! adds the Bot Framework's token. Answers go to the Playground itself.

use axum::{Router, body::Bytes, extract::State, http::StatusCode, routing::post};
use futures::StreamExt as _;
use reqwest::{Client, header};
use serde_json::{Value, json};
use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    sync::{Arc, OnceLock},
    thread,
    time::Duration,
};
use tempfile::TempDir;
use tests::{
    Issuer,
    issuer::{BOT_ID, TENANT_ID, USER_ID},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::mpsc,
    time::timeout,
};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/playground.mjs");

/// The person's chat with the bot.
const PERSONAL_CHAT: &str = "aaaaaaaa-0000-4000-8000-000000000001";

/// A chat of several people.
const GROUP_CHAT: &str = "aaaaaaaa-0000-4000-8000-000000000002";

/// A running Playground. Dropping it ends it, and so does the end of the tests.
pub struct Playground {
    process: Child,
    port: u16,
    http: Client,
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    bot: Arc<OnceLock<String>>,
    _folder: TempDir,
}

struct Signer {
    issuer: &'static Issuer,
    http: Client,
    /// Where the bot is, once it runs.
    bot: Arc<OnceLock<String>>,
}

impl Playground {
    /// Starts a Playground for a bot that is named by [`Self::meet`].
    pub async fn start(issuer: &'static Issuer) -> Self {
        let http = Client::builder().no_proxy().build().expect("a client");
        let bot = Arc::default();
        let endpoint = sign_for(issuer, http.clone(), Arc::clone(&bot)).await;
        let folder = TempDir::new().expect("a temporary folder");
        let config = folder.path().join("playground.yml");
        // JSON is YAML.
        std::fs::write(&config, config_of_teams().to_string()).expect("the configuration");
        let mut process = Command::new("node")
            .args([SCRIPT, "start", "--app-endpoint", &endpoint])
            .args([
                "--channel-id",
                "msteams",
                "--port",
                "0",
                "--disable-telemetry",
            ])
            .env("M365_AGENTS_PLAYGROUND_CONFIG_PATH", &config)
            .env("TEAMSAPPTESTER_BROWSER", "none")
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node is missing: apt-get install nodejs npm");
        let stdout = process.stdout.take().expect("standard output is piped");
        let (found, mut ports) = mpsc::unbounded_channel();
        thread::spawn(move || {
            // To the end: the Playground gives up when nobody reads on.
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                let port = line
                    .rsplit_once("Listening on ")
                    .map(|(_, port)| port.parse());
                if let Some(Ok(port)) = port {
                    // The test may be over.
                    let _ = found.send(port);
                }
            }
        });
        let port: u16 = ports
            .recv()
            .await
            .expect("the Playground did not start; if a package is missing: npm ci --prefix tests");
        let address = format!("ws://localhost:{port}/_ws_conversation/v1/conversations/stream");
        let (stream, _) = connect_async(address)
            .await
            .expect("the Playground's stream");
        Self {
            process,
            port,
            http,
            stream,
            bot,
            _folder: folder,
        }
    }

    /// Host and port of the service URLs in its activities.
    pub fn host(&self) -> String {
        format!("localhost:{}", self.port)
    }

    /// Says where the bot is.
    pub fn meet(&self, address: std::net::SocketAddr) {
        let url = format!("http://{address}/api/messages");
        self.bot.set(url).expect("one bot");
    }

    /// Writes into the personal chat; the next message of the bot.
    pub async fn say(&mut self, text: &str) -> Value {
        self.write(PERSONAL_CHAT, text, &json!([])).await
    }

    /// Writes into the group chat and mentions the bot; its next message.
    pub async fn say_in_group(&mut self, text: &str) -> Value {
        let mention = "<at>Jira</at>";
        let mentions = json!([{"mentioned": {"id": BOT_ID}, "text": mention}]);
        let text = format!("{mention} {text}");
        self.write(GROUP_CHAT, &text, &mentions).await
    }

    async fn write(&mut self, chat: &str, text: &str, mentions: &Value) -> Value {
        let message = json!({
            "from": {"id": "user-id-0"}, "text": text, "textFormat": "plain", "mentions": mentions,
        });
        let path = format!("_conversation/v1/conversations/{chat}/messages");
        self.post(&path, &message).await;
        self.next_message(chat).await
    }

    /// Does in the personal chat what the Playground's menu offers, such as `install`.
    pub async fn play(&self, kind: &str) {
        let path = "_internal/v1/customActivities";
        let url = format!("http://{}/{path}/template", self.host());
        let query = [("conversationId", PERSONAL_CHAT), ("type", kind)];
        let url = url::Url::parse_with_params(&url, query).expect("an address");
        let template = self.http.get(url).send().await.expect("an answer");
        let template = template.text().await.expect("a body");
        let template = serde_json::from_str(&template).expect("an activity");
        self.post(path, &template).await;
    }

    /// The next message of the bot, which must be in this chat.
    async fn next_message(&mut self, chat: &str) -> Value {
        let next = async {
            loop {
                let frame = self.stream.next().await.expect("the stream goes on");
                let frame = frame.expect("a frame").into_text().expect("text");
                let event: Value = serde_json::from_str(&frame).expect("an event");
                if event["action"] == "createMessage" && event["message"]["from"]["id"] == BOT_ID {
                    assert_eq!(event["actionConversationId"], chat, "{event}");
                    return event["message"].clone();
                }
            }
        };
        let next = timeout(Duration::from_secs(30), next).await;
        next.expect("the bot answers")
    }

    /// The next message of the bot in the personal chat.
    pub async fn next(&mut self) -> Value {
        self.next_message(PERSONAL_CHAT).await
    }

    async fn post(&self, path: &str, body: &Value) {
        let request = self.http.post(format!("http://{}/{path}", self.host()));
        let request = request.header(header::CONTENT_TYPE, "application/json");
        let answer = request
            .body(body.to_string())
            .send()
            .await
            .expect("an answer");
        let status = answer.status();
        let text = answer.text().await.expect("a body");
        assert!(status.is_success(), "{path}: {status} {text}");
    }
}

impl Drop for Playground {
    fn drop(&mut self) {
        // An error means that it has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Five more people, as it insists.
fn config_of_teams() -> Value {
    let person = |number: u8, id: &str| {
        json!({
            "id": format!("user-id-{number}"), "name": format!("Person {number}"),
            "userPrincipleName": format!("person{number}@example.com"), "aadObjectId": id,
            "givenName": "Person", "surname": number.to_string(),
            "email": format!("person{number}@example.com"),
        })
    };
    let users: Vec<_> = (1..=5)
        .map(|number| {
            person(
                number,
                &format!("bbbbbbbb-0000-4000-8000-00000000000{number}"),
            )
        })
        .collect();
    json!({
        "version": "0.1.1",
        "tenantId": TENANT_ID,
        "bot": {"id": BOT_ID, "name": "Jira"},
        "currentUser": person(0, USER_ID),
        "users": users,
        "personalChat": {"id": PERSONAL_CHAT},
        "groupChat": {"id": GROUP_CHAT, "name": "Group Chat"},
        "team": {
            "id": "team-id", "name": "Team", "aadGroupId": "cccccccc-0000-4000-8000-000000000001",
            "channels": [{"id": "channel-id", "name": "Channel"}],
        },
    })
}

async fn sign_for(issuer: &'static Issuer, http: Client, bot: Arc<OnceLock<String>>) -> String {
    let signer = Arc::new(Signer { issuer, http, bot });
    let router = Router::new()
        .route("/api/messages", post(sign))
        .with_state(signer);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    // Ends with the runtime of its test.
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}/api/messages")
}

/// Passes an activity on with a token as the Bot Framework makes it.
async fn sign(State(signer): State<Arc<Signer>>, body: Bytes) -> StatusCode {
    let Some(bot) = signer.bot.get() else {
        return StatusCode::SERVICE_UNAVAILABLE;
    };
    let activity: Value = serde_json::from_slice(&body).expect("an activity");
    let claims = json!({"serviceurl": activity["serviceUrl"]});
    let token = signer.issuer.bot_token(claims).await;
    let request = signer.http.post(bot).bearer_auth(token);
    let request = request.header(header::CONTENT_TYPE, "application/json");
    request.body(body).send().await.expect("an answer").status()
}
