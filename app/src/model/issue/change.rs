//! What a person wants of an issue, and what became of it.

use super::{Comment, IssueDetail, Kind, Restriction};
use serde::{Deserialize, Serialize};

/// A field as a form sends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewValue {
    /// Jira's id of the field.
    pub id: String,
    /// What its value is.
    pub kind: Kind,
    /// What people call the field.
    #[serde(default)]
    pub name: String,
    /// The value as the form has it; see [`super::Field::value`].
    #[serde(default)]
    pub value: String,
    /// The value as the person saw it.
    #[serde(default)]
    pub was: String,
}

/// What a person wants of an issue, as the forms of the panel send it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// Add a comment.
    Comment {
        /// In Jira's own markup.
        #[serde(default)]
        text: String,
    },
    /// Replace the text of a comment.
    EditComment {
        /// Jira's id.
        id: String,
        /// The new text.
        #[serde(default)]
        text: String,
        /// Who alone can read it, which Jira would forget otherwise.
        #[serde(default)]
        restriction: Option<Restriction>,
    },
    /// Delete a comment.
    DeleteComment {
        /// Jira's id.
        id: String,
    },
    /// Save what differs of fields, assignee and status.
    Save(Save),
    /// Make the person the assignee.
    AssignToMe {
        /// The user name that the person saw.
        #[serde(default)]
        was: String,
    },
    /// Start or stop watching.
    Watch {
        /// Whether to start.
        on: bool,
        /// How many watched.
        #[serde(default)]
        count: u64,
    },
    /// Vote or take the vote back.
    Vote {
        /// Whether to vote.
        on: bool,
        /// How many had voted.
        #[serde(default)]
        count: u64,
    },
    /// Log work.
    Work {
        /// Such as `1h 30m`.
        #[serde(default)]
        time: String,
        /// What was done.
        #[serde(default)]
        comment: String,
    },
}

/// The form with all that can be changed at once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Save {
    /// The fields, also those that are as they were.
    #[serde(default)]
    pub fields: Vec<NewValue>,
    /// The assignee as the field says it: [`super::Person::label`], a user name, or a word for nobody.
    #[serde(default)]
    pub assignee: String,
    /// What the field said before the person changed it.
    #[serde(default)]
    pub assignee_shown: String,
    /// The user name that the person saw; empty for nobody.
    #[serde(default)]
    pub assignee_was: String,
    /// Jira's id of a step of the workflow; none if it is empty.
    #[serde(default)]
    pub transition: String,
    /// What the screen of that step asks for.
    #[serde(default)]
    pub screen: Vec<NewValue>,
}

impl Change {
    /// What people call the field with this id.
    #[must_use]
    pub fn name_of(&self, id: &str) -> String {
        let sent = match self {
            Self::Save(save) => {
                let mut sent = save.screen.iter().chain(&save.fields);
                sent.find(|field| field.id == id && !field.name.is_empty())
            }
            _ => None,
        };
        match (sent, id) {
            (Some(field), _) => field.name.clone(),
            (None, "assignee") => "Assignee".to_owned(),
            (None, "comment") => "Comment".to_owned(),
            (None, "timeSpent" | "timeLogged") => "Time spent".to_owned(),
            (None, id) => id.to_owned(),
        }
    }
}

/// Jira's name for "whoever the project assigns automatically".
pub const AUTOMATIC: &str = "-1";

/// What became of a [`Change`] in Jira.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The comment as it now stands; whether it is a new one.
    Comment(Box<Comment>, bool),
    /// The comment with this id is deleted.
    CommentGone(String),
    /// Whether the person watches, and how many do.
    Watching(bool, u64),
    /// Whether the person voted, and how many did.
    Voted(bool, u64),
    /// The work is logged.
    Worked,
    /// The issue as it now stands; none if Jira did not say.
    Saved(Option<Box<IssueDetail>>),
    /// Nothing differed.
    Unchanged,
    /// Jira refused it; the issue is there where a part of it is done.
    Refused(Refusal, Option<Box<IssueDetail>>),
    /// Somebody else has changed the same fields meanwhile, and nothing was changed.
    Clash(Vec<Clash>),
}

/// What the browser is told of an [`Outcome`]. The HTML is parts of the panel: each takes the place
/// of the one with the same `id`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Changed {
    /// Done.
    Done {
        /// What the person is told.
        words: String,
        /// What has changed.
        html: String,
    },
    /// Not done, or not all of it: what was typed stays.
    Refused {
        /// The alert, and what has changed nevertheless.
        html: String,
        /// Field id and what is wrong with the field.
        fields: Vec<(String, String)>,
    },
}

/// Jira's own words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// What concerns no field.
    pub messages: Vec<String>,
    /// Field id and what is wrong with the field.
    pub fields: Vec<(String, String)>,
}

/// A field that somebody else changed meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// Jira's id of the field.
    pub id: String,
    /// The value in Jira, as [`NewValue::was`] has it.
    pub value: String,
    /// The value in Jira, for people.
    pub theirs: String,
    /// What the person wants instead, for people.
    pub yours: String,
}
