//! `GET|POST /rest/api/2/search`.

use axum::http::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use super::call::{Answer, Call, Reply};
use super::issue_json::{Shown, issue_json, names};
use crate::jira_sim::jql;

const DEFAULT_MAX_RESULTS: usize = 50;
/// Jira's `jira.search.views.default.max`.
const LARGEST_MAX_RESULTS: usize = 1000;

/// What is searched for. Jira refuses a body with unknown properties.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Search {
    #[serde(default)]
    jql: String,
    #[serde(default)]
    start_at: usize,
    max_results: Option<i64>,
    #[serde(default)]
    fields: Vec<String>,
    #[serde(default)]
    expand: Vec<String>,
    validate_query: Option<bool>,
    /// Taken and not used, as is the next one.
    #[serde(rename = "properties")]
    _properties: Option<Value>,
    #[serde(rename = "fieldsByKeys")]
    _fields_by_keys: Option<bool>,
}

impl Search {
    fn largest(&self) -> usize {
        self.max_results.map_or(DEFAULT_MAX_RESULTS, |it| {
            // A negative number means no limit but Jira's own.
            usize::try_from(it).map_or(LARGEST_MAX_RESULTS, |it| it.min(LARGEST_MAX_RESULTS))
        })
    }
}

/// Issues that the person sees; none for an anonymous request.
pub(super) fn find(call: &Call<'_>) -> Answer {
    let search: Search = if call.request.method == Method::POST {
        call.body()?
    } else {
        read_query(call)?
    };
    let state = call.state();
    let context = call.context(&state);
    let is_strict = search.validate_query.unwrap_or(true);
    let found = jql::search(&context, &search.jql, is_strict)
        .map_err(|messages| Reply::messages(400, &messages))?;
    let shown = Shown {
        fields: &search.fields,
        expand: &search.expand,
        default_is_all: false,
    };
    let page = found.issues.iter().skip(search.start_at);
    let issues: Vec<Value> = page
        .take(search.largest())
        .map(|issue| issue_json(call, &state, issue, &shown))
        .collect();
    let mut answer = json!({
        "expand": "schema,names",
        "startAt": search.start_at,
        "maxResults": search.largest(),
        "total": found.issues.len(),
        "issues": issues,
    });
    if !found.warnings.is_empty() {
        answer["warningMessages"] = json!(found.warnings);
    }
    if search.expand.iter().any(|it| it == "names") {
        answer["names"] = names();
    }
    Reply::ok(answer)
}

/// A query parameter that is no number is 404 in Jira, as for every JAX-RS resource.
fn read_query(call: &Call<'_>) -> Result<Search, Reply> {
    let most = match call.parameter("maxResults") {
        Some(text) => Some(text.parse().map_err(|_| Reply::of(404, None))?),
        None => None,
    };
    Ok(Search {
        jql: call.parameter("jql").unwrap_or_default(),
        start_at: call.number("startAt", 0)?,
        max_results: most,
        fields: call.list("fields"),
        expand: call.list("expand"),
        validate_query: call.parameter("validateQuery").map(|it| it != "false"),
        ..Search::default()
    })
}
