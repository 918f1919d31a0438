//! Whether an activity comes from the Bot Framework: the token that is sent with it (Bot Framework:
//! "Authenticate requests from the Bot Connector service to your bot").

#[cfg(test)]
mod tests;

use crate::{
    clock::Clock,
    settings::{BotSettings, Cloud},
    signing_keys::{
        FetchError, KeysError, KeysReport, SignedToken, SigningKey, SigningKeys, TokenDefect,
        Validity,
    },
};
use serde::Deserialize;

/// What an activity says of itself, which its token must confirm.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Claimed<'a> {
    /// `serviceUrl`: where the answer, with our own token, would go.
    pub(crate) service_url: &'a str,
    /// `channelId`, such as `msteams`.
    pub(crate) channel_id: &'a str,
}

/// Why an activity is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BotTokenError {
    /// The token is not one that the Bot Framework made for this activity; the reason is for the log.
    #[error("the token is not for this activity: {0}")]
    Invalid(&'static str),
    /// The token could not be checked, because the Bot Framework's keys could not be fetched.
    #[error("the keys of the Bot Framework cannot be fetched")]
    KeysUnavailable,
}

impl From<TokenDefect> for BotTokenError {
    fn from(defect: TokenDefect) -> Self {
        Self::Invalid(match defect {
            TokenDefect::Expired => "it has expired",
            TokenDefect::Invalid(reason) => reason,
        })
    }
}

impl From<KeysError> for BotTokenError {
    fn from(error: KeysError) -> Self {
        match error {
            KeysError::Unknown => {
                Self::Invalid("signed with a key that the Bot Framework does not have")
            }
            KeysError::Unavailable(_) => Self::KeysUnavailable,
        }
    }
}

/// The tokens that the Bot Framework makes for our bot.
pub(crate) struct BotTokens {
    app_id: String,
    issuer: &'static str,
    keys: SigningKeys,
    clock: Clock,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    exp: u64,
    nbf: Option<u64>,
    iat: Option<u64>,
    serviceurl: String,
}

impl BotTokens {
    /// The tokens for the bot of the settings, in `cloud`. Nothing is fetched yet.
    ///
    /// # Errors
    /// If TLS cannot be set up with the system's certificates.
    pub(crate) fn new(
        settings: &BotSettings,
        cloud: Cloud,
        clock: Clock,
    ) -> Result<Self, reqwest::Error> {
        Ok(Self {
            app_id: settings.app_id.clone(),
            issuer: cloud.bot_issuer(),
            keys: SigningKeys::new(settings.metadata_url.clone(), clock.clone())?,
            clock,
        })
    }

    /// Whether the Bot Framework made `jwt` for `activity`.
    ///
    /// # Errors
    /// [`BotTokenError`]
    pub(crate) async fn verify(
        &self,
        jwt: &str,
        activity: Claimed<'_>,
    ) -> Result<(), BotTokenError> {
        let token = SignedToken::parse(jwt)?;
        let key = self.keys.find(token.kid()).await?;
        self.check(&token, &key, activity, self.clock.now_s())
    }

    /// Asks the Bot Framework for its keys now: for the operator's check.
    ///
    /// # Errors
    /// [`FetchError`]
    pub(crate) async fn check_keys(&self) -> Result<KeysReport, FetchError> {
        self.keys.check().await
    }

    fn check(
        &self,
        token: &SignedToken<'_>,
        key: &SigningKey,
        activity: Claimed<'_>,
        now_s: u64,
    ) -> Result<(), BotTokenError> {
        let claims: Claims = token.claims(key)?;
        let ensure = |holds: bool, reason| {
            if holds {
                Ok(())
            } else {
                Err(BotTokenError::Invalid(reason))
            }
        };
        ensure(
            claims.iss == self.issuer,
            "not issued by the Bot Framework of this cloud",
        )?;
        ensure(claims.aud == self.app_id, "made for another bot")?;
        Validity {
            exp: claims.exp,
            nbf: claims.nbf,
            iat: claims.iat,
        }
        .check(now_s)?;
        ensure(
            is_same_address(&claims.serviceurl, activity.service_url),
            "made for another service URL",
        )?;
        ensure(
            key.endorsements.iter().any(|it| it == activity.channel_id),
            "signed with a key that is not endorsed for the channel",
        )
    }
}

/// Microsoft's senders differ in case and in the slash at the end.
fn is_same_address(a: &str, b: &str) -> bool {
    let bare = |url: &str| url.strip_suffix('/').unwrap_or(url).to_ascii_lowercase();
    bare(a) == bare(b)
}
