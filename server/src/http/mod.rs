//! The server's HTTP side: who may ask, which page or verb, what headers. axum is used only here.
//!
//! The ladder of a request: request id and log line, headers of every answer, the net for panics, size
//! limit, the rules of who may ask, then the one handler.

mod about;
mod assets;
mod authorize;
mod guard;
mod headers;
mod health;
mod image;
mod limits;
mod messages;
mod page;
mod panics;
mod rates;
mod request_id;
mod serve;
mod server_fns;
mod shape;
mod sign_out;
mod teams_guard;
mod wrong_account;

pub(crate) use assets::BrowserSide;
pub(crate) use messages::BotSide;
pub(crate) use serve::{Patience, serve};
pub(crate) use teams_guard::TeamsSide;

use crate::usecase::{Bound, Tab, Visitor};
use axum::{
    Router,
    extract::{FromRef, FromRequestParts},
    http::{StatusCode, request::Parts},
    middleware,
    routing::{get, post},
};
use request_id::{RequestId, VERBS};
use shape::Shapes;
use std::{ops::Deref, sync::Arc};
use tower_http::compression::CompressionLayer;

/// What the handlers share. One pointer: axum clones it for each layer of each request.
#[derive(Clone)]
pub(crate) struct AppState(Arc<Shared>);

pub(crate) struct Shared {
    tab: Arc<Tab>,
    browser_side: BrowserSide,
    local_hosts: guard::LocalHosts,
    teams: Option<Arc<TeamsSide>>,
    bot: Option<Arc<BotSide>>,
    shapes: Shapes,
}

impl Deref for AppState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

macro_rules! handed_out {
    ($($field:ident: $part:ty,)+) => {
        $(impl FromRef<AppState> for $part {
            fn from_ref(state: &AppState) -> Self {
                state.$field.clone()
            }
        })+
    };
}

handed_out! {
    tab: Arc<Tab>,
    browser_side: BrowserSide,
    teams: Option<Arc<TeamsSide>>,
    bot: Option<Arc<BotSide>>,
}

/// All there is to ask for, on one screen.
pub(crate) fn router(
    tab: Arc<Tab>,
    browser_side: BrowserSide,
    port: u16,
    teams: Option<TeamsSide>,
    bot: Option<BotSide>,
) -> Router {
    // An error says that another server in this process has set the same executor.
    let _ = any_spawner::Executor::init_tokio();
    let state = AppState(Arc::new(Shared {
        tab,
        browser_side,
        local_hosts: guard::LocalHosts::new(port),
        teams: teams.map(Arc::new),
        bot: bot.map(Arc::new),
        shapes: Shapes::default(),
    }));
    let pages = match state.teams {
        None => at_this_machine(&state),
        Some(_) => inside_teams(&state),
    };
    pages
        .route("/privacy", get(about::privacy))
        .route("/terms", get(about::terms))
        .layer((
            middleware::from_fn_with_state(state.clone(), rates::per_address),
            CompressionLayer::new(),
        ))
        // A file costs nothing, and a whole office may load them at nine behind one address.
        .route("/pkg/{*file}", get(assets::serve))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        // One layer of four: each of its own would be boxed, and cloned with all below it.
        .layer((
            middleware::from_fn(request_id::identify_and_log),
            middleware::from_fn(headers::on_every_answer),
            middleware::from_fn_with_state(state.clone(), panics::answered),
            middleware::from_fn_with_state(state.clone(), limits::bounded),
        ))
        .with_state(state)
}

/// `identity = "local"`: everything is for the one person at this machine.
fn at_this_machine(state: &AppState) -> Router<AppState> {
    Router::new()
        .route("/", get(page::tab))
        .route("/sign-out", get(sign_out::ask))
        .route("/not-you", get(wrong_account::ask))
        .route("/authorize/{handle}", get(authorize::open))
        .route("/image/{handle}", get(image::show))
        .route(VERBS, post(server_fns::run))
        .fallback(page::not_found)
        .layer(middleware::from_fn_with_state(
            state.clone(),
            guard::local_identity,
        ))
}

/// `identity = "entra"`: pages show nothing of anybody, verbs prove who asks.
fn inside_teams(state: &AppState) -> Router<AppState> {
    Router::new()
        .route(VERBS, post(server_fns::run))
        .layer(middleware::from_fn_with_state(
            state.clone(),
            teams_guard::identify,
        ))
        .route("/api/messages", post(messages::receive))
        .route("/", get(page::in_teams))
        .route("/popup/connect", get(page::in_teams))
        .route("/configure", get(page::in_teams))
        .route("/authorize/{handle}", get(authorize::open))
        .route("/image/{handle}", get(image::show))
        .fallback(page::not_found)
        .layer(middleware::from_fn_with_state(
            state.clone(),
            teams_guard::through_proxy,
        ))
}

/// The tab, narrowed to who asks. The guard decided who that is; without it nobody gets here.
impl FromRequestParts<AppState> for Bound {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, StatusCode> {
        let visitor = parts
            .extensions
            .get::<Visitor>()
            .cloned()
            .ok_or(StatusCode::FORBIDDEN)?;
        let id = parts
            .extensions
            .get::<RequestId>()
            .cloned()
            .unwrap_or_default();
        Ok(Self::new(Arc::clone(&state.tab), visitor, id.0))
    }
}
