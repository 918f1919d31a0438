//! The pages: they hold the state and call the verbs; [`crate::components`] only show values.

mod approved;
mod authorize;
mod columns;
mod configuration;
mod connect;
mod first;
mod issue;
mod issues;
mod lists;
mod navigate;
mod privacy;
mod query;
mod sign_in;
mod sign_out;
mod state;
mod terms;
mod turns;
mod wrong_account;

#[cfg(feature = "ssr")]
pub use configuration::write::write_configuration;
pub use first::First;
#[cfg(feature = "ssr")]
pub use issue::write::{
    write_choices, write_created, write_created_page, write_draft, write_form, write_issue,
    write_outcome, write_people,
};
pub use privacy::PrivacyPage;
pub use sign_out::SignOutPage;
pub use terms::TermsPage;
pub use wrong_account::WrongAccountPage;

use crate::{
    components::{Anew, ErrorMessage, focus_on_change},
    error::{Problem, TabError},
    model::{Notice, Place, Step, TabPage},
};
use leptos::{
    either::{Either, EitherOf3, EitherOf6},
    prelude::*,
};
use state::Tab;

/// The whole tab. The server renders it and the browser hydrates it from the same [`First`].
#[component]
pub fn App() -> impl IntoView {
    let First { place, page } = first::first();
    let page = RwSignal::new(page);
    let tab = Tab::new(place, page);
    let problem = Memo::new(move |_| page.with(|page| page.problem.clone()));
    let step = Memo::new(move |_| page.with(|page| page.step.clone()));
    let notice = Memo::new(move |_| page.with(|page| page.notice.clone()));

    let waits = Memo::new(move |_| page.with(TabPage::waits_for_jira));
    Effect::new(move |started: Option<()>| {
        if started.is_none() {
            tab.follow_history();
            if place != Place::Page {
                tab.start();
            }
        }
        if waits.get() {
            tab.refresh();
        }
    });
    focus_on_change(page);

    view! {
        <main class="tab" aria-busy=move || tab.is_busy().then_some("true") on:click=move |event| tab.follow(&event)
            on:submit=move |event| tab.submit(&event)>
            {move || tab.is_busy().then(|| view! {
                <div class="working" role="progressbar" aria-label="Waiting for an answer"></div>
            })}
            {move || match step.get() {
                Step::SigningIn => EitherOf6::A(Anew(view! { <sign_in::SigningInPage tab problem/> })),
                Step::Connect { connected, .. } if tab.uses_dialog() => {
                    EitherOf6::B(Anew(view! { <sign_in::SignInPage tab connected problem notice/> }))
                }
                Step::Connect { instances, typed, connected } => {
                    let form = connect::Form { instances, typed, connected };
                    EitherOf6::C(Either::Left(Anew(view! { <connect::ConnectPage tab form problem notice/> })))
                }
                Step::Reconnect(instance) => {
                    EitherOf6::C(Either::Right(Anew(view! { <connect::ReconnectPage tab instance problem notice/> })))
                }
                Step::Authorize(attempt) => {
                    EitherOf6::D(Anew(view! { <authorize::AuthorizePage tab attempt problem notice/> }))
                }
                Step::Approved(approval) => EitherOf6::E(Anew(view! { <approved::ApprovedPage approval/> })),
                Step::Connected(_) if place == Place::Configuration => {
                    EitherOf6::F(Either::Left(Anew(view! { <configuration::ConfigurationPage tab/> })))
                }
                Step::Connected(connection) => {
                    let notice = notice.get_untracked();
                    EitherOf6::F(Either::Right(Anew(view! { <issues::IssuesPage tab connection notice problem/> })))
                }
            }}
        </main>
    }
}

/// Why the last verb was refused; nothing at all where it was not. What Microsoft asks of the
/// person has its button beside it.
#[component]
fn ProblemAlert(tab: Tab, problem: Memo<Option<TabError>>) -> impl IntoView {
    move || {
        problem.get().map(|error| {
            let aloud = asks_aloud(error.problem).then(|| {
                view! {
                    <button class="button primary" type="button" on:click=move |_| tab.ask_aloud()>
                        "Sign in with Microsoft"
                    </button>
                }
            });
            Anew(view! { <ErrorMessage error/> {aloud} })
        })
    }
}

/// Whether Microsoft Teams can ask the person for what is missing.
fn asks_aloud(problem: Problem) -> bool {
    matches!(
        problem,
        Problem::ConsentNeeded
            | Problem::MfaNeeded
            | Problem::SessionRevoked
            | Problem::TeamsRefused
    )
}

/// What became of the sign-in dialog, of signing out, or of a wrong account.
#[component]
fn NoticeMessage(tab: Tab, notice: Memo<Option<Notice>>) -> impl IntoView {
    move || {
        let dialog = |what: &'static str| {
            Anew(view! { <div class="message" role="status"><p>{what}</p></div> })
        };
        match notice.get()? {
            Notice::DialogBlocked => Some(EitherOf3::A(dialog(
                "Your browser did not open the sign-in window. You can sign in right here.",
            ))),
            Notice::DialogClosed => Some(EitherOf3::A(dialog(
                "The sign-in window was closed before its end. Nothing is lost: go on here.",
            ))),
            Notice::SignedOut(instances) => Some(EitherOf3::B(Anew(
                view! { <sign_out::SignedOut instances/> },
            ))),
            Notice::WrongAccount(instance) => Some(EitherOf3::C(Anew(
                view! { <wrong_account::Disconnected tab instance/> },
            ))),
            Notice::Connected => None,
        }
    }
}
