//! Simulators for tests.
#![warn(missing_docs)]

pub mod jira_sim;
