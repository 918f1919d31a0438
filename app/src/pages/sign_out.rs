//! Signing out: asked once, in a dialog; without JavaScript the same dialog stands on a page.

use super::{Tab, Verb};
use crate::{api, components::PostForm, model::Instance};
use leptos::{html::Dialog, prelude::*};

/// The button "Sign out" and its dialog.
#[component]
pub(super) fn SignOut(tab: Tab, instance: Instance) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let open = move |event: leptos::ev::SubmitEvent| {
        // An open dialog, or a browser without dialogs: the page /sign-out asks instead.
        if let Some(dialog) = dialog.get_untracked()
            && dialog.show_modal().is_ok()
        {
            event.prevent_default();
        }
    };
    view! {
        <form method="get" action="/sign-out" on:submit=open>
            <button class="button" type="submit">"Sign out"</button>
        </form>
        <dialog node_ref=dialog class="dialog" aria-labelledby="sign-out-title">
            <Question instance
                on_submit=move || tab.run(Verb::SignOut, api::sign_out())
                on_cancel=move || if let Some(dialog) = dialog.get_untracked() { dialog.close() }/>
        </dialog>
    }
}

/// The page `/sign-out`: the same dialog, open, for browsers without JavaScript.
#[component]
pub fn SignOutPage(
    /// The Jira that would be left.
    instance: Instance,
) -> impl IntoView {
    view! {
        <main class="tab">
            <dialog open class="dialog" aria-labelledby="sign-out-title">
                <Question instance on_submit=|| () on_cancel=|| ()/>
            </dialog>
        </main>
    }
}

#[component]
fn Question(
    instance: Instance,
    on_submit: impl Fn() + 'static,
    on_cancel: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <h2 id="sign-out-title">{format!("Sign out of {}?", instance.name)}</h2>
        <p>"This tab’s access to your Jira is deleted here at once. To see your issues again you allow access anew."</p>
        <div class="actions">
            <PostForm action="/api/sign-out" on_submit>
                <button class="button primary" type="submit">"Sign out"</button>
            </PostForm>
            <a class="button" href="/" on:click=move |event| {
                event.prevent_default();
                on_cancel();
            }>"Cancel"</a>
        </div>
    }
}
