//! A little of Jira's REST API v2.
//!
//! Owns who a REST request acts for ([`identity`]), the XSRF filter ([`xsrf`]) and the answers in
//! JSON. Source: <https://docs.atlassian.com/software/jira/docs/api/REST/9.12.0/>.

pub(super) mod icons;
pub(super) mod identity;
pub(super) mod issue_json;
pub(super) mod jql;
pub(super) mod json;
pub(super) mod myself;
pub(super) mod search;
pub(super) mod server_info;
pub(super) mod xsrf;
