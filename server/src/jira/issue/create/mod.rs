//! To create an issue: which types and fields there are, and doing it.

mod meta;
mod screen;

pub(crate) use screen::Screen;

use super::{fields::json_of, rest};
use crate::{
    connection::AccessToken,
    jira::{Answered, JiraClient, JiraError, issue_key::is_issue_key},
};
use app::model::issue::NewValue;
use http::Method;
use serde_json::{Value, json};
use url::Url;

impl JiraClient {
    /// Creates an issue; answers with its key. `at` is the key of the project and the id of the type.
    ///
    /// # Errors
    /// [`JiraError`]; [`JiraError::Denied`] with Jira's words.
    pub(crate) async fn create_issue(
        &self,
        token: &AccessToken,
        at: (&str, &str),
        fields: &[NewValue],
    ) -> Result<Answered<String>, JiraError> {
        let body = json_of(fields).ok_or(JiraError::BadRequest { message: None })?;
        let mut body = Value::Object(body);
        body["fields"]["project"] = json!({ "key": at.0 });
        body["fields"]["issuetype"] = json!({ "id": at.1 });
        let call = rest(Method::POST, "/rest/api/2/issue", &[], token);
        let reply = self.write(&call, Some(&body)).await?;
        let created: Value = reply.json()?;
        let key = created["key"].as_str().filter(|key| is_issue_key(key));
        let Some(key) = key.map(str::to_owned) else {
            return Err(JiraError::unreadable(&"no key"));
        };
        let to = reply.user_name();
        Ok(Answered { value: key, to })
    }

    /// Jira's own page to create an issue, filled in as far as it can be.
    pub(crate) fn create_url(&self, project_id: Option<&str>, kind: &str, summary: &str) -> Url {
        let Some(project_id) = project_id else {
            return self.base_url().join("/secure/CreateIssue!default.jspa");
        };
        let mut url = self.base_url().join("/secure/CreateIssueDetails!init.jspa");
        url.query_pairs_mut()
            .append_pair("pid", project_id)
            .append_pair("issuetype", kind)
            .append_pair("summary", summary);
        url
    }
}
