//! Doors for the fuzz targets in `fuzz/`, to what no other crate may call. Built by `cargo fuzz` only.

use crate::{jira, jira_url::BaseUrl};
use app::model::Issue;

/// The issues in Jira's answer to a search; `None` if it is none.
#[must_use]
pub fn read_search(body: &[u8], base_url: &BaseUrl) -> Option<Vec<Issue>> {
    jira::read_search(body, base_url)
}
