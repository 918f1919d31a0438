//! Where Teams takes a bot's answers, and where Entra gives the bot its token: a peer that writes
//! down what it is sent and answers as it is told.

use axum::{
    Json, Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
    routing::post,
};
use serde_json::{Value, json};
use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex},
};
use tokio::{
    net::TcpListener,
    sync::{Semaphore, watch},
};
use url::form_urlencoded;

/// An answer of the bot as it arrived.
#[derive(Clone, Debug)]
pub struct Reply {
    pub path: String,
    pub authorization: String,
    pub json: Value,
}

impl Reply {
    pub fn text(&self) -> &str {
        self.json["text"].as_str().expect("a text")
    }

    /// Titles of what can be pressed.
    pub fn buttons(&self) -> Vec<&str> {
        let suggested = self.json["suggestedActions"]["actions"].as_array();
        let card = self.json["attachments"][0]["content"]["buttons"].as_array();
        let buttons = suggested.into_iter().chain(card).flatten();
        buttons
            .map(|button| button["title"].as_str().expect("a title"))
            .collect()
    }
}

/// How the next answers are taken: a status with a header.
pub type Told = (StatusCode, Option<(header::HeaderName, &'static str)>);

/// The running peer.
pub struct Teams {
    /// Host and port, as a service URL names them.
    pub host: String,
    seen: watch::Receiver<Vec<Reply>>,
    state: Arc<Peer>,
}

struct Peer {
    replies: watch::Sender<Vec<Reply>>,
    told: Mutex<VecDeque<Told>>,
    /// Answers are taken only while this has permits.
    open: Semaphore,
    token_requests: Mutex<Vec<HashMap<String, String>>>,
    token_told: Mutex<VecDeque<(StatusCode, Value)>>,
}

impl Teams {
    pub async fn start() -> Self {
        let (replies, seen) = watch::channel(Vec::new());
        let state = Arc::new(Peer {
            replies,
            told: Mutex::default(),
            open: Semaphore::new(Semaphore::MAX_PERMITS),
            token_requests: Mutex::default(),
            token_told: Mutex::default(),
        });
        let router = Router::new()
            .route("/token", post(give_token))
            .fallback(take_reply)
            .with_state(Arc::clone(&state));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let host = listener.local_addr().expect("an address").to_string();
        // Ends with the runtime of its test.
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { host, seen, state }
    }

    pub fn service_url(&self) -> String {
        format!("http://{}/emea/", self.host)
    }

    pub fn token_url(&self) -> String {
        format!("http://{}/token", self.host)
    }

    /// The next answers that arrive are refused so; then they are taken again.
    pub fn refuse_next(&self, told: impl IntoIterator<Item = Told>) {
        self.state.told.lock().expect("no panic").extend(told);
    }

    /// The next requests for a token are answered so.
    pub fn answer_next_tokens(&self, told: impl IntoIterator<Item = (StatusCode, Value)>) {
        self.state.token_told.lock().expect("no panic").extend(told);
    }

    /// Lets answers wait until [`Self::open`].
    pub fn hold(&self) {
        self.state.open.forget_permits(Semaphore::MAX_PERMITS);
    }

    pub fn open(&self) {
        self.state.open.add_permits(Semaphore::MAX_PERMITS);
    }

    /// All answers so far, once there are `count` of them.
    pub async fn replies(&self, count: usize) -> Vec<Reply> {
        let mut seen = self.seen.clone();
        let enough = seen.wait_for(|replies| replies.len() >= count);
        let enough = tokio::time::timeout(std::time::Duration::from_secs(30), enough).await;
        let replies = enough
            .unwrap_or_else(|_| panic!("fewer than {count} answers"))
            .expect("the peer runs");
        replies.clone()
    }

    /// The forms of all requests for a token.
    pub fn token_requests(&self) -> Vec<HashMap<String, String>> {
        self.state.token_requests.lock().expect("no panic").clone()
    }
}

async fn take_reply(
    State(peer): State<Arc<Peer>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let authorization = headers.get(header::AUTHORIZATION);
    let reply = Reply {
        path: uri.path().to_owned(),
        authorization: authorization
            .map_or("", |it| it.to_str().expect("text"))
            .to_owned(),
        json: serde_json::from_slice(&body).expect("an activity"),
    };
    peer.replies.send_modify(|replies| replies.push(reply));
    let _open = peer.open.acquire().await.expect("never closed");
    let told = peer.told.lock().expect("no panic").pop_front();
    match told {
        None => (StatusCode::CREATED, Json(json!({"id": "1"}))).into_response(),
        Some((status, None)) => status.into_response(),
        Some((status, Some(header))) => (status, [header]).into_response(),
    }
}

async fn give_token(State(peer): State<Arc<Peer>>, body: Bytes) -> Response {
    let form: HashMap<String, String> = form_urlencoded::parse(&body).into_owned().collect();
    let count = {
        let mut requests = peer.token_requests.lock().expect("no panic");
        requests.push(form);
        requests.len()
    };
    let told = peer.token_told.lock().expect("no panic").pop_front();
    let (status, token) = told.unwrap_or_else(|| {
        let token = format!("own-token-{count}");
        let token = json!({"token_type": "Bearer", "expires_in": 3599, "access_token": token});
        (StatusCode::OK, token)
    });
    (status, Json(token)).into_response()
}
