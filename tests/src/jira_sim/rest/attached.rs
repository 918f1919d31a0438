//! What hangs on an issue, in the shapes of REST.

use serde_json::{Value, json};

use super::call::Call;
use super::field_json::user_or_null;
use super::wiki;
use crate::jira_sim::clock::jira_timestamp;
use crate::jira_sim::model::issue::{Attachment, Comment, Issue, Worklog};
use crate::jira_sim::oauth::percent::encode;
use crate::jira_sim::state::State;

/// Comments in the issue itself are not paged.
pub(super) fn comments(call: &Call<'_>, state: &State, issue: &Issue) -> Value {
    let all: Vec<Value> = issue
        .comments
        .iter()
        .map(|it| comment(call, state, issue, it, false))
        .collect();
    json!({ "comments": all, "maxResults": all.len(), "total": all.len(), "startAt": 0 })
}

pub(super) fn comment(
    call: &Call<'_>,
    state: &State,
    issue: &Issue,
    comment: &Comment,
    with_html: bool,
) -> Value {
    let (base_url, issue_id, id) = (&call.shared.base_url, state.issue_id(issue), comment.id);
    let author = user_or_null(call, state, Some(&comment.author));
    let mut value = json!({
        "self": format!("{base_url}/rest/api/2/issue/{issue_id}/comment/{id}"),
        "id": id.to_string(),
        "author": author,
        "body": comment.body,
        "updateAuthor": author,
        "created": jira_timestamp(comment.created_ms),
        "updated": jira_timestamp(comment.updated_ms),
    });
    if let Some(role) = &comment.role {
        value["visibility"] = json!({ "type": "role", "value": role });
    }
    if with_html {
        let html = comment.raw_html.clone();
        value["renderedBody"] =
            json!(html.unwrap_or_else(|| wiki::render(call.place(state, issue), &comment.body)));
    }
    value
}

pub(super) fn attachments(call: &Call<'_>, state: &State, issue: &Issue) -> Value {
    let all = issue.attachments.iter();
    all.map(|it| attachment(call, state, it)).collect()
}

fn attachment(call: &Call<'_>, state: &State, attachment: &Attachment) -> Value {
    let (base_url, id) = (&call.shared.base_url, attachment.id);
    let name = encode(&attachment.name);
    let mut value = json!({
        "self": format!("{base_url}/rest/api/2/attachment/{id}"),
        "id": id.to_string(),
        "filename": attachment.name,
        "author": user_or_null(call, state, Some(&attachment.author)),
        "created": jira_timestamp(attachment.created_ms),
        "size": attachment.size_bytes,
        "mimeType": attachment.media_type,
        "content": format!("{base_url}/secure/attachment/{id}/{name}"),
    });
    // Jira makes small pictures of what it can draw, which SVG is not.
    if attachment.media_type.starts_with("image/") && attachment.media_type != "image/svg+xml" {
        value["thumbnail"] = json!(format!("{base_url}/secure/thumbnail/{id}/{name}"));
    }
    value
}

pub(super) fn worklogs(call: &Call<'_>, state: &State, issue: &Issue) -> Value {
    let all: Vec<Value> = issue
        .worklogs
        .iter()
        .map(|it| worklog(call, state, issue, it))
        .collect();
    json!({ "startAt": 0, "maxResults": all.len(), "total": all.len(), "worklogs": all })
}

pub(super) fn worklog(call: &Call<'_>, state: &State, issue: &Issue, worklog: &Worklog) -> Value {
    let (base_url, issue_id, id) = (&call.shared.base_url, state.issue_id(issue), worklog.id);
    let author = user_or_null(call, state, Some(&worklog.author));
    json!({
        "self": format!("{base_url}/rest/api/2/issue/{issue_id}/worklog/{id}"),
        "author": author,
        "updateAuthor": author,
        "comment": worklog.comment,
        "created": jira_timestamp(worklog.created_ms),
        "updated": jira_timestamp(worklog.created_ms),
        "started": jira_timestamp(worklog.started_ms),
        "timeSpent": span(worklog.spent_s),
        "timeSpentSeconds": worklog.spent_s,
        "id": id.to_string(),
        "issueId": issue_id.to_string(),
    })
}

pub(super) fn watches(call: &Call<'_>, issue: &Issue) -> Value {
    json!({
        "self": format!("{}/rest/api/2/issue/{}/watchers", call.shared.base_url, issue.key),
        "watchCount": issue.watchers.len(),
        "isWatching": is_among(call, &issue.watchers),
    })
}

pub(super) fn votes(call: &Call<'_>, issue: &Issue) -> Value {
    json!({
        "self": format!("{}/rest/api/2/issue/{}/votes", call.shared.base_url, issue.key),
        "votes": issue.voters.len(),
        "hasVoted": is_among(call, &issue.voters),
    })
}

fn is_among(call: &Call<'_>, names: &[String]) -> bool {
    call.user
        .as_ref()
        .is_some_and(|user| names.contains(&user.name))
}

pub(super) fn spent_s(issue: &Issue) -> u64 {
    issue.worklogs.iter().map(|it| it.spent_s).sum()
}

pub(super) fn timetracking(issue: &Issue) -> Value {
    let mut value = json!({});
    if let Some(remaining_s) = issue.remaining_s {
        value["remainingEstimate"] = json!(span(remaining_s));
        value["remainingEstimateSeconds"] = json!(remaining_s);
    }
    let spent_s = spent_s(issue);
    if spent_s > 0 {
        value["timeSpent"] = json!(span(spent_s));
        value["timeSpentSeconds"] = json!(spent_s);
    }
    value
}

/// `1d 2h 30m`, with Jira's days of eight hours and weeks of five days.
fn span(seconds: u64) -> String {
    let mut rest = seconds / 60;
    let mut parts = Vec::new();
    for (unit, minutes) in [("w", 2400), ("d", 480), ("h", 60), ("m", 1)] {
        if rest >= minutes {
            parts.push(format!("{}{unit}", rest / minutes));
            rest %= minutes;
        }
    }
    if parts.is_empty() {
        "0m".to_owned()
    } else {
        parts.join(" ")
    }
}
