//! Allowing access in Jira and pasting the verification code.

use super::{
    NoticeMessage, ProblemAlert,
    state::{Tab, Verb},
};
use crate::{
    api,
    components::{PostForm, ReachHint, Stepper},
    error::TabError,
    model::{Attempt, Notice, Place},
};
use leptos::{html::Input, prelude::*};

/// Authorize, the verification code, Continue: all usable from the start.
#[component]
pub(super) fn AuthorizePage(
    tab: Tab,
    attempt: Attempt,
    problem: Memo<Option<TabError>>,
    notice: Memo<Option<Notice>>,
) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    let submit = move || {
        if let Some(field) = field.get_untracked() {
            tab.run(Verb::Continue, api::submit_code(field.value()));
        }
    };
    let instance = attempt.instance;
    view! {
        <section class="card" aria-labelledby="step">
            <Stepper current=1/>
            <h1 id="step" tabindex="-1">{format!("Allow access in {}", instance.name)}</h1>
            <ProblemAlert tab problem/>
            <NoticeMessage notice/>
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
                    <a class="button primary" href=attempt.authorize_path target="_blank" rel="noopener"
                        aria-describedby="authorize-hint">"Authorize"</a>
                    <ReachHint address=instance.address reached_at=attempt.reached_at/>
                </li>
                <li>
                    <p>"Copy the code that Jira shows then, and paste it here."</p>
                    <PostForm action="/api/continue" on_submit=submit>
                        <label class="label" for="verification-code">"Verification code"</label>
                        <input node_ref=field class="input code" type="text" id="verification-code"
                            name="verification_code" autocomplete="one-time-code" autocapitalize="none"
                            spellcheck="false" aria-describedby="code-hint"/>
                        <p class="hint" id="code-hint">
                            "6 letters and digits; capitals matter. You may also paste the whole page or its address. The code works for about ten minutes."
                        </p>
                        <button class="button primary" type="submit">"Continue"</button>
                    </PostForm>
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
                    <button class="button" type="submit">"Get a new link"</button>
                </PostForm>
                <PostForm action="/api/leave" on_submit=move || tab.run(Verb::Leave, api::leave())>
                    <button class="button subtle" type="submit">"Use another Jira"</button>
                </PostForm>
            </div>
        </section>
    }
}
