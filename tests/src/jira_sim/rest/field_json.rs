//! Values of fields in the shapes of REST.

use serde_json::{Value, json};

use super::call::Call;
use super::json::user_json;
use crate::jira_sim::model::field::{Field, ISSUE_TYPES, Kind, PRIORITIES, RESOLUTIONS, SPRINTS};
use crate::jira_sim::model::issue::{Issue, StatusCategory};
use crate::jira_sim::model::project::Project;
use crate::jira_sim::model::workflow;
use crate::jira_sim::state::State;

/// Ids of components and versions of two projects never meet.
const IDS_PER_PROJECT: u64 = 100;

pub(super) fn user_or_null(call: &Call<'_>, state: &State, name: Option<&str>) -> Value {
    name.and_then(|name| state.user(name))
        .map_or(Value::Null, |user| user_json(call.shared, user))
}

/// Id of a name in a list that counts from `first`; the end of the list for strangers.
fn id_in(names: &[&str], first: usize, name: &str) -> usize {
    let at = names.iter().position(|it| *it == name);
    first + at.unwrap_or(names.len())
}

pub(super) fn issue_type(call: &Call<'_>, name: &str) -> Value {
    let id = id_in(&ISSUE_TYPES, 10_000, name);
    let base_url = &call.shared.base_url;
    json!({
        "self": format!("{base_url}/rest/api/2/issuetype/{id}"),
        "id": id.to_string(),
        "description": "",
        "iconUrl": format!("{base_url}/secure/viewavatar?size=xsmall&avatarId={}&avatarType=issuetype", id + 300),
        "name": name,
        "subtask": name == "Sub-task",
    })
}

pub(super) fn status(call: &Call<'_>, name: &str, category: StatusCategory) -> Value {
    let (id, key, color, category_name) = category.parts();
    let base_url = &call.shared.base_url;
    let status_id = workflow::id_of(name, category);
    json!({
        "self": format!("{base_url}/rest/api/2/status/{status_id}"),
        "description": "",
        "iconUrl": format!("{base_url}/images/icons/statuses/generic.png"),
        "name": name,
        "id": status_id.to_string(),
        "statusCategory": {
            "self": format!("{base_url}/rest/api/2/statuscategory/{id}"),
            "id": id, "key": key, "colorName": color, "name": category_name,
        },
    })
}

pub(super) fn priority(call: &Call<'_>, name: &str) -> Value {
    let id = id_in(&PRIORITIES, 1, name);
    let base_url = &call.shared.base_url;
    json!({
        "self": format!("{base_url}/rest/api/2/priority/{id}"),
        "iconUrl": format!("{base_url}/images/icons/priorities/{}.svg", name.to_ascii_lowercase()),
        "name": name,
        "id": id.to_string(),
    })
}

pub(super) fn resolution(call: &Call<'_>, name: &str) -> Value {
    let id = id_in(&RESOLUTIONS, 10_000, name);
    json!({
        "self": format!("{}/rest/api/2/resolution/{id}", call.shared.base_url),
        "id": id.to_string(),
        "description": "",
        "name": name,
    })
}

pub(super) fn project(call: &Call<'_>, state: &State, project: &Project) -> Value {
    let (base_url, key) = (&call.shared.base_url, &project.key);
    let id = state.project_id(key);
    let avatar =
        |size: &str| format!("{base_url}/secure/projectavatar?{size}pid={id}&avatarId=10324");
    json!({
        "self": format!("{base_url}/rest/api/2/project/{id}"),
        "id": id.to_string(),
        "key": key,
        "name": project.name,
        "projectTypeKey": "software",
        "avatarUrls": {
            "48x48": avatar(""), "24x24": avatar("size=small&"),
            "16x16": avatar("size=xsmall&"), "32x32": avatar("size=medium&"),
        },
    })
}

pub(super) fn component(call: &Call<'_>, state: &State, project: &Project, at: usize) -> Value {
    let id = state.project_id(&project.key) * IDS_PER_PROJECT + at as u64;
    json!({
        "self": format!("{}/rest/api/2/component/{id}", call.shared.base_url),
        "id": id.to_string(),
        "name": project.components[at],
    })
}

pub(super) fn version(call: &Call<'_>, state: &State, project: &Project, at: usize) -> Value {
    let id = state.project_id(&project.key) * IDS_PER_PROJECT + at as u64;
    let version = &project.versions[at];
    json!({
        "self": format!("{}/rest/api/2/version/{id}", call.shared.base_url),
        "id": id.to_string(),
        "name": version.name,
        "archived": version.is_archived,
        "released": version.is_released,
    })
}

