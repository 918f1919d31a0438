//! Projects that the person can choose, and what their issues can be (Jira Data Center).

use super::{
    Answered, JiraClient, JiraError,
    issue_key::is_project_key,
    text::{one_line, searched},
};
use crate::connection::AccessToken;
use app::model::create::Project;
use serde::Deserialize;
use serde_json::Value;

/// What the person used last is enough to begin with; the rest is searched for.
const MAX_FOUND: &str = "20";
const MAX_PROJECTS: usize = 20;
const MAX_NAMES: usize = 200;
const MAX_NAME_CHARS: usize = 255;

/// Names of what the issues of a project can be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts {
    pub(crate) types: Vec<String>,
    pub(crate) statuses: Vec<String>,
    pub(crate) priorities: Vec<String>,
}

#[derive(Deserialize)]
struct WireProject {
    key: String,
    name: String,
}

#[derive(Deserialize)]
struct Named {
    name: String,
    #[serde(default)]
    statuses: Vec<Value>,
}

#[derive(Deserialize)]
struct Picked {
    #[serde(default)]
    projects: Vec<Value>,
}

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
        let text = searched(text.trim());
        if !text.is_empty() {
            let query = [("query", text), ("maxResults", MAX_FOUND)];
            let picked = self.get(token, "/rest/api/2/projects/picker", &query).await;
            match picked {
                // An older Jira.
                Err(JiraError::NotFound) => {}
                picked => {
                    let picked: Answered<Picked> = picked?;
                    return Ok(picked.map(|picked| read_projects(picked.projects)));
                }
            }
        }
        let query = [("recent", MAX_FOUND)];
        let recent = self.get(token, "/rest/api/2/project", &query).await?;
        let text = text.to_lowercase();
        Ok(recent.map(|recent| {
            let mut projects = read_projects(recent);
            projects.retain(|project| project.label().to_lowercase().contains(&text));
            projects
        }))
    }

    /// Names of the issue types, statuses and priorities of a project: two requests at once.
    ///
    /// # Errors
    /// [`JiraError`]; [`JiraError::NotFound`] for a project that the person does not see.
    pub(crate) async fn parts_of_project(
        &self,
        token: &AccessToken,
        key: &str,
    ) -> Result<[Answered<Parts>; 2], JiraError> {
        if !is_project_key(key) {
            return Err(JiraError::NotFound);
        }
        let path = format!("/rest/api/2/project/{key}/statuses");
        let (by_type, priorities) = tokio::join!(
            self.get::<Vec<Value>>(token, &path, &[]),
            self.get::<Vec<Value>>(token, "/rest/api/2/priority", &[]),
        );
        Ok([
            by_type?.map(read_parts),
            priorities?.map(|values| Parts {
                priorities: names(values),
                ..Parts::default()
            }),
        ])
    }
}

fn read_all<T: serde::de::DeserializeOwned>(values: Vec<Value>) -> impl Iterator<Item = T> {
    values
        .into_iter()
        .filter_map(|value| serde_json::from_value(value).ok())
}

fn read_projects(values: Vec<Value>) -> Vec<Project> {
    let projects = read_all::<WireProject>(values).map(|project| Project {
        key: project.key,
        name: one_line(&project.name, MAX_NAME_CHARS),
    });
    let projects = projects.filter(|project| is_project_key(&project.key));
    projects.take(MAX_PROJECTS).collect()
}

fn read_parts(by_type: Vec<Value>) -> Parts {
    let mut parts = Parts::default();
    for Named { name, statuses } in read_all(by_type) {
        put(&mut parts.types, &name);
        for name in names(statuses) {
            put(&mut parts.statuses, &name);
        }
    }
    parts
}

fn names(values: Vec<Value>) -> Vec<String> {
    let mut names = Vec::new();
    for named in read_all::<Named>(values) {
        put(&mut names, &named.name);
    }
    names
}

/// Several statuses may have one name, and JQL finds them all by it. A name that is not whole would
/// find nothing.
fn put(names: &mut Vec<String>, name: &str) {
    let is_whole = name.chars().nth(MAX_NAME_CHARS).is_none();
    if is_whole && names.len() < MAX_NAMES && !names.iter().any(|it| it == name) {
        names.push(name.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn types_and_statuses_of_all_types_are_named_once() {
        let parts = read_parts(vec![
            json!({"name": "Bug", "statuses": [{"name": "Open"}, {"name": "Done"}]}),
            json!({"name": "C#", "statuses": [{"name": "Open"}, {"name": "R&D"}, {}, 7]}),
            json!({"name": "Bug", "statuses": []}),
            json!(null),
        ]);
        assert_eq!(parts.types, ["Bug", "C#"]);
        assert_eq!(parts.statuses, ["Open", "Done", "R&D"]);
    }

    #[test]
    fn an_odd_project_hides_no_other() {
        let projects = read_projects(vec![
            json!({"key": "RND", "name": "R&D"}),
            json!({"key": "A B", "name": "odd"}),
            json!({"name": "odd"}),
            json!({"key": "UNI", "name": "Ünïcode\nC#"}),
        ]);
        let shown: Vec<_> = projects.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(shown, ["R&D", "Ünïcode C#"]);
    }
}
