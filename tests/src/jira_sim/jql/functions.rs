//! Functions of queries.

use super::Context;
use super::dates::{duration, start_of};
use crate::jira_sim::model::field::{ISSUE_TYPES, SPRINTS};

/// Name, what it stands for, and whether it is a list, for the autocompletion.
pub(in crate::jira_sim) const FUNCTIONS: [(&str, &str, bool); 14] = [
    (
        "currentUser()",
        "com.atlassian.jira.user.ApplicationUser",
        false,
    ),
    ("watchedIssues()", "com.atlassian.jira.issue.Issue", true),
    ("votedIssues()", "com.atlassian.jira.issue.Issue", true),
    ("issueHistory()", "com.atlassian.jira.issue.Issue", true),
    (
        "standardIssueTypes()",
        "com.atlassian.jira.issue.issuetype.IssueType",
        true,
    ),
    (
        "subTaskIssueTypes()",
        "com.atlassian.jira.issue.issuetype.IssueType",
        true,
    ),
    (
        "openSprints()",
        "com.atlassian.greenhopper.service.sprint.Sprint",
        true,
    ),
    ("now()", "java.util.Date", false),
    ("startOfDay()", "java.util.Date", false),
    ("endOfDay()", "java.util.Date", false),
    ("startOfWeek()", "java.util.Date", false),
    ("endOfWeek()", "java.util.Date", false),
    ("startOfMonth()", "java.util.Date", false),
    ("endOfMonth()", "java.util.Date", false),
];

/// The names that a function stands for.
///
/// # Errors
/// Jira's message for an unknown function.
pub(super) fn names(context: &Context<'_>, name: &str) -> Result<Vec<String>, String> {
    let user = context.user.map(|it| it.name.clone()).unwrap_or_default();
    let keys = |is_it: &dyn Fn(&crate::jira_sim::Issue) -> bool| {
        let issues = context.state.issues.iter().filter(|it| is_it(it));
        issues.map(|it| it.key.clone()).collect()
    };
    Ok(match name.to_lowercase().as_str() {
        "currentuser" => context.user.map(|it| it.name.clone()).into_iter().collect(),
        "watchedissues" => keys(&|it| it.watchers.contains(&user)),
        "votedissues" => keys(&|it| it.voters.contains(&user)),
        "issuehistory" => {
            let viewed = context.state.viewed.iter();
            viewed
                .filter(|it| it.0 == user)
                .map(|it| it.1.clone())
                .collect()
        }
        "standardissuetypes" => names_where(|it| it != "Sub-task"),
        "subtaskissuetypes" => names_where(|it| it == "Sub-task"),
        "opensprints" => (1..)
            .zip(SPRINTS)
            .filter(|(_, sprint)| sprint.1 == "ACTIVE")
            .map(|(id, _): (u64, _)| id.to_string())
            .collect(),
        _ => return Err(format!("Unable to find JQL function '{name}()'.")),
    })
}

fn names_where(is_it: fn(&str) -> bool) -> Vec<String> {
    let names = ISSUE_TYPES.iter().filter(|it| is_it(it));
    names.map(ToString::to_string).collect()
}

/// The time that a function stands for, with its offset such as `-1d`.
///
/// # Errors
/// Jira's message for an unknown function.
pub(super) fn time(context: &Context<'_>, name: &str, offset: Option<&str>) -> Result<i64, String> {
    const DAY_MS: i64 = 86_400_000;
    let lower = name.to_lowercase();
    let unknown = || format!("Unable to find JQL function '{name}()'.");
    let at = if lower == "now" {
        context.now_ms
    } else if let Some(period) = lower.strip_prefix("startof") {
        start_of(period, context.now_ms).ok_or_else(unknown)?
    } else if let Some(period) = lower.strip_prefix("endof") {
        let length = match period {
            "day" => DAY_MS,
            "week" => 7 * DAY_MS,
            _ => 32 * DAY_MS,
        };
        let start = start_of(period, context.now_ms).ok_or_else(unknown)?;
        start_of(period, start + length).ok_or_else(unknown)? - 1
    } else {
        return Err(unknown());
    };
    Ok(at + offset.and_then(duration).unwrap_or(0))
}
