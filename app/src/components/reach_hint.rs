use leptos::prelude::*;

/// Tells "your browser cannot reach Jira" from "Jira is down" by when the tab's server reached it:
/// the page itself may not ask Jira.
#[component]
pub(crate) fn ReachHint(
    /// Jira's host and context path.
    address: String,
    /// When the server last reached it, such as `14:05 UTC`.
    reached_at: Option<String>,
) -> impl IntoView {
    view! {
        <p class="hint reach">
            "If Jira’s page does not load, your browser cannot reach " {address} ". Are you on the VPN?"
            {reached_at.map(|at| format!(" This tab’s server reached it at {at}, so Jira itself was up then."))}
        </p>
    }
}
