//! A small HTTP client and signer for the tests of the simulator itself.
//!
//! The signer uses the simulator's base string, whose truth the vectors establish.

use std::collections::HashMap;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rsa::pkcs8::DecodePrivateKey;
use rsa::{Pkcs1v15Sign, RsaPrivateKey};
use serde_json::Value;
use sha1::{Digest, Sha1};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use url::Url;

use crate::jira_sim::oauth::base_string::base_string;
use crate::jira_sim::oauth::percent::{decode_form, encode};
use crate::jira_sim::{Consumer, JiraSim, SimOptions};

pub(super) const CONSUMER_KEY: &str = "teams-tab";

static KEYS: LazyLock<Value> = LazyLock::new(|| {
    let vectors: Value =
        serde_json::from_str(include_str!("../../../vectors/oauth1_vectors.json")).expect("JSON");
    vectors["keys"].clone()
});

fn pem(key: &str, kind: &str) -> String {
    KEYS[key][kind].as_str().expect("a PEM text").to_owned()
}

pub(super) fn options() -> SimOptions {
    let pem = pem("test_rsa_2048", "public_key_spki_pem");
    SimOptions::with_consumer(Consumer::with_public_key(
        CONSUMER_KEY,
        "Jira for Teams",
        pem,
    ))
}

/// An answer with its body as text.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
}

impl Reply {
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }

    pub(super) fn form(&self) -> HashMap<String, String> {
        decode_form(self.body.as_bytes()).into_iter().collect()
    }

    /// `oauth_problem` of the body, which has to be in the header as well.
    pub(super) fn problem(&self) -> String {
        let problem = self.form().remove("oauth_problem").unwrap_or_default();
        assert!(
            self.header("www-authenticate")
                .contains(&format!("oauth_problem=\"{problem}\"")),
            "{self:?}"
        );
        problem
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("a JSON body")
    }
}

/// What differs from an ordinary signed request.
#[derive(Clone, Default)]
pub(super) struct Signed<'a> {
    pub(super) token: &'a str,
    pub(super) extra: Vec<(&'a str, &'a str)>,
    pub(super) without: &'a str,
    pub(super) timestamp_offset_s: i64,
    pub(super) wrong_key: bool,
    pub(super) origin: Option<&'a str>,
}

impl<'a> Signed<'a> {
    pub(super) fn with(token: &'a str, extra: &[(&'a str, &'a str)]) -> Self {
        Self {
            token,
            extra: extra.to_vec(),
            ..Self::default()
        }
    }

    /// The Authorization header for this request.
    pub(super) fn header(&self, method: &str, url: &str) -> String {
        static NONCE: AtomicU64 = AtomicU64::new(0);
        #[expect(
            clippy::disallowed_methods,
            reason = "this client has a clock of its own"
        )]
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .expect("after 1970")
            .as_secs();
        let timestamp = now
            .saturating_add_signed(self.timestamp_offset_s)
            .to_string();
        let nonce = format!("n{}", NONCE.fetch_add(1, Ordering::Relaxed));
        let defaults = [
            ("oauth_consumer_key", CONSUMER_KEY),
            ("oauth_nonce", nonce.as_str()),
            ("oauth_signature_method", "RSA-SHA1"),
            ("oauth_timestamp", timestamp.as_str()),
            ("oauth_token", self.token),
        ];
        let is_replaced =
            |name: &str| name == self.without || self.extra.iter().any(|(key, _)| *key == name);
        let mut pairs: Vec<(String, String)> = defaults
            .into_iter()
            .filter(|(name, _)| !is_replaced(name))
            .chain(self.extra.iter().copied())
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let query = url.split_once('?').map_or("", |(_, query)| query);
        let all: Vec<_> = pairs
            .iter()
            .cloned()
            .chain(decode_form(query.as_bytes()))
            .collect();
        let signed_url = self.origin.map_or_else(
            || url.to_owned(),
            |origin| format!("{origin}{}", Url::parse(url).expect("an address").path()),
        );
        pairs.push((
            "oauth_signature".to_owned(),
            self.signature(&base_string(method, &signed_url, &all)),
        ));
        let parts: Vec<String> = pairs
            .iter()
            .map(|(name, value)| format!("{}=\"{}\"", encode(name), encode(value)))
            .collect();
        format!("OAuth {}", parts.join(", "))
    }

    fn signature(&self, base_string: &str) -> String {
        let name = if self.wrong_key {
            "wiki_rsa_1024"
        } else {
            "test_rsa_2048"
        };
        let key = RsaPrivateKey::from_pkcs8_pem(&pem(name, "private_key_pkcs8_pem"))
            .expect("a private key");
        let digest = Sha1::digest(base_string.as_bytes());
        STANDARD.encode(
            key.sign(Pkcs1v15Sign::new::<Sha1>(), &digest)
                .expect("a signature"),
        )
    }
}

pub(super) async fn signed(jira: &JiraSim, method: &str, path: &str, how: Signed<'_>) -> Reply {
    let url = format!("{}{path}", jira.base_url());
    send(
        method,
        &url,
        &[("Authorization", &how.header(method, &url))],
        "",
    )
    .await
    .expect("an answer")
}

pub(super) async fn request_token(jira: &JiraSim) -> String {
    let how = Signed {
        without: "oauth_token",
        ..Signed::with("", &[("oauth_callback", "oob")])
    };
    let reply = signed(jira, "POST", "/plugins/servlet/oauth/request-token", how).await;
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (200, "text/plain"),
        "{reply:?}"
    );
    assert_eq!(reply.form()["oauth_callback_confirmed"], "true");
    reply.form()["oauth_token"].clone()
}

pub(super) async fn exchange(jira: &JiraSim, token: &str, verifier: &str) -> Reply {
    let how = Signed::with(token, &[("oauth_verifier", verifier)]);
    signed(jira, "POST", "/plugins/servlet/oauth/access-token", how).await
}

/// Token and session handle of a new access token.
pub(super) async fn access_token(jira: &JiraSim, user: &str) -> (String, String) {
    let token = request_token(jira).await;
    let form = exchange(jira, &token, &jira.approve(&token, user))
        .await
        .form();
    (
        form["oauth_token"].clone(),
        form["oauth_session_handle"].clone(),
    )
}

pub(super) async fn myself(jira: &JiraSim, token: &str) -> Reply {
    signed(jira, "GET", "/rest/api/2/myself", Signed::with(token, &[])).await
}

/// One request on its own connection; `None` when there is no answer.
pub(super) async fn send(
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Option<Reply> {
    let parsed = Url::parse(url).expect("an address");
    let host = format!("{}:{}", parsed.host_str()?, parsed.port()?);
    let target = &url[url.find(&host)? + host.len()..];
    let mut text = format!("{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
    for (name, value) in headers {
        text.extend([name, ": ", value, "\r\n"]);
    }
    text.extend([
        "Content-Length: ",
        &body.len().to_string(),
        "

",
        body,
    ]);
    let mut stream = TcpStream::connect(&host).await.ok()?;
    stream.write_all(text.as_bytes()).await.ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.ok()?;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    Some(Reply {
        status,
        headers,
        body: body.to_owned(),
    })
}
