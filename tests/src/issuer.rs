//! The issuer of tokens: a peer of its own in Node, in the place of Entra ID and the Bot Framework.

use serde_json::{Value, json};
use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tokio::sync::OnceCell;

/// Directory (tenant) ID of the people whom the tokens are about.
pub const TENANT_ID: &str = "11111111-1111-4111-8111-111111111111";
/// Object ID of the person whom the tokens are about.
pub const USER_ID: &str = "22222222-2222-4222-8222-222222222222";
/// Application (client) ID of the tab.
pub const CLIENT_ID: &str = "33333333-3333-4333-8333-333333333333";
/// Microsoft App ID of the bot.
pub const BOT_ID: &str = "44444444-4444-4444-8444-444444444444";
/// Client secret of the bot; the issuer takes no other.
pub const BOT_SECRET: &str = "bot~secret+of/the=tests";
/// Where Teams takes the bot's messages, as its tokens say.
pub const SERVICE_URL: &str = "https://smba.trafficmanager.net/emea/";

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/issuer.mjs");

/// Whose key signs a forged token.
#[derive(Clone, Copy, Debug)]
pub enum Signer {
    /// Entra's.
    Entra,
    /// The Bot Framework's.
    Bot,
    /// Nobody's, under the `kid` of Entra's.
    NotEntra,
    /// Nobody's, under the `kid` of the Bot Framework's.
    NotBot,
}

/// A running issuer. Dropping it ends it, and so does the end of the tests.
pub struct Issuer {
    process: Child,
    address: String,
    http: reqwest::Client,
}

impl Issuer {
    /// Starts an issuer with keys of its own.
    ///
    /// # Panics
    /// If Node or its packages are missing.
    pub async fn start() -> Self {
        tokio::task::spawn_blocking(Self::start_blocking)
            .await
            .expect("the issuer starts")
    }

    /// The issuer that all tests share which leave its keys alone.
    pub async fn shared() -> &'static Self {
        static SHARED: OnceCell<Issuer> = OnceCell::const_new();
        SHARED.get_or_init(Self::start).await
    }

    fn start_blocking() -> Self {
        let mut process = Command::new("node")
            .args([SCRIPT, BOT_ID, BOT_SECRET])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node is missing: apt-get install nodejs npm");
        let stdout = process.stdout.take().expect("standard output is piped");
        let mut port = String::new();
        BufReader::new(stdout)
            .read_line(&mut port)
            .expect("standard output is text");
        assert!(
            !port.is_empty(),
            "the issuer did not start; if a package is missing: npm ci --prefix tests"
        );
        // A pooled connection would end with the test that opened it.
        let http = reqwest::Client::builder()
            .no_proxy()
            .pool_max_idle_per_host(0)
            .timeout(Duration::from_secs(30))
            .build()
            .expect("an HTTP client");
        Self {
            process,
            address: format!("http://127.0.0.1:{}", port.trim_end()),
            http,
        }
    }

    /// `entra.authority` of the settings.
    #[must_use]
    pub fn authority(&self) -> String {
        self.address.clone()
    }

    /// `bot.metadata_url` of the settings.
    #[must_use]
    pub fn bot_metadata_url(&self) -> String {
        format!("{}/v1/.well-known/openidconfiguration", self.address)
    }

    /// `bot.token_url` of the settings.
    #[must_use]
    pub fn token_url(&self) -> String {
        format!("{}/{TENANT_ID}/oauth2/v2.0/token", self.address)
    }

    /// A token that Teams gets for [`USER_ID`]; `claims` replace its own, null removes one.
    pub async fn token(&self, claims: Value) -> String {
        self.ask("token", &merged(entra_claims(), claims)).await
    }

    /// A token that the Bot Framework sends with an activity; `claims` as in [`Self::token`].
    pub async fn bot_token(&self, claims: Value) -> String {
        self.ask("bot-token", &merged(bot_claims(), claims)).await
    }

    /// A token with another header: `header` and `claims` replace members, null removes one.
    /// The signature follows the header's `alg`; HMAC takes the public key for its secret.
    pub async fn forged_token(&self, signer: Signer, header: Value, claims: Value) -> String {
        let usual = match signer {
            Signer::Entra | Signer::NotEntra => entra_claims(),
            Signer::Bot | Signer::NotBot => bot_claims(),
        };
        let body = json!({
            "signer": format!("{signer:?}"),
            "header": header,
            "claims": merged(usual, claims),
        });
        self.ask("forged-token", &body).await
    }

    /// Replaces all keys; the old ones are no longer published.
    pub async fn rotate_keys(&self) {
        self.ask::<()>("rotate-keys", &Value::Null).await;
    }

    /// How often Entra's keys were fetched.
    pub async fn key_fetches(&self) -> u64 {
        self.ask("key-fetches", &Value::Null).await
    }

    async fn ask<T: serde::de::DeserializeOwned>(&self, path: &str, body: &Value) -> T {
        let url = format!("{}/control/{path}", self.address);
        let request = self.http.post(url).body(body.to_string());
        let response = request.send().await.expect("the issuer answers");
        let text = response
            .text()
            .await
            .expect("the issuer answers to its end");
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("the issuer says: {text}"))
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        // An error means that it has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the issuer's clock is the system's"
)]
fn now_s() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970")
        .as_secs()
}

fn entra_claims() -> Value {
    let now_s = now_s();
    json!({
        "aud": CLIENT_ID,
        "iss": format!("https://login.microsoftonline.com/{TENANT_ID}/v2.0"),
        "iat": now_s - 5,
        "nbf": now_s - 5,
        "exp": now_s + 4000,
        "aio": "AXQAi/8UAAAA",
        // Teams in a browser.
        "azp": "5e3ce6c0-2b1f-4285-8d4b-75ee78787346",
        "azpacr": "0",
        "name": "Ada Example",
        "oid": USER_ID,
        "preferred_username": "ada@example.com",
        "rh": "0.AXQA.",
        "scp": "access_as_user",
        "sub": "pairwise-subject",
        "tid": TENANT_ID,
        "uti": "unique-token-id",
        "ver": "2.0",
    })
}

fn bot_claims() -> Value {
    let now_s = now_s();
    json!({
        "serviceurl": SERVICE_URL,
        "nbf": now_s - 5,
        "exp": now_s + 3600,
        "iss": "https://api.botframework.com",
        "aud": BOT_ID,
    })
}

fn merged(mut claims: Value, changes: Value) -> Value {
    let Value::Object(changes) = changes else {
        panic!("claims are a JSON object");
    };
    for (name, value) in changes {
        claims[name.as_str()] = value;
    }
    let members = claims.as_object_mut().expect("claims are a JSON object");
    members.retain(|_, value| !value.is_null());
    claims
}
