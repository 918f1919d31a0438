//! The end of the sign-in dialog.

use crate::{components::Accounts, model::Approval, teams};
use leptos::prelude::*;
use std::time::Duration;

/// Long enough to read the heading.
const CLOSES_AFTER: Duration = Duration::from_millis(800);

/// Hands the result code over to the tab; Teams then closes the window.
#[component]
pub(super) fn ApprovedPage(approval: Approval) -> impl IntoView {
    let Approval {
        instance,
        result_code,
        jira_name,
        teams_name,
    } = approval;
    let alone = RwSignal::new(false);
    let already = result_code.is_none();
    Effect::new(move |_| {
        let result_code = result_code.clone().unwrap_or_default();
        set_timeout(
            move || alone.set(!teams::finish(&result_code)),
            CLOSES_AFTER,
        );
    });
    view! {
        <section class="card" aria-labelledby="step">
            <div class="message success">
                <h1 id="step" tabindex="-1">
                    {if already { "You are connected already" } else { "Authentication successful" }}
                </h1>
                {jira_name.map(|jira_name| view! { <p><Accounts teams_name jira_name/></p> })}
                <p>{format!("The tab shows your issues of {} in a moment.", instance.name)}</p>
            </div>
            <p role="status">
                {move || if alone.get() {
                    "Close this window and go back to the tab in Microsoft Teams."
                } else {
                    "This window closes by itself. If it does not, close it and go back to the tab."
                }}
            </p>
        </section>
    }
}
