//! A new issue: the form for it, and what became of it.

use super::{
    View,
    issue::{Field, NewValue, Refusal},
};
use serde::{Deserialize, Serialize};

/// The form to create an issue, as it was filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewIssue {
    /// ID of the Jira; empty for the one of the view.
    #[serde(default)]
    pub jira: String,
    /// The project as its field says it: [`Project::label`], a name or a key.
    #[serde(default)]
    pub project: String,
    /// Jira's id of the type.
    #[serde(default)]
    pub kind: String,
    /// The project and the type that the fields below them are of.
    #[serde(default)]
    pub shown: Shown,
    /// The fields.
    #[serde(default)]
    pub fields: Vec<NewValue>,
}

/// What the fields of a form are of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Key of the project.
    #[serde(default)]
    pub project: String,
    /// Jira's id of the type.
    #[serde(default)]
    pub kind: String,
}

/// A project that somebody can choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Its key.
    pub key: String,
    /// What people call it.
    pub name: String,
}

impl Project {
    /// What stands in the field; [`Self::key_of`] reads it.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{} ({})", self.name, self.key)
    }

    /// The key in a label; `None` for another text.
    #[must_use]
    pub fn key_of(label: &str) -> Option<&str> {
        label.trim().rsplit_once(" (")?.1.strip_suffix(')')
    }
}

/// The form to create an issue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IssueForm {
    /// ID of the Jira.
    pub jira: String,
    /// What stands in the field "Project".
    pub project: String,
    /// The project and the type that the fields are of.
    pub shown: Shown,
    /// Projects that the field suggests.
    pub projects: Vec<Project>,
    /// The types that the person may create there: id and name.
    pub types: Vec<(String, String)>,
    /// The fields, in the order of the form.
    pub fields: Vec<Field>,
    /// Names of fields that Jira requires and only Jira's own page can ask for.
    pub lacking: Vec<String>,
    /// Jira's own page for the same.
    pub in_jira: String,
    /// Whether what is in the fields is a draft.
    pub is_draft: bool,
    /// Whether the draft is small enough to be kept.
    pub is_kept: bool,
    /// Why Jira made no issue of it.
    pub refusal: Refusal,
    /// Whether Jira may have made an issue of it without saying so.
    pub outcome_is_unknown: bool,
}

impl IssueForm {
    /// The list of `view` with this form beside it.
    #[must_use]
    pub fn view(&self, view: &View) -> View {
        view.with_form(&self.shown.project)
            .of_type(&self.shown.kind)
    }
}

/// What became of a new issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Created {
    /// The key of the issue.
    Issue(String),
    /// Nothing was created; whether what was typed is kept.
    Refused(Refusal, bool),
    /// Jira has not said whether it was created; whether what was typed is kept.
    Unknown(bool),
}

/// For what a field of the form suggests values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// ID of the Jira.
    pub jira: String,
    /// Key of the project; none for projects.
    pub project: String,
    /// Jira's id of the field.
    pub field: String,
    /// What was typed.
    pub text: String,
}
