//! The Jira client: one per configured instance. It signs, sends, bounds and reads; what an answer
//! means for the person is decided in [`crate::usecase`].
//!
//! May use [`crate::oauth1`], [`crate::jira_url`], clock and entropy; knows nothing of the store
//! or of HTTP's server side.

mod autocomplete;
mod breaker;
mod client;
mod difference;
mod error;
mod exchange;
mod filters;
mod health;
mod issue;
mod issue_key;
mod myself;
mod projects;
mod search;
mod server_info;
mod text;
mod turns;

pub(crate) use autocomplete::{Field, SuggestedValue, Vocabulary};
pub(crate) use breaker::Outage;
pub(crate) use client::{Answered, JiraClient, JiraClientSettings};
pub(crate) use error::{JiraError, TlsProblem};
pub(crate) use filters::SavedFilter;
pub(crate) use health::NOTEWORTHY_OFFSET_S;
pub(crate) use issue::{ImageAnswer, Reader, Screen};
pub(crate) use issue_key::{IssueKey, is_project_key};
pub(crate) use projects::Parts;
#[cfg(fuzzing)]
pub(crate) use search::read_search;
pub(crate) use search::{Found, Search};
pub(crate) use server_info::{SUPPORTED_MAJORS, ServerInfo};
pub(crate) use turns::Standing;
