//! Parts of a page: values in, events out, no fetching.

mod access_end;
mod accounts;
mod ask_first;
mod countdown;
mod error_message;
mod focus;
mod issue_table;
mod post_form;
mod reach_hint;
mod stepper;

pub(crate) use access_end::AccessEnd;
pub(crate) use accounts::Accounts;
pub(crate) use ask_first::{AskFirst, AskOnPage, Question};
pub(crate) use countdown::{CodeEnd, CodeLeft, Countdown, TriesLeft};
pub use error_message::ErrorMessage;
pub(crate) use focus::focus_on_change;
pub(crate) use issue_table::IssueTable;
pub(crate) use post_form::{PostButton, PostForm};
pub(crate) use reach_hint::ReachHint;
pub(crate) use stepper::Stepper;
