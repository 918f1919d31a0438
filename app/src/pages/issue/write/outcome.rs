//! What became of a change, for the browser.

use super::{Target, comments, head, write, write_issue};
use crate::model::{
    View,
    issue::{Change, Changed, Clash, Outcome, Refusal},
};
use leptos::prelude::*;

/// What the browser is told of the outcome of `change`. `jira`, `key` and `may` are what the form said.
#[must_use]
pub fn write_outcome(
    outcome: Outcome,
    change: &Change,
    (jira, key, may): (String, String, crate::model::issue::May),
) -> Changed {
    let target = Target {
        jira,
        key,
        may: may.to_digits(),
        // Whoever gets parts of the panel has the script.
        view: String::new(),
    };
    let done = |words: &str, html| Changed::Done {
        words: words.to_owned(),
        html,
    };
    match outcome {
        Outcome::Comment(comment, is_new) => {
            let html = write(|| comments::comment(&comment, may, &target));
            done(
                if is_new {
                    "Your comment was added."
                } else {
                    "Your comment was changed."
                },
                html,
            )
        }
        Outcome::CommentGone(id) => done(
            "Your comment was deleted.",
            write(|| view! { <li id=comments::part_of(&id)></li> }),
        ),
        Outcome::Watching(on, count) => done(
            if on {
                "You watch this issue."
            } else {
                "You no longer watch this issue."
            },
            write(|| head::watch((on, count), &target)),
        ),
        Outcome::Voted(on, count) => done(
            if on {
                "You voted for this issue."
            } else {
                "Your vote was taken back."
            },
            write(|| head::vote((on, count), &target)),
        ),
        Outcome::Worked => done("Your work was logged.", String::new()),
        Outcome::Unchanged => done("Nothing has changed.", String::new()),
        Outcome::Saved(Some(issue)) => {
            let words = match change {
                Change::AssignToMe { .. } => "The issue is assigned to you.",
                _ => "Saved.",
            };
            done(words, write_issue(&issue, &View::default()))
        }
        Outcome::Saved(None) => done("Saved.", write(unknown)),
        Outcome::Clash(clashes) => Changed::Refused {
            html: write(|| clash(&clashes, change)),
            fields: Vec::new(),
        },
        Outcome::Refused(refusal, issue) => {
            let mut html = issue
                .as_ref()
                .map(|issue| write_issue(issue, &View::default()))
                .unwrap_or_default();
            html.push_str(&write(|| refused(&refusal, change, issue.is_some())));
            Changed::Refused {
                html,
                fields: refusal.fields,
            }
        }
    }
}

/// In the place of alerts.
fn alert<V: IntoView>(says: V) -> impl IntoView {
    view! {
        <div id="alert"><div class="message error" role="alert" tabindex="-1">{says}</div></div>
    }
}

fn unknown() -> impl IntoView {
    view! {
        <div id="alert">
            <div class="message">
                <p>"Jira has not said how the issue stands now."</p>
                <button class="button" type="button" data-do="reload">"Show it"</button>
            </div>
        </div>
    }
}

fn refused(refusal: &Refusal, change: &Change, in_part: bool) -> impl IntoView {
    let what = if in_part {
        "Jira did not accept all of this. What it accepted is saved."
    } else {
        "Jira did not accept this, so nothing was changed."
    };
    let messages = refusal.messages.iter();
    let messages = messages.map(|message| view! { <li>{message.clone()}</li> });
    let fields = refusal.fields.iter().map(|(id, message)| {
        let name = format!("{}: ", change.name_of(id));
        view! { <li><strong>{name}</strong>{message.clone()}</li> }
    });
    alert(view! {
        <p><strong>{what}</strong></p>
        <ul>{messages.collect_view()} {fields.collect_view()}</ul>
        <p>"What you entered is still here. Correct it and try again."</p>
    })
}

fn clash(clashes: &[Clash], change: &Change) -> impl IntoView {
    let one = |clash: &Clash| {
        let what = format!("{} was changed meanwhile.", change.name_of(&clash.id));
        // What the browser takes as seen if the person saves theirs instead.
        view! {
            <div data-clash=clash.id.clone() data-value=clash.value.clone()>
                <p><strong>{what}</strong></p>
                <p>"In Jira: " <q>{clash.theirs.clone()}</q></p>
                <p>"Yours: " <q>{clash.yours.clone()}</q></p>
            </div>
        }
    };
    alert(view! {
        {clashes.iter().map(one).collect_view()}
        <p>"Nothing was saved."</p>
        <div class="actions">
            <button class="button" type="button" data-do="theirs">"Keep what is in Jira"</button>
            <button class="button" type="button" data-do="mine">"Save mine instead"</button>
        </div>
    })
}
