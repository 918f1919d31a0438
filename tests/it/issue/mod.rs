//! The panel's verbs over HTTP: what an issue shows, what changes in Jira, and at what cost.

mod changes;
mod conflicts;
pub mod hostile;
mod images;
mod lost;
mod offered;
mod opening;
mod restricted;
mod screens;
mod which_jira;
mod without_javascript;

use crate::{
    page::Page,
    script::{Answer, Script},
};
use reqwest::{StatusCode, header::HeaderMap};
use serde_json::Value;
use tests::TestApp;

pub use crate::deep_links::connected;

const KEY: &str = "DEMO-1";

/// The panel with the issue.
pub async fn open(script: &Script) -> Page {
    let answer = script.call("issue", &[("key", KEY)]).await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    written(&answer.json["html"])
}

/// HTML that the server wrote for the panel.
pub fn written(html: &Value) -> Page {
    Page {
        path: "/".to_owned(),
        status: StatusCode::OK,
        headers: HeaderMap::new(),
        html: html.as_str().expect("HTML").to_owned(),
    }
}

/// The parts of the panel that a change made anew; it must be done.
#[track_caller]
pub fn done(answer: &Answer, words: &str) -> Page {
    let done = &answer.json["Done"];
    assert_eq!(done["words"], words, "{}", answer.json);
    written(&done["html"])
}

/// The alert and the ids of the fields that a refusal is about.
#[track_caller]
pub fn refused(answer: &Answer) -> (Page, Vec<String>) {
    let refused = &answer.json["Refused"];
    assert!(refused.is_object(), "{}", answer.json);
    let fields = refused["fields"].as_array().expect("fields");
    let ids = fields.iter().filter_map(|field| field[0].as_str());
    let mut ids: Vec<_> = ids.map(str::to_owned).collect();
    ids.sort_unstable();
    (written(&refused["html"]), ids)
}

/// What the person saw in the field with this id.
#[track_caller]
pub fn seen(panel: &Page, id: &str) -> String {
    let selector = format!("#save :not([data-screen]) > [data-was={id}]");
    panel.attribute(&selector, "value").expect("the field")
}

/// A change of the issue; `parts` are the fields of the form behind `change`.
pub async fn change(script: &Script, parts: &[(&str, &str)]) -> Answer {
    let names: Vec<String> = parts
        .iter()
        .map(|(name, _)| format!("change{name}"))
        .collect();
    let mut fields = vec![("jira", "demo"), ("key", KEY), ("may", "11111")];
    fields.extend(
        names
            .iter()
            .zip(parts)
            .map(|(name, (_, value))| (name.as_str(), *value)),
    );
    script.call("issue/change", &fields).await
}

/// How many requests Jira got since the last time.
pub fn requests(app: &TestApp) -> usize {
    let count = app.jira.requests().len();
    app.jira.clear_requests();
    count
}
