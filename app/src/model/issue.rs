//! One issue, as the panel beside the list shows it.
//!
//! The server writes the panel: the browser knows no more than its key, its HTML and what became of
//! a change.

mod change;

pub use change::{AUTOMATIC, Change, Changed, Clash, NewValue, Outcome, Refusal, Save};

use super::{StatusCategory, Timestamp};
use crate::error::TabError;
use serde::{Deserialize, Serialize};

/// The issue that is open beside the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Opened {
    /// Jira has not answered yet; the browser asks for the issue with this key.
    Loading(String),
    /// The issue stands in the document.
    Issue {
        /// Its key.
        key: String,
        /// The panel. The browser finds it in the document, so it is not sent a second time.
        #[serde(skip)]
        html: String,
    },
    /// The issue with this key cannot be shown.
    Failed(String, TabError),
}

impl Opened {
    /// The key of the issue.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Loading(key) | Self::Failed(key, _) | Self::Issue { key, .. } => key,
        }
    }
}

/// An issue as the server wrote it for the panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Issue key.
    pub key: String,
    /// The panel.
    pub html: String,
}

/// All that the panel shows of an issue, and what the person may do with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueDetail {
    /// ID of the Jira that has it.
    pub jira: String,
    /// Issue key, such as `ABC-123`.
    pub key: String,
    /// The issue in Jira.
    pub url: String,
    /// Name of the project.
    pub project: String,
    /// Name of the issue type.
    pub kind: String,
    /// One line of plain text.
    pub summary: String,
    /// Name of the status.
    pub status: String,
    /// Jira's colour group of the status.
    pub category: StatusCategory,
    /// Who works on it.
    pub assignee: Option<Person>,
    /// Further facts that are shown and not changed by themselves: name and value.
    pub facts: Vec<(String, String)>,
    /// When things happened: name and moment.
    pub moments: Vec<(String, Timestamp)>,
    /// The description as HTML that the server cleaned.
    pub description: String,
    /// The new description in Jira's own markup, where how Jira renders it is not known yet.
    pub unrendered: Option<String>,
    /// The newest comments, oldest first.
    pub comments: Vec<Comment>,
    /// How many older comments are not here.
    pub older_comments: u64,
    /// The files.
    pub attachments: Vec<Attachment>,
    /// Linked issues, the parent and the subtasks.
    pub relations: Vec<Relation>,
    /// The newest changes, newest first; none where Jira was not asked for them.
    pub history: Option<Vec<HistoryEntry>>,
    /// What the workflow allows now.
    pub transitions: Vec<Transition>,
    /// The fields that can be edited.
    pub fields: Vec<Field>,
    /// Names of fields whose texts are too long to be edited here.
    pub too_long: Vec<String>,
    /// What else the person may do; none where Jira did not say.
    pub may: Option<May>,
    /// Whether the person watches, and how many do; none where nobody can.
    pub watching: Option<(bool, u64)>,
    /// Whether the person voted, and how many did; none where the person cannot vote.
    pub voted: Option<(bool, u64)>,
    /// Whether work can be logged on the issue.
    pub tracks_time: bool,
}

/// Somebody in Jira.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Jira's user name.
    pub name: String,
    /// What people read.
    pub display_name: String,
}

impl Person {
    /// What stands in a field for somebody; [`Self::from_label`] reads it.
    #[must_use]
    pub fn label(&self) -> String {
        // What looks like a label itself, or like the name of somebody, needs one.
        if self.name == self.display_name && !self.name.contains([' ', '(']) {
            self.name.clone()
        } else {
            format!("{} ({})", self.display_name, self.name)
        }
    }

    /// Whom a field names: by a label or by a user name alone.
    #[must_use]
    pub fn from_label(label: &str) -> Self {
        let (display_name, name) = last_brackets(label).unwrap_or((label, label));
        Self {
            name: name.to_owned(),
            display_name: display_name.to_owned(),
        }
    }
}

