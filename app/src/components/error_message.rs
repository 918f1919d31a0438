use crate::error::TabError;
use leptos::prelude::*;

/// What is wrong, who can fix it and what to do next, as an alert.
#[component]
pub fn ErrorMessage(
    /// What went wrong.
    error: TabError,
) -> impl IntoView {
    view! {
        <div class="message error" role="alert" tabindex="-1" data-problem=error.problem.word()>
            <p><strong>{error.cause}</strong></p>
            <p>{error.next_step}</p>
            {error.request_id.map(|id| view! {
                <p class="hint">"For your administrator: request " <code>{id}</code></p>
            })}
        </div>
    }
}
