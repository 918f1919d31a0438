//! The issues in Jira's answer, as rows of the list.

use crate::{
    jira::{
        issue_key::is_issue_key,
        text::{one_line, timestamp},
    },
    jira_url::BaseUrl,
};
use app::model::{Issue, StatusCategory, Timestamp};
use serde::Deserialize;
use serde_json::Value;

/// The fields of a row.
pub(super) const FIELDS: &str =
    "issuetype,summary,status,assignee,reporter,priority,created,updated";

const MAX_SUMMARY_CHARS: usize = 255;
const MAX_NAME_CHARS: usize = 60;

#[derive(Deserialize)]
pub(super) struct SearchResults {
    total: Option<Value>,
    /// Read one by one: an odd issue must not hide the others.
    issues: Vec<Value>,
}

impl SearchResults {
    /// The rows, and how many issues there are in all.
    pub(super) fn rows(self, base_url: &BaseUrl) -> (Vec<Issue>, u64) {
        let issues: Vec<Issue> = self
            .issues
            .into_iter()
            .filter_map(|issue| serde_json::from_value(issue).ok())
            .filter_map(|issue| read(issue, base_url))
            .collect();
        let total = self.total.and_then(|total| total.as_u64());
        let total = total.unwrap_or(issues.len() as u64);
        (issues, total)
    }
}

#[derive(Deserialize)]
struct WireIssue {
    key: String,
    fields: Option<Value>,
}

/// A row; `None` for what is no issue key, since it would become part of an address.
fn read(issue: WireIssue, base_url: &BaseUrl) -> Option<Issue> {
    if !is_issue_key(&issue.key) {
        return None;
    }
    // Projects may hide any field, so each may be missing; one that is odd hides no other.
    let fields = issue.fields.unwrap_or_default();
    let name = |field: &str| named(&fields[field], "name");
    let person = |field: &str| {
        named(&fields[field], "displayName").or_else(|| named(&fields[field], "name"))
    };
    Some(Issue {
        url: base_url.join(&format!("/browse/{}", issue.key)).into(),
        kind: name("issuetype").unwrap_or_default(),
        summary: one_line(
            fields["summary"].as_str().unwrap_or_default(),
            MAX_SUMMARY_CHARS,
        ),
        category: match fields["status"]["statusCategory"]["key"].as_str() {
            Some("indeterminate") => StatusCategory::InProgress,
            Some("done") => StatusCategory::Done,
            _ => StatusCategory::ToDo,
        },
        status: name("status").unwrap_or_default(),
        assignee: person("assignee"),
        reporter: person("reporter"),
        priority: name("priority"),
        created: moment(&fields["created"]),
        updated: moment(&fields["updated"]),
        key: issue.key,
    })
}

fn named(value: &Value, property: &str) -> Option<String> {
    let name = value[property].as_str()?;
    Some(one_line(name, MAX_NAME_CHARS)).filter(|name| !name.trim().is_empty())
}

fn moment(value: &Value) -> Option<Timestamp> {
    value.as_str().and_then(timestamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_odd_issue_hides_no_other() {
        let base_url = BaseUrl::parse("https://jira.example.com/jira").expect("an address");
        let read_all = |json: &str| {
            let results: SearchResults = serde_json::from_str(json).expect("a search result");
            results.rows(&base_url)
        };
        let (issues, total) = read_all(
            r#"{"total": "5", "issues": [
                {"key": "A-1", "fields": null}, {"fields": {}}, 7,
                {"key": "A-2", "fields": {"updated": 5, "summary": "Second", "priority": null}},
                {"key": "A-3", "fields": {"status": {"name": "Done", "statusCategory": {"key": "done"}}}}
            ]}"#,
        );
        let keys: Vec<&str> = issues.iter().map(|issue| issue.key.as_str()).collect();
        assert_eq!(keys, ["A-1", "A-2", "A-3"]);
        assert_eq!(issues[1].summary, "Second");
        assert_eq!(issues[1].updated, None);
        assert_eq!(issues[2].category, StatusCategory::Done);
        assert_eq!(issues[2].url, "https://jira.example.com/jira/browse/A-3");
        assert_eq!(total, 3, "a total that is no number is counted");
        assert_eq!(read_all(r#"{"total": 120, "issues": []}"#).1, 120);
    }

    #[test]
    fn a_row_says_who_and_when_as_far_as_jira_does() {
        let base_url = BaseUrl::parse("https://jira.example.com").expect("an address");
        let results: SearchResults = serde_json::from_str(
            r#"{"issues": [{"key": "MY-PROJ-12", "fields": {
                "assignee": {"name": "ada", "displayName": "Ada\nLovelace"},
                "reporter": {"name": "eve", "displayName": " "},
                "status": "odd", "issuetype": 7, "created": "2026-11-20T09:15:02.000+0000"
            }}, {"key": "A-1", "fields": {"assignee": null}}]}"#,
        )
        .expect("a search result");
        let (issues, _) = results.rows(&base_url);
        assert_eq!(issues[0].assignee.as_deref(), Some("Ada Lovelace"));
        assert_eq!(issues[0].reporter.as_deref(), Some("eve"));
        assert_eq!(issues[0].status, "");
        let created = issues[0].created.as_ref().map(|at| at.human.as_str());
        assert_eq!(created, Some("20 Nov 2026, 09:15"));
        assert_eq!(issues[1].assignee, None);
        assert_eq!(issues[1].created, None);
    }
}
