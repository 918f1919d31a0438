//! An issue in the shape of REST API v2, with the fields that were asked for.

use serde_json::{Map, Value, json};

use super::call::Call;
use super::field_json::{
    issue_type, priority, project, resolution, schema, status, user_or_null, value,
};
use super::{attached, rendered};
use crate::jira_sim::clock::jira_timestamp;
use crate::jira_sim::model::field::{FIELDS, find};
use crate::jira_sim::model::issue::Issue;
use crate::jira_sim::state::State;

/// What a request wants to see of an issue.
pub(super) struct Shown<'a> {
    /// Field names, `*all`, `*navigable` or `-name`.
    pub(super) fields: &'a [String],
    pub(super) expand: &'a [String],
    /// Whether no names mean all fields, else the navigable ones.
    pub(super) default_is_all: bool,
}

/// Fields that are no column of a list.
const NOT_NAVIGABLE: [&str; 4] = ["comment", "attachment", "worklog", "timetracking"];
/// Fields that cannot be edited like the ones of [`FIELDS`].
const OTHER_FIELDS: [&str; 17] = [
    "status",
    "creator",
    "created",
    "updated",
    "resolutiondate",
    "lastViewed",
    "subtasks",
    "issuelinks",
    "comment",
    "attachment",
    "worklog",
    "watches",
    "votes",
    "timetracking",
    "timespent",
    "timeestimate",
    "workratio",
];

impl Shown<'_> {
    fn wants(&self, name: &str) -> bool {
        if self
            .fields
            .iter()
            .any(|it| it.strip_prefix('-') == Some(name))
        {
            return false;
        }
        let is_navigable = !NOT_NAVIGABLE.contains(&name);
        if self.fields.iter().all(|it| it.starts_with('-')) {
            // Names to leave out are left out of everything.
            return self.default_is_all || is_navigable || !self.fields.is_empty();
        }
        self.fields
            .iter()
            .any(|it| it == name || it == "*all" || (it == "*navigable" && is_navigable))
    }

    pub(super) fn expands(&self, what: &str) -> bool {
        self.expand.iter().any(|it| it == what)
    }
}

/// The issue as an element of `issues`.
pub(super) fn issue_json(
    call: &Call<'_>,
    state: &State,
    issue: &Issue,
    shown: &Shown<'_>,
) -> Value {
    let id = state.issue_id(issue);
    let mut fields = Map::new();
    let names = FIELDS.iter().map(|it| it.id).chain(OTHER_FIELDS);
    for name in names.filter(|name| shown.wants(name)) {
        if let Some(value) = field_value(call, state, issue, name) {
            fields.insert(name.to_owned(), value);
        }
    }
    let mut answer = json!({
        "expand": "renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations,transitions",
        "id": id.to_string(),
        "self": format!("{}/rest/api/2/issue/{id}", call.shared.base_url),
        "key": issue.key,
    });
    if shown.expands("renderedFields") {
        answer["renderedFields"] = rendered::fields(call.place(state, issue), &fields);
    }
    answer["fields"] = Value::Object(fields);
    answer
}

/// Names of all fields by id.
pub(super) fn names() -> Value {
    let named = FIELDS.iter().map(|it| (it.id.to_owned(), json!(it.name)));
    let others = OTHER_FIELDS.map(|it| (it.to_owned(), json!(it)));
    Value::Object(named.chain(others).collect())
}

/// Schemas of all fields by id.
pub(super) fn schemas() -> Value {
    let all = FIELDS.iter().map(|it| (it.id.to_owned(), schema(it)));
    Value::Object(all.collect())
}

