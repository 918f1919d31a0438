//! Statuses and the ways between them.

use super::issue::{Issue, StatusCategory};
use crate::jira_sim::model::permission::Permission;

/// Statuses with their ids.
pub(in crate::jira_sim) const STATUSES: [(u64, &str, StatusCategory); 5] = [
    (10_002, "To Do", StatusCategory::ToDo),
    (10_004, "In Progress", StatusCategory::InProgress),
    (10_005, "In Review", StatusCategory::InProgress),
    (10_003, "Done", StatusCategory::Done),
    (10_006, "Rejected", StatusCategory::Done),
];

/// One arrow of the workflow.
#[derive(Debug)]
pub(in crate::jira_sim) struct Transition {
    pub(in crate::jira_sim) id: &'static str,
    pub(in crate::jira_sim) name: &'static str,
    from: &'static [&'static str],
    pub(in crate::jira_sim) to: &'static str,
    /// Fields of its screen and whether they are required; empty for no screen.
    pub(in crate::jira_sim) screen: &'static [(&'static str, bool)],
    condition: Condition,
}

#[derive(Debug, PartialEq, Eq)]
enum Condition {
    Anybody,
    AssigneeOnly,
    Needs(Permission),
}

/// The workflow of every project.
const TRANSITIONS: [Transition; 7] = [
    way("11", "Start progress", &["To Do"], "In Progress"),
    Transition {
        condition: Condition::AssigneeOnly,
        ..way("21", "Stop progress", &["In Progress"], "To Do")
    },
    way("31", "Send to review", &["In Progress"], "In Review"),
    way("41", "Back to work", &["In Review"], "In Progress"),
    Transition {
        screen: &[
            ("resolution", true),
            ("fixVersions", false),
            ("comment", false),
        ],
        condition: Condition::Needs(Permission::ResolveIssues),
        ..way(
            "51",
            "Resolve",
            &["To Do", "In Progress", "In Review"],
            "Done",
        )
    },
    Transition {
        screen: &[("comment", true)],
        ..way("61", "Reject", &["To Do", "In Review"], "Rejected")
    },
    way("71", "Reopen", &["Done", "Rejected"], "To Do"),
];

const fn way(
    id: &'static str,
    name: &'static str,
    from: &'static [&'static str],
    to: &'static str,
) -> Transition {
    Transition {
        id,
        name,
        from,
        to,
        screen: &[],
        condition: Condition::Anybody,
    }
}

/// What this person may do with the issue now. `may` asks for a permission.
pub(in crate::jira_sim) fn open_ways(
    issue: &Issue,
    user: &str,
    may: impl Fn(Permission) -> bool,
) -> Vec<&'static Transition> {
    if !may(Permission::TransitionIssues) {
        return Vec::new();
    }
    let is_open = |way: &&Transition| {
        way.from.contains(&issue.status.as_str())
            && match way.condition {
                Condition::Anybody => true,
                Condition::AssigneeOnly => issue.assignee.as_deref() == Some(user),
                Condition::Needs(permission) => may(permission),
            }
    };
    TRANSITIONS.iter().filter(is_open).collect()
}

/// Whether there is such a transition at all, and its name.
pub(in crate::jira_sim) fn name_of(id: &str) -> Option<&'static str> {
    TRANSITIONS.iter().find(|it| it.id == id).map(|it| it.name)
}

/// Category and id of a status; unknown names count as `To Do`.
pub(in crate::jira_sim) fn id_of(status: &str, category: StatusCategory) -> u64 {
    STATUSES
        .iter()
        .find(|it| it.1 == status)
        .map_or_else(|| 10_000 + category.parts().0, |it| it.0)
}

/// Category of a known status.
pub(in crate::jira_sim) fn category_of(status: &str) -> Option<StatusCategory> {
    STATUSES.iter().find(|it| it.1 == status).map(|it| it.2)
}
