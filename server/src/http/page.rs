//! Pages: the tab itself, and pages that stand alone.

use super::{
    AppState, BrowserSide,
    headers::{self, Extra},
    request_id::{self, RequestId},
    shape::Look,
};
use crate::{
    entropy,
    usecase::{Bound, Query, status},
};
use app::{
    components::ErrorMessage,
    error::{Facts, Problem, TabError},
    model::{Place, Step, TabPage, View},
    pages::{App, First},
    shell::{Assets, HydratedDocument, InTeams, StaticDocument, Theme},
};
use axum::{
    Json,
    extract::{Query as QueryString, Request, State, rejection::QueryRejection},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use leptos::{either::Either, nonce::Nonce, prelude::*};

const TITLE: &str = "Jira";

/// `GET /`: the tab as it stands for the person who asks.
pub(super) async fn tab(
    State(state): State<AppState>,
    bound: Bound,
    query: Result<QueryString<Query>, QueryRejection>,
    request: Request,
) -> Response {
    // A query that cannot be read says nothing worth refusing a page for.
    let query = query.map(|QueryString(query)| query).unwrap_or_default();
    let view = View::from_query(request.uri().query().unwrap_or_default());
    let ask_again = match view.to_query() {
        query if query.is_empty() => "/?wait=1".to_owned(),
        query => format!("/?wait=1&{query}"),
    };
    match bound.first_page(&query, view).await {
        Ok(page) => {
            let ask_again = page.waits_for_jira().then_some(ask_again);
            let document = Document {
                first: First {
                    place: Place::Page,
                    page,
                },
                ask_again,
                in_teams: None,
            };
            let nonce = entropy::token_128();
            let policy = headers::page_policy(&nonce, Extra::NOTHING);
            let response = render(&state.browser_side, document, nonce, request).await;
            ([(header::CONTENT_SECURITY_POLICY, policy)], response).into_response()
        }
        Err(error) => {
            let status = status(error.problem);
            render_problem(&state, error, status, None)
        }
    }
}

/// Who may frame the page at `path`; nobody, where it stands in a window of its own.
fn frame_ancestors(state: &AppState, path: &str) -> Option<&'static str> {
    let is_framed = matches!(path, "/" | "/configure");
    let teams = state.teams.as_ref().filter(|_| is_framed);
    teams.map(|teams| teams.frame_ancestors)
}

/// What Teams writes into the address of a page.
#[derive(serde::Deserialize)]
pub(super) struct Address {
    theme: Option<Theme>,
}

/// `GET` of a page inside Teams: its shape, until Teams says who the person is.
pub(super) async fn in_teams(
    State(state): State<AppState>,
    address: Result<QueryString<Address>, QueryRejection>,
    request: Request,
) -> Response {
    let path = request.uri().path();
    let place = match path {
        "/popup/connect" => Place::Dialog,
        "/configure" => Place::Configuration,
        _ => Place::Tab,
    };
    let look = Look {
        place,
        // A theme that nobody knows is none.
        theme: address.ok().and_then(|QueryString(address)| address.theme),
    };
    let frame_ancestors = frame_ancestors(&state, path).unwrap_or(headers::NOBODY);
    let extra = Extra {
        frame_ancestors,
        connect: Extra::TEAMS_JS,
    };
    let document = Document {
        first: First {
            place,
            page: TabPage::new(Step::SigningIn),
        },
        ask_again: None,
        in_teams: Some(InTeams { theme: look.theme }),
    };
    let render = |nonce| render(&state.browser_side, document, nonce, request);
    let shape = state.shapes.rendered(look, render).await;
    let nonce = entropy::token_128();
    let policy = headers::page_policy(&nonce, extra);
    let html = Html(shape.with_nonce(&nonce));
    ([(header::CONTENT_SECURITY_POLICY, policy)], html).into_response()
}

/// A page that the browser takes over.
struct Document {
    first: First,
    ask_again: Option<String>,
    in_teams: Option<InTeams>,
}

async fn render(
    browser_side: &BrowserSide,
    document: Document,
    nonce: String,
    request: Request,
) -> Response {
    let Document {
        first,
        ask_again,
        in_teams,
    } = document;
    let context = move || {
        provide_context(first.clone());
        provide_context(Nonce::from_value(nonce.as_str()));
    };
    let BrowserSide(assets) = browser_side.clone();
    let view = move || {
        let (assets, ask_again) = (Assets::clone(&assets), ask_again.clone());
        view! { <HydratedDocument title=TITLE.to_owned() ask_again in_teams assets><App/></HydratedDocument> }
    };
    leptos_axum::render_app_async_with_context(context, view)(request).await
}

