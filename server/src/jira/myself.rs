//! `GET /rest/api/2/myself`: who Jira thinks we act for.

use super::{
    JiraClient, JiraError,
    client::{Call, ProtocolStep, SignedWith},
};
use crate::connection::{AccessToken, Account};
use http::Method;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Myself {
    name: Option<String>,
    key: Option<String>,
    display_name: Option<String>,
}

/// The longest name that is kept; Jira's own limit is 255.
const MAX_NAME_CHARS: usize = 255;

impl JiraClient {
    /// The person behind `token`.
    ///
    /// # Errors
    /// [`JiraError`]; [`JiraError::Unreadable`] where the answer names nobody.
    pub(crate) async fn myself(&self, token: &AccessToken) -> Result<Account, JiraError> {
        let reply = self
            .send(&Call {
                method: Method::GET,
                path: "/rest/api/2/myself",
                query: &[],
                signed_with: SignedWith::AccessToken(token.credentials()),
                step: ProtocolStep::Rest,
            })
            .await?;
        reply.ensure_recognised()?;
        let myself: Myself = reply.json()?;
        let name = myself
            .name
            .or(myself.key)
            .filter(|name| !name.trim().is_empty());
        let display_name = myself.display_name.filter(|name| !name.trim().is_empty());
        let shown = display_name
            .or_else(|| name.clone())
            .ok_or(JiraError::Unreadable)?;
        Ok(Account {
            name: bounded(&name.unwrap_or_else(|| shown.clone())),
            display_name: bounded(&shown),
        })
    }
}

fn bounded(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_control())
        .take(MAX_NAME_CHARS)
        .collect()
}