/// `None` where the project has no such field.
fn field_value(call: &Call<'_>, state: &State, issue: &Issue, name: &str) -> Option<Value> {
    let own_project = state.project(issue.project_key())?;
    let optional = |text: &Option<String>, shape: fn(&Call<'_>, &str) -> Value| {
        text.as_deref().map_or(Value::Null, |it| shape(call, it))
    };
    Some(match name {
        "project" => project(call, state, own_project),
        "issuetype" => issue_type(call, &issue.issue_type),
        "summary" => json!(issue.summary),
        "priority" => optional(&issue.priority, priority),
        "resolution" => optional(&issue.resolution, resolution),
        "resolutiondate" => json!(issue.resolution.as_ref().map(|_| issue.updated())),
        "assignee" => user_or_null(call, state, issue.assignee.as_deref()),
        "reporter" | "creator" => user_or_null(call, state, Some(&issue.reporter)),
        "created" => json!(issue.created()),
        "updated" => json!(issue.updated()),
        "lastViewed" => Value::Null,
        "status" => status(call, &issue.status, issue.status_category),
        "parent" => {
            let parent = state
                .issues
                .iter()
                .find(|it| Some(&it.key) == issue.parent.as_ref())?;
            short(call, state, parent)
        }
        "subtasks" => {
            let children = state.issues.iter();
            let children = children.filter(|it| it.parent.as_ref() == Some(&issue.key));
            children.map(|it| short(call, state, it)).collect()
        }
        "issuelinks" => links(call, state, issue),
        "comment" => attached::comments(call, state, issue),
        "attachment" => attached::attachments(call, state, issue),
        "worklog" => attached::worklogs(call, state, issue),
        "watches" => attached::watches(call, issue),
        "votes" => attached::votes(call, issue),
        "timetracking" => attached::timetracking(issue),
        "timespent" => match attached::spent_s(issue) {
            0 => Value::Null,
            spent_s => json!(spent_s),
        },
        "timeestimate" => json!(issue.remaining_s),
        "workratio" => json!(-1),
        id => {
            let field = find(id)?;
            if field.is_custom() && !own_project.shows(field) {
                return None;
            }
            value(call, state, field, issue)
        }
    })
}

/// An issue as links and sub-tasks show it.
pub(super) fn short(call: &Call<'_>, state: &State, issue: &Issue) -> Value {
    let id = state.issue_id(issue);
    json!({
        "id": id.to_string(),
        "key": issue.key,
        "self": format!("{}/rest/api/2/issue/{id}", call.shared.base_url),
        "fields": {
            "summary": issue.summary,
            "status": status(call, &issue.status, issue.status_category),
            "priority": issue.priority.as_deref().map(|it| priority(call, it)),
            "issuetype": issue_type(call, &issue.issue_type),
        },
    })
}

fn links(call: &Call<'_>, state: &State, issue: &Issue) -> Value {
    let visible = state
        .links_of(issue)
        .into_iter()
        .filter(|(_, other, _)| state.may_see(call.user.as_ref(), other));
    (20_000..)
        .zip(visible)
        .map(|(id, (link, other, is_outward)): (u64, _)| {
            let (inward, outward) = match link.kind.as_str() {
                "Blocks" => ("is blocked by", "blocks"),
                "Duplicate" => ("is duplicated by", "duplicates"),
                "Cloners" => ("is cloned by", "clones"),
                _ => ("relates to", "relates to"),
            };
            let side = if is_outward {
                "outwardIssue"
            } else {
                "inwardIssue"
            };
            json!({
                "id": id.to_string(),
                "self": format!("{}/rest/api/2/issueLink/{id}", call.shared.base_url),
                "type": { "id": "10000", "name": link.kind, "inward": inward, "outward": outward },
                side: short(call, state, other),
            })
        })
        .collect()
}

/// The history as `changelog`.
pub(super) fn changelog(call: &Call<'_>, state: &State, issue: &Issue) -> Value {
    let histories: Vec<Value> = issue
        .history
        .iter()
        .map(|change| {
            let items = change.items.iter().map(|(field, from, to)| {
                let text = |it: &str| {
                    if it.is_empty() {
                        Value::Null
                    } else {
                        json!(it)
                    }
                };
                json!({
                    "field": field, "fieldtype": "jira",
                    "from": text(from), "fromString": text(from),
                    "to": text(to), "toString": text(to),
                })
            });
            json!({
                "id": change.id.to_string(),
                "author": user_or_null(call, state, Some(&change.author)),
                "created": jira_timestamp(change.created_ms),
                "items": items.collect::<Vec<_>>(),
            })
        })
        .collect();
    let total = histories.len();
    json!({ "startAt": 0, "maxResults": total, "total": total, "histories": histories })
}