/// A page without scripts around `body`; nothing in it waits, so it is written at once.
pub(super) fn render_static<V: IntoView + 'static>(
    browser_side: &BrowserSide,
    title: &'static str,
    body: impl FnOnce() -> V + Send + 'static,
) -> Response {
    render_framed(browser_side, title, headers::NOBODY, body)
}

/// A page without scripts that `frame_ancestors` may frame.
fn render_framed<V: IntoView + 'static>(
    browser_side: &BrowserSide,
    title: &'static str,
    frame_ancestors: &'static str,
    body: impl FnOnce() -> V + Send + 'static,
) -> Response {
    let html = Owner::new().with(|| {
        let assets = Assets::clone(&browser_side.0);
        view! { <StaticDocument title=title.to_owned() assets>{body()}</StaticDocument> }.to_html()
    });
    let policy = headers::static_page_policy(frame_ancestors);
    ([(header::CONTENT_SECURITY_POLICY, policy)], Html(html)).into_response()
}

/// A page that says what is wrong and leads back to the tab, or stands in its place, framed by
/// `frame_ancestors`.
pub(super) fn render_problem(
    state: &AppState,
    error: TabError,
    status: StatusCode,
    frame_ancestors: Option<&'static str>,
) -> Response {
    let way_back = frame_ancestors.is_none().then(|| way_back(state));
    let body = move || {
        view! {
            <main class="tab">
                <section class="card">
                    <h1>"This did not work"</h1>
                    <ErrorMessage error/>
                    {way_back}
                </section>
            </main>
        }
    };
    let frame_ancestors = frame_ancestors.unwrap_or(headers::NOBODY);
    let title = "This did not work – Jira";
    let mut response = render_framed(&state.browser_side, title, frame_ancestors, body);
    *response.status_mut() = status;
    response
}

/// Inside Teams no address leads to the tab: this page stands in a window of its own.
fn way_back(state: &AppState) -> impl IntoView + use<> {
    if state.teams.is_some() {
        Either::Left(
            view! { <p>"Close this window and go back to the tab in Microsoft Teams."</p> },
        )
    } else {
        Either::Right(view! { <p><a class="button" href="/">"Back to the tab"</a></p> })
    }
}

/// `GET` of anything that is not there.
pub(super) async fn not_found(State(state): State<AppState>) -> Response {
    let way_back = way_back(&state);
    let body = move || {
        view! {
            <main class="tab">
                <section class="card">
                    <h1>"There is no such page"</h1>
                    {way_back}
                </section>
            </main>
        }
    };
    let mut response = render_static(&state.browser_side, "Not found – Jira", body);
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// Refuses a request before any handler sees it.
pub(super) fn refuse(state: &AppState, request: &Request, problem: Problem) -> Response {
    Asker::of(request).refuse(state, problem)
}

/// What a refusal has to know of its request.
pub(super) struct Asker {
    id: RequestId,
    path: String,
    route: String,
    /// A browser that navigates; the tab's script says JSON.
    wants_page: bool,
}

impl Asker {
    pub(super) fn of(request: &Request) -> Self {
        let accept = request
            .headers()
            .get(header::ACCEPT)
            .and_then(|value| value.to_str().ok());
        let id = request.extensions().get::<RequestId>().cloned();
        Self {
            id: id.unwrap_or_default(),
            path: request.uri().path().to_owned(),
            route: request_id::route(request),
            wants_page: accept.is_some_and(|accept| accept.contains("text/html")),
        }
    }

    pub(super) fn request_id(&self) -> &str {
        &self.id.0
    }

    /// A page for people, JSON for the tab's script.
    pub(super) fn refuse(&self, state: &AppState, problem: Problem) -> Response {
        let (route, request_id) = (&self.route, self.request_id());
        tracing::info!(route, problem = problem.word(), request_id, "refused");
        let error = TabError::new(problem, Facts::default()).with_request_id(request_id);
        if self.wants_page {
            let frame_ancestors = frame_ancestors(state, &self.path);
            render_problem(state, error, status(problem), frame_ancestors)
        } else {
            (status(problem), Json(error)).into_response()
        }
    }
}
