//! The bot's own token (RFC 6749 section 4.4): fetched once for everybody, kept until shortly before
//! its end.

use crate::{
    clock::Clock,
    outbound::{self, ReadError},
    settings::{BotSettings, Cloud},
};
use bytes::Bytes;
use http::{StatusCode, header};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use std::sync::Arc;
use tokio::sync::Mutex;
use url::{Url, form_urlencoded};
use zeroize::Zeroizing;

/// The largest answer that is read. A token has some 2 kB.
const MAX_ANSWER_BYTES: usize = 64 * 1024;

/// A token is not used in its last minutes, so that it lives when it arrives.
const MARGIN_S: u64 = 300;

/// No token is kept for longer, whatever its issuer says.
const MAX_LIFE_S: u64 = 24 * 3600;

/// The longest error code of Entra's that is worth a log line.
const MAX_WORD_BYTES: usize = 64;

/// Why the bot has no token.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OwnTokenError {
    /// The administrator has to act: the secret has run out, or the registration is another.
    #[error("refused: {status} {word:?}")]
    Refused {
        status: StatusCode,
        /// The error code of RFC 6749 section 5.2, such as `invalid_client`.
        word: Option<String>,
    },
    #[error("the answer cannot be read")]
    Unreadable,
    #[error("no answer")]
    Unreachable,
}

/// The bot's token and what it is got with.
pub(super) struct OwnToken {
    http: reqwest::Client,
    url: Url,
    app_id: String,
    client_secret: SecretString,
    scope: String,
    clock: Clock,
    /// The lock is held while a token is fetched: one at a time.
    kept: Mutex<Option<Kept>>,
}

struct Kept {
    token: Arc<SecretString>,
    good_until_s: u64,
}

#[derive(Deserialize)]
struct Issued {
    access_token: Zeroizing<String>,
    expires_in: u64,
}

#[derive(Deserialize)]
struct Refused {
    error: String,
}

impl OwnToken {
    pub(super) fn new(
        settings: &BotSettings,
        cloud: Cloud,
        http: reqwest::Client,
        clock: Clock,
    ) -> Self {
        Self {
            http,
            url: settings.token_url.clone(),
            app_id: settings.app_id.clone(),
            client_secret: settings.client_secret.clone(),
            scope: format!("{}/.default", cloud.bot_issuer()),
            clock,
            kept: Mutex::default(),
        }
    }

    /// The token, from Entra if there is none that lives.
    pub(super) async fn get(&self) -> Result<Arc<SecretString>, OwnTokenError> {
        let mut kept = self.kept.lock().await;
        let now_s = self.clock.now_s();
        if let Some(kept) = kept.as_ref().filter(|kept| now_s < kept.good_until_s) {
            return Ok(Arc::clone(&kept.token));
        }
        let issued = self.fetch().await?;
        let token = Arc::new(SecretString::from(issued.access_token.as_str()));
        let life_s = issued.expires_in.min(MAX_LIFE_S).saturating_sub(MARGIN_S);
        *kept = Some(Kept {
            token: Arc::clone(&token),
            good_until_s: now_s + life_s,
        });
        Ok(token)
    }

    /// Teams no longer takes this token; a newer one stays.
    pub(super) async fn forget(&self, refused: &Arc<SecretString>) {
        let mut kept = self.kept.lock().await;
        if kept
            .as_ref()
            .is_some_and(|kept| Arc::ptr_eq(&kept.token, refused))
        {
            *kept = None;
        }
    }

    async fn fetch(&self) -> Result<Issued, OwnTokenError> {
        let room = 256 + 3 * (self.client_secret.expose_secret().len() + self.scope.len());
        let form = form_urlencoded::Serializer::new(String::with_capacity(room))
            .append_pair("grant_type", "client_credentials")
            .append_pair("client_id", &self.app_id)
            .append_pair("client_secret", self.client_secret.expose_secret())
            .append_pair("scope", &self.scope)
            .finish();
        let request = self
            .http
            .post(self.url.clone())
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json")
            .body(Bytes::from_owner(Zeroizing::new(form)));
        // The error's own words would add nothing but the address.
        let response = request
            .send()
            .await
            .map_err(|_| OwnTokenError::Unreachable)?;
        let status = response.status();
        let body = outbound::read_bounded(response, MAX_ANSWER_BYTES)
            .await
            .map_err(|error| match error {
                ReadError::TooLarge => OwnTokenError::Unreadable,
                ReadError::Transport(_) => OwnTokenError::Unreachable,
            })?;
        if !status.is_success() {
            let refused: Option<Refused> = serde_json::from_slice(&body).ok();
            let word = refused.map(|refused| refused.error);
            return Err(OwnTokenError::Refused {
                status,
                word: word.filter(|word| is_error_code(word)),
            });
        }
        serde_json::from_slice(&body).map_err(|_| OwnTokenError::Unreadable)
    }
}

/// Whether a text can go into the log as it is.
fn is_error_code(word: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    word.len() <= MAX_WORD_BYTES && word.bytes().all(plain)
}
