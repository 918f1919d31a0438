//! What a person sees, and how things are found by id or key.

use super::filter::Filter;
use super::issue::{Issue, IssueLink};
use super::permission::Permission;
use super::project::Project;
use crate::jira_sim::options::User;
use crate::jira_sim::state::State;

/// Ids of the issues of two projects never meet.
const IDS_PER_PROJECT: u64 = 100_000;

impl State {
    /// Whether the person has the permission; nobody has none.
    pub(in crate::jira_sim) fn may(
        &self,
        user: Option<&User>,
        project: &str,
        permission: Permission,
    ) -> bool {
        user.is_some_and(|user| self.permissions.allow(&user.name, project, permission))
    }

    pub(in crate::jira_sim) fn may_see(&self, user: Option<&User>, issue: &Issue) -> bool {
        self.may(user, issue.project_key(), Permission::BrowseProjects)
    }

    /// A project by key or id, whoever may see it.
    pub(in crate::jira_sim) fn project(&self, key_or_id: &str) -> Option<&Project> {
        self.projects
            .iter()
            .find(|it| it.key == key_or_id || self.project_id(&it.key).to_string() == key_or_id)
    }

    pub(in crate::jira_sim) fn project_index(&self, key: &str) -> u64 {
        let index = self.projects.iter().position(|it| it.key == key);
        index.unwrap_or(self.projects.len()) as u64
    }

    pub(in crate::jira_sim) fn project_id(&self, key: &str) -> u64 {
        10_000 + self.project_index(key)
    }

    pub(in crate::jira_sim) fn visible_projects(&self, user: Option<&User>) -> Vec<&Project> {
        self.projects
            .iter()
            .filter(|it| self.may(user, &it.key, Permission::BrowseProjects))
            .collect()
    }

    pub(in crate::jira_sim) fn issue_id(&self, issue: &Issue) -> u64 {
        10_000 + self.project_index(issue.project_key()) * IDS_PER_PROJECT + issue.number()
    }

    /// An issue by key (any case, as in Jira) or id, if the person may see it.
    pub(in crate::jira_sim) fn visible_issue(
        &self,
        user: Option<&User>,
        key_or_id: &str,
    ) -> Option<&Issue> {
        let is_it = |issue: &&Issue| {
            issue.key.eq_ignore_ascii_case(key_or_id)
                || self.issue_id(issue).to_string() == key_or_id
        };
        self.issues
            .iter()
            .find(is_it)
            .filter(|issue| self.may_see(user, issue))
    }

    /// Puts back a changed copy of an issue.
    pub(in crate::jira_sim) fn put_issue(&mut self, changed: Issue) {
        if let Some(issue) = self.issues.iter_mut().find(|it| it.key == changed.key) {
            *issue = changed;
        }
    }

    pub(in crate::jira_sim) fn filter(&self, user: Option<&User>, id: &str) -> Option<&Filter> {
        let name = user.map(|user| user.name.as_str());
        self.filters
            .iter()
            .find(|it| it.id.to_string() == id && it.is_visible_to(name))
    }

    pub(in crate::jira_sim) fn new_id(&mut self) -> u64 {
        self.last_id += 1;
        50_000 + self.last_id
    }

    /// Links of an issue in both directions: link, other issue, whether it leads outward.
    pub(in crate::jira_sim) fn links_of<'a>(
        &'a self,
        issue: &'a Issue,
    ) -> Vec<(&'a IssueLink, &'a Issue, bool)> {
        let by_key = |key: &str| self.issues.iter().find(|it| it.key == key);
        let outward = issue
            .links
            .iter()
            .filter_map(|link| Some((link, by_key(&link.to)?, true)));
        let inward = self.issues.iter().flat_map(|other| {
            other
                .links
                .iter()
                .filter(|link| link.to == issue.key)
                .map(move |link| (link, other, false))
        });
        outward.chain(inward).collect()
    }
}
