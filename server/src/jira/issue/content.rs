//! What stands around the fields: comments, files, other issues, history.

use super::{
    read::Reader,
    value::{at, id, line, list, name, person, status, text, time},
};
use crate::jira::issue_key::is_issue_key;
use app::model::issue::{Attachment, Audience, Comment, HistoryEntry, Relation, Restriction};
use serde_json::Value;

const MAX_COMMENTS: usize = 100;
const MAX_ATTACHMENTS: usize = 200;
/// Each is a request to Jira.
const MAX_THUMBNAILS: usize = 20;
const MAX_RELATIONS: usize = 200;
const MAX_HISTORY: usize = 50;
const MAX_VALUE_CHARS: usize = 200;
const MAX_SUMMARY_CHARS: usize = 255;
const MAX_AUDIENCE_CHARS: usize = 255;

impl Reader {
    /// The newest comments, and how many older ones there are.
    pub(super) fn comments(&self, fields: &Value, rendered: &Value) -> (Vec<Comment>, u64) {
        let all = list(at(fields, &["comment", "comments"]));
        let rendered = list(at(rendered, &["comment", "comments"]));
        let first = all.len().saturating_sub(MAX_COMMENTS);
        let read = |comment: &Value| {
            // Jira renders the same comments in the same order, but an id is surer.
            let html = rendered.iter().find(|it| it["id"] == comment["id"])?;
            self.comment(comment, &html["body"])
        };
        let comments = all[first..].iter().filter_map(read).collect();
        (comments, first as u64)
    }

    /// One comment; `html` is its body as Jira renders it.
    pub(super) fn comment(&self, comment: &Value, html: &Value) -> Option<Comment> {
        let author = person(&comment["author"]);
        let own = author
            .as_ref()
            .is_some_and(|author| author.name.eq_ignore_ascii_case(&self.user_name));
        let restriction = restriction(&comment["visibility"]);
        Some(Comment {
            id: id(&comment["id"])?,
            author: author.map_or_else(|| "Anonymous".to_owned(), |author| author.display_name),
            own,
            created: time(&comment["created"]),
            html: self.source.clean(html.as_str().unwrap_or_default()),
            // An edit would show to everybody what is restricted to who knows whom.
            text: text(&comment["body"]).filter(|_| own && restriction.is_ok()),
            restriction: restriction.unwrap_or_default(),
        })
    }

    pub(super) fn attachments(&self, fields: &Value) -> Vec<Attachment> {
        let all = list(&fields["attachment"]).iter().take(MAX_ATTACHMENTS);
        let mut thumbnails = 0;
        let attachment = |file: &Value| {
            let address = |name: &str| {
                let url = self
                    .source
                    .base_url
                    .as_url()
                    .join(file[name].as_str()?)
                    .ok()?;
                matches!(url.scheme(), "http" | "https").then_some(url)
            };
            let shown = matches!(
                file["mimeType"].as_str(),
                Some("image/png" | "image/jpeg" | "image/gif" | "image/webp")
            );
            let thumbnail = address("thumbnail").filter(|_| shown && thumbnails < MAX_THUMBNAILS);
            let thumbnail = thumbnail.and_then(|url| (self.source.image)(&url));
            thumbnails += usize::from(thumbnail.is_some());
            Some(Attachment {
                name: line(&file["filename"], MAX_SUMMARY_CHARS)?,
                size: size(file["size"].as_u64().unwrap_or_default()),
                url: address("content")?.into(),
                thumbnail,
            })
        };
        all.filter_map(attachment).collect()
    }
}

/// Who alone can read a comment.
///
/// # Errors
/// Where it is restricted in a way that is not known here.
fn restriction(visibility: &Value) -> Result<Option<Restriction>, ()> {
    if visibility.is_null() {
        return Ok(None);
    }
    let kind = [Audience::Role, Audience::Group]
        .into_iter()
        .find(|kind| visibility["type"] == kind.word());
    let name = visibility["value"].as_str();
    let name = name.filter(|name| (1..=MAX_AUDIENCE_CHARS).contains(&name.chars().count()));
    let (kind, name) = (kind.ok_or(())?, name.ok_or(())?.to_owned());
    Ok(Some(Restriction { kind, name }))
}

/// The parent, the subtasks and the linked issues.
pub(super) fn relations(fields: &Value) -> Vec<Relation> {
    let parent = relation("Parent", &fields["parent"]);
    let subtasks = list(&fields["subtasks"]).iter();
    let subtasks = subtasks.filter_map(|issue| relation("Subtask", issue));
    let links = list(&fields["issuelinks"]).iter().filter_map(|link| {
        let (word, issue) = match (&link["outwardIssue"], &link["inwardIssue"]) {
            (Value::Null, issue) => (&link["type"]["inward"], issue),
            (issue, _) => (&link["type"]["outward"], issue),
        };
        relation(&name(word).unwrap_or_else(|| "Link".to_owned()), issue)
    });
    parent
        .into_iter()
        .chain(subtasks)
        .chain(links)
        .take(MAX_RELATIONS)
        .collect()
}

fn relation(name: &str, issue: &Value) -> Option<Relation> {
    let fields = &issue["fields"];
    let (status, category) = status(&fields["status"]);
    let key = issue["key"].as_str().filter(|key| is_issue_key(key))?;
    Some(Relation {
        name: name.to_owned(),
        key: key.to_owned(),
        summary: line(&fields["summary"], MAX_SUMMARY_CHARS).unwrap_or_default(),
        status,
        category,
    })
}

/// The newest changes, newest first; `None` where Jira was not asked for them.
pub(super) fn history(changelog: &Value) -> Option<Vec<HistoryEntry>> {
    if changelog.is_null() {
        return None;
    }
    let entries = list(&changelog["histories"]).iter().rev();
    let entries = entries.flat_map(|change| {
        let (author, at) = (person(&change["author"]), time(&change["created"]));
        let author = author.map_or_else(|| "Jira".to_owned(), |author| author.display_name);
        let words = |value: &Value| line(value, MAX_VALUE_CHARS).unwrap_or_default();
        list(&change["items"]).iter().filter_map(move |item| {
            Some(HistoryEntry {
                author: author.clone(),
                at: at.clone(),
                field: name(&item["field"])?,
                from: words(&item["fromString"]),
                to: words(&item["toString"]),
            })
        })
    });
    Some(entries.take(MAX_HISTORY).collect())
}

/// For people.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
