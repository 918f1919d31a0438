//! Issues of R&D and of the project with the awkward name. None is assigned to `demo`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::demo::{DAY_MS, MINUTE_MS, NEWEST_UPDATE_MS};
use crate::jira_sim::model::issue::{
    Attachment, Change, Comment, Issue, IssueLink, StatusCategory, Worklog,
};

const PICTURE: &[u8] = include_bytes!("picture.png");
const DESCRIPTION: &str = "\
h2. What happens
Searching for *names with accents* finds nothing, see [the guide|https://example.com/guide].

# Open the search.
# Type _Zoë_.
# Press *Search*.

||Typed||Found||
|Zoe|12|
|Zoë|0|

{code}
GET /search?q=Zo%C3%AB
{code}

!result.png|thumbnail!
[~sam] knows the index.";

/// Five issues of R&D, two of the other project.
pub(in crate::jira_sim) fn more_issues() -> Vec<Issue> {
    let mut search = search_bug();
    search.links = vec![link("Blocks", "RND-2"), link("Relates", "UNI-1")];
    let mut index = ticket("RND-4", "Rebuild the index with all letters", 3);
    "Sub-task".clone_into(&mut index.issue_type);
    index.parent = Some("RND-1".to_owned());
    let mut tests = ticket("RND-5", "Test names with accents", 4);
    "Sub-task".clone_into(&mut tests.issue_type);
    tests.parent = Some("RND-1".to_owned());
    finish(&mut tests);
    let mut release = ticket("RND-2", "Release the new search", 1);
    "Story".clone_into(&mut release.issue_type);
    release.watchers = vec!["demo".to_owned()];
    release
        .values
        .insert("customfield_10115".to_owned(), json!("RND-3"));
    let mut epic = ticket("RND-3", "Find everything", 2);
    "Epic".clone_into(&mut epic.issue_type);
    epic.values
        .insert("customfield_10116".to_owned(), json!("Search"));
    let mut names = ticket("UNI-1", "Names such as R&D, C#, 50% and a+b", 5);
    names
        .values
        .insert("labels".to_owned(), json!(["a+b", "C#", "50%", "Ünïcode"]));
    names.values.insert("components".to_owned(), json!(["a+b"]));
    names.priority = None;
    let mut letters = ticket("UNI-2", "Umlauts: ä ö ü, and 日本語", 6);
    letters.priority = None;
    letters.assignee = None;
    vec![search, release, epic, index, tests, names, letters]
}

fn ticket(key: &str, summary: &str, age: i64) -> Issue {
    let name = if key.starts_with("RND") {
        "R&D"
    } else {
        "Ünïcode C# 50% a+b"
    };
    Issue {
        assignee: Some("sam".to_owned()),
        created_ms: NEWEST_UPDATE_MS - (10 + age) * DAY_MS,
        updated_ms: NEWEST_UPDATE_MS - age * DAY_MS,
        ..Issue::new(key, name, summary, "demo")
    }
}

fn finish(issue: &mut Issue) {
    "Done".clone_into(&mut issue.status);
    issue.status_category = StatusCategory::Done;
    issue.resolution = Some("Done".to_owned());
}

fn link(kind: &str, to: &str) -> IssueLink {
    IssueLink {
        kind: kind.to_owned(),
        to: to.to_owned(),
    }
}

/// The issue that has something of everything.
fn search_bug() -> Issue {
    let mut issue = ticket("RND-1", "Search does not find names with accents", 0);
    let created_ms = issue.created_ms;
    "Bug".clone_into(&mut issue.issue_type);
    "In Progress".clone_into(&mut issue.status);
    issue.status_category = StatusCategory::InProgress;
    issue.priority = Some("High".to_owned());
    issue.values = values();
    issue.watchers = vec!["demo".to_owned(), "sam".to_owned()];
    issue.voters = vec!["sam".to_owned()];
    issue.remaining_s = Some(4 * 3600);
    issue.comments = vec![
        comment(
            10_000,
            "demo",
            "Seen on *two* servers.",
            created_ms + 60 * MINUTE_MS,
        ),
        comment(
            10_001,
            "sam",
            "The index drops what is not ASCII:\n* ë\n* ü\n\nSee RND-4.",
            created_ms + 120 * MINUTE_MS,
        ),
    ];
    issue.attachments = vec![attachment("result.png", "image/png", PICTURE, created_ms)];
    issue.worklogs = vec![Worklog {
        id: 10_000,
        author: "sam".to_owned(),
        comment: "Read the index".to_owned(),
        started_ms: created_ms + 90 * MINUTE_MS,
        created_ms: created_ms + 150 * MINUTE_MS,
        spent_s: 5400,
    }];
    issue.history = vec![Change {
        id: 10_000,
        author: "sam".to_owned(),
        created_ms: created_ms + 80 * MINUTE_MS,
        items: vec![(
            "status".to_owned(),
            "To Do".to_owned(),
            "In Progress".to_owned(),
        )],
    }];
    issue
}

fn values() -> BTreeMap<String, Value> {
    [
        ("description", json!(DESCRIPTION)),
        ("labels", json!(["accents", "search"])),
        ("components", json!(["Search"])),
        ("fixVersions", json!(["1.1 \"beta\""])),
        ("versions", json!(["1.0"])),
        ("duedate", json!("2026-12-04")),
        ("environment", json!("Linux")),
        ("customfield_10100", json!("Major")),
        ("customfield_10101", json!(["Linux", "C# & .NET"])),
        ("customfield_10102", json!(["Europe", "Zürich"])),
        ("customfield_10109", json!(5.0)),
        ("customfield_10110", json!("demo")),
        ("customfield_10114", json!([2])),
        (
            "customfield_10117",
            json!("https://example.com/spec?a=1&b=2"),
        ),
    ]
    .into_iter()
    .map(|(id, value)| (id.to_owned(), value))
    .collect()
}

fn comment(id: u64, author: &str, body: &str, created_ms: i64) -> Comment {
    Comment {
        id,
        author: author.to_owned(),
        body: body.to_owned(),
        raw_html: None,
        role: None,
        created_ms,
        updated_ms: created_ms,
    }
}

fn attachment(name: &str, media_type: &str, content: &[u8], created_ms: i64) -> Attachment {
    Attachment {
        id: 10_000,
        name: name.to_owned(),
        media_type: media_type.to_owned(),
        content: content.to_vec(),
        size_bytes: content.len(),
        author: "demo".to_owned(),
        created_ms,
    }
}
