//! What the browser is told of a new issue, and the parts of the form that change with that.

use super::{super::write, name_of};
use crate::model::{
    List, View,
    create::{Created, NewIssue},
    issue::{Changed, Field, Refusal},
};
use leptos::{either::Either, prelude::*};

/// What the browser is told. `view` is the list with the form beside it.
#[must_use]
pub fn write_created(created: &Created, new: &NewIssue, view: &View) -> Changed {
    match created {
        Created::Issue(key) => Changed::Done {
            words: words(key),
            html: write_created_page(key, view, &new.jira),
        },
        &Created::Refused(ref refused, is_kept) => {
            let named = |field: &crate::model::issue::NewValue| Field {
                id: field.id.clone(),
                name: field.name.clone(),
                required: false,
                kind: field.kind,
                choices: Vec::new(),
                value: String::new(),
                was: String::new(),
            };
            let fields: Vec<Field> = new.fields.iter().map(named).collect();
            let alert = refusal(refused, &|id| name_of(&fields, id));
            Changed::Refused {
                html: write(|| view! { <div id="alert">{alert}</div> {draft(true, is_kept)} }),
                fields: refused.fields.clone(),
            }
        }
        &Created::Unknown(is_kept) => Changed::Refused {
            html: write(|| {
                view! { <div id="alert">{unknown(is_kept)}</div> {go("Create it anyway")} {draft(true, is_kept)} }
            }),
            fields: Vec::new(),
        },
    }
}

/// The panel after an issue was created; `jira` is the ID of its Jira, as far as it is known.
#[must_use]
pub fn write_created_page(key: &str, view: &View, jira: &str) -> String {
    let jira = (!jira.is_empty()).then(|| jira.to_owned());
    let body = view! {
        <div id="issue-body" class="panel-part" data-jira=jira>
            <h2 id="issue" tabindex="-1">"Create issue"</h2>
            <p class="told" id="told" role="status" tabindex="-1">{words(key)}</p>
            <div id="alert"></div>
            <div class="actions">
                <a class="button primary" data-keeps-list="" href=view.with_issue(key).href()>{format!("Open {key}")}</a>
                <a class="button" data-do="reload" href=view.href()>"Create another"</a>
            </div>
        </div>
    };
    write(|| body)
}

fn words(key: &str) -> String {
    format!("Created {key}.")
}

/// What the browser is told of a draft.
#[must_use]
pub fn write_draft(is_kept: bool) -> Changed {
    Changed::Done {
        words: String::new(),
        html: write(|| draft(true, is_kept)),
    }
}

/// What is kept of the form, and the way to forget it.
pub(super) fn draft(is_there: bool, is_kept: bool) -> impl IntoView {
    let kept = || {
        view! {
            <p class="hint">"Your draft is kept for 7 days."</p>
            <button class="button subtle" type="submit" formaction="/api/create/discard">"Discard draft"</button>
        }
    };
    let too_long = || view! { <p class="hint">"This is too long to be kept as a draft."</p> };
    let words = || {
        if is_kept {
            Either::Left(kept())
        } else {
            Either::Right(too_long())
        }
    };
    view! { <div id="draft" class="actions">{is_there.then(words)}</div> }
}

/// The button that creates the issue.
pub(super) fn go(name: &'static str) -> impl IntoView {
    view! {
        <div id="create-go" class="actions"><button class="button primary" type="submit">{name}</button></div>
    }
}

/// Why nothing was created; nothing where there is no reason.
pub(super) fn refusal(
    refusal: &Refusal,
    name_of: &dyn Fn(&str) -> String,
) -> Option<impl IntoView + use<>> {
    let fields = refusal.fields.iter();
    let fields: Vec<_> = fields
        .map(|(id, message)| (format!("{}: ", name_of(id)), message.clone()))
        .collect();
    let messages = refusal.messages.clone();
    let fields = move || {
        let field = |(name, message)| view! { <li><strong>{name}</strong>{message}</li> };
        fields.into_iter().map(field).collect_view()
    };
    let messages = move || {
        let message = |message| view! { <li>{message}</li> };
        messages.into_iter().map(message).collect_view()
    };
    let is_none = refusal.messages.is_empty() && refusal.fields.is_empty();
    (!is_none).then(|| {
        view! {
            <div class="message error" role="alert" tabindex="-1">
                <p><strong>"The issue was not created."</strong></p>
                <ul>{messages()} {fields()}</ul>
                <p>"What you entered is still here. Correct it and try again."</p>
            </div>
        }
    })
}

/// Jira has not said whether there is a new issue: the person must look before there are two.
pub(super) fn unknown(is_kept: bool) -> impl IntoView {
    let reported = View::of(List::ReportedByMe).href();
    view! {
        <div class="message error" role="alert" tabindex="-1">
            <p><strong>"Jira has not said whether the issue was created."</strong></p>
            <p>
                "Do not create it again yet. Look whether it is in "
                <a href=reported>"Reported by me"</a>
                " first." {is_kept.then_some(" What you entered is kept as a draft.")}
            </p>
        </div>
    }
}
