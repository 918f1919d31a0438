//! Comments: list, add, change, delete.

use serde::Deserialize;
use serde_json::{Value, json};

use super::attached;
use super::call::{Answer, Call, Reply};
use super::issue::{may, visible};
use crate::jira_sim::model::issue::{Comment, Issue};
use crate::jira_sim::model::permission::Permission;
use crate::jira_sim::state::State;

const LONGEST: usize = 32_767;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewComment {
    body: Option<String>,
    visibility: Option<Visibility>,
    /// Taken and not used.
    #[serde(rename = "properties")]
    _properties: Option<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Visibility {
    #[serde(rename = "type")]
    kind: String,
    value: String,
}

/// `GET issue/{key}/comment`, oldest first unless `orderBy=-created`.
pub(super) fn list(call: &Call<'_>, key: &str) -> Answer {
    let state = call.state();
    let issue = visible(call, &state, key)?;
    let (start, most) = (
        call.number("startAt", 0)?,
        call.number("maxResults", 1_048_576)?,
    );
    let with_html = call.expands("renderedBody");
    let mut all: Vec<&Comment> = issue.comments.iter().collect();
    match call.parameter("orderBy").as_deref() {
        None | Some("created" | "+created") => {}
        Some("-created") => all.reverse(),
        Some(other) => {
            let message = format!("Comments cannot be ordered by '{other}'.");
            return Err(Reply::message(400, message));
        }
    }
    let page = all.iter().skip(start).take(most);
    let comments: Vec<Value> = page
        .map(|it| attached::comment(call, &state, &issue, it, with_html))
        .collect();
    Reply::ok(json!({
        "startAt": start,
        "maxResults": most,
        "total": all.len(),
        "comments": comments,
    }))
}

/// `GET issue/{key}/comment/{id}`.
pub(super) fn show(call: &Call<'_>, key: &str, id: &str) -> Answer {
    let state = call.state();
    let issue = visible(call, &state, key)?;
    let comment = &issue.comments[find(&issue, id)?];
    let with_html = call.expands("renderedBody");
    Reply::ok(attached::comment(call, &state, &issue, comment, with_html))
}

/// `POST issue/{key}/comment`.
pub(super) fn add(call: &Call<'_>, key: &str) -> Answer {
    let body: Value = call.body()?;
    let mut state = call.state();
    let mut issue = visible(call, &state, key)?;
    add_to(call, &mut state, &mut issue, body)?;
    let with_html = call.expands("renderedBody");
    let comment = issue.comments.last().expect("one was added");
    let answer = attached::comment(call, &state, &issue, comment, with_html);
    state.put_issue(issue);
    Ok(Reply::of(201, Some(answer)))
}

/// Adds a comment to a copy of an issue.
pub(super) fn add_to(
    call: &Call<'_>,
    state: &mut State,
    issue: &mut Issue,
    body: Value,
) -> Result<(), Reply> {
    let person = call.person()?;
    let (text, role) = read(body)?;
    if !may(call, state, issue, Permission::AddComments) {
        let name = &person.display_name;
        let refusal = format!("{name}, you do not have the permission to comment on this issue.");
        return Err(Reply::message(400, refusal));
    }
    let now_ms = call.now_ms();
    issue.comments.push(Comment {
        id: state.new_id(),
        author: person.name.clone(),
        body: text,
        raw_html: None,
        role,
        created_ms: now_ms,
        updated_ms: now_ms,
    });
    issue.updated_ms = issue.updated_ms.max(now_ms);
    Ok(())
}

/// `PUT issue/{key}/comment/{id}`.
pub(super) fn change(call: &Call<'_>, key: &str, id: &str) -> Answer {
    let body: Value = call.body()?;
    let mut state = call.state();
    let mut issue = visible(call, &state, key)?;
    let at = find(&issue, id)?;
    let is_allowed = owns_or_may(
        call,
        &state,
        &issue,
        at,
        (Permission::EditOwnComments, Permission::EditAllComments),
    );
    if !is_allowed {
        let name = &call.person()?.display_name;
        let refusal = format!("{name}, you do not have the permission to edit this comment.");
        return Err(Reply::message(400, refusal));
    }
    let (text, role) = read(body)?;
    let now_ms = call.now_ms();
    let comment = &mut issue.comments[at];
    (comment.body, comment.role, comment.raw_html) = (text, role, None);
    comment.updated_ms = now_ms;
    issue.updated_ms = issue.updated_ms.max(now_ms);
    let with_html = call.expands("renderedBody");
    let answer = attached::comment(call, &state, &issue, &issue.comments[at], with_html);
    state.put_issue(issue);
    Reply::ok(answer)
}

/// `DELETE issue/{key}/comment/{id}`.
pub(super) fn delete(call: &Call<'_>, key: &str, id: &str) -> Answer {
    let mut state = call.state();
    let mut issue = visible(call, &state, key)?;
    let at = find(&issue, id)?;
    let permissions = (Permission::DeleteOwnComments, Permission::DeleteAllComments);
    if !owns_or_may(call, &state, &issue, at, permissions) {
        let name = &call.person()?.display_name;
        let refusal = format!("{name}, you do not have permission to delete comment with id: {id}");
        return Err(Reply::message(400, refusal));
    }
    issue.comments.remove(at);
    issue.updated_ms = issue.updated_ms.max(call.now_ms());
    state.put_issue(issue);
    Reply::no_content()
}

fn find(issue: &Issue, id: &str) -> Result<usize, Reply> {
    let at = issue.comments.iter().position(|it| it.id.to_string() == id);
    at.ok_or_else(|| Reply::message(404, format!("Can not find a comment for the id: {id}.")))
}

fn owns_or_may(
    call: &Call<'_>,
    state: &State,
    issue: &Issue,
    at: usize,
    (own, all): (Permission, Permission),
) -> bool {
    let is_own = call
        .user
        .as_ref()
        .is_some_and(|it| it.name == issue.comments[at].author);
    (is_own && may(call, state, issue, own)) || may(call, state, issue, all)
}

/// Text and role of a comment.
fn read(body: Value) -> Result<(String, Option<String>), Reply> {
    let body: NewComment =
        serde_json::from_value(body).map_err(|err| Reply::message(400, err.to_string()))?;
    let text = body.body.unwrap_or_default();
    if text.trim().is_empty() {
        return Err(Reply::error("comment", "Comment body can not be empty!"));
    }
    if text.chars().count() > LONGEST {
        let message =
            "The entered text is too long. It exceeds the allowed limit of 32,767 characters.";
        return Err(Reply::error("comment", message));
    }
    let role = match body.visibility {
        Some(it)
            if it.kind == "role"
                && ["Administrators", "Developers", "Users"].contains(&it.value.as_str()) =>
        {
            Some(it.value)
        }
        Some(it) => {
            let message = format!("Role with name '{}' does not exist.", it.value);
            return Err(Reply::error("commentLevel", message));
        }
        None => None,
    };
    Ok((text, role))
}
