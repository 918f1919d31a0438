use crate::model::{Filter, List, View};
use leptos::prelude::*;

/// The lists in the order of the page.
const LISTS: [(List, &str); 5] = [
    (List::AssignedToMe, "Assigned to me"),
    (List::ReportedByMe, "Reported by me"),
    (List::WatchedByMe, "Watched by me"),
    (List::MyFilters, "My filters"),
    (List::RecentlyViewed, "Recently viewed"),
];

/// Links to the lists.
#[component]
pub(crate) fn ListNav(list: Signal<List>) -> impl IntoView {
    let links = LISTS.map(|(it, name)| {
        let href = View::of(it).href();
        view! {
            <li><a href=href aria-current=move || (list.get() == it).then_some("page")>{name}</a></li>
        }
    });
    view! { <nav class="lists" aria-label="Lists"><ul>{links.to_vec()}</ul></nav> }
}

/// The person's favourite filters, one press each.
#[component]
pub(crate) fn FilterLinks(filters: Vec<Filter>, chosen: Option<String>) -> impl IntoView {
    let links = filters.into_iter().map(|filter| {
        let is_chosen = chosen.as_ref() == Some(&filter.id);
        let id = format!("filter-{}", filter.id);
        let href = View {
            filter: Some(filter.id),
            ..View::of(List::MyFilters)
        }
        .href();
        view! { <li><a id=id href=href aria-current=is_chosen.then_some("true")>{filter.name}</a></li> }
    });
    let links = links.collect_view();
    view! { <nav class="filters" aria-label="My filters"><ul>{links}</ul></nav> }
}
