//! How the sentences of the catalogue reach a browser.

use super::{FixedBy, Problem, TabError, sentences::sentences};
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};

/// What a sentence may name. Nothing here is secret, and nothing comes from a reply unbounded.
#[derive(Clone, Copy, Debug, Default)]
pub struct Facts<'a> {
    /// What people call the Jira concerned; "Jira" where none is known.
    pub jira: Option<&'a str>,
    /// A short fact: a host, a number of seconds, a word of the protocol, a suggestion.
    pub detail: Option<&'a str>,
}

impl TabError {
    /// The catalogue's sentences for `problem`.
    #[must_use]
    pub fn new(problem: Problem, facts: Facts<'_>) -> Self {
        let (cause, next_step) = sentences(problem, facts);
        Self {
            problem,
            cause,
            next_step,
            request_id: None,
        }
    }

    /// The same error with the id under which the log has it, unless the person can put it right
    /// alone: an id would only send them to somebody who cannot help.
    #[must_use]
    pub fn with_request_id(mut self, request_id: &str) -> Self {
        if self.problem.fixed_by() != FixedBy::Person {
            self.request_id = Some(request_id.to_owned());
        }
        self
    }
}

impl FromServerFnError for TabError {
    type Encoder = JsonEncoding;

    /// On the server this means that the request could not be read or the answer not be written.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let problem = match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => Problem::BadRequest,
            _ => Problem::Internal,
        };
        crate::api::refuse(Self::new(problem, Facts::default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_somebody_else_can_fix_has_the_id_that_they_look_for() {
        let id = |problem| {
            let error = TabError::new(problem, Facts::default());
            error.with_request_id("x").request_id
        };
        assert_eq!(id(Problem::CodeMissing), None);
        assert_eq!(id(Problem::JiraDown).as_deref(), Some("x"));
        assert_eq!(id(Problem::JiraBusy).as_deref(), Some("x"));
    }

    #[test]
    fn what_cannot_be_read_is_the_requests_fault_and_anything_else_a_defect() {
        let told = |error| TabError::from_server_fn_error(error).problem;
        let text = || "x".to_owned();
        assert_eq!(told(ServerFnErrorErr::Args(text())), Problem::BadRequest);
        assert_eq!(
            told(ServerFnErrorErr::ServerError(text())),
            Problem::Internal
        );
    }
}
