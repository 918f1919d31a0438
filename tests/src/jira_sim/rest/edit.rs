//! Changes of an issue: `fields` and `update` of a request, with Jira's checks.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::call::{Call, Reply};
use super::comments;
use super::meta::{is_required, operations};
use super::set::set;
use crate::jira_sim::model::field::{Field, find};
use crate::jira_sim::model::issue::{Change, Issue};
use crate::jira_sim::state::State;

/// Body of a request that edits, creates or moves an issue.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Edit {
    #[serde(default)]
    pub(super) fields: Map<String, Value>,
    #[serde(default)]
    update: Map<String, Value>,
    pub(super) transition: Option<Value>,
    /// Taken and not used, as is the next one.
    #[serde(rename = "historyMetadata")]
    _history_metadata: Option<Value>,
    #[serde(rename = "properties")]
    _properties: Option<Value>,
}

impl Edit {
    pub(super) fn of(field: &str, value: Value) -> Self {
        Self {
            fields: Map::from_iter([(field.to_owned(), value)]),
            ..Self::default()
        }
    }

    /// A value of `fields`, null when there is none.
    pub(super) fn field(&self, id: &str) -> &Value {
        self.fields.get(id).unwrap_or(&Value::Null)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.update.is_empty()
    }

    pub(super) fn holds(&self, field: &str) -> bool {
        !self.field(field).is_null() || self.update.contains_key(field)
    }
}

/// Items of the history: field, old text, new text.
pub(super) type Items = Vec<(String, String, String)>;

/// Changes the issue; all or nothing, as in Jira. `screen` holds the fields that may be set.
///
/// # Errors
/// 400 with a message per field.
pub(super) fn apply(
    call: &Call<'_>,
    state: &mut State,
    issue: &mut Issue,
    edit: &Edit,
    screen: &[&str],
) -> Result<Items, Reply> {
    let mut errors = Map::new();
    let before = issue.clone();
    let mut bodies = Vec::new();
    for (id, value) in &edit.fields {
        let done = if edit.update.contains_key(id) {
            Err(format!(
                "Field '{id}' cannot appear in both 'fields' and 'update'"
            ))
        } else {
            known(id, screen).and_then(|field| put(call, state, issue, field, value))
        };
        if let Err(message) = done {
            errors.insert(id.clone(), json!(message));
        }
    }
    for (id, steps) in &edit.update {
        let done = if id == "comment" && screen.contains(&"comment") {
            comment_bodies(steps).map(|it| bodies = it)
        } else {
            known(id, screen).and_then(|field| {
                let steps = steps.as_array().ok_or("data was not an array")?;
                steps
                    .iter()
                    .try_for_each(|step| run(call, state, issue, field, step))
            })
        };
        if let Err(message) = done {
            errors.insert(id.clone(), json!(message));
        }
    }
    if !errors.is_empty() {
        return Err(Reply::errors(errors));
    }
    for body in bodies {
        comments::add_to(call, state, issue, body)?;
    }
    Ok(differences(&before, issue))
}

fn known(id: &str, screen: &[&str]) -> Result<&'static Field, String> {
    let unknown =
        || format!("Field '{id}' cannot be set. It is not on the appropriate screen, or unknown.");
    let field = find(id).filter(|_| screen.contains(&id));
    field.ok_or_else(unknown)
}

fn put(
    call: &Call<'_>,
    state: &State,
    issue: &mut Issue,
    field: &Field,
    value: &Value,
) -> Result<(), String> {
    let project = state.project(issue.project_key());
    let is_empty = value.is_null() || *value == json!("") || *value == json!([]);
    if is_empty && project.is_some_and(|it| is_required(it, field)) {
        return Err(if field.id == "summary" {
            "You must specify a summary of the issue.".to_owned()
        } else {
            format!("{} is required.", field.name)
        });
    }
    set(call, state, issue, field, value)
}

/// One step of `update`: `{"add": …}`, `{"set": …}` or `{"remove": …}`.
fn run(
    call: &Call<'_>,
    state: &State,
    issue: &mut Issue,
    field: &Field,
    step: &Value,
) -> Result<(), String> {
    let step = step.as_object().filter(|it| it.len() == 1);
    let (operation, value) = step
        .and_then(|it| it.iter().next())
        .ok_or("Each operation has to be an object with one property")?;
    if !operations(field).contains(&operation.as_str()) {
        return Err(format!("Field does not support update '{operation}'"));
    }
    if operation == "set" {
        return put(call, state, issue, field, value);
    }
    let before: Vec<String> = issue
        .texts(field.id)
        .into_iter()
        .map(str::to_owned)
        .collect();
    set(call, state, issue, field, &json!([value]))?;
    let named: Vec<String> = issue
        .texts(field.id)
        .into_iter()
        .map(str::to_owned)
        .collect();
    let mut after: Vec<String> = before
        .into_iter()
        .filter(|it| !named.contains(it))
        .collect();
    if operation == "add" {
        after.extend(named);
    }
    issue.values.insert(field.id.to_owned(), json!(after));
    Ok(())
}

/// Bodies of `{"add": {"body": …}}`.
fn comment_bodies(steps: &Value) -> Result<Vec<Value>, String> {
    let steps = steps.as_array().ok_or("data was not an array")?;
    let bodies = steps.iter().map(|step| {
        let body = step
            .get("add")
            .cloned()
            .ok_or("Only 'add' is simulated for comments")?;
        let text = body["body"].as_str().unwrap_or_default();
        if text.trim().is_empty() {
            return Err("Comment body can not be empty!".to_owned());
        }
        Ok(body)
    });
    bodies.collect()
}

/// What is different, in the words of the history.
fn differences(before: &Issue, after: &Issue) -> Items {
    let mut items = Vec::new();
    for field in &crate::jira_sim::model::field::FIELDS {
        let (old, new) = (text(before, field), text(after, field));
        if old != new {
            items.push((field.name.to_owned(), old, new));
        }
    }
    if before.status != after.status {
        items.push((
            "status".to_owned(),
            before.status.clone(),
            after.status.clone(),
        ));
    }
    items
}

fn text(issue: &Issue, field: &Field) -> String {
    let optional = |it: &Option<String>| it.clone().unwrap_or_default();
    match field.id {
        "summary" => issue.summary.clone(),
        "issuetype" => issue.issue_type.clone(),
        "priority" => optional(&issue.priority),
        "resolution" => optional(&issue.resolution),
        "assignee" => optional(&issue.assignee),
        "reporter" => issue.reporter.clone(),
        id => match issue.values.get(id) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(Value::Array(_)) if !issue.texts(id).is_empty() => issue.texts(id).join(" "),
            Some(other) => other.to_string(),
        },
    }
}

/// Writes the history and the time of the change.
pub(super) fn record(call: &Call<'_>, state: &mut State, issue: &mut Issue, items: Items) {
    let now_ms = call.now_ms();
    issue.updated_ms = issue.updated_ms.max(now_ms);
    if !items.is_empty() {
        issue.history.push(Change {
            id: state.new_id(),
            author: call
                .user
                .as_ref()
                .map(|it| it.name.clone())
                .unwrap_or_default(),
            created_ms: now_ms,
            items,
        });
    }
}
