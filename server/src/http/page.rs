//! Pages: the tab itself, and pages that stand alone.

use super::{AppState, BrowserSide, headers};
use crate::usecase::{Bound, Query, status};
use app::{
    components::ErrorMessage,
    error::{Facts, Problem, TabError},
    model::TabPage,
    pages::App,
    shell::{HydratedDocument, StaticDocument},
};
use axum::{
    Json,
    extract::{Query as QueryString, Request, State, rejection::QueryRejection},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

const TITLE: &str = "Jira";

/// `GET /`: the tab as it stands for the person who asks.
pub(super) async fn tab(
    State(browser_side): State<BrowserSide>,
    bound: Bound,
    query: Result<QueryString<Query>, QueryRejection>,
    request: Request,
) -> Response {
    // A query that cannot be read says nothing worth refusing a page for.
    let query = query.map(|QueryString(query)| query).unwrap_or_default();
    match bound.first_page(&query).await {
        Ok(page) => render_tab(browser_side, page, request).await,
        Err(error) => {
            let status = status(error.problem);
            render_problem(browser_side, error, status, request).await
        }
    }
}

async fn render_tab(browser_side: BrowserSide, page: TabPage, request: Request) -> Response {
    let context = move || {
        provide_context(page.clone());
        let nonce = leptos::nonce::use_nonce().map(|nonce| headers::page_policy(&nonce));
        if let (Some(policy), Some(response)) = (nonce, use_context::<ResponseOptions>())
            && let Ok(policy) = HeaderValue::from_str(&policy)
        {
            response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
        }
    };
    let view = move || {
        let assets = browser_side.0.clone();
        view! { <HydratedDocument title=TITLE.to_owned() assets><App/></HydratedDocument> }
    };
    leptos_axum::render_app_async_with_context(context, view)(request).await
}

/// A page without scripts around `body`.
pub(super) async fn render_static<IV: IntoView + 'static>(
    browser_side: BrowserSide,
    title: &'static str,
    body: impl Fn() -> IV + Clone + Send + Sync + 'static,
    request: Request,
) -> Response {
    let view = move || {
        let (assets, body) = (browser_side.0.clone(), body.clone());
        view! { <StaticDocument title=title.to_owned() assets>{body()}</StaticDocument> }
    };
    let mut response = leptos_axum::render_app_async_with_context(|| (), view)(request).await;
    let policy = HeaderValue::from_static(headers::STATIC_PAGE_POLICY);
    response
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

/// A page that says what is wrong and leads back to the tab.
pub(super) async fn render_problem(
    browser_side: BrowserSide,
    error: TabError,
    status: StatusCode,
    request: Request,
) -> Response {
    let body = move || {
        view! {
            <main class="tab">
                <section class="card">
                    <h1>"This did not work"</h1>
                    <ErrorMessage error=error.clone()/>
                    <p><a class="button" href="/">"Back to the tab"</a></p>
                </section>
            </main>
        }
    };
    let mut response = render_static(browser_side, "This did not work – Jira", body, request).await;
    *response.status_mut() = status;
    response
}

/// `GET` of anything that is not there.
pub(super) async fn not_found(
    State(browser_side): State<BrowserSide>,
    request: Request,
) -> Response {
    let body = || {
        view! {
            <main class="tab">
                <section class="card">
                    <h1>"There is no such page"</h1>
                    <p><a class="button" href="/">"Back to the tab"</a></p>
                </section>
            </main>
        }
    };
    let mut response = render_static(browser_side, "Not found – Jira", body, request).await;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// Refuses a request before any handler sees it.
pub(super) async fn refuse(state: &AppState, request: Request, problem: Problem) -> Response {
    refuse_with(state, request, status(problem), problem).await
}

/// Refuses with a status of its own: a page for people, JSON for the tab's script.
pub(super) async fn refuse_with(
    state: &AppState,
    request: Request,
    status: StatusCode,
    problem: Problem,
) -> Response {
    let error = TabError::new(problem, Facts::default());
    let accept = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    if accept.is_some_and(|accept| accept.contains("text/html")) {
        render_problem(state.browser_side.clone(), error, status, request).await
    } else {
        (status, Json(error)).into_response()
    }
}

/// A status alone, for what no person looks at.
pub(super) fn plain_status(status: StatusCode) -> Response {
    status.into_response()
}
