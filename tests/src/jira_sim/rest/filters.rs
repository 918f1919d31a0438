//! Saved filters.

use serde_json::{Value, json};

use super::call::{Answer, Call, Reply};
use super::field_json::user_or_null;
use crate::jira_sim::model::filter::Filter;
use crate::jira_sim::oauth::percent::encode;
use crate::jira_sim::state::State;

/// Favourites of the person, by name.
pub(super) fn favourites(call: &Call<'_>) -> Answer {
    let name = call.user.as_ref().map(|user| user.name.as_str());
    let state = call.state();
    let mut own: Vec<&Filter> = state
        .filters
        .iter()
        .filter(|it| name.is_some_and(|name| it.favourite_of.iter().any(|of| of == name)))
        .filter(|it| it.is_visible_to(name))
        .collect();
    own.sort_by_key(|it| it.name.to_lowercase());
    let all: Vec<Value> = own.iter().map(|it| filter_json(call, &state, it)).collect();
    Reply::ok(json!(all))
}

/// One filter; Jira says the same of a private one and of none.
pub(super) fn show(call: &Call<'_>, id: &str) -> Answer {
    if id.parse::<u64>().is_err() {
        return super::routes::nothing(call);
    }
    let state = call.state();
    let refusal = "The selected filter is not available to you, perhaps it has been deleted or \
                   had its permissions changed.";
    let filter = state
        .filter(call.user.as_ref(), id)
        .ok_or_else(|| Reply::message(400, refusal))?;
    Reply::ok(filter_json(call, &state, filter))
}

fn filter_json(call: &Call<'_>, state: &State, filter: &Filter) -> Value {
    let base_url = &call.shared.base_url;
    let (id, name) = (filter.id, call.user.as_ref().map(|user| &user.name));
    json!({
        "self": format!("{base_url}/rest/api/2/filter/{id}"),
        "id": id.to_string(),
        "name": filter.name,
        "description": filter.description,
        "owner": user_or_null(call, state, Some(&filter.owner)),
        "jql": filter.jql,
        "viewUrl": format!("{base_url}/issues/?filter={id}"),
        "searchUrl": format!("{base_url}/rest/api/2/search?jql={}", encode(&filter.jql)),
        "favourite": name.is_some_and(|name| filter.favourite_of.contains(name)),
        "sharePermissions": [],
        "editable": name == Some(&filter.owner),
        "sharedUsers": { "size": 0, "items": [], "max-results": 1000, "start-index": 0, "end-index": 0 },
        "subscriptions": { "size": 0, "items": [], "max-results": 1000, "start-index": 0, "end-index": 0 },
    })
}
