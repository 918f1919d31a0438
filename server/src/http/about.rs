//! `GET /privacy` and `GET /terms`: for everybody, also for those who have not signed in. The app
//! package names both.

use super::{BotSide, BrowserSide, TeamsSide, page};
use app::pages::{PrivacyPage, TermsPage};
use axum::{extract::State, response::Response};
use leptos::prelude::*;
use std::sync::Arc;

fn operator(teams: Option<Arc<TeamsSide>>) -> Option<String> {
    teams.map(|teams| teams.operator.clone())
}

/// What is stored about people.
pub(super) async fn privacy(
    State(browser_side): State<BrowserSide>,
    State(teams): State<Option<Arc<TeamsSide>>>,
    State(bot): State<Option<Arc<BotSide>>>,
) -> Response {
    let with_bot = bot.is_some();
    let body = move || view! { <PrivacyPage operator=operator(teams) with_bot/> };
    page::render_static(&browser_side, "Privacy – Jira", body)
}

/// What people agree to.
pub(super) async fn terms(
    State(browser_side): State<BrowserSide>,
    State(teams): State<Option<Arc<TeamsSide>>>,
) -> Response {
    let body = move || view! { <TermsPage operator=operator(teams)/> };
    page::render_static(&browser_side, "Terms of use – Jira", body)
}
