//! `GET /rest/api/2/search`: the issues of a JQL query (Jira Data Center).

use super::{
    JiraClient, JiraError,
    client::{Call, ProtocolStep, SignedWith},
};
use crate::{connection::AccessToken, jira_url::BaseUrl};
use app::model::{Issue, StatusCategory, Timestamp};
use http::Method;
use serde::Deserialize;
use serde_json::Value;
use std::borrow::Cow;
use url::Url;

/// Newest change first, as people look for what moved.
const ASSIGNED_TO_ME: &str = "assignee = currentUser() ORDER BY updated DESC";
const FIELDS: &str = "issuetype,summary,status,priority,updated";
/// Rows of the first list.
const MAX_RESULTS: &str = "50";
const MAX_SUMMARY_CHARS: usize = 255;
const MAX_NAME_CHARS: usize = 60;

/// Which issues are searched for.
#[derive(Clone)]
pub(crate) enum Wanted {
    AssignedToMe,
    One(IssueKey),
}

impl Wanted {
    fn jql(&self) -> Cow<'static, str> {
        match self {
            Self::AssignedToMe => Cow::Borrowed(ASSIGNED_TO_ME),
            Self::One(IssueKey(key)) => Cow::Owned(format!("issuekey = \"{key}\"")),
        }
    }
}

/// An issue key, such as `ABC-123`: nothing in it needs quoting in JQL or in an address.
#[derive(Clone)]
pub(crate) struct IssueKey(String);

impl IssueKey {
    /// Reads a key; `None` for what is none.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        is_issue_key(text).then(|| Self(text.to_owned()))
    }
}

/// Jira's answer to a search.
pub(crate) struct Found {
    pub(crate) issues: Vec<Issue>,
    pub(crate) total: u64,
    /// Jira's user name of the person it answered, where it says so (`X-AUSERNAME`).
    pub(crate) answered_to: Option<String>,
}

impl Found {
    /// Whether Jira answered to the person with this user name, as far as it says.
    pub(crate) fn is_for(&self, name: &str) -> bool {
        self.answered_to
            .as_deref()
            .is_none_or(|answered_to| answered_to.eq_ignore_ascii_case(name))
    }
}

#[derive(Deserialize)]
struct SearchResults {
    total: Option<Value>,
    /// Read one by one: an odd issue must not hide the others.
    issues: Vec<Value>,
}

impl SearchResults {
    /// The rows, and how many issues there are in all.
    fn found(self, base_url: &BaseUrl) -> (Vec<Issue>, u64) {
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
    fields: Option<Fields>,
}

/// Projects may hide any field, so each may be missing.
#[derive(Deserialize, Default)]
struct Fields {
    issuetype: Option<Named>,
    summary: Option<String>,
    status: Option<Status>,
    priority: Option<Named>,
    updated: Option<Value>,
}

#[derive(Deserialize)]
struct Named {
    name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Status {
    name: Option<String>,
    status_category: Option<Category>,
}

#[derive(Deserialize)]
struct Category {
    key: Option<String>,
}

impl JiraClient {
    /// The first 50 issues of `wanted` that the person behind `token` may see.
    ///
    /// # Errors
    /// [`JiraError`]; [`JiraError::Anonymous`] where Jira did not take us for anybody;
    /// [`JiraError::BadRequest`] for an issue that does not exist for this person.
    pub(crate) async fn search(
        &self,
        token: &AccessToken,
        wanted: &Wanted,
    ) -> Result<Found, JiraError> {
        let reply = self
            .send(&Call {
                method: Method::GET,
                path: "/rest/api/2/search",
                query: &[
                    ("jql", &wanted.jql()),
                    ("fields", FIELDS),
                    ("maxResults", MAX_RESULTS),
                ],
                signed_with: SignedWith::AccessToken(token.credentials()),
                step: ProtocolStep::Rest,
            })
            .await?;
        reply.ensure_recognised()?;
        let results: SearchResults = reply.json()?;
        let (issues, total) = results.found(self.base_url());
        Ok(Found {
            issues,
            total,
            answered_to: reply.user_name(),
        })
    }

