//! The panel beside the list: one issue, what people say about it, and what can be done with it.
//!
//! The server writes it (`write`); the browser puts it into its place ([`dom`]), remembers what is
//! typed and sends its forms ([`events`]). What it needs of the HTML are ids and `data-` attributes.

mod create;
pub(super) mod dom;
mod events;
mod state;
#[cfg(feature = "ssr")]
pub(super) mod write;

pub(crate) use state::Panel;

use super::state::Tab;
use crate::{
    components::ErrorMessage,
    model::{View, issue::Opened},
};
use create::is_form;
use leptos::{either::EitherOf3, prelude::*};

/// The panel; nothing at all while no issue is open.
#[component]
pub(crate) fn IssuePanel(tab: Tab) -> impl IntoView {
    let panel = tab.panel();
    let is_open = Memo::new(move |_| panel.opened.with(Option::is_some));
    // A first page that did not wait for Jira, and a person who has just signed in again.
    Effect::new(move |_| panel.resume(tab));
    let key = Memo::new(move |_| tab.view.with(View::beside));
    Effect::new(move |_| panel.follow(tab, key.get()));
    let href = move || tab.view.with(|view| view.without_issue().href());
    move || {
        is_open.get().then(|| {
            view! {
                <section class="panel list" aria-labelledby="issue"
                    aria-busy=move || panel.is_pending().then_some("true")
                    on:click=move |event| events::clicked(tab, &event)
                    on:input=move |event| events::typed(tab, &event)
                    on:change=move |event| events::typed(tab, &event)
                    on:focusin=move |event| events::focused(tab, &event)
                    on:reset=move |event| events::discarded(tab, &event)
                    on:submit=move |event| events::submitted(tab, &event)>
                    <a class="button subtle" data-panel="close" href=href>"Close"</a>
                    <Above tab/>
                    <div class="panel-part" node_ref=panel.body inner_html=panel.first_html()></div>
                </section>
            }
        })
    }
}

/// What stands above the issue, or in its place.
#[component]
fn Above(tab: Tab) -> impl IntoView {
    let panel = tab.panel();
    let title = |key: String| {
        let title = if is_form(&key) {
            "Create issue".to_owned()
        } else {
            key
        };
        view! { <h2 id="issue" tabindex="-1">{title}</h2> }
    };
    move || match panel.opened.get() {
        Some(Opened::Loading(key)) => EitherOf3::A(view! {
            {title(key)}
            <p role="status" class="hint">
                {move || if panel.slow.get() {
                    "Waiting for Jira. It is taking longer than usual."
                } else {
                    "Waiting for Jira."
                }}
            </p>
            <div class="skeletons" aria-hidden="true">
                <div class="skeleton"></div>
                <div class="skeleton"></div>
                <div class="skeleton"></div>
            </div>
        }),
        Some(Opened::Failed(key, error)) => {
            let href = tab.view.with_untracked(View::href);
            EitherOf3::B(view! {
                {title(key)}
                <ErrorMessage error/>
                <div class="actions"><a class="button" data-do="reload" href=href>"Retry"</a></div>
            })
        }
        _ => EitherOf3::C((
            panel
                .problem
                .get()
                .map(|error| view! { <ErrorMessage error/> }),
            (panel.is_pending() && panel.slow.get()).then(
                || view! { <p role="status" class="hint">"Jira is taking longer than usual."</p> },
            ),
        )),
    }
}
