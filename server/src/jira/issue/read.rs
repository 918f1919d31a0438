//! From Jira's JSON to the panel's model.

use super::{
    content::{history, relations},
    fields::{editable, screen},
    value::{at, id, line, list, name, person, status, time},
};
use crate::{html::Source, jira::issue_key::is_issue_key};
use app::model::issue::{IssueDetail, Transition};
use serde_json::Value;

const MAX_SUMMARY_CHARS: usize = 255;
const MAX_TRANSITIONS: usize = 50;
const MAX_NAMES: usize = 100;

/// Reads what one Jira says to one person.
#[derive(Clone)]
pub(crate) struct Reader {
    /// ID of the Jira.
    pub(crate) jira: String,
    /// The person's user name there.
    pub(crate) user_name: String,
    /// What people call the person there.
    pub(crate) display_name: String,
    /// For texts, links and pictures.
    pub(crate) source: Source,
}

impl Reader {
    /// `None` for what is no issue.
    pub(super) fn read(&self, issue: &Value) -> Option<IssueDetail> {
        let key = issue["key"].as_str().filter(|key| is_issue_key(key))?;
        let (fields, rendered) = (&issue["fields"], &issue["renderedFields"]);
        let (status, category) = status(&fields["status"]);
        let (comments, older_comments) = self.comments(fields, rendered);
        let counted = |field: &str, own: &str, count: &str| {
            let field = fields[field].as_object()?;
            let on = field.get(own).is_some_and(|it| *it == true);
            Some((
                on,
                field.get(count).and_then(Value::as_u64).unwrap_or_default(),
            ))
        };
        let reporter = person(&fields["reporter"]);
        let is_own = reporter.is_some_and(|it| it.name.eq_ignore_ascii_case(&self.user_name));
        let (fields_now, too_long) = editable(at(issue, &["editmeta", "fields"]), fields);
        Some(IssueDetail {
            jira: self.jira.clone(),
            key: key.to_owned(),
            url: self.source.base_url.join(&format!("/browse/{key}")).into(),
            project: name(at(fields, &["project", "name"])).unwrap_or_default(),
            kind: name(at(fields, &["issuetype", "name"])).unwrap_or_default(),
            summary: line(&fields["summary"], MAX_SUMMARY_CHARS).unwrap_or_default(),
            status,
            category,
            assignee: person(&fields["assignee"]),
            facts: facts(fields),
            moments: moments(fields),
            description: self
                .source
                .clean(rendered["description"].as_str().unwrap_or_default()),
            unrendered: None,
            comments,
            older_comments,
            attachments: self.attachments(fields),
            relations: relations(fields),
            history: history(&issue["changelog"]),
            transitions: transitions(&issue["transitions"], fields),
            fields: fields_now,
            too_long,
            may: None,
            watching: counted("watches", "isWatching", "watchCount"),
            // Nobody votes for an own issue, nor for one that is resolved.
            voted: counted("votes", "hasVoted", "votes")
                .filter(|_| !is_own && fields["resolution"].is_null()),
            tracks_time: fields["timetracking"].is_object(),
        })
    }
}

/// Name and value of what is shown, in the order of the panel.
fn facts(fields: &Value) -> Vec<(String, String)> {
    let one = |field: &str| name(&fields[field]["name"]);
    let names = |field: &str| {
        let names = list(&fields[field]).iter().take(MAX_NAMES);
        let names: Vec<_> = names
            .filter_map(|it| name(it).or_else(|| name(&it["name"])))
            .collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let reporter = person(&fields["reporter"]).map(|reporter| reporter.display_name);
    let facts = [
        ("Type", one("issuetype")),
        ("Priority", one("priority")),
        (
            "Resolution",
            one("resolution").or_else(|| Some("Unresolved".to_owned())),
        ),
        (
            "Reporter",
            reporter.or_else(|| Some("Anonymous".to_owned())),
        ),
        ("Labels", names("labels")),
        ("Components", names("components")),
        ("Affects versions", names("versions")),
        ("Fix versions", names("fixVersions")),
        ("Due", name(&fields["duedate"])),
    ];
    let known = facts
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    known.collect()
}

fn moments(fields: &Value) -> Vec<(String, app::model::Timestamp)> {
    let moments = [
        ("Created", "created"),
        ("Updated", "updated"),
        ("Resolved", "resolutiondate"),
    ];
    let known = moments.into_iter();
    known
        .filter_map(|(name, field)| Some((name.to_owned(), time(&fields[field])?)))
        .collect()
}

fn transitions(transitions: &Value, values: &Value) -> Vec<Transition> {
    let transition = |transition: &Value| {
        let (fields, only_in_jira) = screen(&transition["fields"], values);
        Some(Transition {
            id: id(&transition["id"])?,
            name: name(&transition["name"])?,
            fields,
            only_in_jira,
        })
    };
    list(transitions)
        .iter()
        .take(MAX_TRANSITIONS)
        .filter_map(transition)
        .collect()
}
