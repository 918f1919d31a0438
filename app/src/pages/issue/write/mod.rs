//! The panel as the server writes it, and the parts of it that a change makes anew.
//!
//! A part has an `id`: the browser puts it in the place of the one that it has. leptos escapes
//! everything; only HTML that the server cleaned goes in as it is.

mod around;
mod comments;
mod create;
mod field;
mod form;
mod head;
mod outcome;

pub use create::{write_choices, write_created, write_created_page, write_draft, write_form};
pub use outcome::write_outcome;

use crate::model::{
    View,
    issue::{IssueDetail, Person},
};
use leptos::prelude::*;

/// What each form of the panel says besides its own fields.
#[derive(Clone)]
pub(super) struct Target {
    jira: String,
    key: String,
    /// What the person may do, in digits.
    may: String,
    /// The list beside, to which a browser without the script goes back.
    view: String,
}

impl Target {
    fn of(issue: &IssueDetail, view: &View) -> Self {
        Self {
            jira: issue.jira.clone(),
            key: issue.key.clone(),
            may: issue.may.unwrap_or_default().to_digits(),
            view: view.without_issue().to_query(),
        }
    }
}

/// The panel with an issue; its links lead to other issues beside the list of `view`.
#[must_use]
pub fn write_issue(issue: &IssueDetail, view: &View) -> String {
    write(|| view! { <Body issue=issue.clone() view=view.clone()/> })
}

/// Whom the field "Assignee" suggests.
#[must_use]
pub fn write_people(people: &[Person]) -> String {
    write(|| form::suggestions(people))
}

fn write<V: IntoView>(view: impl FnOnce() -> V) -> String {
    Owner::new().with(|| view().into_view().to_html())
}

#[component]
fn Body(issue: IssueDetail, view: View) -> impl IntoView {
    let target = Target::of(&issue, &view);
    view! {
        <div id="issue-body" class="panel-part" data-jira=issue.jira.clone()>
            {head::head(&issue, &target)}
            <p class="told" id="told" role="status" tabindex="-1"></p>
            <div id="alert"></div>
            {issue.may.is_none().then(|| view! {
                <p class="hint">"Jira did not say what you may do here, so not all of it is offered. Press Reload to ask again."</p>
            })}
            {form::edit_form(&issue, &target)}
            {head::facts(&issue)}
            {head::description(&issue)}
            {around::attachments(&issue)}
            {around::relations(&issue, &view)}
            {comments::comments(&issue, &target)}
            {around::log_work(&issue, &target)}
            {around::history(&issue)}
        </div>
    }
}
