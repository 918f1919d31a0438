//! Signing out: asked once, in a dialog; without JavaScript the same dialog stands on a page.

use super::state::{Tab, Verb};
use crate::{
    api,
    components::{AskFirst, PostForm},
    model::Instance,
};
use leptos::{html::Dialog, prelude::*};

/// The button "Sign out" and its dialog.
#[component]
pub(super) fn SignOut(
    tab: Tab,
    instance: Instance,
    /// Whether the person is connected to further Jiras.
    several: bool,
) -> impl IntoView {
    let id = instance.id.clone();
    let dialog = NodeRef::<Dialog>::new();
    view! {
        <AskFirst action="/sign-out" label="Sign out" class="button" labelled_by="sign-out-title" dialog>
            <Question instance several
                on_submit=move |all| tab.run(Verb::SignOut, api::sign_out(if all { String::new() } else { id.clone() }))
                on_cancel=move || if let Some(dialog) = dialog.get_untracked() { dialog.close() }/>
        </AskFirst>
    }
}

/// The page `/sign-out`: the same dialog, open, for browsers without JavaScript.
#[component]
pub fn SignOutPage(
    /// The Jira that would be left.
    instance: Instance,
    /// Whether the person is connected to further Jiras.
    several: bool,
) -> impl IntoView {
    view! {
        <main class="tab">
            <dialog open class="dialog" aria-labelledby="sign-out-title">
                <Question instance several on_submit=|_| () on_cancel=|| ()/>
            </dialog>
        </main>
    }
}

#[component]
fn Question(
    instance: Instance,
    several: bool,
    on_submit: impl Fn(bool) + Clone + 'static,
    on_cancel: impl Fn() + 'static,
) -> impl IntoView {
    let sign_out_of_all = on_submit.clone();
    let all = several.then(|| {
        view! {
            <PostForm action="/api/sign-out" on_submit=move || sign_out_of_all(true)>
                <button class="button" type="submit">"Sign out of all"</button>
            </PostForm>
        }
    });
    view! {
        <h2 id="sign-out-title">{format!("Sign out of {}?", instance.name)}</h2>
        <p>"This tab’s access to your Jira is deleted here at once. To see your issues again you allow access anew."</p>
        <div class="actions">
            <PostForm action="/api/sign-out" on_submit=move || on_submit(false)>
                <input type="hidden" name="jira" value=instance.id/>
                <button class="button primary" type="submit">"Sign out"</button>
            </PostForm>
            {all}
            <a class="button" href="/" on:click=move |event| {
                event.prevent_default();
                on_cancel();
            }>"Cancel"</a>
        </div>
    }
}

/// What signing out did, and what is left to do in Jira.
#[component]
pub(super) fn SignedOut(instances: Vec<Instance>) -> impl IntoView {
    let names: Vec<_> = instances.iter().map(|left| left.name.as_str()).collect();
    let heading = format!("You are signed out of {}.", names.join(" and "));
    let links = instances.into_iter().map(|left| {
        view! {
            <li>
                <a href=left.authorized_applications_url target="_blank" rel="noopener">
                    {format!("Your list of allowed applications in {}", left.name)}
                </a>
            </li>
        }
    });
    view! {
        <div class="message success" role="status">
            <p><strong>{heading}</strong></p>
            <p>"This tab’s access was deleted here. To revoke it in Jira too, open:"</p>
            <ul>{links.collect_view()}</ul>
        </div>
    }
}
