//! What a Jira holds: projects, issues, fields, workflow, permissions, filters.
//!
//! Plain data and rules without HTTP; the shapes of REST are in `rest`.

pub(super) mod field;
pub(super) mod filter;
pub(super) mod issue;
pub(super) mod permission;
pub(super) mod project;
pub(super) mod visible;
pub(super) mod workflow;
