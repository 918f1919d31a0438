//! Everything a browser may be told when something fails: a closed catalogue.
//!
//! Each [`Problem`] has one cause, one kind of person who can fix it, and a next step. The server
//! writes the sentences; the browser only shows them.

use serde::{Deserialize, Serialize};
use std::fmt;

#[cfg(feature = "ssr")]
mod catalogue;
mod in_browser;
mod problem;
#[cfg(feature = "ssr")]
mod sentences;
#[cfg(feature = "ssr")]
pub use catalogue::Facts;
pub use problem::{FixedBy, Problem, UnknownProblem};

/// A refusal or a failure, in the words a person reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TabError {
    /// Which one of the catalogue.
    pub problem: Problem,
    /// What is wrong. One sentence.
    pub cause: String,
    /// What to do next, and who can do it. One or two sentences.
    pub next_step: String,
    /// Finds the request in the server's log; absent where no request reached the server, and where
    /// the person needs nobody's help.
    pub request_id: Option<String>,
}

impl fmt::Display for TabError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.cause, self.next_step)
    }
}

impl std::error::Error for TabError {}
