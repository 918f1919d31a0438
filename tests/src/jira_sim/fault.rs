//! Ways in which Jira, or something before it, misbehaves on demand.

use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::StreamExt;

use super::connection::ConnectionCutter;
use super::oauth::problem::{Problem, challenge};
use super::state::Shared;

/// What happens instead of the right answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Takes the request and never answers.
    Hang,
    /// This status with an empty body and without Jira's headers, as from a proxy.
    Status(u16),
    /// 200 with a log-in page in HTML, as some single sign-on filters do.
    HtmlLogin,
    /// 302 to this address.
    RedirectToSso(String),
    /// 200 `text/plain` without a body.
    EmptyReply,
    /// 200 `text/plain` with a body that is neither a form nor JSON nor UTF-8.
    GarbageReply,
    /// 200 with a JSON string of this many bytes.
    OversizedReply(usize),
    /// Closes the connection without an answer.
    CloseConnection,
    /// This status, `Location` (empty for none), content type and body.
    Reply {
        /// HTTP status.
        status: u16,
        /// Where to.
        location: String,
        /// Media type of the body.
        content_type: String,
        /// The body.
        body: String,
    },
    /// 401 with Jira's realm and without `oauth_problem`.
    BareUnauthorized,
    /// 403 of the password log-in that wants a picture typed first.
    Captcha,
    /// 403 of the filter against forged requests.
    XsrfRefused,
    /// This `oauth_problem`, with the status that Jira gives it.
    OAuthProblem(&'static str),
    /// 401 with this `oauth_problem` in `WWW-Authenticate` and an empty body.
    ProblemInHeader(&'static str),
    /// Does what was asked and never answers.
    HangAfter,
    /// Does what was asked and closes the connection without an answer.
    CloseAfter,
    /// Does what was asked and closes the connection within the body, after this many bytes.
    CutOffAfter(usize),
    /// Waits for [`JiraSim::release`](super::JiraSim::release), then does what was asked.
    Hold,
}

/// A fault and the requests that it strikes.
pub(super) struct ScopedFault {
    pub(super) path_contains: String,
    pub(super) fault: Fault,
    /// Strikes once and is gone.
    pub(super) is_once: bool,
}

/// Layer that answers with the first fault whose scope holds the path.
pub(super) async fn apply_fault(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(connection): ConnectInfo<ConnectionCutter>,
    request: Request,
    next: Next,
) -> Response {
    let Some(fault) = take_fault(&shared, request.uri().path()) else {
        return next.run(request).await;
    };
    match fault {
        Fault::Hang => hang(&shared, &connection).await,
        Fault::CloseConnection => close(&connection),
        Fault::HangAfter => {
            drop(next.run(request).await);
            hang(&shared, &connection).await
        }
        Fault::CloseAfter => {
            drop(next.run(request).await);
            close(&connection)
        }
        Fault::CutOffAfter(bytes) => cut_off(next.run(request).await, bytes).await,
        Fault::Hold => {
            if let Ok(permit) = shared.released.acquire().await {
                permit.forget();
            }
            next.run(request).await
        }
        Fault::OAuthProblem(word) => Problem::new(word).respond(&shared.base_url),
        Fault::ProblemInHeader(word) => {
            let challenge = Problem::new(word).challenge(&shared.base_url);
            (
                StatusCode::UNAUTHORIZED,
                [(header::WWW_AUTHENTICATE, challenge)],
            )
                .into_response()
        }
        Fault::Status(status) => StatusCode::from_u16(status)
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            .into_response(),
        Fault::HtmlLogin => typed(
            "text/html;charset=UTF-8",
            "<html><body><form>Sign in</form></body></html>",
        ),
        Fault::RedirectToSso(address) => {
            let location = HeaderValue::try_from(address).unwrap_or(HeaderValue::from_static("/"));
            (StatusCode::FOUND, [(header::LOCATION, location)]).into_response()
        }
        Fault::Captcha => (
            StatusCode::FORBIDDEN,
            [(
                "X-Authentication-Denied-Reason",
                "CAPTCHA_CHALLENGE; login-url=https://jira.example.com/login.jsp",
            )],
        )
            .into_response(),
        Fault::XsrfRefused => (StatusCode::FORBIDDEN, "XSRF check failed").into_response(),
        Fault::Reply {
            status,
            location,
            content_type,
            body,
        } => {
            let mut reply = Response::new(Body::from(body));
            *reply.status_mut() =
                StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            for (name, value) in [
                (header::CONTENT_TYPE, content_type),
                (header::LOCATION, location),
            ] {
                if let Ok(value) = HeaderValue::try_from(value)
                    && !value.is_empty()
                {
                    reply.headers_mut().insert(name, value);
                }
            }
            reply
        }
        Fault::EmptyReply => typed("text/plain", Body::empty()),
        Fault::GarbageReply => typed("text/plain", &b"\xff\xfe%%%=&&=oauth_token{\x00"[..]),
        Fault::OversizedReply(bytes) => typed(
            "application/json;charset=UTF-8",
            format!("\"{}\"", "a".repeat(bytes.saturating_sub(2))),
        ),
        Fault::BareUnauthorized => {
            let bare = challenge(&shared.base_url, std::iter::empty());
            (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, bare)]).into_response()
        }
    }
}

/// Waits for the end of the simulator.
async fn hang(shared: &Shared, connection: &ConnectionCutter) -> Response {
    let mut stopped = shared.stopped.clone();
    // An error means that the simulator is gone, which ends the wait as well.
    let _ = stopped.wait_for(|is_stopped| *is_stopped).await;
    close(connection)
}

fn close(connection: &ConnectionCutter) -> Response {
    connection.cut();
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}

/// Keeps `Content-Length` and the beginning of the body: the server gives up the connection.
async fn cut_off(response: Response, bytes: usize) -> Response {
    let (mut parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts
        .headers
        .insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    let beginning = body.slice(..bytes.min(body.len()));
    let chunks = futures::stream::iter([Ok(beginning)]);
    Response::from_parts(parts, Body::from_stream(chunks.chain(broken())))
}

/// An error a moment later, so that what is before it has left.
fn broken() -> impl futures::Stream<Item = std::io::Result<Bytes>> {
    futures::stream::once(async {
        tokio::task::yield_now().await;
        Err(std::io::ErrorKind::ConnectionAborted.into())
    })
}

fn typed(content_type: &'static str, body: impl Into<Body>) -> Response {
    ([(header::CONTENT_TYPE, content_type)], body.into()).into_response()
}

fn take_fault(shared: &Shared, path: &str) -> Option<Fault> {
    let mut state = shared.state();
    let at = state
        .faults
        .iter()
        .position(|it| path.contains(&it.path_contains))?;
    if state.faults[at].is_once {
        return Some(state.faults.remove(at).fault);
    }
    Some(state.faults[at].fault.clone())
}
