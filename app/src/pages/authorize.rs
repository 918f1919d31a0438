//! Allowing access in Jira and pasting the verification code.

use super::{
    NoticeMessage, ProblemAlert,
    state::{Tab, Verb},
};
use crate::{
    components::{CodeEnd, Countdown, PostButton, PostForm, ReachHint, Stepper, TriesLeft},
    error::{Problem, TabError},
    model::{Attempt, Notice, Place},
    verbs,
};
use leptos::{ev, html::Input, prelude::*};

/// Authorize, the verification code, Continue: all usable from the start.
#[component]
pub(super) fn AuthorizePage(
    tab: Tab,
    attempt: Attempt,
    problem: Memo<Option<TabError>>,
    notice: Memo<Option<Notice>>,
) -> impl IntoView {
    let left = tab.code;
    look_again_on_return(tab);
    // After the end of a link only a new one helps.
    let over = move || {
        let ended = problem.with(|problem| problem.as_ref().is_some_and(ends_link));
        left.is_over() || (ended && !left.is_running())
    };
    // One press is the main one: the next.
    let next = move || {
        if over() {
            Press::NewLink
        } else if left.is_running() {
            Press::Continue
        } else {
            Press::Authorize
        }
    };
    let primary = move |press: Press| move || next() == press;
    let field = NodeRef::<Input>::new();
    let submit = move || {
        if let Some(field) = field.get_untracked() {
            tab.run(Verb::Continue, verbs::submit_code(&field.value()));
        }
    };
    // A code of the replaced link is of no use.
    let renew = move || {
        if let Some(field) = field.get_untracked() {
            field.set_value("");
        }
        tab.run(Verb::NewLink, verbs::new_link());
    };
    let instance = attempt.instance;
    view! {
        <section class="card" aria-labelledby="step">
            <Stepper left=Some(left)/>
            <h1 id="step" tabindex="-1">{format!("Allow access in {}", instance.name)}</h1>
            <ProblemAlert tab problem/>
            <NoticeMessage tab notice/>
            {attempt.teams_name.map(|name| view! {
                <p class="for">"For " <strong>{name}</strong> " in Microsoft Teams."
                    {(tab.place == Place::Dialog).then_some(" If that is not you, close this window: whoever sent you here would see your Jira.")}
                </p>
            })}
            <ol class="steps">
                <li>
                    <p id="authorize-hint">
                        "Open Jira’s own page at " <strong>{instance.address.clone()}</strong>
                        ", log in there and press Allow. It opens in a new window."
                    </p>
                    <a class="button" class:primary=primary(Press::Authorize) href=attempt.authorize_path target="_blank" rel="noopener"
                        aria-describedby="authorize-hint">"Authorize"</a>
                    <ReachHint address=instance.address reached_at=attempt.reached_at/>
                </li>
                <li>
                    <p>"Copy the code that Jira shows then, and paste it here."</p>
                    <PostForm action="/api/continue" on_submit=Box::new(submit)>
                        <label class="label" for="verification-code">"Verification code"</label>
                        <input node_ref=field class="input code" type="text" id="verification-code"
                            name="verification_code" autocomplete="one-time-code" autocapitalize="none"
                            spellcheck="false" aria-describedby="code-hint tries-left"/>
                        <p class="hint" id="code-hint">
                            "6 letters and digits; capitals matter. You may also paste the whole page or its address. The code works for about ten minutes."
                        </p>
                        <TriesLeft left/>
                        <div class="actions">
                            <button class="button" class:primary=primary(Press::Continue) type="submit">"Continue"</button>
                            <Countdown left/>
                        </div>
                    </PostForm>
                    <CodeEnd left/>
                </li>
            </ol>
            <details>
                <summary>"I don’t see my verification code"</summary>
                <p>"After Allow, Jira’s page is headed “Access Approved” and shows the code in quotes. If another page opens or the page fails to load, copy the whole address from the browser’s address bar and paste it here: the code is in it."</p>
                {attempt.authorize_address.map(|address| view! {
                    <p>"If Authorize opens no window, copy this address into your browser: " <code>{address}</code></p>
                })}
                <p>"If Jira says that the link has run out or was used, get a new link here and start again."</p>
            </details>
            <p class="hint">"Lost the code, or pressed Deny? Get a new link and press Authorize again."</p>
            <div class="actions">
                <PostForm action="/api/new-link" on_submit=Box::new(renew)>
                    <button class="button" class:primary=primary(Press::NewLink) type="submit">"Get a new link"</button>
                </PostForm>
                <PostButton action="/api/leave" class="button subtle" label="Use another Jira" on_press=move || tab.run(Verb::Leave, verbs::leave())/>
            </div>
        </section>
    }
}

/// What leads on from here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Press {
    Authorize,
    Continue,
    NewLink,
}

/// Whether the Authorize link is of no more use.
fn ends_link(error: &TabError) -> bool {
    matches!(
        error.problem,
        Problem::CodeExpired
            | Problem::CodeTriesUsedUp
            | Problem::AccessDenied
            | Problem::HandoverLost
    )
}

/// Whoever comes back has opened the link meanwhile, or gone on in another window.
fn look_again_on_return(tab: Tab) {
    Effect::new(move |_| {
        let back = window_event_listener(ev::focus, move |_| tab.look_again(false));
        on_cleanup(move || back.remove());
    });
}
