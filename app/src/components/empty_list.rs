use crate::model::List;
use leptos::prelude::*;

/// No rows: why, and the way on.
#[component]
pub(crate) fn NoRows(
    /// Why there are none.
    what: &'static str,
    /// What to do.
    next: &'static str,
    /// Where to go within the page, and what the link says.
    way: Option<(String, &'static str)>,
    /// Where to go in Jira, and what the link says.
    in_jira: Option<(String, &'static str)>,
) -> impl IntoView {
    let way = way.map(|(href, name)| view! { <p><a href=href>{name}</a></p> });
    let in_jira = in_jira.map(|(url, name)| {
        view! { <p><a href=url target="_blank" rel="noopener">{name}</a></p> }
    });
    view! {
        <div class="empty">
            <p><strong>{what}</strong></p>
            <p>{next}</p>
            {way}
            {in_jira}
        </div>
    }
}

/// Why a list has no issues, and what to do.
pub(crate) fn why_empty(list: List) -> (&'static str, &'static str) {
    match list {
        List::AssignedToMe => (
            "No issue is assigned to you.",
            "What others work on for you is under Reported by me and Watched by me.",
        ),
        List::ReportedByMe => (
            "You have reported no issue.",
            "An issue that you create in Jira will be here.",
        ),
        List::WatchedByMe => (
            "You watch no issue that somebody else works on.",
            "Start watching an issue to follow what happens to it.",
        ),
        List::MyFilters => (
            "No issue meets this filter.",
            "Choose another filter, or change this one in Jira.",
        ),
        List::RecentlyViewed => (
            "You have not opened an issue in Jira lately.",
            "Jira remembers the last ones that you open there.",
        ),
        List::Jql | List::Search | List::Nothing => (
            "No issue meets this query.",
            "Leave out a condition, or search for words.",
        ),
        List::Text => (
            "No issue has these words.",
            "Check the spelling or use fewer words. A * at the end of a word stands for any ending.",
        ),
    }
}
