use leptos::prelude::*;

/// Whose Jira is shown to whom: "Teams: X ↔ Jira: Y"; outside of Teams only the account in Jira.
#[component]
pub(crate) fn Accounts(
    /// What Teams calls the person.
    teams_name: Option<String>,
    /// What Jira calls them.
    jira_name: String,
) -> impl IntoView {
    view! {
        <span class="accounts">
            {teams_name.map(|name| view! {
                <span>"Teams: " <strong>{name}</strong></span>
                <span aria-hidden="true">" ↔ "</span>
            })}
            <span>"Jira: " <strong class="person">{jira_name}</strong></span>
        </span>
    }
}
