//! People to choose from.

use crate::{
    connection::AccessToken,
    jira::{
        Answered, JiraClient, JiraError,
        issue::value::{list, person},
        text::searched,
    },
};
use app::model::issue::Person;
use serde_json::Value;

const MAX_FOUND: &str = "20";
const FOUND: usize = 20;

impl JiraClient {
    /// Who can be the assignee in a project and has a name that begins with `text`.
    ///
    /// # Errors
    /// [`JiraError`].
    pub(crate) async fn assignable_in(
        &self,
        token: &AccessToken,
        project: &str,
        text: &str,
    ) -> Result<Answered<Vec<Person>>, JiraError> {
        let query = [
            ("project", project),
            ("username", searched(text)),
            ("maxResults", MAX_FOUND),
        ];
        let path = "/rest/api/2/user/assignable/search";
        let reply = self.get_issue(token, path, &query).await?;
        let people: Value = reply.json()?;
        let people = list(&people).iter().filter_map(person);
        Ok(Answered {
            value: people.take(FOUND).collect(),
            to: reply.user_name(),
        })
    }
}
