use leptos::prelude::*;

/// When the authorisation ends, and what to do about it.
#[component]
pub(crate) fn AccessEnd(
    /// The day, such as `6 Dec 2026`.
    on: String,
    /// What people call the Jira.
    jira: String,
) -> impl IntoView {
    view! {
        <p class="hint access-end">
            "This tab’s access to " {jira} " ends on " <strong>{on}</strong>
            ". Nothing is lost then: the tab asks you to connect again. To do so at a time of your choice, sign out and connect before that day."
        </p>
    }
}
