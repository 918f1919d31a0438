//! Transitions: which are open, and doing one.

use serde_json::{Map, Value, json};

use super::call::{Answer, Call, Reply};
use super::edit::{Edit, apply, record};
use super::field_json::status;
use super::issue::{may, visible};
use super::meta::field_meta;
use crate::jira_sim::model::field::find;
use crate::jira_sim::model::issue::{Issue, StatusCategory};
use crate::jira_sim::model::workflow::{Transition, category_of, name_of, open_ways};
use crate::jira_sim::state::State;

fn ways(call: &Call<'_>, state: &State, issue: &Issue) -> Vec<&'static Transition> {
    let Some(user) = &call.user else {
        return Vec::new();
    };
    open_ways(issue, &user.name, |it| may(call, state, issue, it))
}

/// `GET issue/{key}/transitions`.
pub(super) fn show(call: &Call<'_>, key: &str) -> Answer {
    let state = call.state();
    let issue = visible(call, &state, key)?;
    let with_fields = call.expands("transitions.fields");
    let all = list(call, &state, &issue, with_fields);
    Reply::ok(json!({ "expand": "transitions", "transitions": all }))
}

/// The open transitions, with the fields of their screens.
pub(super) fn list(call: &Call<'_>, state: &State, issue: &Issue, with_fields: bool) -> Value {
    let one = |way: &&Transition| {
        let category = category_of(way.to).unwrap_or(StatusCategory::ToDo);
        let mut value = json!({
            "id": way.id,
            "name": way.name,
            "to": status(call, way.to, category),
        });
        if with_fields {
            let fields = way.screen.iter().filter_map(|(id, required)| {
                let meta = field_meta(call, state, issue.project_key(), id, *required)?;
                Some(((*id).to_owned(), meta))
            });
            value["fields"] = Value::Object(fields.collect());
        }
        value
    };
    ways(call, state, issue).iter().map(one).collect()
}

/// `POST issue/{key}/transitions`.
pub(super) fn run(call: &Call<'_>, key: &str) -> Answer {
    let edit: Edit = call.body()?;
    let mut state = call.state();
    let mut issue = visible(call, &state, key)?;
    let id = edit.transition.as_ref().map(|it| &it["id"]);
    let id = match id {
        Some(Value::String(id)) => id.clone(),
        Some(Value::Number(id)) => id.to_string(),
        _ => return Err(Reply::message(400, "Missing 'transition' identifier")),
    };
    let open = ways(call, &state, &issue);
    let Some(way) = open.into_iter().find(|it| it.id == id) else {
        return Err(not_open(&issue, &id));
    };
    let mut before = issue.clone();
    check_required(&edit, way)?;
    let screen: Vec<&str> = way.screen.iter().map(|it| it.0).collect();
    let mut items = apply(call, &mut state, &mut issue, &edit, &screen)?;
    way.to.clone_into(&mut issue.status);
    issue.status_category = category_of(way.to).unwrap_or(StatusCategory::ToDo);
    if issue.status_category != StatusCategory::Done {
        issue.resolution = None;
    } else if issue.resolution.is_none() {
        issue.resolution = Some("Done".to_owned());
    }
    items.push((
        "status".to_owned(),
        std::mem::take(&mut before.status),
        issue.status.clone(),
    ));
    record(call, &mut state, &mut issue, items);
    state.put_issue(issue);
    Reply::no_content()
}

fn not_open(issue: &Issue, id: &str) -> Reply {
    let key = &issue.key;
    let message = name_of(id).map_or_else(
        || format!("Transition id '{id}' is not valid for this issue."),
        |name| {
            format!(
                "It seems that you have tried to perform a workflow operation ({name}) that is not \
                 valid for the current state of this issue ({key}). The likely cause is that \
                 somebody has changed the issue recently, please look at the issue history for \
                 details."
            )
        },
    );
    Reply::message(400, message)
}

fn check_required(edit: &Edit, way: &Transition) -> Result<(), Reply> {
    let missing = way
        .screen
        .iter()
        .filter(|(id, required)| *required && !edit.holds(id));
    let errors: Map<String, Value> = missing
        .map(|(id, _)| {
            let name = find(id).map_or("Comment", |field| field.name);
            ((*id).to_owned(), json!(format!("{name} is required.")))
        })
        .collect();
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Reply::errors(errors))
    }
}
