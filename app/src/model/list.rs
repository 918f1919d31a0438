//! A list of issues.

use super::{Columns, Sort, StatusCategory, Timestamp, View};
use serde::{Deserialize, Serialize};

/// What is listed, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// What is shown. A search for what was typed is one for words or for a query by now.
    pub view: View,
    /// The columns that the person wants.
    pub columns: Columns,
    /// The person's favourite filters, where [`super::List::MyFilters`] is shown.
    pub filters: Vec<Filter>,
}

/// A filter that the person marked as a favourite in Jira.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// Number in Jira.
    pub id: String,
    /// What people call it.
    pub name: String,
}

/// The rows, in the state the server got them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum IssueList {
    /// Jira did not answer before the page had to be sent; the browser asks again.
    Loading,
    /// Jira's answer.
    Loaded {
        /// A page of issues; at most [`super::PAGE_SIZE`].
        issues: Vec<Issue>,
        /// How many there are in all.
        total: u64,
        /// The same list in Jira.
        jira_url: String,
        /// The order they are in, if it is that of one column.
        sort: Option<Sort>,
    },
    /// Jira does not take the query that the person typed, and says why.
    Refused(String),
    /// The person has no favourite filter yet.
    NoFilters {
        /// Where filters are made in Jira.
        jira_url: String,
    },
    /// Jira did not answer with a list; the page's problem says why.
    Failed,
}

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// Issue key, such as `ABC-123`.
    pub key: String,
    /// The issue in Jira.
    pub url: String,
    /// Name of the issue type, such as "Bug".
    pub kind: String,
    /// One line of plain text.
    pub summary: String,
    /// Name of the status, such as "In Progress".
    pub status: String,
    /// Jira's colour group of the status.
    pub category: StatusCategory,
    /// Who is to do it.
    pub assignee: Option<String>,
    /// Who asked for it.
    pub reporter: Option<String>,
    /// Name of the priority; projects may have none.
    pub priority: Option<String>,
    /// When the issue was made.
    pub created: Option<Timestamp>,
    /// When the issue was last changed.
    pub updated: Option<Timestamp>,
}
