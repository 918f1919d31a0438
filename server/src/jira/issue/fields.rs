//! Fields that can be filled in: of an edit (`editmeta`) and of the screen of a transition.

use super::value::{line, list, name, text};
use app::model::issue::{Field, Kind, NewValue};
use serde_json::{Map, Value, json};

/// What the panel edits, in its order.
const EDITED: [&str; 8] = [
    "summary",
    "description",
    "priority",
    "labels",
    "duedate",
    "components",
    "versions",
    "fixVersions",
];
const MAX_CHOICES: usize = 1_000;
const MAX_FIELDS: usize = 50;

/// The fields that the panel edits, as far as the person may, with the values they have; and the
/// names of those with texts that are too long for it.
pub(super) fn editable(editmeta: &Value, values: &Value) -> (Vec<Field>, Vec<String>) {
    let (mut known, mut too_long) = (Vec::new(), Vec::new());
    for id in EDITED {
        let Some(meta) = editmeta.get(id) else {
            continue;
        };
        match field(id, meta, &values[id]) {
            Some(field) => known.push(field),
            None if text(&values[id]).is_none() => too_long.push(label(id, meta)),
            None => {}
        }
    }
    (known, too_long)
}

/// The fields of a transition's screen, and whether a required one is of no known kind.
pub(super) fn screen(fields: &Value, values: &Value) -> (Vec<Field>, bool) {
    let Some(fields) = fields.as_object() else {
        return (Vec::new(), false);
    };
    let mut only_in_jira = false;
    let mut known = Vec::new();
    for (id, meta) in fields {
        let required = meta["required"] == true && meta["hasDefaultValue"] != true;
        match field(id, meta, &values[id]).filter(|_| known.len() < MAX_FIELDS) {
            Some(field) => known.push(field),
            None => only_in_jira |= required,
        }
    }
    // What must be filled in comes first.
    known.sort_by_key(|field| !field.required);
    (known, only_in_jira)
}

fn field(id: &str, meta: &Value, value: &Value) -> Option<Field> {
    let kind = kind(id, meta)?;
    let choices = list(&meta["allowedValues"]).iter().take(MAX_CHOICES);
    let choice = |choice: &Value| {
        let id = choice["id"].as_str()?.to_owned();
        let shown = name(&choice["name"]).or_else(|| name(&choice["value"]));
        Some((id, shown?))
    };
    Some(Field {
        id: is_field_id(id).then(|| id.to_owned())?,
        name: label(id, meta),
        required: meta["required"] == true && meta["hasDefaultValue"] != true,
        kind,
        choices: choices.filter_map(choice).collect(),
        value: plain(kind, value)?,
    })
}

/// What the schema says; `None` for what only Jira's own page can ask for.
fn kind(id: &str, meta: &Value) -> Option<Kind> {
    let schema = &meta["schema"];
    let word = |name: &str| schema[name].as_str().unwrap_or_default();
    let has_choices = !list(&meta["allowedValues"]).is_empty();
    // Jira calls it so: `com.atlassian.jira.plugin.system.customfieldtypes:textarea`.
    let custom = word("custom").rsplit(':').next().unwrap_or_default();
    Some(match word("type") {
        "comments-page" => Kind::Comment,
        "string" if custom == "radiobuttons" && has_choices => Kind::One,
        "string" if matches!(id, "description" | "environment") || custom == "textarea" => {
            Kind::Text
        }
        "string" if !has_choices => Kind::Line,
        "date" => Kind::Date,
        "number" => Kind::Number,
        "priority" | "resolution" | "option" | "version" if has_choices => Kind::One,
        "array" if has_choices => Kind::Many,
        "array" if word("items") == "string" && (id == "labels" || custom == "labels") => {
            Kind::Words
        }
        _ => return None,
    })
}

/// An id that stands in a query.
fn is_field_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// What people call a field. Jira's name of it is in the language of whoever asks, and people's
/// scripts look for these.
fn label(id: &str, meta: &Value) -> String {
    let known = match id {
        "summary" => "Summary",
        "description" => "Description",
        "priority" => "Priority",
        "labels" => "Labels",
        "duedate" => "Due date",
        "components" => "Components",
        "versions" => "Affects versions",
        "fixVersions" => "Fix versions",
        _ => return name(&meta["name"]).unwrap_or_else(|| id.to_owned()),
    };
    known.to_owned()
}

/// The value as [`Field::value`] has it; `None` for a text that is too long to be edited here.
fn plain(kind: Kind, value: &Value) -> Option<String> {
    let ids = |ids: Vec<&str>| ids.join("\n");
    Some(match kind {
        Kind::Line => line(value, 10_000).unwrap_or_default(),
        Kind::Text => text(value)?,
        Kind::Date => value
            .as_str()
            .unwrap_or_default()
            .chars()
            .take(10)
            .collect(),
        Kind::Number => value
            .as_f64()
            .map(|number| number.to_string())
            .unwrap_or_default(),
        Kind::Words => ids(list(value).iter().filter_map(Value::as_str).collect()),
        Kind::One => value["id"].as_str().unwrap_or_default().to_owned(),
        Kind::Many => ids(list(value)
            .iter()
            .filter_map(|it| it["id"].as_str())
            .collect()),
        Kind::Comment => String::new(),
    })
}

/// The body that sets `fields`; `None` where an id is none.
pub(crate) fn json_of(fields: &[NewValue]) -> Option<Map<String, Value>> {
    let (mut set, mut update) = (Map::new(), Map::new());
    for NewValue {
        id, kind, value, ..
    } in fields
    {
        if !is_field_id(id) {
            return None;
        }
        let part = |id: &str| json!({ "id": id });
        let or_null = |value: Value| if value == "" { Value::Null } else { value };
        let value = match kind {
            Kind::Line | Kind::Text => json!(value),
            Kind::Date => or_null(json!(value)),
            // What is no number is Jira's to refuse, at the field.
            Kind::Number => match value.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => json!(number),
                _ => or_null(json!(value.trim())),
            },
            Kind::Words => value.split_whitespace().map(Value::from).collect(),
            Kind::One if value.is_empty() => Value::Null,
            Kind::One => part(value),
            Kind::Many => value.split_whitespace().map(part).collect(),
            Kind::Comment if value.trim().is_empty() => continue,
            Kind::Comment => {
                update.insert(id.clone(), json!([{ "add": { "body": value } }]));
                continue;
            }
        };
        set.insert(id.clone(), value);
    }
    let mut body = Map::new();
    for (name, part) in [("fields", set), ("update", update)] {
        if !part.is_empty() {
            body.insert(name.to_owned(), Value::Object(part));
        }
    }
    Some(body)
}
