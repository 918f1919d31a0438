//! What stands around the fields: files, other issues, work, history.

use super::{
    Target,
    field::{Control, control, labelled},
    form::to_jira,
    head::{status, time},
};
use crate::model::{
    View,
    issue::{Attachment, HistoryEntry, IssueDetail, Relation},
};
use leptos::{either::Either, prelude::*};

/// The files; pictures are shown small.
pub(super) fn attachments(issue: &IssueDetail) -> impl IntoView + use<> {
    let file = |file: &Attachment| {
        view! {
            <li>
                <a target="_blank" rel="noopener noreferrer" href=file.url.clone()>
                    {file.thumbnail.clone().map(|path| view! { <img alt="" loading="lazy" src=path/> })}
                    {file.name.clone()}
                </a>
                " "
                <span class="hint">{file.size.clone()}</span>
            </li>
        }
    };
    (!issue.attachments.is_empty()).then(|| {
        view! {
            <section class="part" aria-labelledby="files">
                <h3 id="files">"Attachments"</h3>
                <ul class="files">{issue.attachments.iter().map(file).collect_view()}</ul>
            </section>
        }
    })
}

/// Parent, subtasks and links; each opens in place.
pub(super) fn relations(issue: &IssueDetail, view: &View) -> impl IntoView + use<> {
    let other = |other: &Relation| {
        let href = view.with_issue(&other.key).href();
        view! {
            <li>
                <span class="hint">{other.name.clone()}</span>
                " "
                <a href=href data-keeps-list="">{format!("{} {}", other.key, other.summary)}</a>
                " "
                {status(&other.status, other.category)}
            </li>
        }
    };
    (!issue.relations.is_empty()).then(|| {
        view! {
            <section class="part" aria-labelledby="relations">
                <h3 id="relations">"Linked issues"</h3>
                <ul class="relations">{issue.relations.iter().map(other).collect_view()}</ul>
            </section>
        }
    })
}

/// "Log work".
pub(super) fn log_work(issue: &IssueDetail, target: &Target) -> impl IntoView + use<> {
    let time = view! {
        <input class="input" id="work-time" placeholder="1h 30m" autocomplete="off" name="change[Work][time]"
            aria-describedby="work-time-error"/>
    };
    let fields = view! {
        {labelled("work-time", "Time spent", "timeSpent timeLogged", time)}
        {control(&Control {
            id: "work-comment".to_owned(),
            label: "What was done",
            name: "change[Work][comment]".to_owned(),
            value: "",
            error: "comment",
        })}
        <button class="button" type="submit">"Log work"</button>
    };
    let may_log = issue.tracks_time && issue.may.is_some_and(|may| may.work);
    may_log.then(|| {
        view! {
            <details class="part">
                <summary>"Log work"</summary>
                {to_jira("work".to_owned(), target, fields)}
            </details>
        }
    })
}

/// The newest changes.
pub(super) fn history(issue: &IssueDetail) -> impl IntoView + use<> {
    let or_none = |value: &str| {
        if value.is_empty() {
            "–".to_owned()
        } else {
            value.to_owned()
        }
    };
    let entry = |entry: &HistoryEntry| {
        view! {
            <li>
                <strong>{entry.field.clone()}</strong>
                {format!(": {} → {} ", or_none(&entry.from), or_none(&entry.to))}
                <span class="hint">
                    <span class="person">{entry.author.clone()}</span>
                    " "
                    {entry.at.as_ref().map(time)}
                </span>
            </li>
        }
    };
    let entries = match &issue.history {
        Some(entries) if entries.is_empty() => return None,
        Some(entries) => Either::Left(view! {
            <ul class="history">{entries.iter().map(entry).collect_view()}</ul>
        }),
        None => Either::Right(view! {
            <p class="hint">
                "It is not shown here now. Press Reload, or look at it "
                <a target="_blank" rel="noopener" href=issue.url.clone()>"in Jira"</a>
            </p>
        }),
    };
    Some(view! {
        <details class="part">
            <summary>"History"</summary>
            {entries}
        </details>
    })
}
