//! Pages: the tab itself, and pages that stand alone.

use super::{AppState, BrowserSide, headers, request_id::RequestId};
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
    response::{Html, IntoResponse, Response},
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
            render_problem(browser_side, error, status)
        }
    }
}

async fn render_tab(browser_side: BrowserSide, page: TabPage, request: Request) -> Response {
    let ask_again = page.waits_for_jira().then_some("/?wait=1");
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
        view! { <HydratedDocument title=TITLE.to_owned() ask_again assets><App/></HydratedDocument> }
    };
    leptos_axum::render_app_async_with_context(context, view)(request).await
}

/// A page without scripts around `body`; nothing in it waits, so it is written at once.
pub(super) fn render_static<V: IntoView + 'static>(
    browser_side: BrowserSide,
    title: &'static str,
    body: impl FnOnce() -> V + Send + 'static,
) -> Response {
    let html = Owner::new().with(|| {
        let assets = browser_side.0;
        view! { <StaticDocument title=title.to_owned() assets>{body()}</StaticDocument> }.to_html()
    });
    let policy = HeaderValue::from_static(headers::STATIC_PAGE_POLICY);
    ([(header::CONTENT_SECURITY_POLICY, policy)], Html(html)).into_response()
}

/// A page that says what is wrong and leads back to the tab.
pub(super) fn render_problem(
    browser_side: BrowserSide,
    error: TabError,
    status: StatusCode,
) -> Response {
    let body = move || {
        view! {
            <main class="tab">
                <section class="card">
                    <h1>"This did not work"</h1>
                    <ErrorMessage error/>
                    <p><a class="button" href="/">"Back to the tab"</a></p>
                </section>
            </main>
        }
    };
    let mut response = render_static(browser_side, "This did not work – Jira", body);
    *response.status_mut() = status;
    response
}

/// `GET` of anything that is not there.
pub(super) async fn not_found(State(browser_side): State<BrowserSide>) -> Response {
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
    let mut response = render_static(browser_side, "Not found – Jira", body);
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// Refuses a request before any handler sees it: a page for people, JSON for the tab's script.
pub(super) fn refuse(state: &AppState, request: &Request, problem: Problem) -> Response {
    let id = request
        .extensions()
        .get::<RequestId>()
        .cloned()
        .unwrap_or_default();
    let error = TabError::new(problem, Facts::default()).with_request_id(&id.0);
    let accept = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    if accept.is_some_and(|accept| accept.contains("text/html")) {
        render_problem(state.browser_side.clone(), error, status(problem))
    } else {
        (status(problem), Json(error)).into_response()
    }
}
