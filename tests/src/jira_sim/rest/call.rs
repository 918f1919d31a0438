//! One REST request with its person, and what it is answered.

use std::sync::MutexGuard;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::json::respond;
use super::wiki::Place;
use crate::jira_sim::answer::SignedIn;
use crate::jira_sim::jql::Context;
use crate::jira_sim::model::issue::Issue;
use crate::jira_sim::options::User;
use crate::jira_sim::raw_request::RawRequest;
use crate::jira_sim::state::{Shared, State};

/// A request whose person is known.
pub(super) struct Call<'a> {
    pub(super) shared: &'a Shared,
    pub(super) request: &'a RawRequest,
    pub(super) user: Option<User>,
}

/// A status and, mostly, a JSON body.
pub(super) struct Reply {
    status: StatusCode,
    body: Option<Value>,
}

/// Refusals are replies as well.
pub(super) type Answer = Result<Reply, Reply>;

impl Reply {
    pub(super) fn of(status: u16, body: Option<Value>) -> Self {
        let status = StatusCode::from_u16(status).expect("the simulator writes real statuses");
        Self { status, body }
    }

    #[expect(clippy::unnecessary_wraps, reason = "handlers end with it")]
    pub(super) fn ok(body: Value) -> Answer {
        Ok(Self::of(200, Some(body)))
    }

    #[expect(clippy::unnecessary_wraps, reason = "handlers end with it")]
    pub(super) fn no_content() -> Answer {
        Ok(Self::of(204, None))
    }

    /// `{"errorMessages":[…],"errors":{}}`.
    pub(super) fn messages(status: u16, messages: &[String]) -> Self {
        let body = json!({ "errorMessages": messages, "errors": {} });
        Self::of(status, Some(body))
    }

    pub(super) fn message(status: u16, message: impl Into<String>) -> Self {
        Self::messages(status, &[message.into()])
    }

    /// `{"errorMessages":[],"errors":{field: message}}`.
    pub(super) fn errors(errors: Map<String, Value>) -> Self {
        let mut body = json!({ "errorMessages": [], "errors": {} });
        body["errors"] = Value::Object(errors);
        Self::of(400, Some(body))
    }

    pub(super) fn error(field: &str, message: impl Into<String>) -> Self {
        let message = Value::String(message.into());
        Self::errors(Map::from_iter([(field.to_owned(), message)]))
    }

    pub(super) fn respond(self, user: Option<&User>) -> Response {
        if let Some(body) = self.body {
            return respond(self.status, &body, user);
        }
        let mut response = self.status.into_response();
        if let Some(user) = user {
            let name = SignedIn(user.name.clone());
            response.extensions_mut().insert(name);
        }
        response
    }
}

impl Call<'_> {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state()
    }

    pub(super) fn now_ms(&self) -> i64 {
        self.shared.clock.now_ms()
    }

    /// The signed-in person.
    ///
    /// # Errors
    /// 401 for nobody.
    pub(super) fn person(&self) -> Result<&User, Reply> {
        let refusal =
            "You are not authenticated. Authentication required to perform this operation.";
        self.user
            .as_ref()
            .ok_or_else(|| Reply::message(401, refusal))
    }

    pub(super) fn context<'a>(&'a self, state: &'a State) -> Context<'a> {
        Context {
            state,
            user: self.user.as_ref(),
            now_ms: self.now_ms(),
        }
    }

    /// Where texts of an issue stand.
    pub(super) fn place<'a>(&'a self, state: &'a State, issue: &'a Issue) -> Place<'a> {
        Place {
            base_url: &self.shared.base_url,
            state,
            issue,
        }
    }

    /// First value of a query parameter.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        let mut pairs = self.request.query_pairs().into_iter();
        pairs.find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Items of a list parameter: repeated, or parted by commas.
    pub(super) fn list(&self, name: &str) -> Vec<String> {
        let pairs = self.request.query_pairs().into_iter();
        pairs
            .filter(|(key, _)| key == name)
            .flat_map(|(_, value)| value.split(',').map(str::to_owned).collect::<Vec<_>>())
            .map(|item| item.trim().to_owned())
            .filter(|item| !item.is_empty())
            .collect()
    }

    pub(super) fn expands(&self, what: &str) -> bool {
        self.list("expand").iter().any(|it| it == what)
    }

    /// A number; 404 when it is none, as for every JAX-RS resource.
    pub(super) fn number(&self, name: &str, default: usize) -> Result<usize, Reply> {
        match self.parameter(name) {
            Some(text) => text.parse().map_err(|_| Reply::of(404, None)),
            None => Ok(default),
        }
    }

    /// The JSON body.
    ///
    /// # Errors
    /// 415 for another content type, 400 for what cannot be read.
    pub(super) fn body<T: DeserializeOwned>(&self) -> Result<T, Reply> {
        if self.request.media_type().as_deref() != Some("application/json") {
            return Err(Reply::of(415, None));
        }
        serde_json::from_slice(&self.request.body)
            .map_err(|err| Reply::message(400, err.to_string()))
    }

    /// A page of items in the shape of Jira's newer resources.
    pub(super) fn page(&self, items: Vec<Value>) -> Answer {
        let (start, most) = (self.number("startAt", 0)?, self.number("maxResults", 50)?);
        let total = items.len();
        let page: Vec<Value> = items.into_iter().skip(start).take(most).collect();
        Reply::ok(json!({
            "maxResults": most,
            "startAt": start,
            "total": total,
            "isLast": start + page.len() >= total,
            "values": page,
        }))
    }
}
