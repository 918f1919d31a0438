use leptos::prelude::*;

/// A form that works before the WebAssembly has loaded and without JavaScript; afterwards
/// `on_submit` takes the press and the page stays.
#[component]
pub(crate) fn PostForm<C: IntoView + 'static>(
    /// Path of the server function.
    action: &'static str,
    on_submit: impl Fn() + 'static,
    children: TypedChildren<C>,
) -> impl IntoView {
    view! {
        <form method="post" action=action on:submit=move |event| {
            event.prevent_default();
            on_submit();
        }>{children.into_inner()()}</form>
    }
}
