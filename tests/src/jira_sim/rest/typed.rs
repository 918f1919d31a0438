//! What people type into fields: texts, labels, dates, numbers.

use serde_json::{Value, json};

use crate::jira_sim::jql::dates::parse_date;
use crate::jira_sim::model::field::Kind;

/// The value that an issue keeps.
///
/// # Errors
/// Jira's message for what does not fit.
pub(super) fn read(kind: Kind, value: &Value) -> Result<Value, String> {
    if kind == Kind::Number {
        let number = value.as_f64().ok_or("Operation value must be a number")?;
        return Ok(json!(number));
    }
    if kind == Kind::Labels {
        check_labels(value)?;
        return Ok(value.clone());
    }
    if kind == Kind::Unknown {
        return Ok(value.clone());
    }
    let text = value.as_str().ok_or("Operation value must be a string")?;
    let too_long = |limit: &str| {
        format!("The entered text is too long. It exceeds the allowed limit of {limit} characters.")
    };
    let length = text.chars().count();
    match kind {
        Kind::Text if length > 255 => Err(too_long("255")),
        Kind::Area if length > 32_767 => Err(too_long("32,767")),
        Kind::Url if url::Url::parse(text).is_err() => Err("Not a valid URL".to_owned()),
        Kind::Date if !is_day(text) => Err(format!("Error parsing date string: {text}")),
        Kind::DateTime if !is_time(text) => Err(format!("Error parsing time: {text}")),
        _ => Ok(value.clone()),
    }
}

fn is_day(text: &str) -> bool {
    text.len() == 10 && parse_date(text, 0).is_some()
}

/// `2026-11-20T09:15:00.000+0000`.
fn is_time(text: &str) -> bool {
    text.len() == 28 && text.get(..10).is_some_and(is_day) && text.as_bytes()[10] == b'T'
}

fn check_labels(value: &Value) -> Result<(), String> {
    for label in value.as_array().ok_or("data was not an array")? {
        let label = label.as_str().ok_or("Operation value must be a string")?;
        if label.contains(char::is_whitespace) {
            return Err(format!(
                "The label '{label}' contains spaces which is invalid."
            ));
        }
        if label.chars().count() > 255 {
            return Err(format!(
                "The label '{label}' exceeds the maximum length allowed for labels of 255 \
                 characters."
            ));
        }
    }
    Ok(())
}
