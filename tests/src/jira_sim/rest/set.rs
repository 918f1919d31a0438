//! From a value of REST to the value that an issue keeps, per kind of field.

use serde_json::{Value, json};

use super::call::Call;
use super::typed;
use crate::jira_sim::model::field::{
    Field, GROUPS, ISSUE_TYPES, Kind, PRIORITIES, RESOLUTIONS, SPRINTS,
};
use crate::jira_sim::model::issue::Issue;
use crate::jira_sim::model::permission::Permission;
use crate::jira_sim::state::State;

/// Puts a value into a field.
///
/// # Errors
/// Jira's message for what does not fit.
pub(super) fn set(
    call: &Call<'_>,
    state: &State,
    issue: &mut Issue,
    field: &Field,
    value: &Value,
) -> Result<(), String> {
    match field.kind {
        Kind::Summary => issue.summary = summary(value)?,
        Kind::IssueType => {
            issue.issue_type =
                named(value, &ISSUE_TYPES, 10_000).ok_or("The issue type selected is invalid.")?;
        }
        Kind::Priority => {
            issue.priority = match value {
                Value::Null => None,
                _ => Some(named(value, &PRIORITIES, 1).ok_or("The priority selected is invalid.")?),
            };
        }
        Kind::Resolution => {
            let resolution = named(value, &RESOLUTIONS, 10_000);
            issue.resolution = Some(resolution.ok_or("The resolution selected is invalid.")?);
        }
        Kind::Assignee => issue.assignee = assignee(state, issue, value)?,
        Kind::Reporter => {
            let name = user(state, value)?;
            issue.reporter = name.ok_or("Reporter is required.")?;
        }
        _ => {
            let stored = match value {
                Value::Null => Value::Null,
                value => stored(call, state, issue, field, value)?,
            };
            let is_empty = stored.is_null() || stored == json!("") || stored == json!([]);
            if is_empty {
                issue.values.remove(field.id);
            } else {
                issue.values.insert(field.id.to_owned(), stored);
            }
        }
    }
    Ok(())
}

fn summary(value: &Value) -> Result<String, String> {
    let text = value.as_str().ok_or("Operation value must be a string")?;
    if text.trim().is_empty() {
        return Err("You must specify a summary of the issue.".to_owned());
    }
    if text.contains(['\n', '\r']) {
        return Err("The summary is invalid because it contains newline characters.".to_owned());
    }
    if text.chars().count() > 255 {
        return Err("Summary must be less than 255 characters.".to_owned());
    }
    Ok(text.to_owned())
}

/// The name in a list by `id` or `name`.
fn named(value: &Value, names: &[&str], first_id: usize) -> Option<String> {
    let by_id = value["id"].as_str().and_then(|id| {
        let at = id.parse::<usize>().ok()?.checked_sub(first_id)?;
        names.get(at)
    });
    let name = value["name"].as_str();
    let by_name = || names.iter().find(|it| Some(**it) == name);
    let found = if value["id"].is_null() {
        by_name()
    } else {
        by_id
    };
    found.map(ToString::to_string)
}

fn user(state: &State, value: &Value) -> Result<Option<String>, String> {
    if value.is_null() {
        return Ok(None);
    }
    let name = value["name"].as_str().ok_or("data was not an object")?;
    let found = state.user(name).map(|user| Some(user.name.clone()));
    found.ok_or_else(|| format!("User '{name}' does not exist."))
}

/// `{"name": "-1"}` lets Jira choose: the lead of the project.
fn assignee(state: &State, issue: &Issue, value: &Value) -> Result<Option<String>, String> {
    if value["name"] == "-1" {
        return Ok(state.project(issue.project_key()).map(|it| it.lead.clone()));
    }
    let Some(name) = user(state, value)? else {
        return Ok(None);
    };
    let account = state.user(&name);
    let can = account.is_some_and(|it| it.can_log_in)
        && state.may(account, issue.project_key(), Permission::AssignableUser);
    can.then(|| Some(name.clone()))
        .ok_or_else(|| format!("User '{name}' cannot be assigned issues."))
}

