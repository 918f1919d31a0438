//! One issue: to see, to edit, to create.

use serde_json::{Value, json};

use super::call::{Answer, Call, Reply};
use super::edit::{Edit, apply, record};
use super::issue_json::{Shown, changelog, issue_json, names, schemas};
use super::meta::{edit_meta, editable};
use super::transitions;
use crate::jira_sim::model::issue::Issue;
use crate::jira_sim::model::permission::Permission;
use crate::jira_sim::state::State;

/// A copy of an issue that the person sees.
///
/// # Errors
/// Jira says the same of an issue that is hidden and of none.
pub(super) fn visible(call: &Call<'_>, state: &State, key: &str) -> Result<Issue, Reply> {
    if call.user.is_none() {
        let messages = [
            "You do not have the permission to see the specified issue.".to_owned(),
            "Login Required".to_owned(),
        ];
        return Err(Reply::messages(401, &messages));
    }
    let issue = state.visible_issue(call.user.as_ref(), key);
    issue
        .cloned()
        .ok_or_else(|| Reply::message(404, "Issue Does Not Exist"))
}

/// Whether the person has a permission in the project of the issue.
pub(super) fn may(call: &Call<'_>, state: &State, issue: &Issue, permission: Permission) -> bool {
    state.may(call.user.as_ref(), issue.project_key(), permission)
}

/// `GET issue/{key}`.
pub(super) fn show(call: &Call<'_>, key: &str) -> Answer {
    let mut state = call.state();
    let issue = visible(call, &state, key)?;
    if call.parameter("updateHistory").as_deref() == Some("true") {
        let user = call.person()?.name.clone();
        state.viewed.push((user, issue.key.clone()));
    }
    let (fields, expand) = (call.list("fields"), call.list("expand"));
    let shown = Shown {
        fields: &fields,
        expand: &expand,
        default_is_all: true,
    };
    let mut answer = issue_json(call, &state, &issue, &shown);
    let wanted: [(&str, &dyn Fn() -> Value); 6] = [
        ("names", &names),
        ("schema", &schemas),
        ("editmeta", &|| edit_meta(call, &state, &issue)),
        ("changelog", &|| changelog(call, &state, &issue)),
        ("transitions", &|| {
            transitions::list(call, &state, &issue, false)
        }),
        ("operations", &|| json!({ "linkGroups": [] })),
    ];
    for (name, value) in wanted {
        if shown.expands(name) {
            answer[name] = value();
        }
    }
    Reply::ok(answer)
}

/// `GET issue/{key}/editmeta`.
pub(super) fn show_meta(call: &Call<'_>, key: &str) -> Answer {
    let state = call.state();
    let issue = visible(call, &state, key)?;
    Reply::ok(edit_meta(call, &state, &issue))
}

/// `PUT issue/{key}`.
pub(super) fn edit(call: &Call<'_>, key: &str) -> Answer {
    let edit: Edit = call.body()?;
    let mut state = call.state();
    let mut issue = visible(call, &state, key)?;
    if !may(call, &state, &issue, Permission::EditIssues) {
        let refusal = "You do not have permission to edit issues in this project.";
        return Err(Reply::message(403, refusal));
    }
    if edit.is_empty() {
        return Err(Reply::message(400, "one of 'fields' or 'update' required"));
    }
    let screen = editable(call, &state, &issue);
    let items = apply(call, &mut state, &mut issue, &edit, &screen)?;
    record(call, &mut state, &mut issue, items);
    state.put_issue(issue);
    Reply::no_content()
}

/// `PUT issue/{key}/assignee`.
pub(super) fn assign(call: &Call<'_>, key: &str) -> Answer {
    let body: Value = call.body()?;
    let mut state = call.state();
    let mut issue = visible(call, &state, key)?;
    if !may(call, &state, &issue, Permission::AssignIssues) {
        let name = &call.person()?.display_name;
        let refusal = format!("{name}, you do not have permission to assign issues.");
        return Err(Reply::message(403, refusal));
    }
    let value = if body["name"].is_null() {
        Value::Null
    } else {
        body
    };
    let edit = Edit::of("assignee", value);
    let screen = editable(call, &state, &issue);
    let items = apply(call, &mut state, &mut issue, &edit, &screen)?;
    record(call, &mut state, &mut issue, items);
    state.put_issue(issue);
    Reply::no_content()
}
