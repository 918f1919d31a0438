//! Signing out: asked once, in a dialog; without JavaScript on a page of its own.

use super::state::{Tab, Verb};
use crate::{
    components::{AskFirst, AskOnPage, PostButton, Question},
    model::Instance,
    verbs,
};
use leptos::prelude::*;

/// The button "Sign out" and its dialog.
#[component]
pub(super) fn SignOut(
    tab: Tab,
    instance: Instance,
    /// Whether the person is connected to further Jiras.
    several: bool,
) -> impl IntoView {
    let question = question(&instance);
    let id = instance.id.clone();
    let sign_out = Callback::new(move |all| {
        let id = if all { String::new() } else { id.clone() };
        tab.run(Verb::SignOut, verbs::sign_out(&id));
    });
    view! {
        <AskFirst action="/sign-out" label="Sign out" class="button" question>
            <Answers id=instance.id several sign_out/>
        </AskFirst>
    }
}

/// The page `/sign-out`.
#[component]
pub fn SignOutPage(
    /// The Jira that would be left.
    instance: Instance,
    /// Whether the person is connected to further Jiras.
    several: bool,
) -> impl IntoView {
    view! {
        <AskOnPage question=question(&instance)>
            <Answers id=instance.id several sign_out=Callback::new(|_| ())/>
        </AskOnPage>
    }
}

fn question(instance: &Instance) -> Question {
    Question {
        id: "sign-out-title",
        title: format!("Sign out of {}?", instance.name),
        text: "This tab’s access to your Jira is deleted here at once. To see your issues again you allow access anew.".to_owned(),
    }
}

#[component]
fn Answers(
    id: String,
    several: bool,
    /// Signs out, of all Jiras if so told.
    sign_out: Callback<bool>,
) -> impl IntoView {
    let all = several.then(|| {
        view! {
            <PostButton action="/api/sign-out" class="button" label="Sign out of all" on_press=move || sign_out.run(true)/>
        }
    });
    view! {
        <PostButton action="/api/sign-out" class="button primary" label="Sign out" jira=id on_press=move || sign_out.run(false)/>
        {all}
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
