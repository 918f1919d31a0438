//! Parts of a page: values in, events out, no fetching.

mod access_end;
mod accounts;
mod anew;
mod ask_first;
mod countdown;
mod empty_list;
mod error_message;
mod focus;
mod hidden_fields;
mod issue_table;
mod list_nav;
mod order_form;
mod pager;
mod post_form;
mod reach_hint;
mod stepper;

pub(crate) use access_end::AccessEnd;
pub(crate) use accounts::Accounts;
pub(crate) use anew::Anew;
pub(crate) use ask_first::{AskFirst, AskOnPage, Question};
pub(crate) use countdown::{CodeEnd, CodeLeft, Countdown, TriesLeft};
pub(crate) use empty_list::{NoRows, why_empty};
pub use error_message::ErrorMessage;
pub(crate) use focus::{focus, focus_alert, focus_on_change, keep_focus};
pub(crate) use hidden_fields::HiddenFields;
pub(crate) use issue_table::issue_table;
pub(crate) use list_nav::{ListNav, filter_links};
pub(crate) use order_form::{chosen_order, order_form};
pub(crate) use pager::pager;
pub(crate) use post_form::{PostButton, PostForm};
pub(crate) use reach_hint::ReachHint;
pub(crate) use stepper::Stepper;
