//! What a query editor needs to know.

use serde_json::{Value, json};

use super::call::{Answer, Call, Reply};
use crate::jira_sim::jql;

/// Names of fields and functions, and the reserved words.
pub(super) fn data(call: &Call<'_>) -> Answer {
    call.person()?;
    let fields: Vec<Value> = jql::visible_fields()
        .into_iter()
        .map(|(name, number, operators, is_sortable)| {
            let value = number.map_or_else(|| name.clone(), |_| quote(&name));
            let mut field = json!({
                "value": value,
                "displayName": name,
                "searchable": "true",
                "auto": "true",
                "operators": operators.iter().map(|it| it.to_lowercase()).collect::<Vec<_>>(),
                "types": [kind(&name)],
            });
            if is_sortable {
                field["orderable"] = json!("true");
            }
            if let Some(number) = number {
                field["cfid"] = json!(format!("cf[{number}]"));
                field["displayName"] = json!(format!("{name} - cf[{number}]"));
            }
            field
        })
        .collect();
    let functions: Vec<Value> = jql::FUNCTIONS
        .iter()
        .map(|(name, kind, is_list)| {
            let mut function = json!({ "value": name, "displayName": name, "types": [kind] });
            if *is_list {
                function["isList"] = json!("true");
            }
            function
        })
        .collect();
    Reply::ok(json!({
        "visibleFieldNames": fields,
        "visibleFunctionNames": functions,
        "jqlReservedWords": ["and", "by", "empty", "in", "is", "not", "null", "or", "order", "was"],
    }))
}

/// The kind of value that a field holds, as functions name theirs.
fn kind(field: &str) -> &'static str {
    match field {
        "assignee" | "creator" | "reporter" | "voter" | "watcher" => {
            "com.atlassian.jira.user.ApplicationUser"
        }
        "created" | "due" | "lastViewed" | "resolved" | "updated" => "java.util.Date",
        "issuekey" | "key" | "parent" => "com.atlassian.jira.issue.Issue",
        "issuetype" => "com.atlassian.jira.issue.issuetype.IssueType",
        _ => "java.lang.String",
    }
}

/// Values of a field that begin with what was typed.
pub(super) fn suggestions(call: &Call<'_>) -> Answer {
    call.person()?;
    let field = call.parameter("fieldName").unwrap_or_default();
    let start = call.parameter("fieldValue").unwrap_or_default();
    let state = call.state();
    let offers = jql::suggest(&call.context(&state), &field, &start).unwrap_or_default();
    let results: Vec<Value> = offers
        .into_iter()
        .map(|(value, shown)| json!({ "value": quote(&value), "displayName": shown }))
        .collect();
    Reply::ok(json!({ "results": results }))
}

/// In quotes where JQL needs them.
fn quote(text: &str) -> String {
    if text.chars().all(|it| it.is_alphanumeric() || it == '_') {
        return text.to_owned();
    }
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
