//! JQL, Jira's query language: read into tokens, put together from parts, told from plain words.
//!
//! Pure. Source: <https://confluence.atlassian.com/jirasoftwareserver/advanced-searching-939938733.html>.

mod choice;
mod complete;
mod query;
mod quote;
mod reading;
mod token;
mod words;

pub(crate) use choice::Choice;
pub(crate) use complete::{Awaited, Position, position};
pub(crate) use query::Jql;
pub(crate) use quote::{as_value, unquoted};
pub(crate) use reading::is_query;
pub(crate) use words::search_for;

#[cfg(test)]
mod tests;
