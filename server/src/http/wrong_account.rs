//! `GET /not-you`: the question as a page, for browsers without JavaScript.

use super::{BrowserSide, page};
use crate::usecase::Bound;
use app::pages::WrongAccountPage;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::*;

/// Asks before the account is disconnected; who is not signed in is sent to the tab.
pub(super) async fn ask(State(browser_side): State<BrowserSide>, bound: Bound) -> Response {
    let Ok(Some(account)) = bound.account_in_use().await else {
        return Redirect::to("/").into_response();
    };
    let body = move || view! { <WrongAccountPage account/> };
    page::render_static(&browser_side, "Not you? – Jira", body)
}
