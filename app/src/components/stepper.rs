use leptos::prelude::*;

const STEPS: [&str; 3] = ["Find Jira", "Authorize", "Enter code"];

/// Where on the way the person is, as text. Nothing moves from step to step.
#[component]
pub(crate) fn Stepper(
    /// Index into the steps.
    #[prop(into)]
    current: Signal<usize>,
) -> impl IntoView {
    let steps = STEPS.into_iter().enumerate().map(|(index, name)| {
        let is_current = move || (current.get() == index).then_some("step");
        view! { <li aria-current=is_current>{name}</li> }
    });
    view! { <ol class="stepper" aria-label="Steps of signing in">{steps.collect_view()}</ol> }
}
