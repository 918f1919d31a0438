//! The Jira client: one per configured instance. It signs, sends, bounds and reads; what an answer
//! means for the person is decided in [`crate::usecase`].
//!
//! May use [`crate::oauth1`], [`crate::jira_url`], clock and entropy; knows nothing of the store
//! or of HTTP's server side.

mod client;
mod difference;
mod error;
mod exchange;
mod myself;
mod search;

pub(crate) use client::{JiraClient, JiraClientSettings};
pub(crate) use error::JiraError;
pub(crate) use search::{Found, IssueKey, Wanted};
