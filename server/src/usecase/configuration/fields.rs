//! What can be chosen, as far as the page does not have it yet.

use super::super::{
    Instance, Tab,
    asking::{Asked, Call, both_to},
    issues::shown,
};
use crate::{
    connection::Grant,
    jira::{Answered, JiraClient, JiraError, Parts, SavedFilter},
};
use app::model::{
    configuration::{Choices, Wanted, What},
    create::Project,
};
use std::sync::Arc;

/// The fields of the page.
pub(super) struct Fields {
    tab: Arc<Tab>,
    pub(super) wanted: Wanted,
    /// Whether the page has other fields than those of this choice.
    is_new: bool,
    /// Whether projects are to be looked for.
    looks_for_projects: bool,
    /// Whether the page lacks what the issues of the project can be.
    lacks_parts: bool,
}

/// What Jira says.
#[derive(Default)]
pub(super) struct Found {
    pub(super) filters: Arc<Vec<SavedFilter>>,
    projects: Vec<Project>,
    parts: Parts,
}

/// Asks for what can be chosen: nothing for a query, one request for filters, which are kept for a
/// minute, or for projects, two for what the issues of a project can be.
pub(super) const FIELDS: Call<Fields, Found> =
    |client, grant, fields| -> Asked<'_, Found> { Box::pin(find(client, grant, fields)) };

impl Fields {
    /// The fields for `wanted` in the Jira with the ID `jira`. What belongs to another Jira or project
    /// is forgotten.
    pub(super) fn new(tab: Arc<Tab>, mut wanted: Wanted, jira: &str) -> Self {
        let what = What::ALL.iter().find(|(what, ..)| *what == wanted.what);
        let shown = format!("{} {jira}", what.map_or("", |(_, word, _)| word));
        let before = wanted.shown.split_once(' ').map(|(_, jira)| jira);
        if before.is_some_and(|before| before != jira) {
            wanted.filter.clear();
            wanted.find.clear();
            wanted.project.clear();
        }
        let is_new = wanted.shown != shown;
        let is_project = wanted.what == What::Project;
        let is_other_project = wanted.narrowed != wanted.project_key();
        if before.is_some() && (is_other_project && !is_new || wanted.project.is_empty()) {
            wanted.types.clear();
            wanted.statuses.clear();
            wanted.priorities.clear();
        }
        jira.clone_into(&mut wanted.jira);
        wanted.shown = shown;
        Self {
            looks_for_projects: is_project && (is_new || wanted.found != wanted.find),
            lacks_parts: is_project && (is_new || is_other_project),
            tab,
            wanted,
            is_new,
        }
    }

    /// Whether any field of the page is made anew.
    pub(super) fn are_new(&self) -> bool {
        self.is_new || self.looks_for_projects || self.lacks_parts
    }

    /// What the page is to offer that it does not have.
    pub(super) fn choices(&self, found: &Found, instance: &Instance) -> Choices {
        let projects = found.projects.iter();
        let projects = projects.map(|it| (it.key.clone(), it.name.clone()));
        let Parts {
            types,
            statuses,
            priorities,
        } = found.parts.clone();
        Choices {
            fields: self.is_new,
            filters: shown(&found.filters),
            projects: self.looks_for_projects.then(|| projects.collect()),
            parts: self.lacks_parts.then_some([types, statuses, priorities]),
            manage_filters_url: instance.client.manage_filters_url().into(),
        }
    }
}

async fn find(
    client: &JiraClient,
    grant: &Grant,
    fields: &Fields,
) -> Result<Answered<Found>, JiraError> {
    let token = &grant.access_token;
    let (mut found, mut to) = (Found::default(), Some(grant.account.name.clone()));
    if fields.wanted.what == What::Filter {
        let filters = fields.tab.favourite_filters(client, grant).await?;
        found.filters = filters.value;
        to = both_to(grant, to, filters.to)?;
    }
    let key = fields.wanted.project_key();
    let (projects, parts) = tokio::join!(
        async {
            if fields.looks_for_projects {
                Some(client.projects(token, fields.wanted.find.trim()).await)
            } else {
                None
            }
        },
        async {
            if fields.lacks_parts && !key.is_empty() {
                Some(client.parts_of_project(token, key).await)
            } else {
                None
            }
        }
    );
    if let Some(projects) = projects.transpose()? {
        found.projects = projects.value;
        to = both_to(grant, to, projects.to)?;
    }
    match parts {
        // What the count says of a project that is not there, Jira says better.
        None | Some(Err(JiraError::NotFound)) => {}
        Some(parts) => {
            let [by_type, priorities] = parts?;
            found.parts = by_type.value;
            found.parts.priorities = priorities.value.priorities;
            to = both_to(grant, to, by_type.to)?;
            to = both_to(grant, to, priorities.to)?;
        }
    }
    Ok(Answered { value: found, to })
}
