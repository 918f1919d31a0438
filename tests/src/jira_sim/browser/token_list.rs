//! "Authorized applications": the access tokens of the logged-in user, and their revocation.

use std::sync::Arc;

use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::Response;

use super::html::{escape, page, redirect};
use super::session::{XsrfToken, browser_user, check_xsrf, redirect_to_login};
use crate::jira_sim::clock::jira_timestamp;
use crate::jira_sim::raw_request::RawRequest;
use crate::jira_sim::state::Shared;

const PATH: &str = "/plugins/servlet/oauth/users/access-tokens";

/// Lists the user's tokens with a button to revoke each.
pub(in crate::jira_sim) async fn show(
    Extract(shared): Extract<Arc<Shared>>,
    request: RawRequest,
) -> Response {
    let Some(user) = browser_user(&shared, &request) else {
        return redirect_to_login(&shared, PATH);
    };
    let xsrf = XsrfToken::of(&request);
    let rows = rows(&shared, &user.name, &xsrf);
    let content = if rows.is_empty() {
        "<p>You have not authorized any applications.</p>".to_owned()
    } else {
        format!(
            "<table><thead><tr><th scope=\"col\">Application</th><th scope=\"col\">Authorized</th>\
             <th scope=\"col\">Action</th></tr></thead><tbody>{rows}</tbody></table>"
        )
    };
    xsrf.keep(
        &shared,
        page(
            &shared,
            StatusCode::OK,
            "Authorized applications",
            &content,
            Some(&user),
        ),
    )
}

/// Revokes one token: 401 when nobody is logged in or the token is another user's, 400 without `token`.
pub(in crate::jira_sim) async fn revoke(
    Extract(shared): Extract<Arc<Shared>>,
    request: RawRequest,
) -> Response {
    if let Err(refusal) = check_xsrf(&shared, &request) {
        return *refusal;
    }
    let refuse = |status, text: &str| {
        page(
            &shared,
            status,
            "Not revoked",
            &format!("<p class=\"error\">{text}</p>"),
            None,
        )
    };
    let Some(user) = browser_user(&shared, &request) else {
        return refuse(StatusCode::UNAUTHORIZED, "You are not logged in.");
    };
    let Some(token) = request.parameter("token") else {
        return refuse(StatusCode::BAD_REQUEST, "The parameter 'token' is missing.");
    };
    let is_own = {
        let mut state = shared.state();
        let is_own = state
            .access_tokens
            .get(&token)
            .is_some_and(|it| it.user == user.name);
        if is_own {
            state.access_tokens.remove(&token);
        }
        is_own
    };
    if !is_own {
        return refuse(StatusCode::UNAUTHORIZED, "This token is not yours.");
    }
    redirect(&format!("{}{PATH}", shared.context_path))
}

fn rows(shared: &Shared, user: &str, xsrf: &XsrfToken) -> String {
    let state = shared.state();
    let mut own: Vec<_> = state
        .access_tokens
        .iter()
        .filter(|(_, token)| token.user == user)
        .collect();
    own.sort_by_key(|(_, token)| token.created_ms);
    let rows: Vec<String> = own
        .into_iter()
        .map(|(token_name, token)| {
            let link = state.link(&token.consumer_key);
            let consumer = link.map_or(token.consumer_key.as_str(), |link| link.consumer.name.as_str());
            format!(
                "<tr><td>{consumer}</td><td>{created}</td><td><form method=\"post\" action=\"{root}{PATH}\">{xsrf}\
                 <input type=\"hidden\" name=\"token\" value=\"{token_name}\">\
                 <button type=\"submit\" aria-label=\"Revoke access of {consumer}\">Revoke Access</button>\
                 </form></td></tr>",
                consumer = escape(consumer),
                created = jira_timestamp(token.created_ms),
                root = escape(&shared.context_path),
                xsrf = xsrf.field(),
            )
        })
        .collect();
    rows.concat()
}
