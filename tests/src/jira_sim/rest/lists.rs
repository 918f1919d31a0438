//! Priorities, statuses, issue types, resolutions and fields of the whole Jira.

use serde_json::{Value, json};

use super::call::{Answer, Call, Reply};
use super::field_json::{issue_type, priority, resolution, schema, status};
use crate::jira_sim::model::field::{FIELDS, ISSUE_TYPES, PRIORITIES, RESOLUTIONS};
use crate::jira_sim::model::workflow::STATUSES;

pub(super) fn priorities(call: &Call<'_>) -> Answer {
    call.person()?;
    let all = PRIORITIES.map(|name| {
        let mut value = priority(call, name);
        value["statusColor"] = json!("#cc0000");
        value["description"] = json!("");
        value
    });
    Reply::ok(json!(all))
}

pub(super) fn statuses(call: &Call<'_>) -> Answer {
    call.person()?;
    Reply::ok(json!(STATUSES.map(|it| status(call, it.1, it.2))))
}

pub(super) fn issue_types(call: &Call<'_>) -> Answer {
    call.person()?;
    Reply::ok(json!(ISSUE_TYPES.map(|name| issue_type(call, name))))
}

pub(super) fn resolutions(call: &Call<'_>) -> Answer {
    call.person()?;
    Reply::ok(json!(RESOLUTIONS.map(|name| resolution(call, name))))
}

pub(super) fn fields(_: &Call<'_>) -> Answer {
    let all: Vec<Value> = FIELDS
        .iter()
        .map(|field| {
            json!({
                "id": field.id,
                "name": field.name,
                "custom": field.is_custom(),
                "orderable": true,
                "navigable": true,
                "searchable": true,
                "clauseNames": [field.name],
                "schema": schema(field),
            })
        })
        .collect();
    Reply::ok(json!(all))
}
