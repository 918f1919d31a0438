//! What fields offer while somebody types: people, labels, issues.

use serde_json::{Value, json};

use super::call::{Answer, Call, Reply};
use super::json::user_json;
use super::{issue, projects};
use crate::jira_sim::jql;
use crate::jira_sim::model::permission::Permission;
use crate::jira_sim::options::User;

/// Active people whose name, display name or address begins with the text, and who fit.
fn people(call: &Call<'_>, users: &[User], fits: impl Fn(&User) -> bool) -> Answer {
    let typed = call
        .parameter("username")
        .unwrap_or_default()
        .to_lowercase();
    let (start, most) = (call.number("startAt", 0)?, call.number("maxResults", 50)?);
    let begins = |user: &&User| {
        let address = format!("{}@example.com", user.name);
        let shown = user.display_name.to_lowercase();
        user.name.to_lowercase().starts_with(&typed)
            || address.starts_with(&typed)
            || shown.starts_with(&typed)
            || shown
                .split_whitespace()
                .any(|word| word.starts_with(&typed))
    };
    let mut found: Vec<&User> = users
        .iter()
        .filter(|it| it.can_log_in && fits(it))
        .filter(begins)
        .collect();
    found.sort_by_key(|it| it.display_name.to_lowercase());
    let page = found.into_iter().skip(start).take(most.min(1000));
    Reply::ok(page.map(|it| user_json(call.shared, it)).collect())
}

/// `GET user/assignable/search` for an issue or a project.
pub(super) fn assignable(call: &Call<'_>) -> Answer {
    call.person()?;
    let state = call.state();
    let key = if let Some(key) = call.parameter("issueKey") {
        issue::visible(call, &state, &key)?.project_key().to_owned()
    } else if let Some(key) = call.parameter("project") {
        projects::visible(call, &state, &key)?.key.clone()
    } else {
        return Err(Reply::message(
            400,
            "Either project or issueKey parameter is required",
        ));
    };
    people(call, &state.users, |user| {
        state.may(Some(user), &key, Permission::AssignableUser)
    })
}

/// `GET user/assignable/multiProjectSearch`: assignable in all projects.
pub(super) fn assignable_in_all(call: &Call<'_>) -> Answer {
    call.person()?;
    let state = call.state();
    let keys = call.list("projectKeys");
    for key in &keys {
        projects::visible(call, &state, key)?;
    }
    people(call, &state.users, |user| {
        keys.iter()
            .all(|key| state.may(Some(user), key, Permission::AssignableUser))
    })
}

/// `GET user/search?username=`.
pub(super) fn users(call: &Call<'_>) -> Answer {
    call.person()?;
    if call.parameter("username").is_none_or(|it| it.is_empty()) {
        return Err(Reply::message(
            400,
            "The username query parameter was not provided",
        ));
    }
    let state = call.state();
    people(call, &state.users, |_| true)
}

/// `GET /rest/api/1.0/labels/[{issueId}/]suggest?query=`.
pub(super) fn labels(call: &Call<'_>) -> Answer {
    call.person()?;
    let state = call.state();
    let typed = call.parameter("query").unwrap_or_default();
    let offers = jql::suggest(&call.context(&state), "labels", &typed).unwrap_or_default();
    let suggestions: Vec<Value> = offers
        .into_iter()
        .map(|(label, _)| {
            let start: String = label.chars().take(typed.chars().count()).collect();
            let rest = super::wiki::escape(&label[start.len()..]);
            let start = super::wiki::escape(&start);
            json!({ "label": label, "html": format!("<b>{start}</b>{rest}") })
        })
        .collect();
    Reply::ok(json!({ "token": typed, "suggestions": suggestions }))
}

/// `GET issue/picker?query=`: by key, or by words of the summary.
pub(super) fn issues(call: &Call<'_>) -> Answer {
    let state = call.state();
    let query = call.parameter("query").unwrap_or_default().to_lowercase();
    let seen = state
        .issues
        .iter()
        .filter(|it| state.may_see(call.user.as_ref(), it));
    let found = seen.filter(|it| {
        !query.is_empty()
            && (it.key.to_lowercase().starts_with(&query)
                || it.summary.to_lowercase().contains(&query))
    });
    let found: Vec<Value> = found
        .take(20)
        .map(|it| {
            let summary = super::wiki::escape(&it.summary);
            json!({ "key": it.key, "keyHtml": it.key, "summary": summary, "summaryText": it.summary, "img": "" })
        })
        .collect();
    Reply::ok(json!({ "sections": [{
        "label": "Current Search", "sub": format!("Showing {} matching issues", found.len()),
        "id": "cs", "issues": found,
    }] }))
}