    /// The same list in Jira itself.
    pub(crate) fn assigned_issues_url(&self) -> Url {
        let mut url = self.base_url().join("/issues");
        url.set_path(&format!("{}/", url.path()));
        url.query_pairs_mut().append_pair("jql", ASSIGNED_TO_ME);
        url
    }
}

/// What [`JiraClient::search`] makes of a body.
#[cfg(fuzzing)]
pub(crate) fn read_search(body: &[u8], base_url: &BaseUrl) -> Option<Vec<Issue>> {
    let results: SearchResults = serde_json::from_slice(body).ok()?;
    Some(results.found(base_url).0)
}

/// A row; `None` for what is no issue key, since it would become part of an address.
fn read(issue: WireIssue, base_url: &BaseUrl) -> Option<Issue> {
    let Fields {
        issuetype,
        summary,
        status,
        priority,
        updated,
    } = issue.fields.unwrap_or_default();
    if !is_issue_key(&issue.key) {
        return None;
    }
    let category = status
        .as_ref()
        .and_then(|status| status.status_category.as_ref()?.key.as_deref());
    Some(Issue {
        url: base_url.join(&format!("/browse/{}", issue.key)).into(),
        kind: named(issuetype).unwrap_or_default(),
        summary: one_line(&summary.unwrap_or_default(), MAX_SUMMARY_CHARS),
        category: match category {
            Some("indeterminate") => StatusCategory::InProgress,
            Some("done") => StatusCategory::Done,
            _ => StatusCategory::ToDo,
        },
        status: status
            .and_then(|status| status.name)
            .map(|name| one_line(&name, MAX_NAME_CHARS))
            .unwrap_or_default(),
        priority: named(priority),
        updated: updated.as_ref().and_then(Value::as_str).and_then(timestamp),
        key: issue.key,
    })
}

/// Jira's default pattern is `([A-Z][A-Z]+)-number`; administrators may widen it.
fn is_issue_key(text: &str) -> bool {
    text.len() <= 255
        && text.rsplit_once('-').is_some_and(|(project, number)| {
            !number.is_empty()
                && number.bytes().all(|byte| byte.is_ascii_digit())
                && !project.is_empty()
                && project
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
        })
}

fn named(value: Option<Named>) -> Option<String> {
    value?.name.map(|name| one_line(&name, MAX_NAME_CHARS))
}

fn one_line(text: &str, max_chars: usize) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(max_chars)
        .collect()
}

/// Jira writes `2026-11-20T09:15:02.000+0000`, which lacks ISO 8601's colon.
fn timestamp(text: &str) -> Option<Timestamp> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    if !text.is_ascii() || text.len() > 40 {
        return None;
    }
    let (date, time) = text.split_once('T')?;
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let month = MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
    let day: u8 = day.parse().ok()?;
    let year: u16 = year.parse().ok()?;
    let minutes = time
        .get(..5)
        .filter(|t| t.bytes().all(|b| b.is_ascii_digit() || b == b':'))?;
    let offset_at = text
        .len()
        .checked_sub(4)
        .filter(|&at| matches!(text.as_bytes().get(at - 1), Some(b'+' | b'-')));
    let machine = offset_at.map_or_else(
        || text.to_owned(),
        |at| format!("{}:{}", &text[..at + 2], &text[at + 2..]),
    );
    Some(Timestamp {
        machine,
        human: format!("{day} {month} {year}, {minutes}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_odd_issue_hides_no_other() {
        let base_url = BaseUrl::parse("https://jira.example.com/jira").expect("an address");
        let read_all = |json: &str| {
            let results: SearchResults = serde_json::from_str(json).expect("a search result");
            results.found(&base_url)
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
    fn jira_writes_times_without_the_colon_of_iso_8601() {
        let at = timestamp("2026-11-20T09:15:02.000+0100").expect("Jira's own format");
        assert_eq!(at.machine, "2026-11-20T09:15:02.000+01:00");
        assert_eq!(at.human, "20 Nov 2026, 09:15");
        let utc = timestamp("2026-11-20T09:15:02Z").expect("ISO 8601");
        assert_eq!(utc.machine, "2026-11-20T09:15:02Z");
        for wrong in [
            "",
            "T",
            "2026-13-01T00:00:00",
            "2026-00-01T00:00:00",
            "x-y-zT09:15",
            "2026-11-20",
            "2026-11-20Tab:cd",
            "٢٠٢٦-11-20T09:15",
        ] {
            assert_eq!(timestamp(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn only_issue_keys_become_addresses() {
        for key in ["A-1", "DEMO-12", "R_D-3", "ab-1", "ÄB-2"] {
            assert!(is_issue_key(key), "{key}");
        }
        for text in [
            "",
            "-",
            "DEMO",
            "DEMO-",
            "-1",
            "DEMO-1/../x",
            "javascript:1-1",
            "A B-1",
            "A-1?x",
        ] {
            assert!(!is_issue_key(text), "{text}");
        }
    }
}
