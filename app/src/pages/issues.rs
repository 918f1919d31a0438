//! The issues assigned to the person.

use super::{ProblemAlert, Tab, Verb, sign_out::SignOut};
use crate::{
    api,
    components::IssueTable,
    error::TabError,
    model::{Connection, IssueList},
};
use leptos::{
    either::{Either, EitherOf3},
    prelude::*,
};

/// Who the person is in Jira, their issues, and the way out.
#[component]
pub(super) fn IssuesPage(
    tab: Tab,
    connection: Connection,
    just_connected: bool,
    problem: Memo<Option<TabError>>,
) -> impl IntoView {
    let Connection {
        instance,
        display_name,
        issues,
    } = connection;
    let address = instance.address.clone();
    view! {
        <header class="account">
            <p>
                <strong class="person">{display_name}</strong>
                <span class="hint">{format!("{} · {address}", instance.name)}</span>
            </p>
            <SignOut tab instance/>
        </header>
        {just_connected.then(|| view! {
            <div class="message success">
                <h1 id="step" tabindex="-1">"Authentication successful"</h1>
                <p>"This tab can now show your Jira issues. You will not be asked again."</p>
            </div>
        })}
        <section class="list" aria-labelledby="list">
            <div class="list-head">
                {if just_connected {
                    Either::Left(view! { <h2 id="list">"Assigned to me"</h2> })
                } else {
                    Either::Right(view! { <h1 id="list" tabindex="-1">"Assigned to me"</h1> })
                }}
                <form method="get" action="/" on:submit=move |event| {
                    event.prevent_default();
                    tab.run(Verb::Show, api::tab());
                }>
                    <button class="button subtle" type="submit" name="wait" value="1">"Refresh"</button>
                </form>
            </div>
            <ProblemAlert problem/>
            {match issues {
                IssueList::Loaded { issues, total, jira_url } => {
                    EitherOf3::A(view! { <IssueTable issues total jira_url/> })
                }
                IssueList::Loading => EitherOf3::B(view! { <Waiting/> }),
                IssueList::Failed => EitherOf3::C(view! {
                    <p class="empty">"The list could not be loaded. Press Refresh to try again."</p>
                }),
            }}
        </section>
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
