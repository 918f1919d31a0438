//! `GET /rest/api/2/serverInfo`: which Jira answers. Open to everyone as a rule, so it is not signed.

use super::{JiraClient, JiraError};
use crate::jira_url::BaseUrl;
use serde::Deserialize;
use std::ops::RangeInclusive;

/// The major versions of Jira Data Center that this tab is made for: from the first whose
/// application links it describes to the last whose documentation still has OAuth 1.0a.
pub(crate) const SUPPORTED_MAJORS: RangeInclusive<u32> = 9..=11;

/// The longest version that is shown.
const MAX_VERSION_CHARS: usize = 40;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    version: String,
    version_numbers: Vec<u32>,
    deployment_type: Option<String>,
    base_url: Option<String>,
}

/// What a Jira says of itself.
#[derive(Debug)]
pub(crate) struct ServerInfo {
    /// Such as `9.12.15`.
    pub(crate) version: String,
    /// The first number of the version.
    pub(crate) major: u32,
    /// Jira Cloud has no application links for OAuth 1.0a.
    pub(crate) is_cloud: bool,
    /// What its administrator set as its base URL.
    pub(crate) base_url: Option<BaseUrl>,
}

impl JiraClient {
    /// Asks which Jira answers.
    ///
    /// # Errors
    /// [`JiraError`]; [`JiraError::Unreadable`] where the answer is none of Jira's.
    pub(crate) async fn server_info(&self) -> Result<ServerInfo, JiraError> {
        let answer: Answer = self.get_unsigned("/rest/api/2/serverInfo").await?.json()?;
        let major = answer.version_numbers.first();
        let shown = answer.version.chars().filter(|c| !c.is_control());
        Ok(ServerInfo {
            major: *major.ok_or(JiraError::Unreadable)?,
            version: shown.take(MAX_VERSION_CHARS).collect(),
            is_cloud: answer.deployment_type.as_deref() == Some("Cloud"),
            base_url: answer.base_url.and_then(|url| BaseUrl::parse(&url).ok()),
        })
    }
}
