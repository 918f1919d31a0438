//! "Not you?": the browser was logged in to Jira as somebody else when access was allowed.

use super::state::{Tab, Verb};
use crate::{
    components::{AskFirst, AskOnPage, PostButton, Question},
    model::Instance,
    verbs,
};
use leptos::prelude::*;

/// The button "Not you?" and its dialog.
#[component]
pub(super) fn NotYou(
    tab: Tab,
    /// The Jira, and what it calls the person.
    account: (Instance, String),
) -> impl IntoView {
    let (instance, jira_name) = account;
    let question = question(&instance, &jira_name);
    let id = instance.id.clone();
    let disconnect = move || tab.run(Verb::SignOut, verbs::wrong_account(&id));
    view! {
        <AskFirst action="/not-you" label="Not you?" class="link" question>
            <Disconnect jira=instance.id on_press=disconnect/>
        </AskFirst>
    }
}

/// The page `/not-you`.
#[component]
pub fn WrongAccountPage(
    /// The Jira whose account is somebody else's, and what it calls them.
    account: (Instance, String),
) -> impl IntoView {
    let (instance, jira_name) = account;
    view! {
        <AskOnPage question=question(&instance, &jira_name)>
            <Disconnect jira=instance.id on_press=|| ()/>
        </AskOnPage>
    }
}

fn question(instance: &Instance, jira_name: &str) -> Question {
    Question {
        id: "not-you-title",
        title: format!("Are you not {jira_name}?"),
        text: format!(
            "Then this browser was logged in to {} as somebody else when access was allowed. Disconnect this account, log out of Jira, and connect again with your own.",
            instance.name
        ),
    }
}

#[component]
fn Disconnect(jira: String, on_press: impl Fn() + 'static) -> impl IntoView {
    view! {
        <PostButton action="/api/wrong-account" class="button primary" label="Disconnect this account" jira on_press/>
    }
}

/// The account is disconnected; Jira's own log-out is left to the person.
#[component]
pub(super) fn Disconnected(tab: Tab, instance: Instance) -> impl IntoView {
    let id = instance.id.clone();
    let again = move || tab.connect_again(&id);
    view! {
        <div class="message success" role="status">
            <p><strong>{format!("The account in {} is disconnected.", instance.name)}</strong></p>
            <p>
                "This browser may still be logged in there as somebody else. First "
                <a href=instance.log_out_url target="_blank" rel="noopener">
                    {format!("log out of {}", instance.name)}
                </a>
                ", then connect again and log in as yourself."
            </p>
        </div>
        <PostButton action="/api/connect" class="button" label="Connect again" jira=instance.id on_press=again/>
    }
}