fn stored(
    call: &Call<'_>,
    state: &State,
    issue: &Issue,
    field: &Field,
    value: &Value,
) -> Result<Value, String> {
    let items = || value.as_array().ok_or("data was not an array".to_owned());
    let project = state.project(issue.project_key());
    Ok(match field.kind {
        Kind::Components => {
            let names = project.map_or(&[][..], |it| &it.components);
            let first = id_base(state, issue);
            many(
                items()?,
                "Component",
                "name",
                |at| names.get(at).map(String::as_str),
                first,
            )?
        }
        Kind::Versions => {
            let versions = project.map_or(&[][..], |it| &it.versions);
            let name = |at: usize| versions.get(at).map(|it| it.name.as_str());
            many(items()?, "Version", "name", name, id_base(state, issue))?
        }
        Kind::Select => json!(option(field, value)?.1),
        Kind::MultiSelect => {
            let names = items()?.iter().map(|it| option(field, it).map(|it| it.1));
            json!(names.collect::<Result<Vec<_>, _>>()?)
        }
        Kind::Cascade => cascade(field, value)?,
        Kind::User => json!(user(state, value)?),
        Kind::Users => {
            let names = items()?.iter().map(|it| user(state, it));
            json!(names.collect::<Result<Vec<_>, _>>()?)
        }
        Kind::Group => {
            let name = value["name"].as_str().ok_or("data was not an object")?;
            let is_known = GROUPS.contains(&name);
            is_known
                .then(|| json!(name))
                .ok_or("Invalid group specified.")?
        }
        Kind::Sprint => {
            let id = value
                .as_u64()
                .ok_or("Number value expected as the Sprint id.")?;
            let is_known = usize::try_from(id).is_ok_and(|it| (1..=SPRINTS.len()).contains(&it));
            is_known
                .then(|| json!([id]))
                .ok_or_else(|| format!("Sprint with id {id} does not exist"))?
        }
        Kind::EpicLink => {
            let text = value.as_str().ok_or("Operation value must be a string")?;
            let key = text.strip_prefix("key:").unwrap_or(text);
            let epic = state.visible_issue(call.user.as_ref(), key);
            let epic = epic.filter(|it| it.issue_type == "Epic");
            json!(
                epic.ok_or_else(|| format!("Issue '{key}' is not an Epic."))?
                    .key
            )
        }
        kind => typed::read(kind, value)?,
    })
}

/// First id of the components and versions of the project.
fn id_base(state: &State, issue: &Issue) -> u64 {
    state.project_id(issue.project_key()) * 100
}

fn many<'a>(
    items: &[Value],
    what: &str,
    key: &str,
    name_at: impl Fn(usize) -> Option<&'a str>,
    first_id: u64,
) -> Result<Value, String> {
    let mut names = Vec::new();
    for item in items {
        let found = match (item["id"].as_str(), item[key].as_str()) {
            (Some(id), _) => {
                let at = id
                    .parse::<u64>()
                    .ok()
                    .and_then(|it| it.checked_sub(first_id));
                let found = at.and_then(|at| name_at(usize::try_from(at).ok()?));
                found.ok_or_else(|| format!("{what} id '{id}' is not valid"))?
            }
            (None, Some(name)) => (0..)
                .map_while(&name_at)
                .find(|it| *it == name)
                .ok_or_else(|| format!("{what} name '{name}' is not valid"))?,
            _ => return Err("data was not an object".to_owned()),
        };
        names.push(found);
    }
    Ok(json!(names))
}

/// Place and name of an option by `id` or `value`.
fn option(field: &Field, value: &Value) -> Result<(usize, &'static str), String> {
    let options = field.options();
    let all = || options.iter().enumerate();
    let found = match (value["id"].as_str(), value["value"].as_str()) {
        (Some(id), _) => all()
            .find(|(at, _)| field.option_id(*at).to_string() == id)
            .ok_or_else(|| format!("Option id '{id}' is not valid"))?,
        (None, Some(name)) => all()
            .find(|(_, it)| **it == name)
            .ok_or_else(|| format!("Option value '{name}' is not valid"))?,
        _ => {
            return Err(
                "Could not find valid 'id' or 'value' in the Parent Option object.".to_owned(),
            );
        }
    };
    Ok((found.0, found.1))
}

fn cascade(field: &Field, value: &Value) -> Result<Value, String> {
    let (at, parent) = option(field, value)?;
    let child = &value["child"];
    if child.is_null() {
        return Ok(json!([parent]));
    }
    let mut children = field.children(at).iter().enumerate();
    let found = children.find(|(place, name)| {
        let id = field.option_id(10 * (at + 1) + place).to_string();
        child["id"] == json!(id) || child["value"] == json!(name)
    });
    let (_, name) = found.ok_or("The option is not valid for this parent.")?;
    Ok(json!([parent, name]))
}
