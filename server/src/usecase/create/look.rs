//! What fields suggest while somebody types.

use super::{
    super::{
        Bound, Instance,
        asking::{Asked, Call},
        explain::Asking,
    },
    Told,
};
use crate::jira::is_project_key;
use app::model::{
    create::{Looked, Project},
    issue::Person,
};

/// No name in Jira is longer.
const MAX_TEXT_CHARS: usize = 255;

const PROJECTS: Call<String, Vec<Project>> = |client, grant, text| -> Asked<'_, Vec<Project>> {
    Box::pin(client.projects(&grant.access_token, text))
};

const PEOPLE: Call<(String, String), Vec<Person>> =
    |client, grant, (project, text)| -> Asked<'_, Vec<Person>> {
        Box::pin(client.assignable(&grant.access_token, ("project", project), text))
    };

impl Bound {
    pub(super) async fn suggestions(&self, looked: &Looked) -> Told<Vec<String>> {
        let instance = self.instance_named(&looked.jira).await?;
        if looked.field == "project" {
            let projects = self.find_projects(instance, &looked.text).await?;
            return Ok(projects.map(|found| found.iter().map(Project::label).collect()));
        }
        if !is_project_key(&looked.project) {
            return Ok(Ok(Vec::new()));
        }
        let question = (looked.project.clone(), cut(&looked.text));
        let people = match self.ask(&instance.id, &question, PEOPLE).await? {
            Ok((_, people)) => people,
            Err(none) => return self.no_answer(none, Asking::ForData, instance),
        };
        let fixed: &[&str] = match looked.field.as_str() {
            "assignee" => &["Automatic", "Unassigned"],
            _ => &[],
        };
        let fixed = fixed.iter().map(|&word| word.to_owned());
        Ok(Ok(fixed.chain(people.iter().map(Person::label)).collect()))
    }

    /// Projects whose name or key has `text` in it, or the ones used last.
    pub(super) async fn find_projects(
        &self,
        instance: &Instance,
        text: &str,
    ) -> Told<Vec<Project>> {
        match self.ask(&instance.id, &cut(text), PROJECTS).await? {
            Ok((_, projects)) => Ok(Ok(projects)),
            Err(none) => self.no_answer(none, Asking::ForData, instance),
        }
    }
}

fn cut(text: &str) -> String {
    text.chars().take(MAX_TEXT_CHARS).collect()
}
