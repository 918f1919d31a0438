//! `GET|POST /rest/api/2/search`.

use std::cmp::Reverse;
use std::sync::Arc;

use axum::extract::State as Extract;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;

use super::identity::identify;
use super::issue_json::issue_json;
use super::jql::{Order, Query, parse};
use super::json::{error, respond};
use super::xsrf;
use crate::jira_sim::issues::Issue;
use crate::jira_sim::options::User;
use crate::jira_sim::raw_request::RawRequest;
use crate::jira_sim::state::Shared;

const DEFAULT_MAX_RESULTS: u64 = 50;
/// Jira's `jira.search.views.default.max`.
const LARGEST_MAX_RESULTS: u64 = 1000;

/// What is searched for. Jira refuses a body with unknown properties.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Search {
    #[serde(default)]
    jql: String,
    #[serde(default)]
    start_at: u64,
    max_results: Option<u64>,
    #[serde(default)]
    fields: Vec<String>,
    /// Taken and not used, as are the next ones.
    #[serde(rename = "validateQuery")]
    _validate_query: Option<serde_json::Value>,
    #[serde(rename = "expand")]
    _expand: Option<serde_json::Value>,
    #[serde(rename = "properties")]
    _properties: Option<serde_json::Value>,
    #[serde(rename = "fieldsByKeys")]
    _fields_by_keys: Option<bool>,
}

impl Search {
    fn largest(&self) -> u64 {
        self.max_results
            .unwrap_or(DEFAULT_MAX_RESULTS)
            .min(LARGEST_MAX_RESULTS)
    }
}

/// Issues of the signed-in user; none for an anonymous request.
pub(in crate::jira_sim) async fn find(
    Extract(shared): Extract<Arc<Shared>>,
    request: RawRequest,
) -> Response {
    let user = match identify(&shared, &request) {
        Ok(user) => user,
        Err(answer) => return *answer,
    };
    if let Err(answer) = xsrf::check(&shared, &request) {
        return *answer;
    }
    let search = if request.method == Method::POST {
        read_body(&request)
    } else {
        read_query(&request)
    };
    let search = match search {
        Ok(search) => search,
        Err((status, message)) => return error(status, &message, user.as_ref()),
    };
    match parse(&search.jql) {
        Ok(Query::AssignedToMe(order)) => assigned(&shared, &search, order, user.as_ref()),
        Ok(Query::Key(key)) => by_key(&shared, &search, &key, user.as_ref()),
        Err(message) => error(StatusCode::BAD_REQUEST, &[message], user.as_ref()),
    }
}

type Refused = (StatusCode, Vec<String>);

fn read_body(request: &RawRequest) -> Result<Search, Refused> {
    if request.media_type().as_deref() != Some("application/json") {
        return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, Vec::new()));
    }
    serde_json::from_slice(&request.body)
        .map_err(|err| (StatusCode::BAD_REQUEST, vec![err.to_string()]))
}

/// A query parameter that is no number is 404 in Jira, as for every JAX-RS resource.
fn read_query(request: &RawRequest) -> Result<Search, Refused> {
    let mut search = Search::default();
    let number = |text: &str| {
        text.parse::<u64>()
            .map_err(|_| (StatusCode::NOT_FOUND, Vec::new()))
    };
    for (name, value) in request.query_pairs() {
        match name.as_str() {
            "jql" => search.jql = value,
            "startAt" => search.start_at = number(&value)?,
            "maxResults" => search.max_results = Some(number(&value)?),
            "fields" => search
                .fields
                .extend(value.split(',').map(|name| name.trim().to_owned())),
            _ => {}
        }
    }
    search.fields.retain(|name| !name.is_empty());
    Ok(search)
}

/// Jira calls an issue that the person may not see one that does not exist.
fn by_key(shared: &Shared, search: &Search, key: &str, user: Option<&User>) -> Response {
    let state = shared.state();
    let issue = state.issues.iter().find(|issue| issue.key == key);
    let Some(issue) = issue.filter(|_| user.is_some()) else {
        let message = format!("An issue with key '{key}' does not exist for field 'issuekey'.");
        return error(StatusCode::BAD_REQUEST, &[message], user);
    };
    let issues = vec![issue_json(shared, &state, issue, &search.fields)];
    answer(search, 1, &issues, user)
}

fn assigned(shared: &Shared, search: &Search, order: Order, user: Option<&User>) -> Response {
    let state = shared.state();
    let name = user.map(|user| user.name.as_str());
    let is_own = |issue: &&Issue| name.is_some() && issue.assignee.as_deref() == name;
    let mut own: Vec<&Issue> = state.issues.iter().filter(is_own).collect();
    own.sort_by_key(|issue| (issue.project_key().to_owned(), Reverse(issue.number())));
    match order {
        Order::Key => {}
        Order::UpdatedAscending => own.sort_by_key(|issue| issue.updated_ms),
        Order::UpdatedDescending => own.sort_by_key(|issue| Reverse(issue.updated_ms)),
    }
    let skipped = usize::try_from(search.start_at).unwrap_or(usize::MAX);
    let taken = usize::try_from(search.largest()).unwrap_or(usize::MAX);
    let page = own.iter().skip(skipped).take(taken);
    let issues: Vec<_> = page
        .map(|issue| issue_json(shared, &state, issue, &search.fields))
        .collect();
    answer(search, own.len(), &issues, user)
}

fn answer(
    search: &Search,
    total: usize,
    issues: &[serde_json::Value],
    user: Option<&User>,
) -> Response {
    let max_results = search.largest();
    let answer = json!({
        "expand": "schema,names",
        "startAt": search.start_at,
        "maxResults": max_results,
        "total": total,
        "issues": issues,
    });
    respond(StatusCode::OK, &answer, user)
}
