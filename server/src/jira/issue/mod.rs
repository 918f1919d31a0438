//! `/rest/api/2/issue/{key}` of Jira Data Center: what an issue says, and what can be done with it.
//!
//! Each field may be missing or odd without hiding the others, so the answers are read value by
//! value. All that is read is bounded.

mod content;
mod create;
mod fields;
mod image;
mod people;
mod read;
mod value;
mod write;

pub(crate) use create::Screen;
pub(crate) use image::ImageAnswer;
pub(crate) use read::Reader;

use super::{
    Answered, IssueKey, JiraClient, JiraError,
    client::{Call, Extent, ProtocolStep, Reply, SignedWith},
};
use crate::connection::AccessToken;
use app::model::issue::{IssueDetail, May};
use http::Method;
use serde_json::Value;
use value::at;

/// An issue with a hundred comments and as many fields of selections.
const MAX_ISSUE_BYTES: usize = 8 << 20;
const EXPAND: &str = "renderedFields,editmeta,transitions,transitions.fields";
const EXPAND_WITH_HISTORY: &str =
    "renderedFields,editmeta,transitions,transitions.fields,changelog";

impl JiraClient {
    /// The issue with this key and its history, read by `reader`; without the history where that is
    /// too long.
    ///
    /// # Errors
    /// [`JiraError`]; [`JiraError::NotFound`] where the person may not see it.
    pub(crate) async fn issue_with_history(
        &self,
        token: &AccessToken,
        key: &IssueKey,
        reader: &Reader,
    ) -> Result<Answered<IssueDetail>, JiraError> {
        match self.read(token, key, reader, EXPAND_WITH_HISTORY).await {
            Err(JiraError::TooLarge) => self.issue(token, key, reader).await,
            answer => answer,
        }
    }

    /// The issue with this key, read by `reader`.
    ///
    /// # Errors
    /// [`JiraError`]; [`JiraError::NotFound`] where the person may not see it.
    pub(crate) async fn issue(
        &self,
        token: &AccessToken,
        key: &IssueKey,
        reader: &Reader,
    ) -> Result<Answered<IssueDetail>, JiraError> {
        self.read(token, key, reader, EXPAND).await
    }

    async fn read(
        &self,
        token: &AccessToken,
        key: &IssueKey,
        reader: &Reader,
        expand: &str,
    ) -> Result<Answered<IssueDetail>, JiraError> {
        let path = format!("/rest/api/2/issue/{}", key.as_str());
        let reply = self.get_issue(token, &path, &[("expand", expand)]).await?;
        let to = reply.user_name();
        let issue: Value = reply.json()?;
        let reader = reader.clone();
        // Cleaning a long text takes a while.
        let read = tokio::task::spawn_blocking(move || reader.read(&issue)).await;
        let value = read.ok().flatten();
        let value = value.ok_or_else(|| JiraError::unreadable(&"no issue"))?;
        Ok(Answered { value, to })
    }

    /// What the person may do with the issue.
    ///
    /// # Errors
    /// [`JiraError`].
    pub(crate) async fn may(&self, token: &AccessToken, key: &IssueKey) -> Result<May, JiraError> {
        let query = [("issueKey", key.as_str())];
        let reply = self
            .get_issue(token, "/rest/api/2/mypermissions", &query)
            .await?;
        let answer: Value = reply.json()?;
        let has = |names: &[&str]| {
            let held = |name: &&str| {
                at(&answer, &["permissions", name, "havePermission"]) == &Value::Bool(true)
            };
            names.iter().any(held)
        };
        Ok(May {
            comment: has(&["ADD_COMMENTS", "COMMENT_ISSUE"]),
            edit_own: has(&["EDIT_OWN_COMMENTS", "EDIT_ALL_COMMENTS", "COMMENT_EDIT_OWN"]),
            delete_own: has(&[
                "DELETE_OWN_COMMENTS",
                "DELETE_ALL_COMMENTS",
                "COMMENT_DELETE_OWN",
            ]),
            assign: has(&["ASSIGN_ISSUES", "ASSIGN_ISSUE"]),
            work: has(&["WORK_ON_ISSUES", "WORK_ISSUE"]),
        })
    }

    async fn get_issue(
        &self,
        token: &AccessToken,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<Reply, JiraError> {
        let call = rest(Method::GET, path, query, token);
        let extent = Extent {
            max_reply_bytes: MAX_ISSUE_BYTES,
            ..Extent::default()
        };
        let reply = self.send_with(&call, &extent).await?;
        reply.ensure_recognised()?;
        Ok(reply)
    }
}

fn rest<'a>(
    method: Method,
    path: &'a str,
    query: &'a [(&'a str, &'a str)],
    token: &AccessToken,
) -> Call<'a> {
    Call {
        method,
        path,
        query,
        signed_with: SignedWith::AccessToken(token.credentials()),
        step: ProtocolStep::Rest,
    }
}
