//! Reading odd JSON: whatever is not as it should be is as if it were not there.

use crate::{
    html::is_bidi_control,
    jira::text::{one_line, timestamp},
};
use app::model::{StatusCategory, Timestamp, issue::Person};
use serde_json::Value;

const MAX_NAME_CHARS: usize = 120;
/// Jira's longest text, unless its administrator allows more.
const MAX_TEXT_CHARS: usize = 32_767;

/// What stands at `path`; null where nothing does.
pub(super) fn at<'v>(value: &'v Value, path: &[&str]) -> &'v Value {
    path.iter().fold(value, |value, name| &value[*name])
}

/// The elements of a list.
pub(super) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A name on one line; `None` where there is none.
pub(super) fn name(value: &Value) -> Option<String> {
    line(value, MAX_NAME_CHARS)
}

/// One line of text, without what turns text over.
pub(super) fn line(value: &Value, max_chars: usize) -> Option<String> {
    let text: String = match value {
        Value::String(text) => text.chars().filter(|c| !is_bidi_control(*c)).collect(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let text = one_line(text.trim(), max_chars);
    (!text.is_empty()).then_some(text)
}

/// A text of many lines, as Jira stores it; `None` for one that is too long to be edited here: half of
/// it would be saved in place of the whole.
pub(super) fn text(value: &Value) -> Option<String> {
    let text = value.as_str().unwrap_or_default().replace("\r\n", "\n");
    text.chars().nth(MAX_TEXT_CHARS).is_none().then_some(text)
}

/// An id of digits, as it becomes part of a path.
pub(super) fn id(value: &Value) -> Option<String> {
    let id = match value {
        Value::String(id) => id.clone(),
        Value::Number(id) => id.to_string(),
        _ => return None,
    };
    is_number(&id).then_some(id)
}

/// Whether a text is an id of Jira's.
pub(super) fn is_number(id: &str) -> bool {
    (1..=20).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn time(value: &Value) -> Option<Timestamp> {
    timestamp(value.as_str()?)
}

pub(super) fn person(value: &Value) -> Option<Person> {
    // A user name may hold anything but is sent back as it came.
    let user = value["name"].as_str().filter(|user| user.len() <= 255)?;
    Some(Person {
        name: user.to_owned(),
        display_name: name(&value["displayName"]).unwrap_or_else(|| user.to_owned()),
    })
}

/// Name and colour group of a status.
pub(super) fn status(value: &Value) -> (String, StatusCategory) {
    let category = match at(value, &["statusCategory", "key"]).as_str() {
        Some("indeterminate") => StatusCategory::InProgress,
        Some("done") => StatusCategory::Done,
        _ => StatusCategory::ToDo,
    };
    (name(&value["name"]).unwrap_or_default(), category)
}
