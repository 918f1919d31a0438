use crate::model::{List, View};
use leptos::prelude::*;

/// A list without issues, and the way on.
#[component]
pub(crate) fn EmptyList(
    view: View,
    /// Whether there are issues before this page.
    is_past_end: bool,
    /// The same list in Jira.
    jira_url: String,
) -> impl IntoView {
    let (what, next) = if is_past_end {
        ("This page of the list is empty by now.", "")
    } else {
        words(view.list)
    };
    let first_page = is_past_end.then(|| {
        let href = view.from(0).href();
        view! { <p><a href=href>"Go to the first page"</a></p> }
    });
    view! {
        <div class="empty">
            <p><strong>{what}</strong></p>
            <p>{next}</p>
            {first_page}
            <p><a href=jira_url target="_blank" rel="noopener">"Look for issues in Jira"</a></p>
        </div>
    }
}

fn words(list: List) -> (&'static str, &'static str) {
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
        List::Jql | List::Search => (
            "No issue meets this query.",
            "Leave out a condition, or search for words.",
        ),
        List::Text => (
            "No issue has these words.",
            "Check the spelling or use fewer words. A * at the end of a word stands for any ending.",
        ),
    }
}
