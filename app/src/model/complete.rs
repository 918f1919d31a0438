//! What can follow in a query that somebody is typing.

use serde::{Deserialize, Serialize};

/// Suggestions for the place before the caret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completions {
    /// How much before the caret a suggestion replaces, in UTF-16 code units as browsers count.
    pub replaces: u32,
    /// The best one first.
    pub suggestions: Vec<Suggestion>,
}

/// A word that can stand there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// What people read.
    pub label: String,
    /// What is typed for them.
    pub inserted: String,
}
