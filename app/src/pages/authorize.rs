//! Allowing access in Jira and pasting the verification code.

use super::{
    NoticeMessage, ProblemAlert,
    state::{Tab, Verb},
};
use crate::{
    api,
    components::{CodeLeft, Countdown, PostForm, ReachHint, Stepper},
    error::{Problem, TabError},
    model::{Attempt, Notice, Place},
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
    let left = CodeLeft::start(Memo::new(move |_| tab.page.with(|page| page.code)));
    look_again_on_return(tab, left);
    // Only a new link helps then.
    let over = Memo::new(move |_| {
        let ended = problem.with(|problem| problem.as_ref().is_some_and(ends_link));
        left.is_over() || (ended && !left.is_running())
    });
    let current = Signal::derive(move || if left.is_running() { 2 } else { 1 });
    let field = NodeRef::<Input>::new();
    let submit = move || {
        if let Some(field) = field.get_untracked() {
            tab.run(Verb::Continue, api::submit_code(field.value()));
        }
    };
    let instance = attempt.instance;
    view! {
        <section class="card" aria-labelledby="step">
            <Stepper current/>
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
                    <a class="button" class:primary=move || !over.get() href=attempt.authorize_path target="_blank" rel="noopener"
                        aria-describedby="authorize-hint">"Authorize"</a>
                    <ReachHint address=instance.address reached_at=attempt.reached_at/>
                </li>
                <li>
                    <p>"Copy the code that Jira shows then, and paste it here."</p>
                    <PostForm action="/api/continue" on_submit=submit>
                        <label class="label" for="verification-code">"Verification code"</label>
                        <input node_ref=field class="input code" type="text" id="verification-code"
                            name="verification_code" autocomplete="one-time-code" autocapitalize="none"
                            spellcheck="false" aria-describedby="code-hint tries-left"/>
                        <p class="hint" id="code-hint">
                            "6 letters and digits; capitals matter. You may also paste the whole page or its address. The code works for about ten minutes."
                        </p>
                        <TriesLeft left/>
                        <button class="button" class:primary=move || !over.get() type="submit">"Continue"</button>
                    </PostForm>
                    <Countdown left/>
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
                <PostForm action="/api/new-link" on_submit=move || tab.run(Verb::NewLink, api::new_link())>
                    <button class="button" class:primary=over type="submit">"Get a new link"</button>
                </PostForm>
                <PostForm action="/api/leave" on_submit=move || tab.run(Verb::Leave, api::leave())>
                    <button class="button subtle" type="submit">"Use another Jira"</button>
                </PostForm>
            </div>
        </section>
    }
}

/// How many codes may still be tried, once one was wrong.
#[component]
fn TriesLeft(left: CodeLeft) -> impl IntoView {
    move || {
        let words = match left.tries.get()? {
            1 => "1 try left for this link.".to_owned(),
            tries => format!("{tries} tries left for this link."),
        };
        Some(view! { <p class="hint" id="tries-left">{words}</p> })
    }
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
fn look_again_on_return(tab: Tab, left: CodeLeft) {
    Effect::new(move |_| {
        let back = window_event_listener(ev::focus, move |_| {
            tab.look_again(move |code| left.set(code));
        });
        on_cleanup(move || back.remove());
    });
}
