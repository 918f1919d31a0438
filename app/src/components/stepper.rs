use leptos::prelude::*;

const STEPS: [&str; 2] = ["Find your Jira", "Allow access and enter the code"];

/// Where on the way the person is, as text.
#[component]
pub(crate) fn Stepper(
    /// Index into the steps.
    current: usize,
) -> impl IntoView {
    view! { <p class="stepper">{format!("Step {} of {}: {}", current + 1, STEPS.len(), STEPS[current])}</p> }
}
