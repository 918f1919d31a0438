//! Who asks, as Microsoft Entra ID says: the access token that Teams hands to a tab names tenant
//! and person.

#[cfg(test)]
mod tests;
mod token;

use crate::{
    clock::Clock,
    settings::EntraSettings,
    signing_keys::{FetchError, KeysError, KeysReport, SignedToken, SigningKeys, TokenDefect},
};
use url::Url;

/// A person of a tenant that may use the tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TeamsUser {
    /// The tenant's ID (`tid`).
    pub(crate) tenant: String,
    /// The person's object ID (`oid`) in the tenant. Both together are the person's key.
    pub(crate) user: String,
    /// What the person is called; it may change, and two may have the same.
    pub(crate) name: Option<String>,
}

/// Why nobody was identified.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum IdentifyError {
    /// The token was good once; Teams has a new one.
    #[error("the token has expired")]
    Expired,
    /// The token is not one that Entra made for this tab; the reason is for the log.
    #[error("the token is not for this tab: {0}")]
    Invalid(&'static str),
    /// The token is good, but its tenant is none of those in the settings.
    #[error("people of this tenant may not use the tab")]
    TenantNotAllowed,
    /// The token could not be checked, because Entra's keys could not be fetched.
    #[error("the keys of Entra cannot be fetched")]
    KeysUnavailable,
}

impl From<TokenDefect> for IdentifyError {
    fn from(defect: TokenDefect) -> Self {
        match defect {
            TokenDefect::Expired => Self::Expired,
            TokenDefect::Invalid(reason) => Self::Invalid(reason),
        }
    }
}

impl From<KeysError> for IdentifyError {
    fn from(error: KeysError) -> Self {
        match error {
            KeysError::Unknown => Self::Invalid("signed with a key that Entra does not have"),
            KeysError::Unavailable(_) => Self::KeysUnavailable,
        }
    }
}

/// The tab's app registration in Entra, with Entra's keys.
pub(crate) struct Entra {
    settings: EntraSettings,
    keys: SigningKeys,
    clock: Clock,
}

impl Entra {
    /// Entra as the settings describe it. Nothing is fetched yet.
    ///
    /// # Errors
    /// If TLS cannot be set up with the system's certificates.
    pub(crate) fn new(settings: &EntraSettings, clock: Clock) -> Result<Self, reqwest::Error> {
        Ok(Self {
            keys: SigningKeys::new(metadata_url(settings), clock.clone())?,
            settings: settings.clone(),
            clock,
        })
    }

    /// Whom `jwt` was made for.
    ///
    /// # Errors
    /// [`IdentifyError`]
    pub(crate) async fn identify(&self, jwt: &str) -> Result<TeamsUser, IdentifyError> {
        let token = SignedToken::parse(jwt)?;
        let key = self.keys.find(token.kid()).await?;
        token::check(&token, &key, &self.settings, self.clock.now_s())
    }

    /// Asks Entra for its keys now: for the operator's check.
    ///
    /// # Errors
    /// [`FetchError`]
    pub(crate) async fn check_keys(&self) -> Result<KeysReport, FetchError> {
        self.keys.check().await
    }
}

/// A single tenant's own metadata need no trust in the rest of the cloud.
fn metadata_url(settings: &EntraSettings) -> Url {
    let tenant = match settings.tenant_ids.as_slice() {
        [tenant] => tenant,
        _ => "common",
    };
    let mut url = settings.authority.clone();
    url.set_fragment(None);
    url.path_segments_mut()
        .expect("an http address has a path")
        .pop_if_empty()
        .extend([tenant, "v2.0", ".well-known", "openid-configuration"]);
    url
}
