//! `renderedFields`: texts as HTML, times for people.

use serde_json::{Map, Value, json};

use super::wiki::{self, Place};
use crate::jira_sim::model::field::{Kind, find};

/// Every field that is shown, `null` where the value needs no rendering.
pub(super) fn fields(place: Place<'_>, shown: &Map<String, Value>) -> Value {
    let all = shown.iter().map(|(id, value)| {
        let html = place.issue.raw_html.get(id).map(|html| json!(html));
        let value = html.unwrap_or_else(|| field(place, id, value));
        (id.clone(), value)
    });
    Value::Object(all.collect())
}

fn field(place: Place<'_>, id: &str, value: &Value) -> Value {
    match (id, value) {
        ("created" | "updated" | "resolutiondate", Value::String(time)) => json!(for_people(time)),
        ("comment", _) => {
            let mut value = value.clone();
            let shown = value["comments"].as_array_mut().into_iter().flatten();
            for (shown, comment) in shown.zip(&place.issue.comments) {
                let html = comment.raw_html.clone();
                let html = html.unwrap_or_else(|| wiki::render(place, &comment.body));
                shown["body"] = json!(html);
                for name in ["created", "updated"] {
                    shown[name] = json!(for_people(shown[name].as_str().unwrap_or_default()));
                }
            }
            value
        }
        (id, Value::String(text)) if find(id).is_some_and(|it| it.kind == Kind::Area) => {
            json!(wiki::render(place, text))
        }
        (_, Value::String(text)) if id.starts_with("customfield_") => {
            json!(wiki::escape(text))
        }
        _ => Value::Null,
    }
}

/// Jira writes times as the administrator likes them: `20/Nov/26 9:15 AM`.
fn for_people(time: &str) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let number = |range: std::ops::Range<usize>| {
        time.get(range)
            .and_then(|it| it.parse::<usize>().ok())
            .unwrap_or(0)
    };
    let hour = number(11..13);
    let month = MONTHS[number(5..7).clamp(1, 12) - 1];
    format!(
        "{:02}/{month}/{:02} {}:{:02} {}",
        number(8..10),
        number(2..4),
        if hour % 12 == 0 { 12 } else { hour % 12 },
        number(14..16),
        if hour < 12 { "AM" } else { "PM" },
    )
}
