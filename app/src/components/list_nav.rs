use crate::model::{Filter, List, View};
use leptos::prelude::*;

/// The lists in the order of the page.
const LISTS: [List; 5] = [
    List::AssignedToMe,
    List::ReportedByMe,
    List::WatchedByMe,
    List::MyFilters,
    List::RecentlyViewed,
];

/// Links to the lists.
#[component]
pub(crate) fn ListNav(list: Signal<List>) -> impl IntoView {
    let links = LISTS.map(|it| {
        let href = View::of(it).href();
        let current: Signal<Option<&str>> =
            Signal::derive(move || (list.get() == it).then_some("page"));
        view! {
            <li><a href=href aria-current=current>{it.name()}</a></li>
        }
    });
    view! { <nav class="lists" aria-label="Lists"><ul>{links.to_vec()}</ul></nav> }
}

/// The person's favourite filters, one press each.
pub(crate) fn filter_links(filters: &[Filter], chosen: Option<&String>) -> impl IntoView + use<> {
    let links = filters.iter().map(|filter| {
        let is_chosen = chosen == Some(&filter.id);
        let id = format!("filter-{}", filter.id);
        let href = View {
            filter: Some(filter.id.clone()),
            ..View::of(List::MyFilters)
        }
        .href();
        view! { <li><a id=id href=href aria-current=is_chosen.then_some("true")>{filter.name.clone()}</a></li> }
    });
    let links = links.collect_view();
    view! { <nav class="filters" aria-label="My filters"><ul>{links}</ul></nav> }
}
