//! The issues of the simulated Jira.

use super::clock::jira_timestamp;

/// `2026-11-20T09:15:02Z`, the newest change among the sample issues.
const NEWEST_UPDATE_MS: i64 = 1_795_166_102_000;
const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// One issue.
#[derive(Debug, Clone)]
pub struct Issue {
    /// Issue key such as `DEMO-1`; the part before `-` is the project key.
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
    /// User name of the assignee; `None` when unassigned.
    pub assignee: Option<String>,
    /// User name of the reporter.
    pub reporter: String,
    /// Milliseconds since 1970.
    pub created_ms: i64,
    /// Milliseconds since 1970.
    pub updated_ms: i64,
}

impl Issue {
    /// Key of the project.
    #[must_use]
    pub fn project_key(&self) -> &str {
        self.key
            .split_once('-')
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

type Row = (
    &'static str,
    &'static str,
    &'static str,
    StatusCategory,
    &'static str,
    &'static str,
);

/// Summary, type, status, status category, priority ("" for none), assignee.
#[rustfmt::skip]
const SAMPLES: [Row; 13] = {
    use StatusCategory::{Done, InProgress, ToDo};
    [
        ("Export of monthly invoices stops at row 5000", "Bug", "In Progress", InProgress, "Highest", "demo"),
        ("Let customers download past invoices as PDF", "Story", "To Do", ToDo, "High", "demo"),
        ("Escape <b>bold</b> & \"quoted\" names in the customer's letter", "Bug", "To Do", ToDo, "Medium", "demo"),
        ("Move billing database to the new cluster", "Epic", "In Progress", InProgress, "High", "demo"),
        ("Agree retention period for payment records", "Task", "To Do", ToDo, "", "demo"),
        ("Reminder e-mail is sent twice after a failed payment", "Bug", "In Review", InProgress, "High", "demo"),
        ("Show net and gross amount on the order page", "Story", "In Progress", InProgress, "Medium", "demo"),
        ("Renew certificate of the payment gateway", "Task", "To Do", ToDo, "Highest", "demo"),
        ("Write runbook for the nightly settlement", "Task", "Done", Done, "Low", "demo"),
        ("Add currency column to the settlement report", "Sub-task", "To Do", ToDo, "Low", "demo"),
        ("Totals differ by one cent for split payments", "Bug", "Done", Done, "Medium", "demo"),
        ("Shorten loading time of the order search", "Improvement", "To Do", ToDo, "Lowest", "demo"),
        ("Check address validation for Switzerland", "Task", "To Do", ToDo, "Medium", "sam"),
    ]
};

/// The default content: twelve issues of `demo`, one of `sam`.
#[must_use]
pub fn sample_issues() -> Vec<Issue> {
    (0_i64..)
        .zip(SAMPLES)
        .map(|(index, row)| sample_issue(index, row))
        .collect()
}

fn sample_issue(index: i64, row: Row) -> Issue {
    let (summary, issue_type, status, status_category, priority, assignee) = row;
    Issue {
        key: format!("DEMO-{}", index + 1),
        project_name: "Billing".to_owned(),
        summary: summary.to_owned(),
        issue_type: issue_type.to_owned(),
        status: status.to_owned(),
        status_category,
        priority: (!priority.is_empty()).then(|| priority.to_owned()),
        assignee: Some(assignee.to_owned()),
        reporter: if assignee == "demo" { "sam" } else { "demo" }.to_owned(),
        created_ms: NEWEST_UPDATE_MS - (20 + index) * DAY_MS,
        // Not in key order, so that a client that forgets to sort is seen.
        updated_ms: NEWEST_UPDATE_MS - (index * 5 % 13) * 347 * MINUTE_MS,
    }
}

/// `count` issues of a second project, all assigned to `user`.
#[must_use]
pub fn generated_issues(user: &str, count: usize) -> Vec<Issue> {
    (1_i64..)
        .take(count)
        .map(|number| Issue {
            key: format!("OPS-{number}"),
            project_name: "Operations".to_owned(),
            summary: format!("Inspect backup of store {number:04}"),
            issue_type: "Task".to_owned(),
            status: "To Do".to_owned(),
            status_category: StatusCategory::ToDo,
            priority: Some("Medium".to_owned()),
            assignee: Some(user.to_owned()),
            reporter: user.to_owned(),
            created_ms: NEWEST_UPDATE_MS - 60 * DAY_MS,
            updated_ms: NEWEST_UPDATE_MS - 30 * DAY_MS - number * MINUTE_MS,
        })
        .collect()
}
