//! Choosing a Jira, and coming back to one that ended the authorisation.

use super::{
    NoticeMessage, ProblemAlert,
    sign_in::{BackButton, DialogStatus},
    state::{Tab, Verb},
};
use crate::{
    components::{PostButton, PostForm, Stepper},
    error::{Problem, TabError},
    model::{Instance, Notice},
    verbs,
};
use leptos::{html::Input, prelude::*};

/// What the form starts with: see [`crate::model::Step::Connect`].
pub(super) struct Form {
    pub(super) instances: Vec<Instance>,
    pub(super) typed: String,
    pub(super) connected: bool,
}

/// The form "Jira ID or Jira base URL".
#[component]
pub(super) fn ConnectPage(
    tab: Tab,
    form: Form,
    problem: Memo<Option<TabError>>,
    notice: Memo<Option<Notice>>,
) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    let connect = move || {
        if let Some(field) = field.get_untracked() {
            tab.connect(&field.value());
        }
    };
    // Others may see the screen.
    Effect::new(move |_| {
        let holds_password = problem.with(|it| {
            it.as_ref()
                .is_some_and(|it| it.problem == Problem::JiraWithPassword)
        });
        if let Some(field) = field.get().filter(|_| holds_password) {
            field.set_value("");
        }
    });
    let Form {
        instances,
        typed,
        connected,
    } = form;
    let several = instances.len() > 1;
    view! {
        <section class="card" aria-labelledby="step">
            <Stepper left=None/>
            <h1 id="step" tabindex="-1">
                {if connected { "Connect another Jira" } else { "Sign in to Jira" }}
            </h1>
            <ProblemAlert tab problem/>
            <NoticeMessage tab notice/>
            <p>"See and open your Jira issues here. You log in on Jira’s own page; your password never passes through this tab."</p>
            <PostForm action="/api/connect" on_submit=Box::new(connect)>
                <label class="label" for="jira">"Jira ID or Jira base URL"</label>
                <input node_ref=field class="input" type="text" id="jira" name="jira" value=typed
                    autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="jira-hint"/>
                <p class="hint" id="jira-hint">
                    "The address that you open Jira with, such as https://jira.example.com, or the short ID your administrator gave you."
                </p>
                <button class="button primary" type="submit">"Connect"</button>
            </PostForm>
            {several.then(|| view! { <Choices tab instances/> })}
            {connected.then(|| view! { <BackButton tab/> })}
        </section>
    }
}

/// The configured instances, one press each.
#[component]
fn Choices(tab: Tab, instances: Vec<Instance>) -> impl IntoView {
    view! {
        <section aria-labelledby="choices">
            <h2 id="choices">"Or choose your Jira"</h2>
            <ul class="choices">
                {instances.into_iter().map(|instance| {
                    let id = instance.id.clone();
                    let choose = move || tab.connect(&id);
                    view! {
                        <li>
                            <PostForm action="/api/connect" on_submit=Box::new(choose)>
                                <button class="choice" type="submit" name="jira" value=instance.id>
                                    <span class="choice-name">{instance.name}</span>" "
                                    <span class="hint">{instance.address}</span>
                                </button>
                            </PostForm>
                        </li>
                    }
                }).collect_view()}
            </ul>
        </section>
    }
}

/// Jira ended the authorisation: one button starts over with the same Jira.
#[component]
pub(super) fn ReconnectPage(
    tab: Tab,
    instance: Instance,
    problem: Memo<Option<TabError>>,
    notice: Memo<Option<Notice>>,
) -> impl IntoView {
    let id = instance.id.clone();
    let again = move || tab.connect_again(&id);
    view! {
        <section class="card" aria-labelledby="step">
            <h1 id="step" tabindex="-1">{format!("{} needs your permission again", instance.name)}</h1>
            <ProblemAlert tab problem/>
            <NoticeMessage tab notice/>
            <DialogStatus tab/>
            <div class="actions">
                <PostButton action="/api/connect" class="button primary" label="Connect again" jira=instance.id on_press=again/>
                <PostButton action="/api/leave" class="button subtle" label="Use another Jira" on_press=move || tab.run(Verb::Leave, verbs::leave())/>
            </div>
        </section>
    }
}
