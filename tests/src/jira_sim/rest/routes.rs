//! The list of resources below `/rest`.

use std::sync::Arc;

use axum::extract::State as Extract;
use axum::response::Response;
use serde_json::json;

use super::call::{Answer, Call, Reply};
use super::identity::identify;
use super::{
    autocomplete, comments, create, filters, issue, lists, people, permissions, pickers, projects,
    search, transitions, xsrf,
};
use crate::jira_sim::oauth::percent::decode;
use crate::jira_sim::raw_request::RawRequest;
use crate::jira_sim::state::Shared;

/// Answers any request below `/rest` that has no route of its own.
pub(in crate::jira_sim) async fn answer(
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
    let call = Call {
        shared: &shared,
        request: &request,
        user,
    };
    let reply = find(&call).unwrap_or_else(|refusal| refusal);
    reply.respond(call.user.as_ref())
}

fn find(call: &Call<'_>) -> Answer {
    let root = format!("{}/rest/", call.shared.context_path);
    let path = call.request.path.strip_prefix(&root).unwrap_or_default();
    let segments: Vec<String> = path.trim_end_matches('/').split('/').map(decode).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match (call.request.method.as_str(), segments.as_slice()) {
        ("GET" | "POST", ["api", "2" | "latest", "search"]) => search::find(call),
        ("POST", ["api", "2" | "latest", "issue"]) => create::create(call),
        ("GET", ["api", "2" | "latest", "issue", "picker"]) => pickers::issues(call),
        ("GET", ["api", "2" | "latest", "issue", "createmeta", rest @ ..]) => match rest {
            [] => create::classic_meta(call),
            [key, "issuetypes"] => create::types(call, key),
            [key, "issuetypes", id] => create::fields(call, key, id),
            _ => nothing(call),
        },
        ("GET", ["api", "1.0", "labels", "suggest"] | ["api", "1.0", "labels", _, "suggest"]) => {
            pickers::labels(call)
        }
        (method, ["api", "2" | "latest", "issue", key, rest @ ..]) => {
            on_issue(call, method, key, rest)
        }
        ("GET", ["api", "2" | "latest", rest @ ..]) => get(call, rest),
        _ => nothing(call),
    }
}

fn on_issue(call: &Call<'_>, method: &str, key: &str, rest: &[&str]) -> Answer {
    match (method, rest) {
        ("GET", []) => issue::show(call, key),
        ("PUT", []) => issue::edit(call, key),
        ("GET", ["editmeta"]) => issue::show_meta(call, key),
        ("PUT", ["assignee"]) => issue::assign(call, key),
        ("GET", ["transitions"]) => transitions::show(call, key),
        ("POST", ["transitions"]) => transitions::run(call, key),
        ("GET", ["comment"]) => comments::list(call, key),
        ("POST", ["comment"]) => comments::add(call, key),
        ("GET", ["comment", id]) => comments::show(call, key, id),
        ("PUT", ["comment", id]) => comments::change(call, key, id),
        ("DELETE", ["comment", id]) => comments::delete(call, key, id),
        ("GET", ["watchers"]) => people::watchers(call, key),
        ("POST", ["watchers"]) => people::watch(call, key),
        ("DELETE", ["watchers"]) => people::unwatch(call, key),
        ("GET", ["votes"]) => people::votes(call, key),
        ("POST", ["votes"]) => people::vote(call, key, true),
        ("DELETE", ["votes"]) => people::vote(call, key, false),
        ("GET", ["worklog"]) => people::worklogs(call, key),
        ("POST", ["worklog"]) => people::log_work(call, key),
        _ => nothing(call),
    }
}

fn get(call: &Call<'_>, path: &[&str]) -> Answer {
    match path {
        ["jql", "autocompletedata"] => autocomplete::data(call),
        ["jql", "autocompletedata", "suggestions"] => autocomplete::suggestions(call),
        ["filter", "favourite"] => filters::favourites(call),
        ["filter", "search"] => nothing(call),
        ["filter", id] => filters::show(call, id),
        ["mypermissions"] => permissions::mine(call),
        ["project"] => projects::list(call),
        ["project", key] => projects::show(call, key),
        ["project", key, "statuses"] => projects::statuses(call, key),
        ["project", key, "components"] => projects::components(call, key),
        ["project", key, "versions"] => projects::versions(call, key),
        ["projects", "picker"] => projects::picker(call),
        ["user", "search"] => pickers::users(call),
        ["user", "assignable", "search"] => pickers::assignable(call),
        ["user", "assignable", "multiProjectSearch"] => pickers::assignable_in_all(call),
        ["priority"] => lists::priorities(call),
        ["status"] => lists::statuses(call),
        ["issuetype"] => lists::issue_types(call),
        ["resolution"] => lists::resolutions(call),
        ["field"] => lists::fields(call),
        _ => nothing(call),
    }
}

/// What Jira's JAX-RS says of an address without a resource.
pub(super) fn nothing(call: &Call<'_>) -> Answer {
    let path = &call.request.path;
    let message = format!("null for uri: {path}");
    let body = json!({ "message": message, "status-code": 404 });
    Err(Reply::of(404, Some(body)))
}
