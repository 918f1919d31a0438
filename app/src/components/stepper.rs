use super::CodeLeft;
use leptos::prelude::*;

/// Where on the way the person is, as text. Nothing moves from step to step.
#[component]
pub(crate) fn Stepper(
    /// What is left of the Authorize link; none as long as the Jira is not found.
    left: Option<CodeLeft>,
) -> impl IntoView {
    let current = move || match left {
        None => 1,
        Some(left) if left.is_running() => 3,
        Some(_) => 2,
    };
    let at = move |step| move || (current() == step).then_some("step");
    view! {
        <ol class="stepper" aria-label="Steps of signing in">
            <li aria-current=at(1)>"Find Jira"</li>
            <li aria-current=at(2)>"Authorize"</li>
            <li aria-current=at(3)>"Enter code"</li>
        </ol>
    }
}
