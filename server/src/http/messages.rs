//! `POST /api/messages`: what Teams tells the bot.
//!
//! The Bot Framework waits for some seconds only, so a message is taken at once and answered by a
//! request of our own.

use super::{AppState, guard::single, request_id::RequestId};
use crate::{
    bot::{Admitted, Bot, BotTokenError, Event, Refusal},
    usecase::{Bound, Tab, Visitor},
};
use axum::{
    body::Bytes,
    extract::{Extension, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Answers under way at once. Each is over within half a minute; more are refused, and Teams tells
/// the person.
const MAX_ANSWERS: usize = 64;

/// The bot, and how busy it is.
pub(crate) struct BotSide {
    bot: Bot,
    free: Arc<Semaphore>,
}

impl BotSide {
    pub(crate) fn new(bot: Bot) -> Self {
        Self {
            bot,
            free: Arc::new(Semaphore::new(MAX_ANSWERS)),
        }
    }
}

/// Takes an activity and leaves the answer to a task.
pub(super) async fn receive(
    State(state): State<AppState>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(side) = state.bot.clone() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    // Before anything of the activity is remembered: Teams may send it again.
    let Ok(permit) = Arc::clone(&side.free).try_acquire_owned() else {
        tracing::warn!(request_id, "the bot has too much to answer");
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let admitted = match side.bot.admit(bearer_token(&headers), &body).await {
        Ok(admitted) => admitted,
        Err(refusal) => return refuse(&refusal, &request_id),
    };
    if admitted.event != Event::Other {
        let tab = Arc::clone(&state.tab);
        state.tab.tasks.spawn(async move {
            answer(&side.bot, tab, admitted, request_id).await;
            drop(permit);
        });
    }
    StatusCode::OK.into_response()
}

async fn answer(bot: &Bot, tab: Arc<Tab>, admitted: Admitted, request_id: String) {
    let visitor = Visitor::in_chat(admitted.tenant.clone(), admitted.user.clone());
    let bound = Bound::new(tab, visitor, request_id.clone());
    let Some(answer) = bound.answer(admitted.event).await else {
        return;
    };
    if let Err(error) = bot.reply(&admitted, &answer).await {
        tracing::error!(%error, request_id, "the bot's answer was not delivered");
    }
}

/// The token of RFC 6750 section 2.1; two headers are none.
fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = single(headers, &header::AUTHORIZATION)?.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim_ascii())
}

fn refuse(refusal: &Refusal, request_id: &str) -> Response {
    tracing::warn!(%refusal, request_id, "refused a message to the bot");
    let (status, challenge) = match refusal {
        Refusal::NoActivity(_) => (StatusCode::BAD_REQUEST, None),
        // RFC 6750 section 3: without a token no error is named.
        Refusal::NoToken => (StatusCode::UNAUTHORIZED, Some("Bearer")),
        Refusal::Token(BotTokenError::Invalid(_)) => (
            StatusCode::UNAUTHORIZED,
            Some("Bearer error=\"invalid_token\""),
        ),
        Refusal::Token(BotTokenError::KeysUnavailable) => (StatusCode::SERVICE_UNAVAILABLE, None),
        Refusal::Host | Refusal::Channel | Refusal::Tenant => (StatusCode::FORBIDDEN, None),
        Refusal::Replayed => (StatusCode::CONFLICT, None),
    };
    let mut response = status.into_response();
    if let Some(challenge) = challenge {
        let value = HeaderValue::from_static(challenge);
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, value);
    }
    response
}
