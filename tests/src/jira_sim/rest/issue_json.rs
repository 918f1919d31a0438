//! An issue in the shape of REST API v2, with the fields that were asked for.

use serde_json::{Map, Value, json};

use super::json::user_json;
use crate::jira_sim::issues::{Issue, StatusCategory};
use crate::jira_sim::state::{Shared, State};

/// The issue as an element of `issues`.
///
/// `wanted` holds field names, `*all`, `*navigable` or `-name`; empty means all.
pub(super) fn issue_json(
    shared: &Shared,
    state: &State,
    issue: &Issue,
    wanted: &[String],
) -> Value {
    let id = 10_000 + issue.number();
    let mut fields = all_fields(shared, state, issue);
    fields.retain(|name, _| is_wanted(name, wanted));
    json!({
        "expand": "operations,versionedRepresentations,editmeta,changelog,renderedFields",
        "id": id.to_string(),
        "self": format!("{}/rest/api/2/issue/{id}", shared.base_url),
        "key": issue.key,
        "fields": fields,
    })
}

fn is_wanted(name: &str, wanted: &[String]) -> bool {
    if wanted.iter().any(|it| it.strip_prefix('-') == Some(name)) {
        return false;
    }
    let is_all = wanted.iter().all(|it| it.starts_with('-'));
    is_all
        || wanted
            .iter()
            .any(|it| it == name || it == "*all" || it == "*navigable")
}

fn all_fields(shared: &Shared, state: &State, issue: &Issue) -> Map<String, Value> {
    let user = |name: Option<&str>| {
        name.and_then(|name| state.user(name))
            .map_or(Value::Null, |user| user_json(shared, user))
    };
    let fields = [
        ("summary", json!(issue.summary)),
        ("issuetype", issue_type(shared, &issue.issue_type)),
        ("status", status(shared, issue)),
        (
            "priority",
            issue
                .priority
                .as_deref()
                .map_or(Value::Null, |name| priority(shared, name)),
        ),
        ("assignee", user(issue.assignee.as_deref())),
        ("reporter", user(Some(&issue.reporter))),
        ("created", json!(issue.created())),
        ("updated", json!(issue.updated())),
        ("project", project(shared, issue)),
    ];
    fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn issue_type(shared: &Shared, name: &str) -> Value {
    let names = ["Epic", "Story", "Task", "Sub-task", "Bug", "Improvement"];
    let id = 10_000
        + names
            .iter()
            .position(|it| *it == name)
            .unwrap_or(names.len());
    let base_url = &shared.base_url;
    json!({
        "self": format!("{base_url}/rest/api/2/issuetype/{id}"),
        "id": id.to_string(),
        "description": "",
        "iconUrl": format!("{base_url}/secure/viewavatar?size=xsmall&avatarId={}&avatarType=issuetype", id + 300),
        "name": name,
        "subtask": name == "Sub-task",
    })
}

fn status(shared: &Shared, issue: &Issue) -> Value {
    let (id, key, color, name) = match issue.status_category {
        StatusCategory::ToDo => (2, "new", "default", "To Do"),
        StatusCategory::InProgress => (4, "indeterminate", "inprogress", "In Progress"),
        StatusCategory::Done => (3, "done", "success", "Done"),
    };
    let base_url = &shared.base_url;
    let status_id = 10_000 + id;
    json!({
        "self": format!("{base_url}/rest/api/2/status/{status_id}"),
        "description": "",
        "iconUrl": format!("{base_url}/images/icons/statuses/generic.png"),
        "name": issue.status,
        "id": status_id.to_string(),
        "statusCategory": {
            "self": format!("{base_url}/rest/api/2/statuscategory/{id}"),
            "id": id, "key": key, "colorName": color, "name": name,
        },
    })
}

fn priority(shared: &Shared, name: &str) -> Value {
    let names = ["Highest", "High", "Medium", "Low", "Lowest"];
    let id = 1 + names
        .iter()
        .position(|it| *it == name)
        .unwrap_or(names.len());
    let base_url = &shared.base_url;
    json!({
        "self": format!("{base_url}/rest/api/2/priority/{id}"),
        "iconUrl": format!("{base_url}/images/icons/priorities/{}.svg", name.to_ascii_lowercase()),
        "name": name,
        "id": id.to_string(),
    })
}

fn project(shared: &Shared, issue: &Issue) -> Value {
    let key = issue.project_key();
    json!({
        "self": format!("{}/rest/api/2/project/{key}", shared.base_url),
        "id": "10000",
        "key": key,
        "name": issue.project_name,
        "projectTypeKey": "software",
    })
}
