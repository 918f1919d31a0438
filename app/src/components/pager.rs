use crate::{
    model::{PAGE_SIZE, View},
    teams::human_number,
};
use leptos::prelude::*;

/// Which issues of how many are shown, and the ways to the others.
///
/// `count` is how many rows are shown, `total` how many there are in all, `jira_url` the same list in
/// Jira.
pub(crate) fn pager(
    view: &View,
    count: usize,
    total: u64,
    jira_url: String,
) -> impl IntoView + use<> {
    let start = u64::from(view.start_at);
    let (first, last) = (start + 1, start + count as u64);
    let shown = if first == last {
        human_number(first)
    } else {
        format!("{}–{}", human_number(first), human_number(last))
    };
    let page_size = u64::from(PAGE_SIZE);
    let has_pages = total > page_size || start > 0;
    let previous = (start > 0).then(|| view.from(view.start_at.saturating_sub(PAGE_SIZE)));
    let next = (start + page_size < total).then(|| view.from(view.start_at + PAGE_SIZE));
    let way = |id: &'static str, name: &'static str, view: Option<View>| {
        view.map(|view| {
            view! { <a class="button" id=id href=view.href() data-keeps-issue="">{name}</a> }
        })
    };
    let pages = has_pages.then(|| {
        view! {
            <nav class="actions" aria-label="Pages">
                {way("previous", "Previous page", previous)} {way("next", "Next page", next)}
            </nav>
        }
    });
    view! {
        <div class="list-foot">
            <p class="hint" aria-live="polite">
                {format!("{shown} of {}. ", human_number(total))}
                <a href=jira_url target="_blank" rel="noopener">"See all in Jira"</a>
            </p>
            {pages}
        </div>
    }
}
