//! stub
use crate::{clock::Clock, settings::EntraSettings};
pub(crate) struct Entra;
pub(crate) struct TeamsUser {
    pub(crate) tenant: String,
    pub(crate) user: String,
    pub(crate) name: Option<String>,
}
#[derive(Debug, thiserror::Error)]
pub(crate) enum IdentifyError {
    #[error("e")]
    Expired,
    #[error("{0}")]
    Invalid(&'static str),
    #[error("t")]
    TenantNotAllowed,
    #[error("k")]
    KeysUnavailable,
}
impl Entra {
    pub(crate) fn new(_: &EntraSettings, _: Clock) -> Result<Self, reqwest::Error> {
        Ok(Self)
    }
    pub(crate) async fn identify(&self, _: &str) -> Result<TeamsUser, IdentifyError> {
        Err(IdentifyError::Expired)
    }
}
