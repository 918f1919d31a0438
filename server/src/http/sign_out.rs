//! `GET /sign-out`: the question as a page, for browsers without JavaScript.

use super::{BrowserSide, page};
use crate::usecase::Bound;
use app::pages::SignOutPage;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::*;

/// Asks before signing out; who is not signed in is sent to the tab.
pub(super) async fn ask(State(browser_side): State<BrowserSide>, bound: Bound) -> Response {
    let mut instances = bound
        .instances_in_use()
        .await
        .unwrap_or_default()
        .into_iter();
    let Some(instance) = instances.next() else {
        return Redirect::to("/").into_response();
    };
    let several = instances.next().is_some();
    let body = move || view! { <SignOutPage instance several/> };
    page::render_static(&browser_side, "Sign out – Jira", body)
}
