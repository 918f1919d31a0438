//! Fields that can be filled in: of an edit (`editmeta`) and of the screen of a transition.

use super::value::{at, line, list, name, person, text};
use app::model::issue::{Field, Kind, NewValue, Person};
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
        // The panel has a field for the assignee already.
        let is_asked = known.len() < MAX_FIELDS && (id != "assignee" || needs_value(meta));
        match field(id, meta, &values[id]).filter(|_| is_asked) {
            Some(field) => known.push(field),
            None => only_in_jira |= needs_value(meta),
        }
    }
    // What must be filled in comes first.
    known.sort_by_key(|field| !field.required);
    (known, only_in_jira)
}

fn field(id: &str, meta: &Value, value: &Value) -> Option<Field> {
    field_of(id, kind(id, meta)?, meta, value)
}

/// Whether Jira refuses to go on without a value of the person.
pub(super) fn needs_value(meta: &Value) -> bool {
    meta["required"] == true && meta["hasDefaultValue"] != true
}

/// A field of this kind.
pub(super) fn field_of(id: &str, kind: Kind, meta: &Value, value: &Value) -> Option<Field> {
    let choices = list(&meta["allowedValues"]).iter().filter(|it| is_open(it));
    let choices = choices.flat_map(with_children).take(MAX_CHOICES);
    let value = plain(kind, value)?;
    Some(Field {
        id: is_field_id(id).then(|| id.to_owned())?,
        name: label(id, meta),
        required: needs_value(meta),
        kind,
        choices: choices.collect(),
        was: value.clone(),
        value,
    })
}

/// Whether a choice is not for old issues only.
fn is_open(choice: &Value) -> bool {
    choice["disabled"] != true && choice["archived"] != true
}

/// A choice, and those below it.
fn with_children(choice: &Value) -> Vec<(String, String)> {
    let read = |choice: &Value| {
        let id = choice["id"].as_str()?.to_owned();
        let shown = name(&choice["name"]).or_else(|| name(&choice["value"]));
        Some((id, shown?))
    };
    let Some((id, shown)) = read(choice) else {
        return Vec::new();
    };
    let children = list(&choice["children"]).iter().filter(|it| is_open(it));
    let below = children.filter_map(read);
    let below = below.map(|(child, name)| (format!("{id}.{child}"), format!("{shown} – {name}")));
    let below: Vec<_> = below.collect();
    [(id, shown)].into_iter().chain(below).collect()
}

/// Jira says `com.atlassian.jira.plugin.system.customfieldtypes:textarea`.
pub(super) fn custom_kind(meta: &Value) -> &str {
    let custom = at(meta, &["schema", "custom"]).as_str().unwrap_or_default();
    custom.rsplit(':').next().unwrap_or_default()
}

/// What the schema says; `None` for what only Jira's own page can ask for.
pub(super) fn kind(id: &str, meta: &Value) -> Option<Kind> {
    let schema = &meta["schema"];
    let word = |name: &str| schema[name].as_str().unwrap_or_default();
    let has_choices = !list(&meta["allowedValues"]).is_empty();
    let custom = custom_kind(meta);
    Some(match word("type") {
        "comments-page" => Kind::Comment,
        "string" if custom == "radiobuttons" && has_choices => Kind::One,
        "string" if matches!(id, "description" | "environment") || custom == "textarea" => {
            Kind::Text
        }
        "string" if !has_choices => Kind::Line,
        "date" => Kind::Date,
        "number" => Kind::Number,
        "priority" | "resolution" | "option" | "version" | "securitylevel" if has_choices => {
            Kind::One
        }
        "option-with-child" if has_choices => Kind::Nested,
        "user" => Kind::User,
        "group" => Kind::Group,
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
        Kind::Comment | Kind::Moment => String::new(),
        Kind::User => person(value).map(|it| it.label()).unwrap_or_default(),
        Kind::Group => name(&value["name"]).unwrap_or_default(),
        Kind::Nested => {
            let id = value["id"].as_str().unwrap_or_default();
            let child = at(value, &["child", "id"]).as_str();
            child.map_or_else(|| id.to_owned(), |child| format!("{id}.{child}"))
        }
    })
}

/// A whole number stays one: ids are no fractions.
fn number(text: &str) -> Option<Value> {
    let text = text.trim();
    let whole = text.parse::<i64>().ok().map(Value::from);
    // What JSON has no word for is no number.
    whole.or_else(|| {
        text.parse::<f64>()
            .ok()
            .filter(|it| it.is_finite())
            .map(Value::from)
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
            Kind::Number => number(value).unwrap_or_else(|| or_null(json!(value.trim()))),
            Kind::Words => value.split_whitespace().map(Value::from).collect(),
            Kind::One | Kind::User | Kind::Group | Kind::Nested | Kind::Moment
                if value.trim().is_empty() =>
            {
                Value::Null
            }
            Kind::User => json!({ "name": Person::from_label(value.trim()).name }),
            Kind::Group => json!({ "name": value.trim() }),
            // A browser writes no seconds unless they were typed.
            Kind::Moment if value.len() == 16 => json!(format!("{value}:00.000+0000")),
            Kind::Moment => json!(format!("{value}.000+0000")),
            Kind::Nested => match value.split_once('.') {
                Some((parent, child)) => json!({ "id": parent, "child": { "id": child } }),
                None => part(value),
            },
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