/// An option of a custom field, with the options below it where `with_children`.
pub(super) fn option(call: &Call<'_>, field: &Field, at: usize, with_children: bool) -> Value {
    let mut value = option_json(call, field.option_id(at), field.options()[at]);
    if with_children && !field.children(at).is_empty() {
        let children = 0..field.children(at).len();
        let children = children.map(|child| child_option(call, field, at, child));
        value["children"] = children.collect();
    }
    value
}

pub(super) fn child_option(call: &Call<'_>, field: &Field, at: usize, child: usize) -> Value {
    let id = field.option_id(10 * (at + 1) + child);
    option_json(call, id, field.children(at)[child])
}

fn option_json(call: &Call<'_>, id: u64, name: &str) -> Value {
    json!({
        "self": format!("{}/rest/api/2/customFieldOption/{id}", call.shared.base_url),
        "value": name,
        "id": id.to_string(),
        "disabled": false,
    })
}

/// The `schema` of a field.
pub(super) fn schema(field: &Field) -> Value {
    let (kind, items, custom) = field.schema();
    let mut schema = json!({ "type": kind });
    if let Some(items) = items {
        schema["items"] = json!(items);
    } else if field.kind == Kind::Labels {
        schema["items"] = json!("string");
    }
    match (custom, field.number()) {
        (Some(custom), Some(number)) => {
            schema["custom"] = json!(custom);
            schema["customId"] = json!(number);
        }
        _ => schema["system"] = json!(field.id),
    }
    schema
}

/// The value of a further field as REST shows it.
pub(super) fn value(call: &Call<'_>, state: &State, field: &Field, issue: &Issue) -> Value {
    let stored = issue.values.get(field.id);
    let names = issue.texts(field.id);
    let place_of = |name: &str| field.options().iter().position(|it| *it == name);
    let options = || {
        names
            .iter()
            .filter_map(|name| Some(option(call, field, place_of(name)?, false)))
    };
    let project = state.project(issue.project_key());
    match field.kind {
        Kind::Labels if !field.is_custom() => json!(names),
        Kind::Components => project.map_or(json!([]), |project| {
            let all = project.components.iter().enumerate();
            all.filter(|(_, it)| names.contains(&it.as_str()))
                .map(|(at, _)| component(call, state, project, at))
                .collect()
        }),
        Kind::Versions => project.map_or(json!([]), |project| {
            let all = project.versions.iter().enumerate();
            all.filter(|(_, it)| names.contains(&it.name.as_str()))
                .map(|(at, _)| version(call, state, project, at))
                .collect()
        }),
        Kind::Select => options().next().unwrap_or_default(),
        Kind::MultiSelect if stored.is_some() => options().collect(),
        Kind::Cascade => {
            let Some(at) = names.first().and_then(|it| place_of(it)) else {
                return Value::Null;
            };
            let mut value = option(call, field, at, false);
            let child = |it: &&str| field.children(at).iter().position(|name| name == it);
            if let Some(child) = names.get(1).and_then(child) {
                value["child"] = child_option(call, field, at, child);
            }
            value
        }
        Kind::User => user_or_null(call, state, names.first().copied()),
        Kind::Users if stored.is_some() => {
            let users = names.iter().filter_map(|name| state.user(name));
            users.map(|user| user_json(call.shared, user)).collect()
        }
        Kind::Group => names.first().map_or(Value::Null, |name| {
            let base_url = &call.shared.base_url;
            let encoded = crate::jira_sim::oauth::percent::encode(name);
            json!({ "name": name, "self": format!("{base_url}/rest/api/2/group?groupname={encoded}") })
        }),
        Kind::Sprint => sprints(stored),
        _ => stored.cloned().unwrap_or_default(),
    }
}

/// Sprints come as text, in Jira's old way to write an object.
fn sprints(stored: Option<&Value>) -> Value {
    let ids = stored.and_then(Value::as_array);
    ids.map_or(Value::Null, |ids| {
        ids.iter()
            .filter_map(|id| {
                let id = id.as_u64()?;
                let (name, state) = SPRINTS.get(usize::try_from(id).ok()?.checked_sub(1)?)?;
                Some(json!(format!(
                    "com.atlassian.greenhopper.service.sprint.Sprint@1f[id={id},rapidViewId=1,\
                     state={state},name={name},startDate=<null>,endDate=<null>,\
                     completeDate=<null>,sequence={id}]"
                )))
            })
            .collect()
    })
}
