//! The log of requests that tests read.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::answer::SignedIn;
use super::clock::http_date;
use super::oauth::authorization_header;
use super::state::Shared;

/// One request that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedRequest {
    /// HTTP method.
    pub method: String,
    /// Raw path with the context path, without the query.
    pub path: String,
    /// Raw query, empty when there is none.
    pub query: String,
    /// Status of the answer; 0 while there is none, as with [`Fault::Hang`](super::Fault::Hang).
    pub status: u16,
    /// The Jira user it was answered for; `None` when anonymous.
    pub user: Option<String>,
    /// `User-Agent` header.
    pub user_agent: Option<String>,
    /// Whether there was an `Authorization` header.
    pub had_authorization: bool,
    /// The `Authorization` header.
    pub authorization: Option<String>,
}

impl LoggedRequest {
    /// A parameter of the `Authorization` header, decoded, such as `oauth_nonce`.
    #[must_use]
    pub fn oauth_parameter(&self, name: &str) -> Option<String> {
        let header = authorization_header::parse(self.authorization.as_deref()?)?;
        header
            .pairs
            .into_iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }
}

/// Requests in the order of their arrival.
#[derive(Default)]
pub(super) struct RequestLog {
    next_id: u64,
    entries: Vec<(u64, LoggedRequest)>,
}

impl RequestLog {
    fn begin(&mut self, request: LoggedRequest) -> u64 {
        self.next_id += 1;
        self.entries.push((self.next_id, request));
        self.next_id
    }

    /// Fills in the answer, unless the log was cleared meanwhile.
    fn finish(&mut self, id: u64, status: u16, user: Option<String>) {
        if let Some((_, entry)) = self
            .entries
            .iter_mut()
            .find(|(entry_id, _)| *entry_id == id)
        {
            entry.status = status;
            entry.user = user;
        }
    }

    pub(super) fn clear(&mut self) {
        self.entries.clear();
    }

    pub(super) fn entries(&self) -> Vec<LoggedRequest> {
        self.entries
            .iter()
            .map(|(_, entry)| entry.clone())
            .collect()
    }
}

/// Outermost layer: logs the request and sets the `Date` header from Jira's clock.
pub(super) async fn log_request(
    State(shared): State<Arc<Shared>>,
    request: Request,
    next: Next,
) -> Response {
    let id = shared.state().log.begin(entry_of(&request));
    let mut response = next.run(request).await;
    let user = response
        .extensions()
        .get::<SignedIn>()
        .map(|SignedIn(user)| user.clone());
    shared
        .state()
        .log
        .finish(id, response.status().as_u16(), user);
    let date =
        HeaderValue::try_from(http_date(shared.clock.date_s())).expect("a date is a header value");
    response.headers_mut().insert(header::DATE, date);
    response
}

fn entry_of(request: &Request) -> LoggedRequest {
    let text = |name: HeaderName| {
        request
            .headers()
            .get(name)
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    LoggedRequest {
        method: request.method().to_string(),
        path: request.uri().path().to_owned(),
        query: request.uri().query().unwrap_or_default().to_owned(),
        status: 0,
        user: None,
        user_agent: text(header::USER_AGENT),
        had_authorization: request.headers().contains_key(header::AUTHORIZATION),
        authorization: text(header::AUTHORIZATION),
    }
}
