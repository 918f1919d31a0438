//! The values that exist for a field: what queries are checked against and autocompletion offers.

use super::Context;
use super::fields::{QueryField, find};
use crate::jira_sim::model::field::{self, GROUPS, ISSUE_TYPES, PRIORITIES, RESOLUTIONS, SPRINTS};
use crate::jira_sim::model::issue::Issue;
use crate::jira_sim::model::workflow::STATUSES;

/// A value with everything that it may be called by.
pub(super) struct Candidate {
    /// What issues are compared by.
    pub(super) value: String,
    /// What people read.
    pub(super) shown: String,
    other_names: Vec<String>,
}

impl Candidate {
    pub(super) fn is_called(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.value.to_lowercase() == text
            || self.shown.to_lowercase() == text
            || self.other_names.iter().any(|it| it.to_lowercase() == text)
    }
}

fn candidate(value: &str, other_names: &[&str]) -> Candidate {
    Candidate {
        value: value.to_owned(),
        shown: value.to_owned(),
        other_names: other_names.iter().map(ToString::to_string).collect(),
    }
}

/// All values of a field that the person may know; `None` where any value will do.
pub(super) fn candidates(context: &Context<'_>, field: QueryField) -> Option<Vec<Candidate>> {
    let state = context.state;
    let projects = || state.visible_projects(context.user).into_iter();
    Some(match field {
        QueryField::Project => projects()
            .map(|it| Candidate {
                shown: it.name.clone(),
                ..candidate(&it.key, &[&state.project_id(&it.key).to_string()])
            })
            .collect(),
        QueryField::IssueType => named(context, &ISSUE_TYPES, 10_000, |it| Some(&it.issue_type)),
        QueryField::Priority => named(context, &PRIORITIES, 1, |it| it.priority.as_ref()),
        QueryField::Resolution => {
            let mut all = named(context, &RESOLUTIONS, 10_000, |it| it.resolution.as_ref());
            all.push(candidate("Unresolved", &[]));
            all
        }
        QueryField::Status => {
            let names = STATUSES.map(|it| it.1);
            let mut all = named(context, &names, 0, |it| Some(&it.status));
            for (at, status) in STATUSES.iter().enumerate() {
                all[at].other_names = vec![status.0.to_string()];
            }
            all
        }
        QueryField::StatusCategory => vec![
            candidate("To Do", &["new", "2"]),
            candidate("In Progress", &["indeterminate", "4"]),
            candidate("Done", &["complete", "3"]),
        ],
        QueryField::Assignee
        | QueryField::Reporter
        | QueryField::Watcher
        | QueryField::Voter
        | QueryField::User(_) => state
            .users
            .iter()
            .map(|it| Candidate {
                shown: it.display_name.clone(),
                ..candidate(&it.name, &[&format!("{}@example.com", it.name)])
            })
            .collect(),
        QueryField::Component => projects()
            .flat_map(|it| it.components.iter().map(|name| candidate(name, &[])))
            .collect(),
        QueryField::Version(_) => projects()
            .flat_map(|it| it.versions.iter().map(|it| candidate(&it.name, &[])))
            .collect(),
        QueryField::Filter => {
            let name = context.user.map(|user| user.name.as_str());
            state
                .filters
                .iter()
                .filter(|it| it.is_visible_to(name))
                .map(|it| candidate(&it.id.to_string(), &[&it.name]))
                .collect()
        }
        QueryField::Option("customfield_10112") => {
            GROUPS.iter().map(|it| candidate(it, &[])).collect()
        }
        QueryField::Option(id) => options(id),
        QueryField::Sprint => (1..)
            .zip(SPRINTS)
            .map(|(id, (name, _))| Candidate {
                shown: name.to_owned(),
                ..candidate(&id.to_string(), &[])
            })
            .collect(),
        QueryField::Key | QueryField::Parent | QueryField::EpicLink => state
            .issues
            .iter()
            .filter(|it| state.may_see(context.user, it))
            .map(|it| candidate(&it.key, &[&state.issue_id(it).to_string()]))
            .collect(),
        _ => return None,
    })
}

/// The names of a list with their ids, and those that issues have besides.
fn named(
    context: &Context<'_>,
    names: &[&str],
    first_id: usize,
    of_issue: fn(&Issue) -> Option<&String>,
) -> Vec<Candidate> {
    let mut all: Vec<Candidate> = names
        .iter()
        .enumerate()
        .map(|(at, name)| candidate(name, &[&(first_id + at).to_string()]))
        .collect();
    for name in context.state.issues.iter().filter_map(of_issue) {
        if all.iter().all(|it| it.value != *name) {
            all.push(candidate(name, &[]));
        }
    }
    all
}

fn options(id: &str) -> Vec<Candidate> {
    let Some(field) = field::find(id) else {
        return Vec::new();
    };
    let parents = field.options().iter().enumerate();
    parents
        .flat_map(|(at, name)| {
            let id = field.option_id(at).to_string();
            let children = field.children(at).iter().map(|it| candidate(it, &[]));
            std::iter::once(candidate(name, &[&id])).chain(children)
        })
        .collect()
}

/// What autocompletion offers for a field and a beginning: value and text to show.
pub(in crate::jira_sim) fn suggest(
    context: &Context<'_>,
    field: &str,
    start: &str,
) -> Option<Vec<(String, String)>> {
    let field = find(field)?;
    let start = start.to_lowercase();
    let mut offers: Vec<(String, String)> = match field {
        QueryField::Labels(id) => context
            .state
            .issues
            .iter()
            .filter(|it| context.state.may_see(context.user, it))
            .flat_map(|it| it.texts(id))
            .map(|it| (it.to_owned(), it.to_owned()))
            .collect(),
        QueryField::Key | QueryField::Parent | QueryField::EpicLink => Vec::new(),
        _ => candidates(context, field)?
            .into_iter()
            .map(|it| {
                let is_plain = it.value == it.shown;
                let shown = if is_plain {
                    it.shown
                } else {
                    format!("{} ({})", it.shown, it.value)
                };
                (it.value, shown)
            })
            .collect(),
    };
    offers.retain(|(value, shown)| {
        value.to_lowercase().starts_with(&start) || shown.to_lowercase().starts_with(&start)
    });
    offers.sort_by_key(|(_, shown)| shown.to_lowercase());
    offers.dedup();
    offers.truncate(15);
    Some(offers)
}
