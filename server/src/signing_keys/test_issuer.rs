//! An issuer for tests: keys that sign, and a server that publishes them and can fail.

use super::{SigningKey, jwks};
use aws_lc_rs::{
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::{KeyPair as _, RSA_PKCS1_SHA256},
};
use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use http::{StatusCode, Uri, header};
use serde_json::{Value, json};
use std::{
    net::Ipv4Addr,
    sync::{Arc, LazyLock, Mutex},
};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};
use url::Url;

/// A key pair with a name.
pub(crate) struct TestKey {
    pair: KeyPair,
    pub(crate) kid: &'static str,
}

/// The key that most tests sign with.
pub(crate) static KEY: LazyLock<TestKey> = LazyLock::new(|| TestKey::new("key-1"));

/// A key that is not published unless a test does it.
pub(crate) static OTHER_KEY: LazyLock<TestKey> = LazyLock::new(|| TestKey::new("key-2"));

pub(crate) fn encode(part: &[u8]) -> String {
    BASE64URL.encode(part)
}

/// `object` with other members; null removes one.
pub(crate) fn changed(mut object: Value, changes: Value) -> Value {
    let members = object.as_object_mut().expect("an object");
    let Value::Object(changes) = changes else {
        panic!("changes are an object");
    };
    members.extend(changes);
    members.retain(|_, value| !value.is_null());
    object
}

impl TestKey {
    fn new(kid: &'static str) -> Self {
        let pair = KeyPair::generate(KeySize::Rsa2048).expect("a key");
        Self { pair, kid }
    }

    /// As Microsoft publishes it, with `changes`.
    pub(crate) fn jwk(&self, changes: Value) -> Value {
        let public = self.pair.public_key();
        let jwk = json!({
            "kty": "RSA",
            "use": "sig",
            "kid": self.kid,
            "n": encode(public.modulus().big_endian_without_leading_zero()),
            "e": encode(public.exponent().big_endian_without_leading_zero()),
        });
        changed(jwk, changes)
    }

    /// The key as it is found after publication with `changes`.
    pub(crate) fn published(&self, changes: Value) -> Arc<SigningKey> {
        let set = json!({"keys": [self.jwk(changes)]}).to_string();
        let keys = jwks::parse(set.as_bytes()).expect("a usable key");
        Arc::clone(&keys[self.kid])
    }

    /// A token with the usual header.
    pub(crate) fn sign(&self, claims: &Value) -> String {
        self.sign_with(json!({}), claims)
    }

    /// A token whose header has `changes`; the signature is RS256 whatever the header says.
    pub(crate) fn sign_with(&self, changes: Value, claims: &Value) -> String {
        let header = json!({"typ": "JWT", "alg": "RS256", "kid": self.kid});
        let header = changed(header, changes).to_string();
        let message = format!(
            "{}.{}",
            encode(header.as_bytes()),
            encode(claims.to_string().as_bytes())
        );
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                message.as_bytes(),
                &mut signature,
            )
            .expect("a signature");
        format!("{message}.{}", encode(&signature))
    }

    /// The public key in DER: what a forger would take for an HMAC secret.
    pub(crate) fn public_der(&self) -> Vec<u8> {
        self.pair.public_key().as_ref().to_vec()
    }
}

/// What the server says.
pub(crate) struct Answers {
    /// Status and body of the metadata.
    pub(crate) metadata: (StatusCode, String),
    /// Status and body of the keys.
    pub(crate) keys: (StatusCode, String),
    /// How often each was asked for.
    pub(crate) asked: (usize, usize),
    /// Everything that was asked for elsewhere.
    pub(crate) elsewhere: Vec<String>,
}

/// A server that publishes keys at `/keys` and metadata at every path that ends like metadata's.
pub(crate) struct TestIssuer {
    pub(crate) url: Url,
    answers: Arc<Mutex<Answers>>,
    open: watch::Sender<bool>,
    server: JoinHandle<()>,
}

#[derive(Clone)]
struct Desk {
    answers: Arc<Mutex<Answers>>,
    open: watch::Receiver<bool>,
}

impl TestIssuer {
    pub(crate) async fn start(keys: &[Value]) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let listener = listener.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let url = Url::parse(&format!("http://{address}/")).expect("an address");
        let answers = Arc::new(Mutex::new(Answers {
            metadata: (
                StatusCode::OK,
                json!({"jwks_uri": format!("{url}keys")}).to_string(),
            ),
            keys: (StatusCode::OK, json!({"keys": keys}).to_string()),
            asked: (0, 0),
            elsewhere: Vec::new(),
        }));
        let (open, watch_open) = watch::channel(true);
        let desk = Desk {
            answers: Arc::clone(&answers),
            open: watch_open,
        };
        let router = Router::new().fallback(answer).with_state(desk);
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("a server");
        });
        Self {
            url,
            answers,
            open,
            server,
        }
    }

    /// An address of metadata, as the Bot Framework has it.
    pub(crate) fn metadata_url(&self) -> Url {
        let url = self.url.join("v1/.well-known/openidconfiguration");
        url.expect("an address")
    }

    /// Publishes other keys.
    pub(crate) fn publish(&self, keys: &[Value]) {
        self.change(|it| it.keys = (StatusCode::OK, json!({"keys": keys}).to_string()));
    }

    /// Changes what is said.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut Answers) -> T) -> T {
        change(&mut self.answers.lock().expect("no test panicked here"))
    }

    /// How often the keys were fetched.
    pub(crate) fn fetches(&self) -> usize {
        self.change(|it| it.asked.1)
    }

    /// Lets every request wait, or answers them all.
    pub(crate) fn set_open(&self, open: bool) {
        self.open.send_replace(open);
    }
}

impl Drop for TestIssuer {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn answer(State(mut desk): State<Desk>, uri: Uri) -> Response {
    let (status, body) = {
        let mut answers = desk.answers.lock().expect("no test panicked here");
        if uri.path() == "/keys" {
            answers.asked.1 += 1;
            answers.keys.clone()
        } else if uri.path().ends_with("configuration") {
            answers.asked.0 += 1;
            answers.metadata.clone()
        } else {
            answers.elsewhere.push(uri.path().to_owned());
            (StatusCode::NOT_FOUND, String::new())
        }
    };
    // An error means that the test is over.
    let _ = desk.open.wait_for(|open| *open).await;
    (status, [(header::LOCATION, "/elsewhere")], body).into_response()
}
