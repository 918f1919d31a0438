//! The lists: which there are, what is searched for, the rows.

use super::{ProblemAlert, columns::ColumnMenu, query::QueryField, state::Tab};
use crate::{
    components::{
        Anew, HiddenFields, ListNav, NoRows, filter_links, issue_table, order_form, pager,
        why_empty,
    },
    error::TabError,
    model::{Connection, IssueList, Listing, Step},
};
use leptos::{
    either::{Either, EitherOf3},
    prelude::*,
};

/// The lists of a connected person.
#[component]
pub(super) fn Lists(
    tab: Tab,
    problem: Memo<Option<TabError>>,
    /// Whether the page has its heading already.
    is_second: bool,
) -> impl IntoView {
    let listing =
        Memo::new(move |_| of_connection(tab, |it| (*it.listing).clone()).unwrap_or_default());
    let issues = Memo::new(move |_| of_connection(tab, |it| it.issues.clone()));
    let name = move || heading(&listing.read());
    let list = Signal::derive(move || tab.view.with(|view| view.list));
    let in_channel = Memo::new(move |_| listing.with(|listing| listing.view.channel.is_some()));
    let view = listing.with_untracked(|listing| listing.view.clone());
    let first_project = issues.with_untracked(|issues| project(tab, issues.as_ref()));
    view! {
        // Whoever added the tab to a channel chose what is listed there.
        <div class="left" hidden=move || in_channel.get()>
            <ListNav list/>
            <QueryField tab listing issues/>
        </div>
        <p class="hint" hidden=move || !in_channel.get()><a href="/">"Open all my lists"</a></p>
        <section class="list" aria-labelledby="list">
            <div class="list-head">
                {if is_second {
                    Either::Left(view! { <h2 id="list" tabindex="-1">{name}</h2> })
                } else {
                    Either::Right(view! { <h1 id="list" tabindex="-1">{name}</h1> })
                }}
                <div class="actions">
                    <form method="get" action="/" on:submit=move |event| {
                        event.prevent_default();
                        let project = issues.with_untracked(|issues| project(tab, issues.as_ref()));
                        tab.go(tab.view.with_untracked(|view| view.with_form(&project)));
                    }>
                        <HiddenFields fields=view.with_form(&first_project).fields()/>
                        <button class="button" type="submit" id="create-issue">"Create issue"</button>
                    </form>
                    <ColumnMenu tab listing/>
                    <form method="get" action="/" on:submit=move |event| {
                        event.prevent_default();
                        tab.refresh();
                    }>
                        <HiddenFields fields=view.fields()/>
                        <button class="button subtle" type="submit" name="wait" value="1">"Refresh"</button>
                    </form>
                </div>
            </div>
            {move || listing.with(|listing| {
                let chosen = listing.view.filter.as_ref();
                (!listing.filters.is_empty()).then(|| Anew(filter_links(&listing.filters, chosen)))
            })}
            <p class="hint" role="status">
                {move || tab.is_slow.get().then_some("Jira is taking longer than usual.")}
            </p>
            <ProblemAlert tab problem/>
            {move || issues.get().map(|issues| Anew(rows(tab, listing.get(), issues)))}
        </section>
    }
}

/// Who can do something about a list that shows nothing.
const IN_CHANNEL: &str = "You see what Jira shows you: you may lack a permission for the project or the filter. Whoever added this tab can change in its settings what it lists.";

fn of_connection<T>(tab: Tab, read: impl Fn(&Connection) -> T) -> Option<T> {
    tab.page.with(|page| match &page.step {
        Step::Connected(connection) => Some(read(connection)),
        _ => None,
    })
}

/// Key of the project in which people probably want an issue: that of what they look at.
fn project(tab: Tab, issues: Option<&IssueList>) -> String {
    let open = tab.view.with_untracked(|view| view.issue.clone());
    let key = open.or_else(|| match issues {
        Some(IssueList::Loaded { issues, .. }) => issues.first().map(|issue| issue.key.clone()),
        _ => None,
    });
    let key = key.unwrap_or_default();
    key.rsplit_once('-')
        .map_or("", |(project, _)| project)
        .to_owned()
}

fn heading(listing: &Listing) -> String {
    if let Some(channel) = &listing.view.channel {
        return channel.heading();
    }
    let chosen = listing.view.filter.as_ref();
    let filter = listing.filters.iter().find(|it| Some(&it.id) == chosen);
    filter.map_or_else(|| listing.view.list.name().to_owned(), |it| it.name.clone())
}

fn rows(tab: Tab, listing: Listing, issues: IssueList) -> impl IntoView {
    let view = listing.view;
    let none = |what, next, way, in_jira| EitherOf3::B(view! { <NoRows what next way in_jira/> });
    match issues {
        IssueList::Loaded {
            issues,
            total,
            jira_url,
            ..
        } if issues.is_empty() => {
            let in_jira = Some((jira_url, "Look for issues in Jira"));
            if total == 0 {
                let (what, next) = match view.channel {
                    Some(_) => ("There is no issue for you here now.", IN_CHANNEL),
                    None => why_empty(view.list),
                };
                none(what, next, None, in_jira)
            } else {
                let way = Some((view.from(0).href(), "Go to the first page"));
                none("This page of the list is empty by now.", "", way, in_jira)
            }
        }
        IssueList::Loaded {
            issues,
            total,
            jira_url,
            sort,
        } => {
            let count = issues.len();
            let open = Signal::derive(move || tab.view.with(|view| view.issue.clone()));
            EitherOf3::A((
                order_form(&listing.columns, &view, sort),
                issue_table(&issues, &listing.columns, Some(&view), sort, open),
                pager(&view, count, total, jira_url),
            ))
        }
        IssueList::NoFilters { jira_url } => none(
            "You have no favourite filter yet.",
            "In Jira, save a search as a filter and mark it with the star: then it is here.",
            None,
            Some((jira_url, "Manage filters in Jira")),
        ),
        IssueList::Refused(_) => none(
            "Nothing was searched for.",
            "Correct the query, then press Search.",
            None,
            None,
        ),
        IssueList::Failed => none(
            "The list could not be loaded.",
            if listing.filters.is_empty() {
                "Press Refresh to try again."
            } else {
                "Choose another filter, or press Refresh to try again."
            },
            None,
            None,
        ),
        IssueList::Loading => EitherOf3::C(view! { <Waiting/> }),
    }
}

/// The list's place while Jira takes its time; without JavaScript, Refresh asks again.
#[component]
fn Waiting() -> impl IntoView {
    view! {
        <div class="waiting" role="status">
            <p>"Waiting for Jira. It is taking longer than usual."</p>
            <div class="skeleton" aria-hidden="true"></div>
            <div class="skeleton" aria-hidden="true"></div>
            <div class="skeleton" aria-hidden="true"></div>
        </div>
    }
}
