//! Projects with their components, versions and statuses.

use serde_json::{Value, json};

use super::call::{Answer, Call, Reply};
use super::field_json::{component, issue_type, project as short, status, user_or_null, version};
use crate::jira_sim::model::field::ISSUE_TYPES;
use crate::jira_sim::model::permission::Permission;
use crate::jira_sim::model::project::Project;
use crate::jira_sim::model::workflow::STATUSES;
use crate::jira_sim::state::State;

/// A project that the person sees.
///
/// # Errors
/// Jira says the same of a hidden one and of none.
pub(super) fn visible<'a>(
    call: &Call<'_>,
    state: &'a State,
    key: &str,
) -> Result<&'a Project, Reply> {
    let project = state.project(key);
    project
        .filter(|it| state.may(call.user.as_ref(), &it.key, Permission::BrowseProjects))
        .ok_or_else(|| Reply::message(404, format!("No project could be found with key '{key}'.")))
}

/// `GET project`, by name; `recent` limits the number.
pub(super) fn list(call: &Call<'_>) -> Answer {
    let state = call.state();
    let mut all = state.visible_projects(call.user.as_ref());
    all.sort_by_key(|it| it.name.to_lowercase());
    all.truncate(call.number("recent", usize::MAX)?);
    let all: Vec<Value> = all.into_iter().map(|it| short(call, &state, it)).collect();
    Reply::ok(json!(all))
}

/// `GET project/{key}`.
pub(super) fn show(call: &Call<'_>, key: &str) -> Answer {
    let state = call.state();
    let project = visible(call, &state, key)?;
    let mut answer = short(call, &state, project);
    answer["description"] = json!(project.description);
    answer["lead"] = user_or_null(call, &state, Some(&project.lead));
    answer["components"] = all_components(call, &state, project);
    answer["versions"] = all_versions(call, &state, project);
    answer["issueTypes"] = ISSUE_TYPES.iter().map(|it| issue_type(call, it)).collect();
    answer["assigneeType"] = json!("PROJECT_LEAD");
    answer["roles"] = json!({});
    answer["archived"] = json!(false);
    Reply::ok(answer)
}

/// `GET project/{key}/components`.
pub(super) fn components(call: &Call<'_>, key: &str) -> Answer {
    let state = call.state();
    let project = visible(call, &state, key)?;
    Reply::ok(all_components(call, &state, project))
}

/// `GET project/{key}/versions`.
pub(super) fn versions(call: &Call<'_>, key: &str) -> Answer {
    let state = call.state();
    let project = visible(call, &state, key)?;
    Reply::ok(all_versions(call, &state, project))
}

/// `GET project/{key}/statuses`: per issue type.
pub(super) fn statuses(call: &Call<'_>, key: &str) -> Answer {
    let state = call.state();
    visible(call, &state, key)?;
    let all = ISSUE_TYPES.map(|name| {
        let mut value = issue_type(call, name);
        value["statuses"] = STATUSES.iter().map(|it| status(call, it.1, it.2)).collect();
        value
    });
    Reply::ok(json!(all))
}

/// `GET projects/picker?query=`: by a part of name or key.
pub(super) fn picker(call: &Call<'_>) -> Answer {
    let state = call.state();
    let query = call.parameter("query").unwrap_or_default().to_lowercase();
    let most = call.number("maxResults", 100)?;
    let mut all = state.visible_projects(call.user.as_ref());
    all.retain(|it| {
        it.name.to_lowercase().contains(&query) || it.key.to_lowercase().starts_with(&query)
    });
    let total = all.len();
    let projects = all.into_iter().take(most).map(|it| {
        let short = short(call, &state, it);
        json!({
            "id": short["id"], "key": it.key, "name": it.name,
            "html": super::wiki::escape(&format!("{} ({})", it.name, it.key)),
            "avatar": short["avatarUrls"]["16x16"],
        })
    });
    let projects: Vec<Value> = projects.collect();
    Reply::ok(json!({
        "projects": projects, "total": total,
        "header": format!("Showing {} of {total} matching projects", projects.len()),
    }))
}

fn all_components(call: &Call<'_>, state: &State, project: &Project) -> Value {
    let all = 0..project.components.len();
    all.map(|at| component(call, state, project, at)).collect()
}

fn all_versions(call: &Call<'_>, state: &State, project: &Project) -> Value {
    let all = 0..project.versions.len();
    all.map(|at| version(call, state, project, at)).collect()
}
