//! Projects and people to choose from.

use crate::{
    connection::AccessToken,
    jira::{
        Answered, JiraClient, JiraError,
        issue::value::{list, name, person},
    },
};
use app::model::{create::Project, issue::Person};
use serde_json::Value;

const MAX_FOUND: &str = "20";
const FOUND: usize = 20;

impl JiraClient {
    /// Projects whose name or key has `text` in it, or the ones that the person used last.
    ///
    /// # Errors
    /// [`JiraError`].
    pub(crate) async fn projects(
        &self,
        token: &AccessToken,
        text: &str,
    ) -> Result<Answered<Vec<Project>>, JiraError> {
        let text = text.trim();
        if !text.is_empty() {
            let query = [("query", text), ("maxResults", MAX_FOUND)];
            let path = "/rest/api/2/projects/picker";
            match self.get_issue(token, path, &query).await {
                // An older Jira.
                Err(JiraError::NotFound) => {}
                reply => {
                    let reply = reply?;
                    let found: Value = reply.json()?;
                    return Ok(Answered {
                        value: read(&found["projects"]),
                        to: reply.user_name(),
                    });
                }
            }
        }
        let query = [("recent", MAX_FOUND)];
        let reply = self.get_issue(token, "/rest/api/2/project", &query).await?;
        let recent: Value = reply.json()?;
        let mut projects = read(&recent);
        let text = text.to_lowercase();
        projects.retain(|project| project.label().to_lowercase().contains(&text));
        Ok(Answered {
            value: projects,
            to: reply.user_name(),
        })
    }

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
            ("username", text),
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

fn read(projects: &Value) -> Vec<Project> {
    let project = |project: &Value| {
        Some(Project {
            key: name(&project["key"])?,
            name: name(&project["name"])?,
        })
    };
    let projects = list(projects).iter().filter_map(project);
    projects.take(FOUND).collect()
}
