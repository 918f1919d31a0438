//! What an issue has in a field of a query.

use super::Context;
use super::dates::parse_date;
use super::fields::QueryField;
use crate::jira_sim::model::issue::Issue;

/// The names to compare by; empty for an empty field.
pub(super) fn names_of(context: &Context<'_>, field: QueryField, issue: &Issue) -> Vec<String> {
    let one = |it: &Option<String>| it.iter().cloned().collect();
    let texts = |id| issue.texts(id).into_iter().map(str::to_owned).collect();
    match field {
        QueryField::Project => vec![issue.project_key().to_owned()],
        QueryField::IssueType => vec![issue.issue_type.clone()],
        QueryField::Status => vec![issue.status.clone()],
        QueryField::StatusCategory => vec![issue.status_category.parts().3.to_owned()],
        QueryField::Priority => one(&issue.priority),
        QueryField::Resolution => vec![issue.resolution.clone().unwrap_or("Unresolved".to_owned())],
        QueryField::Assignee => one(&issue.assignee),
        QueryField::Reporter => vec![issue.reporter.clone()],
        QueryField::Watcher => issue.watchers.clone(),
        QueryField::Voter => issue.voters.clone(),
        QueryField::Component => texts("components"),
        QueryField::Key => vec![issue.key.clone()],
        QueryField::Parent => one(&issue.parent),
        QueryField::EpicLink => texts("customfield_10115"),
        QueryField::Sprint => issue
            .values
            .get("customfield_10114")
            .and_then(|it| it.as_array())
            .map_or_else(Vec::new, |it| it.iter().map(ToString::to_string).collect()),
        QueryField::Filter => {
            let all = context.state.filters.iter();
            all.map(|it| it.id.to_string()).collect()
        }
        QueryField::Labels(id)
        | QueryField::Version(id)
        | QueryField::Option(id)
        | QueryField::User(id)
        | QueryField::Text(id) => texts(id),
        _ => Vec::new(),
    }
}

/// A number or a time in milliseconds.
pub(super) fn number_of(context: &Context<'_>, field: QueryField, issue: &Issue) -> Option<f64> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "times and counts are below 2^53"
    )]
    let whole = |it: i64| Some(it as f64);
    match field {
        QueryField::Created => whole(issue.created_ms),
        QueryField::Updated => whole(issue.updated_ms),
        QueryField::Due => parse_date(issue.text("duedate"), 0).and_then(whole),
        QueryField::Resolved => whole(issue.resolution.as_ref().map(|_| issue.updated_ms)?),
        QueryField::LastViewed => {
            let user = &context.user?.name;
            let is_it = |it: &(String, String)| it.0 == *user && it.1 == issue.key;
            let at = context.state.viewed.iter().rposition(is_it)?;
            whole(i64::try_from(at).ok()?)
        }
        QueryField::Votes => whole(i64::try_from(issue.voters.len()).ok()?),
        QueryField::Watchers => whole(i64::try_from(issue.watchers.len()).ok()?),
        QueryField::Number(id) => issue.values.get(id)?.as_f64(),
        _ => None,
    }
}

/// Everything that a text search looks at.
pub(super) fn texts_of<'a>(field: &str, issue: &'a Issue) -> Vec<&'a str> {
    let comments = || issue.comments.iter().map(|it| it.body.as_str());
    match field {
        "summary" => vec![&issue.summary],
        "comment" => comments().collect(),
        "text" => [
            issue.summary.as_str(),
            issue.text("description"),
            issue.text("environment"),
        ]
        .into_iter()
        .chain(comments())
        .filter(|it| !it.is_empty())
        .collect(),
        id => issue.texts(id),
    }
}
