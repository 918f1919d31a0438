//! Names of fields in queries, and what can be done with each.

use crate::jira_sim::model::field::{FIELDS, Field, Kind};

/// A field of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum QueryField {
    Project,
    IssueType,
    Status,
    StatusCategory,
    Priority,
    Resolution,
    Assignee,
    Reporter,
    Watcher,
    Voter,
    /// `text`, `summary`, `description`, `comment`, `environment` and texts of custom fields.
    Text(&'static str),
    Labels(&'static str),
    Component,
    Version(&'static str),
    Created,
    Updated,
    Due,
    Resolved,
    LastViewed,
    Key,
    Parent,
    Filter,
    Votes,
    Watchers,
    Number(&'static str),
    Option(&'static str),
    User(&'static str),
    EpicLink,
    Sprint,
}

/// Operators of a field, one group per kind as Jira has them.
pub(super) const EQUALITY: &[&str] = &["=", "!=", "IN", "NOT IN", "IS", "IS NOT"];
pub(super) const RANGES: &[&str] = &[
    "=", "!=", "<", ">", "<=", ">=", "IN", "NOT IN", "IS", "IS NOT",
];
pub(super) const TEXTS: &[&str] = &["~", "!~", "IS", "IS NOT"];

/// The names, as Jira's autocompletion lists them, with their fields.
const NAMES: [(&str, QueryField); 43] = [
    ("affectedVersion", QueryField::Version("versions")),
    ("assignee", QueryField::Assignee),
    ("comment", QueryField::Text("comment")),
    ("component", QueryField::Component),
    ("created", QueryField::Created),
    ("createdDate", QueryField::Created),
    ("creator", QueryField::Reporter),
    ("description", QueryField::Text("description")),
    ("due", QueryField::Due),
    ("duedate", QueryField::Due),
    ("environment", QueryField::Text("environment")),
    ("filter", QueryField::Filter),
    ("fixVersion", QueryField::Version("fixVersions")),
    ("id", QueryField::Key),
    ("issue", QueryField::Key),
    ("issuekey", QueryField::Key),
    ("issuetype", QueryField::IssueType),
    ("key", QueryField::Key),
    ("labels", QueryField::Labels("labels")),
    ("lastViewed", QueryField::LastViewed),
    ("parent", QueryField::Parent),
    ("priority", QueryField::Priority),
    ("project", QueryField::Project),
    ("reporter", QueryField::Reporter),
    ("request", QueryField::Filter),
    ("resolution", QueryField::Resolution),
    ("resolutiondate", QueryField::Resolved),
    ("resolved", QueryField::Resolved),
    ("savedFilter", QueryField::Filter),
    ("searchRequest", QueryField::Filter),
    ("status", QueryField::Status),
    ("statusCategory", QueryField::StatusCategory),
    ("summary", QueryField::Text("summary")),
    ("text", QueryField::Text("text")),
    ("type", QueryField::IssueType),
    ("updated", QueryField::Updated),
    ("updatedDate", QueryField::Updated),
    ("voter", QueryField::Voter),
    ("votes", QueryField::Votes),
    ("watcher", QueryField::Watcher),
    ("watchers", QueryField::Watchers),
    ("Epic Link", QueryField::EpicLink),
    ("Sprint", QueryField::Sprint),
];

/// The field with this name, in any case; custom fields by name or `cf[10100]`.
pub(super) fn find(name: &str) -> Option<QueryField> {
    let known = NAMES.iter().find(|it| it.0.eq_ignore_ascii_case(name));
    known.map(|it| it.1).or_else(|| {
        let number = name.to_ascii_lowercase();
        let number = number
            .strip_prefix("cf[")
            .and_then(|it| it.strip_suffix(']'));
        let number = number.and_then(|it| it.parse::<u64>().ok());
        let is_it = |field: &&Field| {
            field.is_custom()
                && (field.name.eq_ignore_ascii_case(name)
                    || (number.is_some() && field.number() == number))
        };
        FIELDS.iter().find(is_it).and_then(custom)
    })
}

fn custom(field: &'static Field) -> Option<QueryField> {
    Some(match field.kind {
        Kind::Text | Kind::Area | Kind::Url => QueryField::Text(field.id),
        Kind::Number => QueryField::Number(field.id),
        Kind::Select | Kind::MultiSelect | Kind::Cascade | Kind::Group => {
            QueryField::Option(field.id)
        }
        Kind::Labels => QueryField::Labels(field.id),
        Kind::User | Kind::Users => QueryField::User(field.id),
        Kind::EpicLink => QueryField::EpicLink,
        Kind::Sprint => QueryField::Sprint,
        _ => return None,
    })
}

impl QueryField {
    pub(super) fn operators(self) -> &'static [&'static str] {
        match self {
            Self::Text(_) => TEXTS,
            Self::Created
            | Self::Updated
            | Self::Due
            | Self::Resolved
            | Self::LastViewed
            | Self::Priority
            | Self::Key
            | Self::Votes
            | Self::Watchers
            | Self::Number(_) => RANGES,
            _ => EQUALITY,
        }
    }

    /// Whether the values are times.
    pub(super) fn is_date(self) -> bool {
        matches!(
            self,
            Self::Created | Self::Updated | Self::Due | Self::Resolved | Self::LastViewed
        )
    }

    /// Whether one can sort by it.
    pub(super) fn is_sortable(self) -> bool {
        !matches!(
            self,
            Self::Text("text" | "comment")
                | Self::Filter
                | Self::Watcher
                | Self::Voter
                | Self::StatusCategory
                | Self::Parent
        )
    }
}

/// Name, `cf[…]` part for custom fields, and field, for the autocompletion.
pub(in crate::jira_sim) fn visible_fields()
-> Vec<(String, Option<u64>, &'static [&'static str], bool)> {
    let system = NAMES
        .iter()
        .filter(|(name, _)| !name.contains(' ') && *name != "Sprint")
        .map(|(name, it)| ((*name).to_owned(), None, it.operators(), it.is_sortable()));
    let custom = FIELDS.iter().filter(|it| it.is_custom()).filter_map(|it| {
        let field = custom(it)?;
        Some((
            it.name.to_owned(),
            it.number(),
            field.operators(),
            field.is_sortable(),
        ))
    });
    system.chain(custom).collect()
}