/// What stands before and in the brackets at the end; a user name may hold brackets of its own.
fn last_brackets(label: &str) -> Option<(&str, &str)> {
    let inner = label.strip_suffix(')')?;
    let mut depth = 1;
    let opening = inner.char_indices().rev().find(|(_, c)| {
        match c {
            ')' => depth += 1,
            '(' => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    let (at, _) = opening?;
    Some((inner[..at].strip_suffix(' ')?, &inner[at + 1..]))
}

/// What the person may do, as far as it is no field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "rights that Jira gives one by one"
)]
pub struct May {
    /// Add a comment.
    pub comment: bool,
    /// Edit the own comments.
    pub edit_own: bool,
    /// Delete the own comments.
    pub delete_own: bool,
    /// Choose the assignee.
    pub assign: bool,
    /// Log work.
    pub work: bool,
}

impl May {
    /// A digit for each right. A form of the panel carries them: the answer to a change is written
    /// without asking Jira again, and whoever claims a right that they do not have sees a button more.
    #[must_use]
    pub fn to_digits(self) -> String {
        let rights = [
            self.comment,
            self.edit_own,
            self.delete_own,
            self.assign,
            self.work,
        ];
        rights
            .map(|has| if has { '1' } else { '0' })
            .iter()
            .collect()
    }

    /// What [`Self::to_digits`] wrote; a right that is missing there is none.
    #[must_use]
    pub fn from_digits(digits: &str) -> Self {
        let has = |at: usize| digits.as_bytes().get(at) == Some(&b'1');
        Self {
            comment: has(0),
            edit_own: has(1),
            delete_own: has(2),
            assign: has(3),
            work: has(4),
        }
    }
}

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Jira's id, digits.
    pub id: String,
    /// Display name.
    pub author: String,
    /// Whether the person wrote it.
    pub own: bool,
    /// When it was written.
    pub created: Option<Timestamp>,
    /// Who alone can read it; none if everybody can who sees the issue.
    pub restriction: Option<Restriction>,
    /// HTML that the server cleaned.
    pub html: String,
    /// The text as Jira stores it; only of the own comments that can be edited here.
    pub text: Option<String>,
}

/// Who alone can read a comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restriction {
    /// What `name` names.
    pub kind: Audience,
    /// Jira's name of the role or group.
    pub name: String,
}

/// What a comment can be restricted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// A role in the project.
    Role,
    /// A group of Jira's.
    Group,
}

impl Audience {
    /// Jira's word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Group => "group",
        }
    }
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// File name.
    pub name: String,
    /// Size for people, such as `12 kB`.
    pub size: String,
    /// The file in Jira.
    pub url: String,
    /// A small picture of it, by this server.
    pub thumbnail: Option<String>,
}

/// Another issue, and what it is to this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Such as "blocks", "Parent" or "Subtask".
    pub name: String,
    /// Issue key.
    pub key: String,
    /// Its summary.
    pub summary: String,
    /// Name of its status.
    pub status: String,
    /// Colour group of its status.
    pub category: StatusCategory,
}

/// One change of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryEntry {
    /// Display name.
    pub author: String,
    /// When.
    pub at: Option<Timestamp>,
    /// Name of the field.
    pub field: String,
    /// What it was.
    pub from: String,
    /// What it became.
    pub to: String,
}

/// A step of the workflow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// Jira's id, digits.
    pub id: String,
    /// Such as "Resolve".
    pub name: String,
    /// What its screen asks for.
    pub fields: Vec<Field>,
    /// Whether it needs something that only Jira's own page can ask for.
    pub only_in_jira: bool,
}

/// A field that can be filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Jira's id, such as `priority` or `customfield_10010`.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Whether Jira refuses to go on without.
    pub required: bool,
    /// What its value is.
    pub kind: Kind,
    /// What can be chosen: id and name.
    pub choices: Vec<(String, String)>,
    /// The value as it was read; parts of a list stand on lines of their own.
    pub value: String,
    /// The value before anything was typed.
    pub was: String,
}

/// What the value of a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// One line.
    Line,
    /// Many lines, in Jira's own markup.
    Text,
    /// A day, `2026-11-20`.
    Date,
    /// A number.
    Number,
    /// Words without spaces.
    Words,
    /// The id of one of the choices.
    One,
    /// The ids of some of the choices.
    Many,
    /// A comment that goes with a transition.
    Comment,
    /// Somebody: [`Person::label`].
    User,
    /// The name of a group.
    Group,
    /// A day and a time, `2026-11-20T09:15`, in UTC.
    Moment,
    /// The id of one of the choices, or two ids with a dot where the choice is below another.
    Nested,
}
