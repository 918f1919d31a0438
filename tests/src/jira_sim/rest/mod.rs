//! Jira's REST API v2, around the issues that people work with.
//!
//! [`routes`] is the list of resources. Owns who a request acts for ([`identity`]), the XSRF
//! filter ([`xsrf`]) and the answers in JSON.
//! Source: <https://docs.atlassian.com/software/jira/docs/api/REST/9.12.0/>.

mod attached;
pub(super) mod attachments;
mod autocomplete;
mod call;
mod comments;
mod create;
mod edit;
mod field_json;
mod filters;
pub(super) mod icons;
pub(super) mod identity;
mod issue;
mod issue_json;
mod json;
mod lists;
mod meta;
pub(super) mod myself;
mod people;
mod permissions;
mod pickers;
mod projects;
mod rendered;
pub(super) mod routes;
mod search;
pub(super) mod server_info;
mod set;
mod transitions;
mod typed;
mod wiki;
pub(super) mod xsrf;
