//! `GET /rest/api/2/user/assignable/search`: who can be the assignee of an issue, or in a project.

use super::value::{list, person};
use crate::{
    connection::AccessToken,
    jira::{Answered, JiraClient, JiraError, text::searched},
};
use app::model::issue::Person;
use serde_json::Value;

const MAX_PEOPLE: &str = "20";

impl JiraClient {
    /// People whose name or user name begins with `text`; anybody if it is empty. `of` is Jira's parameter
    /// for what they are the assignee of, `issueKey` or `project`, with its value.
    ///
    /// # Errors
    /// [`JiraError`].
    pub(crate) async fn assignable(
        &self,
        token: &AccessToken,
        of: (&str, &str),
        text: &str,
    ) -> Result<Answered<Vec<Person>>, JiraError> {
        let query = [of, ("username", searched(text)), ("maxResults", MAX_PEOPLE)];
        let reply = self
            .get_issue(token, "/rest/api/2/user/assignable/search", &query)
            .await?;
        let people: Value = reply.json()?;
        Ok(Answered {
            value: list(&people).iter().filter_map(person).take(20).collect(),
            to: reply.user_name(),
        })
    }
}
