//! What the tab shows: parsed once by the server, valid everywhere. No IO, no secrets.

mod column;
mod complete;
pub mod configuration;
pub mod create;
pub(crate) mod form;
pub mod issue;
mod list;
mod sort;
mod view;

pub use column::{Column, Columns};
pub use complete::{Completions, Suggestion};
pub use list::{Filter, Issue, IssueList, Listing};
pub use sort::Sort;
#[cfg(feature = "ssr")]
pub(crate) use view::to_query;
pub use view::{Channel, List, MAX_NAME_CHARS, PAGE_SIZE, View};

use crate::error::TabError;
use issue::Opened;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What the app package calls the tab (`staticTabs[].entityId`); deep links name it.
pub const TAB_ENTITY_ID: &str = "jira";

/// The tab as it now stands. Every verb of [`crate::api`] answers with the next one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TabPage {
    /// Where the person is on the way from "not connected" to working with issues.
    pub step: Step,
    /// Why the last verb was refused. Shown as the first alert of the page.
    pub problem: Option<TabError>,
    /// Good news of the last verb.
    pub notice: Option<Notice>,
    /// What is left of the Authorize link; none before it was opened and after it has ended.
    pub code: Option<CodeTerms>,
    /// The issue beside the list.
    pub opened: Option<Opened>,
}

impl TabPage {
    /// A page without a problem or a notice.
    #[must_use]
    pub fn new(step: Step) -> Self {
        Self {
            step,
            problem: None,
            notice: None,
            code: None,
            opened: None,
        }
    }

    /// Whether the list is still to come.
    #[must_use]
    pub fn waits_for_jira(&self) -> bool {
        matches!(&self.step, Step::Connected(connection) if connection.issues == IssueList::Loading)
            || matches!(self.opened, Some(Opened::Loading(_)))
    }

    /// The same page with the reason why the last verb was refused.
    #[must_use]
    pub fn with_problem(mut self, problem: TabError) -> Self {
        self.problem = Some(problem);
        self
    }

    /// The same page with good news.
    #[must_use]
    pub fn with_notice(mut self, notice: Notice) -> Self {
        self.notice = Some(notice);
        self
    }
}

/// Where a person is in the connect flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// Microsoft Teams has not said yet who the person is; only the first HTML says so.
    SigningIn,
    /// Choose a Jira: the form "Jira ID or Jira base URL".
    Connect {
        /// The configured instances, in the order of the settings file.
        instances: Vec<Instance>,
        /// What stands in the text field: what was typed, the last one used, or the only one.
        typed: String,
        /// Whether the person is connected to another Jira and can go back to it.
        connected: bool,
    },
    /// Allow access in Jira, then paste the verification code.
    Authorize(Attempt),
    /// The sign-in dialog has done its part.
    Approved(Approval),
    /// Jira ended the authorisation; the problem says why.
    Reconnect(Instance),
    /// Connected.
    Connected(Connection),
}

/// A Jira that the operator configured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instance {
    /// The Jira ID of the settings file.
    pub id: String,
    /// What people call this Jira.
    pub name: String,
    /// Host and context path, for people to recognise it: `jira.example.com/jira`.
    pub address: String,
    /// Where Jira lists and revokes authorised applications for the person who is logged in.
    pub authorized_applications_url: String,
    /// Where Jira ends the browser's own session.
    pub log_out_url: String,
}

/// Where the tab's page is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Place {
    /// A web page at this machine.
    #[default]
    Page,
    /// A tab in Microsoft Teams.
    Tab,
    /// The sign-in dialog that the tab opens.
    Dialog,
    /// The dialog that adds the tab to a channel or a chat.
    Configuration,
}

