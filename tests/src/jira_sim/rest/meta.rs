//! What fields a screen has and what may be put into them.

use serde_json::{Map, Value, json};

use super::call::Call;
use super::field_json::{
    component, issue_type, option, priority, project as project_json, resolution, schema, version,
};
use super::issue::may;
use crate::jira_sim::model::field::{FIELDS, Field, ISSUE_TYPES, Kind, PRIORITIES, RESOLUTIONS};
use crate::jira_sim::model::issue::Issue;
use crate::jira_sim::model::permission::Permission;
use crate::jira_sim::model::project::Project;
use crate::jira_sim::oauth::percent::encode;
use crate::jira_sim::state::State;

/// The permission that a field needs beyond the one to edit.
pub(super) fn needed(field: &Field) -> Option<Permission> {
    match field.id {
        "assignee" => Some(Permission::AssignIssues),
        "reporter" => Some(Permission::ModifyReporter),
        "duedate" => Some(Permission::ScheduleIssues),
        "fixVersions" => Some(Permission::ResolveIssues),
        _ => None,
    }
}

/// Fields that the person may change in this issue, comments included.
pub(super) fn editable(call: &Call<'_>, state: &State, issue: &Issue) -> Vec<&'static str> {
    let project = state.project(issue.project_key());
    if !may(call, state, issue, Permission::EditIssues) {
        return Vec::new();
    }
    let fields = FIELDS.iter().filter(|field| {
        !matches!(field.kind, Kind::Project | Kind::Parent)
            && project.is_some_and(|project| project.shows(field))
            && needed(field).is_none_or(|it| may(call, state, issue, it))
    });
    fields.map(|it| it.id).chain(["comment"]).collect()
}

/// `editmeta`: empty for who may not edit.
pub(super) fn edit_meta(call: &Call<'_>, state: &State, issue: &Issue) -> Value {
    let fields = editable(call, state, issue).into_iter();
    let fields: Map<String, Value> = fields
        .filter_map(|id| {
            let meta = field_meta(call, state, issue.project_key(), id, false)?;
            Some((id.to_owned(), meta))
        })
        .collect();
    json!({ "fields": fields })
}

/// Whether a field may not be left empty in this project.
pub(super) fn is_required(project: &Project, field: &Field) -> bool {
    matches!(
        field.kind,
        Kind::Project | Kind::IssueType | Kind::Summary | Kind::Reporter
    ) || project.required_fields.contains(&field.id)
}

/// Operations of `update`.
pub(super) fn operations(field: &Field) -> &'static [&'static str] {
    match field.kind {
        Kind::Labels | Kind::Components | Kind::Versions | Kind::MultiSelect | Kind::Users => {
            &["add", "set", "remove"]
        }
        _ => &["set"],
    }
}

/// What Jira tells of one field; `None` for an unknown one.
pub(super) fn field_meta(
    call: &Call<'_>,
    state: &State,
    project: &str,
    id: &str,
    is_required_here: bool,
) -> Option<Value> {
    if id == "comment" {
        return Some(json!({
            "required": is_required_here,
            "schema": { "type": "comments-page", "system": "comment" },
            "name": "Comment",
            "fieldId": "comment",
            "operations": ["add", "edit", "remove"],
        }));
    }
    let (project, field) = (
        state.project(project)?,
        FIELDS.iter().find(|it| it.id == id)?,
    );
    let mut meta = json!({
        "required": is_required_here || is_required(project, field),
        "schema": schema(field),
        "name": field.name,
        "fieldId": field.id,
        "hasDefaultValue": false,
        "operations": operations(field),
    });
    if let Some(allowed) = allowed_values(call, state, project, field) {
        meta["allowedValues"] = allowed;
    }
    let default = match field.kind {
        Kind::Priority => Some(priority(call, "Medium")),
        _ => field
            .default_option()
            .map(|at| option(call, field, at, false)),
    };
    if let Some(default) = default {
        meta["hasDefaultValue"] = json!(true);
        meta["defaultValue"] = default;
    }
    if let Some(url) = auto_complete_url(call, project, field) {
        meta["autoCompleteUrl"] = json!(url);
    }
    Some(meta)
}

fn allowed_values(
    call: &Call<'_>,
    state: &State,
    project: &Project,
    field: &Field,
) -> Option<Value> {
    Some(match field.kind {
        Kind::Project => json!([project_json(call, state, project)]),
        Kind::IssueType => ISSUE_TYPES.iter().map(|it| issue_type(call, it)).collect(),
        Kind::Priority => PRIORITIES.iter().map(|it| priority(call, it)).collect(),
        Kind::Resolution => RESOLUTIONS.iter().map(|it| resolution(call, it)).collect(),
        Kind::Components => (0..project.components.len())
            .map(|at| component(call, state, project, at))
            .collect(),
        Kind::Versions => (0..project.versions.len())
            .filter(|at| !project.versions[*at].is_archived)
            .map(|at| version(call, state, project, at))
            .collect(),
        Kind::Select | Kind::MultiSelect | Kind::Cascade => (0..field.options().len())
            .map(|at| option(call, field, at, true))
            .collect(),
        _ => return None,
    })
}

fn auto_complete_url(call: &Call<'_>, project: &Project, field: &Field) -> Option<String> {
    let base_url = &call.shared.base_url;
    let path = match field.kind {
        Kind::Labels if field.is_custom() => format!(
            "/rest/api/1.0/labels/suggest?customFieldId={}&query=",
            field.number()?
        ),
        Kind::Labels => "/rest/api/1.0/labels/suggest?query=".to_owned(),
        Kind::Assignee => {
            let key = encode(&project.key);
            format!("/rest/api/latest/user/assignable/search?project={key}&username=")
        }
        Kind::Reporter => "/rest/api/latest/user/search?username=".to_owned(),
        Kind::User | Kind::Users => {
            format!("/rest/api/1.0/users/picker?fieldName={}&query=", field.id)
        }
        _ => return None,
    };
    Some(format!("{base_url}{path}"))
}
