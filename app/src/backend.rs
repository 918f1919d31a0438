//! What the tab asks of its server, already narrowed to the person who asks.

mod create;

pub use create::Creating;

use crate::{
    error::{Problem, TabError},
    model::{
        Columns, Completions, TabPage, View,
        configuration::{Configuration, Wanted},
        issue::{Change, IssueDetail, May, Outcome, Person},
    },
};
use std::{future::Future, pin::Pin, sync::Arc};

/// The answer to a verb: as a rule the tab as it now stands.
///
/// # Errors
/// [`TabError`] where the verb could not be carried out at all; a verb that was refused for a
/// reason of the flow answers with a page that shows the reason.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, TabError>> + Send + 'a>>;

/// The verbs of the tab, bound to one caller and one request.
pub trait Backend: Creating {
    /// The tab as it stands, with `view` as its list; `at_once` does not wait for a slow Jira.
    fn tab(&self, at_once: bool, view: View) -> Answer<'_, TabPage>;
    /// What can follow in the query that ends with `before` at the caret.
    fn complete(&self, before: String) -> Answer<'_, Completions>;
    /// Remembers the columns that the person wants, by their words; answers with those they then see.
    fn set_columns(&self, columns: Vec<String>) -> Answer<'_, Columns>;
    /// Starts a sign-in to the Jira that `jira` names: a Jira ID or an address.
    fn connect(&self, jira: String) -> Answer<'_, TabPage>;
    /// Exchanges the verification code in `text` (a code, an address or a whole page).
    fn submit_code(&self, text: String) -> Answer<'_, TabPage>;
    /// Replaces the Authorize link of the sign-in under way.
    fn new_link(&self) -> Answer<'_, TabPage>;
    /// Gives up the sign-in under way.
    fn leave(&self) -> Answer<'_, TabPage>;
    /// The issue with this key in the Jira with the ID `jira`; if that is empty, in the first Jira of
    /// the person that shows it.
    fn issue(&self, jira: String, key: String) -> Answer<'_, Box<IssueDetail>>;
    /// Changes the issue with this key in the Jira with the ID `jira`. `may` is what the person may do,
    /// as the panel was told.
    fn change(&self, jira: String, key: String, may: May, change: Change) -> Answer<'_, Outcome>;
    /// Who can be the issue's assignee and has a name that begins with `text`.
    fn people(&self, jira: String, key: String, text: String) -> Answer<'_, Vec<Person>>;
    /// What the tab of a channel is to show: `wanted`, or at first what is shown at the address `saved`.
    fn configuration(&self, saved: String, wanted: Wanted) -> Answer<'_, Configuration>;
    /// Where a plain form of the panel goes: a path of the tab with the list and the issue of `view`.
    fn issue_path(&self, view: &View, problem: Option<Problem>) -> String;
    /// The form for one more Jira, although the person is connected.
    fn choose(&self) -> Answer<'_, TabPage>;
    /// Makes the connect ticket for a sign-in dialog.
    fn ticket(&self) -> Answer<'_, String>;
    /// Takes over what the sign-in dialog has done.
    fn commit(&self, result_code: String) -> Answer<'_, TabPage>;
    /// Deletes the person's grant for the Jira with this ID here; all their grants if it is empty.
    fn sign_out(&self, jira: String) -> Answer<'_, TabPage>;
    /// Signs out of the Jira with this ID, whose account is somebody else's.
    fn wrong_account(&self, jira: String) -> Answer<'_, TabPage>;
    /// Where a plain form goes after `result`: a fixed path of the tab, never what a header says.
    fn return_path(&self, result: Result<&TabPage, &TabError>) -> String;
    /// Finds the request in the log.
    fn request_id(&self) -> &str;
    /// HTTP status of an error.
    fn status(&self, error: &TabError) -> http::StatusCode;
}

/// A [`Backend`] that knows who asks.
pub type BoundBackend = Arc<dyn Backend>;
