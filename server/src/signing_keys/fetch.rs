//! Asking an issuer for its keys: metadata first, then the keys that they name.

use super::jwks::{self, KeySet};
use crate::outbound::{self, ReadError};
use http::{StatusCode, header};
use serde::Deserialize;
use std::{
    error::Error as _,
    time::{Duration, UNIX_EPOCH},
};
use url::Url;
use zeroize::Zeroizing;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// For both answers together.
pub(super) const TIMEOUT: Duration = Duration::from_secs(10);

/// Ten keys with their certificates have about 20 kB.
const MAX_REPLY_BYTES: usize = 1 << 20;

/// Why an issuer's keys could not be had; the text is for the operator.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FetchError {
    /// No connection, no TLS, or an answer that broke off.
    #[error("{url} cannot be reached: {reason}")]
    Unreachable { url: String, reason: String },
    /// Too slow.
    #[error("{url} and the keys it names took longer than {limit:?}")]
    Timeout { url: String, limit: Duration },
    /// An error or a redirect.
    #[error("{url} answers {status} instead of 200")]
    Status { url: String, status: StatusCode },
    /// Far more than keys need.
    #[error("{url} answers with more than 1 MB")]
    TooLong { url: String },
    /// Something else.
    #[error("{url} answers without {what}")]
    Unreadable { url: String, what: &'static str },
    /// Only hosts that the operator named are asked.
    #[error("{url} names keys on another host: {keys}")]
    OtherHost { url: String, keys: String },
}

/// Where keys come from: no redirects, no cookies, no proxy.
#[derive(Clone)]
pub(super) struct Source {
    metadata_url: Url,
    http: reqwest::Client,
    timeout: Duration,
}

/// An issuer's answer.
pub(super) struct Fetched {
    pub(super) keys: KeySet,
    /// The issuer's clock, in seconds since 1970.
    pub(super) date_s: Option<u64>,
}

/// `OpenID` Connect Discovery 1.0 section 3, as far as it is needed.
#[derive(Deserialize)]
struct Metadata {
    jwks_uri: String,
}

struct Reply {
    body: Zeroizing<Vec<u8>>,
    date_s: Option<u64>,
}

impl Source {
    pub(super) fn new(metadata_url: Url, timeout: Duration) -> Result<Self, reqwest::Error> {
        let http = outbound::client(CONNECT_TIMEOUT).build()?;
        Ok(Self {
            metadata_url,
            http,
            timeout,
        })
    }

    pub(super) async fn fetch(&self) -> Result<Fetched, FetchError> {
        let in_time = tokio::time::timeout(self.timeout, self.fetch_both()).await;
        in_time.unwrap_or_else(|_| {
            Err(FetchError::Timeout {
                url: self.metadata_url.to_string(),
                limit: self.timeout,
            })
        })
    }

    async fn fetch_both(&self) -> Result<Fetched, FetchError> {
        let url = &self.metadata_url;
        let reply = self.get(url).await?;
        let metadata = serde_json::from_slice::<Metadata>(&reply.body).ok();
        let keys_url = metadata.and_then(|it| Url::parse(&it.jwks_uri).ok());
        let keys_url = keys_url.ok_or_else(|| FetchError::Unreadable {
            url: url.to_string(),
            what: "the address of keys (jwks_uri)",
        })?;
        if keys_url.origin() != url.origin() {
            return Err(FetchError::OtherHost {
                url: url.to_string(),
                keys: keys_url.to_string(),
            });
        }
        let Reply { body, date_s } = self.get(&keys_url).await?;
        let keys = jwks::parse(&body).ok_or(FetchError::Unreadable {
            url: keys_url.to_string(),
            what: "an RSA key for signatures, or with more than 100 keys",
        })?;
        Ok(Fetched { keys, date_s })
    }

    async fn get(&self, url: &Url) -> Result<Reply, FetchError> {
        let unreachable = |error: reqwest::Error| FetchError::Unreachable {
            url: url.to_string(),
            reason: innermost(&error),
        };
        let request = self.http.get(url.clone());
        let request = request.header(header::ACCEPT, "application/json");
        let response = request.send().await.map_err(unreachable)?;
        if response.status() != StatusCode::OK {
            return Err(FetchError::Status {
                url: url.to_string(),
                status: response.status(),
            });
        }
        let date_s = response.headers().get(header::DATE).and_then(|value| {
            let date = httpdate::parse_http_date(value.to_str().ok()?).ok()?;
            Some(date.duration_since(UNIX_EPOCH).ok()?.as_secs())
        });
        let read = outbound::read_bounded(response, MAX_REPLY_BYTES).await;
        let body = read.map_err(|error| match error {
            ReadError::TooLarge => FetchError::TooLong {
                url: url.to_string(),
            },
            ReadError::Transport(error) => unreachable(error),
        })?;
        Ok(Reply { body, date_s })
    }
}

/// What the system or TLS said; the layers above only repeat that a request failed.
fn innermost(error: &reqwest::Error) -> String {
    let mut cause = error.source();
    let mut words = error.to_string();
    while let Some(inner) = cause {
        words = inner.to_string();
        cause = inner.source();
    }
    words
}
