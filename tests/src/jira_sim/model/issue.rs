//! An issue and what hangs on it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::jira_sim::clock::jira_timestamp;

/// One issue.
#[derive(Debug, Clone)]
pub struct Issue {
    /// Issue key such as `DEMO-1`; the part before the last `-` is the project key.
    pub key: String,
    /// Name of the project.
    pub project_name: String,
    /// Summary, raw text.
    pub summary: String,
    /// Name of the issue type.
    pub issue_type: String,
    /// Name of the status.
    pub status: String,
    /// Category of the status.
    pub status_category: StatusCategory,
    /// Name of the priority; `None` where the project has no priority field.
    pub priority: Option<String>,
    /// Name of the resolution; `None` while unresolved.
    pub resolution: Option<String>,
    /// User name of the assignee; `None` when unassigned.
    pub assignee: Option<String>,
    /// User name of the reporter.
    pub reporter: String,
    /// Milliseconds since 1970.
    pub created_ms: i64,
    /// Milliseconds since 1970.
    pub updated_ms: i64,
    /// Key of the parent of a sub-task.
    pub parent: Option<String>,
    /// Further fields by id, such as `description` and `customfield_10100`.
    ///
    /// Options, versions, components, users and groups are kept by name.
    pub values: BTreeMap<String, Value>,
    /// HTML by field id that `renderedFields` shows instead of the rendered text.
    pub raw_html: BTreeMap<String, String>,
    /// Oldest first.
    pub comments: Vec<Comment>,
    /// Oldest first.
    pub attachments: Vec<Attachment>,
    /// Links that begin here.
    pub links: Vec<IssueLink>,
    /// User names.
    pub watchers: Vec<String>,
    /// User names.
    pub voters: Vec<String>,
    /// Oldest first.
    pub worklogs: Vec<Worklog>,
    /// Remaining estimate in seconds.
    pub remaining_s: Option<u64>,
    /// Oldest first.
    pub history: Vec<Change>,
}

impl Issue {
    /// An open task without further fields.
    pub fn new(key: &str, project_name: &str, summary: &str, reporter: &str) -> Self {
        Self {
            key: key.to_owned(),
            project_name: project_name.to_owned(),
            summary: summary.to_owned(),
            issue_type: "Task".to_owned(),
            status: "To Do".to_owned(),
            status_category: StatusCategory::ToDo,
            priority: Some("Medium".to_owned()),
            resolution: None,
            assignee: None,
            reporter: reporter.to_owned(),
            created_ms: 0,
            updated_ms: 0,
            parent: None,
            values: BTreeMap::new(),
            raw_html: BTreeMap::new(),
            comments: Vec::new(),
            attachments: Vec::new(),
            links: Vec::new(),
            watchers: Vec::new(),
            voters: Vec::new(),
            worklogs: Vec::new(),
            remaining_s: None,
            history: Vec::new(),
        }
    }

    /// Key of the project.
    #[must_use]
    pub fn project_key(&self) -> &str {
        self.key
            .rsplit_once('-')
            .map_or(self.key.as_str(), |(project, _)| project)
    }

    /// Number in the issue key, 0 when there is none.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.key
            .rsplit_once('-')
            .and_then(|(_, number)| number.parse().ok())
            .unwrap_or(0)
    }

    /// Last change in Jira's REST format.
    #[must_use]
    pub fn updated(&self) -> String {
        jira_timestamp(self.updated_ms)
    }

    /// Creation in Jira's REST format.
    #[must_use]
    pub fn created(&self) -> String {
        jira_timestamp(self.created_ms)
    }

    /// A further field as text, empty when it is not set.
    #[must_use]
    pub fn text(&self, field: &str) -> &str {
        self.values.get(field).and_then(Value::as_str).unwrap_or("")
    }

    /// A further field as a list of texts.
    #[must_use]
    pub fn texts(&self, field: &str) -> Vec<&str> {
        match self.values.get(field) {
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(text)) => vec![text],
            _ => Vec::new(),
        }
    }
}

/// Jira's three status categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusCategory {
    /// Not begun.
    ToDo,
    /// Begun.
    InProgress,
    /// Finished.
    Done,
}

impl StatusCategory {
    /// Id, key, colour and name in REST.
    pub(in crate::jira_sim) fn parts(self) -> (u64, &'static str, &'static str, &'static str) {
        match self {
            Self::ToDo => (2, "new", "default", "To Do"),
            Self::InProgress => (4, "indeterminate", "inprogress", "In Progress"),
            Self::Done => (3, "done", "success", "Done"),
        }
    }
}

/// A comment.
#[derive(Debug, Clone)]
pub struct Comment {
    /// Id, unique in this Jira.
    pub id: u64,
    /// User name of the author.
    pub author: String,
    /// Wiki text.
    pub body: String,
    /// HTML that `renderedBody` shows instead of the rendered text.
    pub raw_html: Option<String>,
    /// Name of the project role that it is restricted to.
    pub role: Option<String>,
    /// Milliseconds since 1970.
    pub created_ms: i64,
    /// Milliseconds since 1970.
    pub updated_ms: i64,
}

/// An attachment. Its content is made when it is asked for.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// Id, unique in this Jira.
    pub id: u64,
    /// File name.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// The first bytes; the rest is filled up with spaces.
    pub content: Vec<u8>,
    /// Size in bytes.
    pub size_bytes: usize,
    /// User name of the author.
    pub author: String,
    /// Milliseconds since 1970.
    pub created_ms: i64,
}

/// A link to another issue, seen from where it begins.
#[derive(Debug, Clone)]
pub struct IssueLink {
    /// Name of the type: `Blocks`, `Relates`, `Duplicate` or `Cloners`.
    pub kind: String,
    /// Key of the other issue.
    pub to: String,
}

/// Work that somebody logged.
#[derive(Debug, Clone)]
pub struct Worklog {
    /// Id, unique in this Jira.
    pub id: u64,
    /// User name of the author.
    pub author: String,
    /// Wiki text.
    pub comment: String,
    /// When the work began, milliseconds since 1970.
    pub started_ms: i64,
    /// When it was logged, milliseconds since 1970.
    pub created_ms: i64,
    /// Seconds.
    pub spent_s: u64,
}

/// One entry of the history.
#[derive(Debug, Clone)]
pub struct Change {
    /// Id, unique in this Jira.
    pub id: u64,
    /// User name.
    pub author: String,
    /// Milliseconds since 1970.
    pub created_ms: i64,
    /// Field, old text, new text.
    pub items: Vec<(String, String, String)>,
}
