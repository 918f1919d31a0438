//! The issues of DEMO, and as many as a test wants of OPS.

use crate::jira_sim::model::issue::{Issue, StatusCategory};

/// `2026-11-20T09:15:02Z`, the newest change among the sample issues.
pub(super) const NEWEST_UPDATE_MS: i64 = 1_795_166_102_000;
pub(super) const MINUTE_MS: i64 = 60_000;
pub(super) const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

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
    let key = format!("DEMO-{}", index + 1);
    let reporter = if assignee == "demo" { "sam" } else { "demo" };
    Issue {
        issue_type: issue_type.to_owned(),
        status: status.to_owned(),
        status_category,
        priority: (!priority.is_empty()).then(|| priority.to_owned()),
        resolution: (status_category == StatusCategory::Done).then(|| "Done".to_owned()),
        assignee: Some(assignee.to_owned()),
        created_ms: NEWEST_UPDATE_MS - (20 + index) * DAY_MS,
        // Not in key order, so that a client that forgets to sort is seen.
        updated_ms: NEWEST_UPDATE_MS - (index * 5 % 13) * 347 * MINUTE_MS,
        parent: (issue_type == "Sub-task").then(|| "DEMO-7".to_owned()),
        ..Issue::new(&key, "Billing", summary, reporter)
    }
}

/// `count` issues of a second project, all assigned to `user`.
#[must_use]
pub fn generated_issues(user: &str, count: usize) -> Vec<Issue> {
    (1_i64..)
        .take(count)
        .map(|number| Issue {
            assignee: Some(user.to_owned()),
            created_ms: NEWEST_UPDATE_MS - 60 * DAY_MS,
            updated_ms: NEWEST_UPDATE_MS - 30 * DAY_MS - number * MINUTE_MS,
            ..Issue::new(
                &format!("OPS-{number}"),
                "Operations",
                &format!("Inspect backup of store {number:04}"),
                user,
            )
        })
        .collect()
}
