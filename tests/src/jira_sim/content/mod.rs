//! What a new Jira holds: the project DEMO that tests rely on, and more to look at.

mod demo;
mod more;
mod tickets;

pub use demo::{generated_issues, sample_issues};
pub(super) use more::{sample_filters, sample_projects};
pub(super) use tickets::more_issues;
