//! Strict, stateful simulator of Jira Data Center: OAuth 1.0a provider, browser pages, REST around issues.
//!
//! Owns its signature verifier, base-string builder, header parser and percent coder, and works
//! from the raw request, so it shares no code with the client that it checks. May use nothing of
//! the product.
//!
//! Sources: RFC 5849, the problem reporting extension
//! (<https://wiki.oauth.net/w/page/12238543/ProblemReporting>), Jira's REST API v2 reference
//! (<https://docs.atlassian.com/software/jira/docs/api/REST/9.12.0/>) and the observed behaviour
//! of the Atlassian OAuth provider plugin.
//!
//! ```no_run
//! # async fn example(public_key_pem: String) {
//! use tests::jira_sim::{Consumer, JiraSim, SimOptions};
//!
//! let link = Consumer::with_public_key("teams-tab", "Jira for Teams", public_key_pem);
//! let jira = JiraSim::start(SimOptions::with_consumer(link)).await;
//! println!("{}/rest/api/2/serverInfo", jira.base_url());
//! # }
//! ```

mod answer;
mod browser;
mod clock;
mod connection;
mod content;
mod controls;
mod fault;
mod jql;
mod model;
mod oauth;
mod options;
mod raw_request;
mod request_log;
mod rest;
mod server;
mod state;
mod tokens;

#[cfg(test)]
mod tests;

pub use self::server::{JiraSim, StartError};
pub use content::{generated_issues, sample_issues};
pub use fault::Fault;
pub use model::filter::Filter;
pub use model::issue::{Attachment, Change, Comment, Issue, IssueLink, StatusCategory, Worklog};
pub use model::permission::Permission;
pub use model::project::{Project, Version};
pub use options::{Consumer, Credential, SignatureMethod, SimOptions, User};
pub use request_log::LoggedRequest;
