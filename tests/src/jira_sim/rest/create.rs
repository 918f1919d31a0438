//! To create an issue: what a project asks for, and doing it.

use serde_json::{Map, Value, json};

use super::call::{Answer, Call, Reply};
use super::edit::{Edit, apply, record};
use super::field_json::{issue_type, project as short};
use super::meta::{field_meta, is_required, needed};
use super::projects;
use crate::jira_sim::model::field::{FIELDS, Field, ISSUE_TYPES, Kind};
use crate::jira_sim::model::issue::Issue;
use crate::jira_sim::model::permission::Permission;
use crate::jira_sim::model::project::Project;
use crate::jira_sim::state::State;

/// Fields of the screen to create an issue of this type.
fn screen(call: &Call<'_>, state: &State, project: &Project, kind: &str) -> Vec<&'static Field> {
    let may = |it| state.may(call.user.as_ref(), &project.key, it);
    FIELDS
        .iter()
        .filter(|field| project.shows(field) && needed(field).is_none_or(may))
        .filter(|field| match field.id {
            "parent" => kind == "Sub-task",
            "customfield_10116" => kind == "Epic",
            "customfield_10115" => kind != "Epic" && kind != "Sub-task",
            _ => true,
        })
        .collect()
}

fn may_create(call: &Call<'_>, state: &State, project: &Project) -> bool {
    state.may(call.user.as_ref(), &project.key, Permission::CreateIssues)
}

fn type_id(at: usize) -> String {
    (10_000 + at).to_string()
}

/// Fields by id, in the old shape.
fn field_map(call: &Call<'_>, state: &State, project: &Project, kind: &str) -> Map<String, Value> {
    let fields = screen(call, state, project, kind).into_iter();
    fields
        .filter_map(|field| {
            let is_required = field.kind == Kind::Parent;
            let meta = field_meta(call, state, &project.key, field.id, is_required)?;
            Some((field.id.to_owned(), meta))
        })
        .collect()
}

/// `GET issue/createmeta`, gone in Jira 9, which tests choose by the version.
pub(super) fn classic_meta(call: &Call<'_>) -> Answer {
    let state = call.state();
    let major = state
        .version
        .split('.')
        .next()
        .and_then(|it| it.parse::<u32>().ok());
    if major.is_some_and(|it| it >= 9) {
        return Err(Reply::message(404, "Issue Does Not Exist"));
    }
    let with_fields = call.expands("projects.issuetypes.fields");
    let (keys, ids) = (call.list("projectKeys"), call.list("projectIds"));
    let (names, type_ids) = (call.list("issuetypeNames"), call.list("issuetypeIds"));
    let projects = state.visible_projects(call.user.as_ref()).into_iter();
    let projects: Vec<Value> = projects
        .filter(|it| may_create(call, &state, it))
        .filter(|it| {
            let id = state.project_id(&it.key).to_string();
            (keys.is_empty() && ids.is_empty()) || keys.contains(&it.key) || ids.contains(&id)
        })
        .map(|project| {
            let kinds = ISSUE_TYPES.iter().enumerate().filter(|(at, name)| {
                (names.is_empty() && type_ids.is_empty())
                    || names.iter().any(|it| it == *name)
                    || type_ids.contains(&type_id(*at))
            });
            let kinds: Vec<Value> = kinds
                .map(|(_, name)| {
                    let mut kind = issue_type(call, name);
                    if with_fields {
                        kind["fields"] = Value::Object(field_map(call, &state, project, name));
                    }
                    kind
                })
                .collect();
            let mut value = short(call, &state, project);
            value["issuetypes"] = json!(kinds);
            value
        })
        .collect();
    Reply::ok(json!({ "expand": "projects", "projects": projects }))
}

/// `GET issue/createmeta/{project}/issuetypes`.
pub(super) fn types(call: &Call<'_>, key: &str) -> Answer {
    let state = call.state();
    let project = projects::visible(call, &state, key)?;
    let is_allowed = may_create(call, &state, project);
    let kinds = ISSUE_TYPES.iter().filter(|_| is_allowed);
    call.page(kinds.map(|it| issue_type(call, it)).collect())
}

/// `GET issue/createmeta/{project}/issuetypes/{id}`: the fields as a paged list.
pub(super) fn fields(call: &Call<'_>, key: &str, id: &str) -> Answer {
    let state = call.state();
    let project = projects::visible(call, &state, key)?;
    let at = (0..ISSUE_TYPES.len()).find(|at| type_id(*at) == id);
    let Some(at) = at.filter(|_| may_create(call, &state, project)) else {
        return Err(Reply::message(404, "Issue type not found."));
    };
    let fields = field_map(call, &state, project, ISSUE_TYPES[at]);
    call.page(fields.into_iter().map(|(_, meta)| meta).collect())
}

/// `POST issue`.
pub(super) fn create(call: &Call<'_>) -> Answer {
    let edit: Edit = call.body()?;
    let mut state = call.state();
    let person = call.person()?.clone();
    let project = read_project(call, &state, edit.field("project"))?;
    let mut issue = Issue::new(
        &format!("{}-{}", project.key, next_number(&state, &project.key)),
        &project.name,
        "",
        &person.name,
    );
    let kind = edit.field("issuetype");
    let at = (0..ISSUE_TYPES.len())
        .find(|at| kind["id"] == json!(type_id(*at)) || kind["name"] == json!(ISSUE_TYPES[*at]));
    let Some(at) = at else {
        return Err(Reply::error("issuetype", "valid issue type is required"));
    };
    ISSUE_TYPES[at].clone_into(&mut issue.issue_type);
    if !project.has_priority {
        issue.priority = None;
    }
    let screen = screen(call, &state, &project, &issue.issue_type);
    check_required(&edit, &project, &screen)?;
    if issue.issue_type == "Sub-task" {
        issue.parent = Some(read_parent(call, &state, edit.field("parent"))?);
    }
    fill_defaults(&edit, &screen, &mut issue);
    let ids: Vec<&str> = screen.iter().map(|it| it.id).collect();
    let mut rest = edit;
    for id in ["project", "issuetype", "parent"] {
        rest.fields.remove(id);
    }
    apply(call, &mut state, &mut issue, &rest, &ids)?;
    issue.created_ms = call.now_ms();
    record(call, &mut state, &mut issue, Vec::new());
    let id = state.issue_id(&issue);
    let answer = json!({
        "id": id.to_string(),
        "key": issue.key,
        "self": format!("{}/rest/api/2/issue/{id}", call.shared.base_url),
    });
    state.issues.push(issue);
    Ok(Reply::of(201, Some(answer)))
}

fn next_number(state: &State, key: &str) -> u64 {
    let own = state.issues.iter().filter(|it| it.project_key() == key);
    own.map(Issue::number).max().unwrap_or(0) + 1
}

fn read_project(call: &Call<'_>, state: &State, value: &Value) -> Result<Project, Reply> {
    let key = value["key"].as_str().or_else(|| value["id"].as_str());
    let key = key.ok_or_else(|| Reply::error("project", "project is required"))?;
    let project = projects::visible(call, state, key)
        .map_err(|_| Reply::error("project", "valid project is required"))?;
    if !may_create(call, state, project) {
        let message = "You do not have permission to create issues in this project.";
        return Err(Reply::error("project", message));
    }
    Ok(project.clone())
}

fn read_parent(call: &Call<'_>, state: &State, value: &Value) -> Result<String, Reply> {
    let key = value["key"].as_str().or_else(|| value["id"].as_str());
    let parent = key.and_then(|key| state.visible_issue(call.user.as_ref(), key));
    let parent = parent.filter(|it| it.issue_type != "Sub-task");
    parent.map(|it| it.key.clone()).ok_or_else(|| {
        let message = "Issue type is a sub-task but parent issue key or id not specified.";
        Reply::error("parent", message)
    })
}

fn check_required(edit: &Edit, project: &Project, screen: &[&Field]) -> Result<(), Reply> {
    let missing = screen.iter().filter(|field| {
        is_required(project, field)
            && !matches!(field.kind, Kind::Project | Kind::IssueType | Kind::Reporter)
            && field.default_option().is_none()
            && !edit.holds(field.id)
    });
    let errors: Map<String, Value> = missing
        .map(|field| {
            let message = match field.kind {
                Kind::Summary => "You must specify a summary of the issue.".to_owned(),
                _ => format!("{} is required.", field.name),
            };
            (field.id.to_owned(), json!(message))
        })
        .collect();
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Reply::errors(errors))
    }
}

fn fill_defaults(edit: &Edit, screen: &[&Field], issue: &mut Issue) {
    for field in screen {
        if let Some(at) = field.default_option()
            && !edit.fields.contains_key(field.id)
        {
            let name = json!(field.options()[at]);
            issue.values.insert(field.id.to_owned(), name);
        }
    }
}
