//! The page on which a person adds the tab to a channel or a chat.

use super::{ProblemAlert, state::Tab};
use crate::{error::TabError, teams};
use leptos::{prelude::*, task::spawn_local};

/// Nothing to choose: each member sees their own issues with their own access.
#[component]
pub(super) fn ConfigurationPage(tab: Tab, problem: Memo<Option<TabError>>) -> impl IntoView {
    let ready = RwSignal::new(false);
    Effect::new(move |_| {
        spawn_local(async move {
            match teams::start(tab.place).await {
                Ok(_) => {
                    ready.set(teams::configure());
                    teams::tell_outcome(false);
                }
                Err(error) => tab.page.update(|page| page.problem = Some(error)),
            }
        });
    });
    view! {
        <main class="tab">
            <section class="card" aria-labelledby="step">
                <h1 id="step" tabindex="-1">"Add Jira to this conversation"</h1>
                <ProblemAlert tab problem/>
                <p>"Everybody here sees their own Jira issues in the new tab, with their own access to Jira. Who is not connected yet is asked to sign in. Nobody sees the issues of anybody else."</p>
                <p role="status">{move || ready.get().then_some("Press Save to add the tab.")}</p>
            </section>
        </main>
    }
}
