use leptos::prelude::*;

/// A form that works before the WebAssembly has loaded and without JavaScript; afterwards
/// `on_submit` takes the press and the page stays.
///
/// Without type parameters, so that the WebAssembly holds it once.
#[component]
pub(crate) fn PostForm<C: IntoView + 'static>(
    /// Path of the server function.
    action: &'static str,
    on_submit: Box<dyn Fn()>,
    children: TypedChildren<C>,
) -> impl IntoView {
    view! {
        <form method="post" action=action on:submit=move |event| {
            event.prevent_default();
            on_submit();
        }>{children.into_inner()()}</form>
    }
}

/// A [`PostForm`] of one button.
#[component]
pub(crate) fn PostButton(
    /// Path of the server function.
    action: &'static str,
    /// How the button looks.
    class: &'static str,
    /// What the button says.
    #[prop(into)]
    label: String,
    /// ID of the Jira that is meant.
    #[prop(optional)]
    jira: Option<String>,
    on_press: impl Fn() + 'static,
) -> impl IntoView {
    let name = jira.is_some().then_some("jira");
    view! {
        <PostForm action on_submit=Box::new(on_press)>
            <button class=class type="submit" name=name value=jira>{label}</button>
        </PostForm>
    }
}