/// A sign-in under way (RFC 5849 section 2: between temporary and token credentials).
#[derive(Clone, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The Jira that was chosen.
    pub instance: Instance,
    /// Path of the Authorize link on this server; opens nothing but a redirect to Jira.
    pub authorize_path: String,
    /// The same link as an address to copy, for where Teams opens no window.
    pub authorize_address: Option<String>,
    /// The person in Teams for whom access is allowed.
    pub teams_name: Option<String>,
    /// When the tab's server last reached that Jira, such as `14:05 UTC`; unknown after a restart.
    pub reached_at: Option<String>,
}

impl PartialEq for Attempt {
    /// Whenever its Jira was last reached: the page of an attempt must not be drawn anew, nor the
    /// focus moved, because a minute has passed.
    fn eq(&self, other: &Self) -> bool {
        self.authorize_path == other.authorize_path
            && self.instance == other.instance
            && self.teams_name == other.teams_name
    }
}

impl fmt::Debug for Attempt {
    /// Without the handle in the link's path.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("instance", &self.instance)
            .finish_non_exhaustive()
    }
}

/// How long and how often a verification code can still be entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeTerms {
    /// Until Jira forgets the request token; at most ten minutes.
    pub seconds_left: u32,
    /// How many codes may still be tried; none as long as no code was wrong.
    pub tries_left: Option<u8>,
}

/// What the sign-in dialog hands over to the tab.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// The Jira that is connected.
    pub instance: Instance,
    /// The one-time result code that the tab commits; none if the person was connected already.
    pub result_code: Option<String>,
    /// Whose account in Jira it is; a dialog that had nothing to do is not told.
    pub jira_name: Option<String>,
    /// The person in Teams for whom access was allowed.
    pub teams_name: Option<String>,
}

impl fmt::Debug for Approval {
    /// Without the result code.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Approval")
            .field("instance", &self.instance)
            .finish_non_exhaustive()
    }
}

/// A person's working connection to Jira.
#[derive(Clone, Debug, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// The Jira that is connected.
    pub instance: Instance,
    /// The person's display name in Jira.
    pub display_name: String,
    /// What Teams calls the person.
    pub teams_name: Option<String>,
    /// The day on which the authorisation ends, such as `6 Dec 2026`, once it is near.
    pub access_ends_on: Option<String>,
    /// What is listed, and how.
    pub listing: Box<Listing>,
    /// The rows.
    pub issues: IssueList,
    /// Other Jiras that the person is connected to.
    pub others: Vec<Instance>,
    /// Whether the operator configured a Jira that the person is not connected to.
    pub more: bool,
}

impl PartialEq for Connection {
    /// Whatever is listed: the page around a list must not be drawn anew, nor the focus moved, because
    /// the list has changed.
    fn eq(&self, other: &Self) -> bool {
        let Self {
            instance,
            display_name,
            teams_name,
            access_ends_on,
            listing: _,
            issues: _,
            others,
            more,
        } = self;
        *instance == other.instance
            && *display_name == other.display_name
            && *teams_name == other.teams_name
            && *access_ends_on == other.access_ends_on
            && *others == other.others
            && *more == other.more
    }
}

/// Jira's three status categories.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StatusCategory {
    /// Jira's `new`, "To Do"; also what Jira leaves undefined.
    ToDo,
    /// Jira's `indeterminate`, "In Progress".
    InProgress,
    /// Jira's `done`.
    Done,
}

/// A moment as Jira wrote it, with Jira's own offset from UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timestamp {
    /// ISO 8601 for the `datetime` attribute: `2026-11-20T09:15:02.000+00:00`.
    pub machine: String,
    /// For people: `20 Nov 2026, 09:15`.
    pub human: String,
}

/// Good news of the last verb.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notice {
    /// The browser did not open the sign-in dialog.
    DialogBlocked,
    /// The sign-in dialog was closed before its end.
    DialogClosed,
    /// The verification code was accepted and Jira said who the person is.
    Connected,
    /// The authorisations were deleted here; each instance says where to revoke it in Jira too.
    SignedOut(Vec<Instance>),
    /// The account in this Jira was somebody else's and is disconnected.
    WrongAccount(Instance),
}
