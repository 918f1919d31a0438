//! What the form to create an issue asks of the server.

use super::Answer;
use crate::model::{
    View,
    create::{Created, IssueForm, Looked, NewIssue},
};

/// The verbs of the form to create an issue, bound to one caller and one request.
pub trait Creating: Send + Sync {
    /// The form for the project and the type of `view`, or for those of `new`, whose fields are kept.
    /// `jira` is the ID of the Jira; empty for the one of the channel, or the one in use.
    fn issue_form(
        &self,
        jira: String,
        view: View,
        new: Option<NewIssue>,
    ) -> Answer<'_, Box<IssueForm>>;
    /// Keeps what was typed; whether it is small enough for that.
    fn keep_draft(&self, new: NewIssue) -> Answer<'_, bool>;
    /// Forgets what was typed for the Jira with this ID.
    fn discard_draft(&self, jira: String) -> Answer<'_, ()>;
    /// Creates the issue.
    fn create(&self, new: NewIssue) -> Answer<'_, Created>;
    /// What a field suggests for what was typed.
    fn look(&self, looked: Looked) -> Answer<'_, Vec<String>>;
}
