//! The screen to create an issue: its fields in the order of the form, and what is lacking.

use crate::jira::issue::{
    fields::{custom_kind, field_of, kind, needs_value},
    value::{at, id, name},
};
use app::model::issue::{Field, Kind};
use serde_json::Value;

/// What the form chooses itself, or Jira: the reporter is who creates the issue.
const NOT_ASKED: [&str; 4] = ["project", "issuetype", "reporter", "parent"];

/// More than any screen has.
const MAX_FIELDS: usize = 300;

/// What a form asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Screen {
    /// With the values that new issues have, in the order of the form.
    pub(crate) fields: Vec<Field>,
    /// Names of required fields of kinds that only Jira's own page can ask for.
    pub(crate) lacking: Vec<String>,
    /// Jira's id of the project, if it says so.
    pub(crate) project_id: Option<String>,
}

/// Reads the fields of a screen: id and what Jira says of it.
pub(super) fn read_screen<'v>(metas: impl Iterator<Item = (&'v str, &'v Value)>) -> Screen {
    let mut screen = Screen::default();
    let mut fields = Vec::new();
    for (id_of_field, meta) in metas.take(MAX_FIELDS) {
        if id_of_field == "project" {
            screen.project_id = id(&at(meta, &["allowedValues"])[0]["id"]);
        }
        if NOT_ASKED.contains(&id_of_field) {
            continue;
        }
        let known = kind_of(id_of_field, meta)
            .and_then(|kind| field_of(id_of_field, kind, meta, &meta["defaultValue"]));
        match known {
            Some(mut field) => {
                field.name.push_str(what_is_typed(meta));
                fields.push((place(id_of_field, meta), field));
            }
            None if needs_value(meta) => {
                let name = name(&meta["name"]).unwrap_or_else(|| id_of_field.to_owned());
                screen.lacking.push(name);
            }
            None => {}
        }
    }
    // A stable sort: fields of a kind keep Jira's order.
    fields.sort_by_key(|(place, _)| *place);
    screen.fields = fields.into_iter().map(|(_, field)| field).collect();
    screen
}

/// Some kinds can be filled in anew, but not be shown as they are and sent back.
fn kind_of(id: &str, meta: &Value) -> Option<Kind> {
    kind(id, meta).or_else(|| match custom_kind(meta) {
        "gh-epic-link" => Some(Kind::Line),
        // Nobody knows the number of a sprint by heart.
        "gh-sprint" if needs_value(meta) => Some(Kind::Number),
        _ if at(meta, &["schema", "type"]) == "datetime" => Some(Kind::Moment),
        _ => None,
    })
}

/// Jira has a list for these, and this form has not.
fn what_is_typed(meta: &Value) -> &'static str {
    match custom_kind(meta) {
        "gh-epic-link" => " (issue key)",
        "gh-sprint" => " (number)",
        _ => "",
    }
}

/// Where a field stands in the form: what everybody fills in, what Jira requires, then by kind.
fn place(id: &str, meta: &Value) -> usize {
    const KINDS: [&str; 18] = [
        "multiselect",
        "versions",
        "fixVersions",
        "components",
        "select",
        "cascadingselect",
        "textfield",
        "gh-epic-label",
        "textarea",
        "environment",
        "datepicker",
        "duedate",
        "radiobuttons",
        "multicheckboxes",
        "float",
        "userpicker",
        "labels",
        "gh-epic-link",
    ];
    match id {
        "summary" => 0,
        "description" => 1,
        _ if needs_value(meta) => 2,
        "priority" => 3,
        "assignee" => 4,
        id => {
            let custom = custom_kind(meta);
            let word = if custom.is_empty() { id } else { custom };
            let at = KINDS.iter().position(|it| *it == word);
            5 + at.unwrap_or(KINDS.len())
        }
    }
}
