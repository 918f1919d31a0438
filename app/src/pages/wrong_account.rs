//! "Not you?": the browser was logged in to Jira as somebody else when access was allowed.

use super::state::{Tab, Verb};
use crate::{
    api,
    components::{AskFirst, PostForm},
    model::Instance,
};
use leptos::{html::Dialog, prelude::*};

/// The button "Not you?" and its dialog.
#[component]
pub(super) fn NotYou(tab: Tab, instance: Instance, jira_name: String) -> impl IntoView {
    let id = instance.id.clone();
    let dialog = NodeRef::<Dialog>::new();
    view! {
        <AskFirst action="/not-you" label="Not you?" class="link" labelled_by="not-you-title" dialog>
            <Question instance jira_name
                on_submit=move || tab.run(Verb::SignOut, api::wrong_account(id.clone()))
                on_cancel=move || if let Some(dialog) = dialog.get_untracked() { dialog.close() }/>
        </AskFirst>
    }
}

/// The page `/not-you`: the same dialog, open, for browsers without JavaScript.
#[component]
pub fn WrongAccountPage(
    /// The Jira whose account is somebody else's.
    instance: Instance,
    /// What Jira calls the owner of the account.
    jira_name: String,
) -> impl IntoView {
    view! {
        <main class="tab">
            <dialog open class="dialog" aria-labelledby="not-you-title">
                <Question instance jira_name on_submit=|| () on_cancel=|| ()/>
            </dialog>
        </main>
    }
}

#[component]
fn Question(
    instance: Instance,
    jira_name: String,
    on_submit: impl Fn() + 'static,
    on_cancel: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <h2 id="not-you-title">{format!("Are you not {jira_name}?")}</h2>
        <p>
            {format!("Then this browser was logged in to {} as somebody else when access was allowed. Disconnect this account, log out of Jira, and connect again with your own.", instance.name)}
        </p>
        <div class="actions">
            <PostForm action="/api/wrong-account" on_submit>
                <input type="hidden" name="jira" value=instance.id/>
                <button class="button primary" type="submit">"Disconnect this account"</button>
            </PostForm>
            <a class="button" href="/" on:click=move |event| {
                event.prevent_default();
                on_cancel();
            }>"Cancel"</a>
        </div>
    }
}

/// The account is disconnected; Jira's own log-out is left to the person.
#[component]
pub(super) fn Disconnected(tab: Tab, instance: Instance) -> impl IntoView {
    let id = instance.id.clone();
    let again = move || tab.connect_again(id.clone());
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
        <PostForm action="/api/connect" on_submit=again>
            <input type="hidden" name="jira" value=instance.id/>
            <button class="button" type="submit">"Connect again"</button>
        </PostForm>
    }
}
