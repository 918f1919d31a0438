//! What the issue is: its key, summary, facts and description.

use super::{Target, form};
use crate::model::{StatusCategory, Timestamp, issue::IssueDetail};
use leptos::{either::EitherOf3, prelude::*};

/// Key, summary, status, and whether the person watches and votes.
pub(super) fn head(issue: &IssueDetail, target: &Target) -> impl IntoView + use<> {
    view! {
        <p class="hint">
            {format!("{} · {} · ", issue.kind, issue.project)}
            <a target="_blank" rel="noopener" href=issue.url.clone()>{format!("{} in Jira", issue.key)}</a>
        </p>
        <h2 id="issue" tabindex="-1">{issue.summary.clone()}</h2>
        <div class="actions">
            {status(&issue.status, issue.category)}
            {issue.watching.map(|it| watch(it, target))}
            {issue.voted.map(|it| vote(it, target))}
            <button class="button subtle" type="button" data-do="reload">"Reload"</button>
        </div>
    }
}

/// The button "Watch".
pub(super) fn watch((on, count): (bool, u64), target: &Target) -> impl IntoView + use<> {
    let word = if on { "Stop watching" } else { "Watch" };
    switch("watch", "Watch", (on, count), word, target)
}

/// The button "Vote".
pub(super) fn vote((on, count): (bool, u64), target: &Target) -> impl IntoView + use<> {
    let word = if on { "Take vote back" } else { "Vote" };
    switch("vote", "Vote", (on, count), word, target)
}

fn switch(
    id: &'static str,
    verb: &'static str,
    (on, count): (bool, u64),
    word: &'static str,
    target: &Target,
) -> impl IntoView + use<> {
    let fields = view! {
        <input type="hidden" name=format!("change[{verb}][on]") value=(!on).to_string()/>
        <input type="hidden" name=format!("change[{verb}][count]") value=count.to_string()/>
        <button class="button subtle" type="submit">{format!("{word} ({count})")}</button>
    };
    form::to_jira(id.to_owned(), target, fields)
}

pub(super) fn status(name: &str, category: StatusCategory) -> impl IntoView + use<> {
    let class = match category {
        StatusCategory::ToDo => "status todo",
        StatusCategory::InProgress => "status progress",
        StatusCategory::Done => "status done",
    };
    view! { <span class=class>{name.to_owned()}</span> }
}

/// A moment; the browser writes it as people in the locale of Teams do.
pub(super) fn time(at: &Timestamp) -> impl IntoView + use<> {
    view! { <time datetime=at.machine.clone()>{at.human.clone()}</time> }
}

/// Who, what and when.
pub(super) fn facts(issue: &IssueDetail) -> impl IntoView + use<> {
    let fact = |name: &str, value: &str| {
        view! { <div><dt>{name.to_owned()}</dt><dd class="person">{value.to_owned()}</dd></div> }
    };
    let assignee = issue.assignee.as_ref();
    let assignee = assignee.map_or("Unassigned", |it| &it.display_name);
    let facts = issue.facts.iter().map(|(name, value)| fact(name, value));
    let moments = issue.moments.iter().map(|(name, at)| {
        view! { <div><dt>{name.clone()}</dt><dd>{time(at)}</dd></div> }
    });
    view! {
        <dl class="facts">
            {fact("Assigned to", assignee)} {facts.collect_view()} {moments.collect_view()}
        </dl>
    }
}

/// The description as Jira renders it, or the new one in Jira's markup.
pub(super) fn description(issue: &IssueDetail) -> impl IntoView + use<> {
    let text = match &issue.unrendered {
        Some(text) => EitherOf3::A(view! {
            <pre class="wiki">{text.clone()}</pre>
            <p><button class="link" type="button" data-do="reload">"Show it as Jira does"</button></p>
        }),
        None if issue.description.is_empty() => {
            EitherOf3::B(view! { <p class="hint">"There is no description."</p> })
        }
        None => {
            EitherOf3::C(view! { <div class="wiki" inner_html=issue.description.clone()></div> })
        }
    };
    view! {
        <section class="part" aria-labelledby="description">
            <h3 id="description">"Description"</h3>
            {text}
        </section>
    }
}
