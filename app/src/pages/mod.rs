//! The pages: they hold the state and call the verbs; [`crate::components`] only show values.

mod authorize;
mod connect;
mod issues;
mod sign_out;

pub use sign_out::SignOutPage;

use crate::{
    api,
    components::{ErrorMessage, focus_on_change},
    error::TabError,
    model::{IssueList, Notice, Step, TabPage},
};
use leptos::{either::EitherOf4, prelude::*, task::spawn_local};
use std::future::Future;

/// The state of the tab in the browser and the only way to change it.
#[derive(Clone, Copy)]
struct Tab {
    page: RwSignal<TabPage>,
    /// The verb under way: a second press of the same changes nothing.
    pending: RwSignal<Option<Verb>>,
}

/// What a person can ask for; each is a function of [`api`].
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verb {
    Show,
    Connect,
    Continue,
    NewLink,
    Leave,
    SignOut,
}

impl Tab {
    /// Runs a verb and shows its answer, unless another verb was asked for meanwhile: then only
    /// the answer to that one counts. A failure keeps the page and everything typed in it.
    fn run(self, verb: Verb, answer: impl Future<Output = Result<TabPage, TabError>> + 'static) {
        if self.pending.get_untracked() == Some(verb) {
            return;
        }
        self.pending.set(Some(verb));
        spawn_local(async move {
            let answer = answer.await;
            if self.pending.get_untracked() != Some(verb) {
                return;
            }
            match answer {
                Ok(page) => self.page.set(page),
                Err(error) => self.page.update(|page| page.problem = Some(error)),
            }
            self.pending.set(None);
        });
    }
}

/// The whole tab. The server renders it and the browser hydrates it from the same [`TabPage`].
#[component]
pub fn App() -> impl IntoView {
    let page = RwSignal::new(SharedValue::new(first_page).into_inner());
    let tab = Tab {
        page,
        pending: RwSignal::new(None),
    };
    let step = Memo::new(move |_| page.with(|page| page.step.clone()));
    let problem = Memo::new(move |_| page.with(|page| page.problem.clone()));
    let notice = Memo::new(move |_| page.with(|page| page.notice.clone()));

    Effect::new(move |_| {
        forget_query();
        let waits = matches!(step.get(), Step::Connected(c) if c.issues == IssueList::Loading);
        if waits {
            tab.run(Verb::Show, api::tab());
        }
    });
    focus_on_change(page);

    view! {
        <main class="tab" aria-busy=move || tab.pending.get().map(|_| "true")>
            {move || tab.pending.get().map(|_| view! {
                <div class="working" role="progressbar" aria-label="Waiting for an answer"></div>
            })}
            {move || match step.get() {
                Step::Connect { instances, typed } => {
                    EitherOf4::A(view! { <connect::ConnectPage tab instances typed problem notice/> })
                }
                Step::Authorize(attempt) => {
                    EitherOf4::B(view! { <authorize::AuthorizePage tab attempt problem/> })
                }
                Step::Reconnect(instance) => {
                    EitherOf4::C(view! { <connect::ReconnectPage tab instance problem/> })
                }
                Step::Connected(connection) => {
                    let just_connected = notice.get_untracked() == Some(Notice::Connected);
                    EitherOf4::D(view! { <issues::IssuesPage tab connection just_connected problem/> })
                }
            }}
        </main>
    }
}

/// Why the last verb was refused; nothing at all where it was not.
#[component]
fn ProblemAlert(problem: Memo<Option<TabError>>) -> impl IntoView {
    move || problem.get().map(|error| view! { <ErrorMessage error/> })
}

#[cfg(feature = "ssr")]
fn first_page() -> TabPage {
    expect_context::<TabPage>()
}

/// Only reached if the document came without its state: start as a stranger would.
#[cfg(not(feature = "ssr"))]
fn first_page() -> TabPage {
    TabPage::new(Step::Connect {
        instances: Vec::new(),
        typed: String::new(),
    })
}

/// What a plain form's answer left in the address has been shown; a reload should not repeat it.
fn forget_query() {
    let has_query = window()
        .location()
        .search()
        .is_ok_and(|query| !query.is_empty());
    if has_query && let Ok(history) = window().history() {
        // A refusal leaves the query where it is, which does no harm.
        drop(history.replace_state_with_url(&leptos::wasm_bindgen::JsValue::NULL, "", Some("/")));
    }
}
