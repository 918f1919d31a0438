//! Inside Microsoft Teams: learning who the person is, and the way to the sign-in dialog.

use super::{NoticeMessage, ProblemAlert, asks_aloud, state::Tab};
use crate::{
    error::{Problem, TabError},
    model::{Notice, Place},
};
use leptos::prelude::*;

/// The first HTML in Teams: the shape of the tab, until Teams says who the person is.
#[component]
pub(super) fn SigningInPage(tab: Tab, problem: Memo<Option<TabError>>) -> impl IntoView {
    let heading = move || match problem.get().map(|error| error.problem) {
        None => "Signing in…",
        Some(Problem::OutsideTeams) => "Open Jira in Microsoft Teams",
        Some(Problem::ChannelJiraUnknown) => "This tab cannot be shown",
        Some(Problem::TicketEnded) => "This window has ended",
        Some(Problem::TicketOfSomebodyElse) => "This window is not yours",
        Some(_) => "You are not signed in",
    };
    let skeleton = move || {
        problem.get().is_none().then(|| {
            view! {
                <div class="skeletons" aria-hidden="true">
                    <div class="skeleton"></div>
                    <div class="skeleton"></div>
                    <div class="skeleton"></div>
                </div>
            }
        })
    };
    // What Teams asks aloud has its own button; a page outside of Teams can only be closed.
    let again = move || {
        let problem = problem.get()?.problem;
        let hopeless = matches!(
            problem,
            Problem::OutsideTeams | Problem::TicketEnded | Problem::TicketOfSomebodyElse
        );
        (!hopeless && !asks_aloud(problem)).then(|| {
            view! {
                <button class="button primary" type="button" on:click=move |_| tab.start()>
                    "Try again"
                </button>
            }
        })
    };
    view! {
        <section class="card" aria-labelledby="step">
            <h1 id="step" tabindex="-1">{heading}</h1>
            <ProblemAlert tab problem/>
            {skeleton}
            {again}
            <noscript>
                <p>"This page is a part of Microsoft Teams and needs JavaScript."</p>
            </noscript>
        </section>
    }
}

/// Not connected: one button opens the sign-in dialog.
#[component]
pub(super) fn SignInPage(
    tab: Tab,
    /// Whether the person can go back to a Jira they are connected to.
    connected: bool,
    problem: Memo<Option<TabError>>,
    notice: Memo<Option<Notice>>,
) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby="step">
            <h1 id="step" tabindex="-1">
                {match (connected, tab.place) {
                    (true, _) => "Connect another Jira",
                    (_, Place::Configuration) => "Add Jira to this conversation",
                    _ => "See your Jira issues here",
                }}
            </h1>
            <ProblemAlert tab problem/>
            <NoticeMessage tab notice/>
            <p>"You choose your Jira, log in on Jira’s own page and allow access once. Your password never passes through this tab."</p>
            <DialogStatus tab/>
            <div class="actions">
                <button class="button primary" type="button" on:click=move |_| tab.open_dialog()>
                    "Sign in to Jira"
                </button>
                {connected.then(|| view! { <BackButton tab/> })}
            </div>
            <p class="hint">
                "No window? "
                <button class="link" type="button" on:click=move |_| tab.sign_in_here()>"Sign in right here"</button>
            </p>
        </section>
    }
}

/// Where to look while the sign-in dialog is open.
#[component]
pub(super) fn DialogStatus(tab: Tab) -> impl IntoView {
    move || {
        tab.dialog_is_open.get().then(|| {
            view! {
                <div class="message" role="status">
                    <p>"Go on in the sign-in window. This page follows by itself."</p>
                </div>
            }
        })
    }
}

/// Back to the Jira that the person is connected to.
#[component]
pub(super) fn BackButton(tab: Tab) -> impl IntoView {
    debug_assert!(tab.place != Place::Dialog, "a dialog shows no issues");
    view! {
        <form method="get" action="/" on:submit=move |event| {
            event.prevent_default();
            tab.refresh();
        }>
            <button class="button" type="submit">"Back to my issues"</button>
        </form>
    }
}
