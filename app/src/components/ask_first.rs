use leptos::{html::Dialog, prelude::*};

/// A button that asks before anything is done: in a dialog, or on the page `action` where there is
/// no JavaScript.
#[component]
pub(crate) fn AskFirst<C: IntoView + 'static>(
    /// Path of the page with the same question.
    action: &'static str,
    /// What the button says.
    label: &'static str,
    /// How the button looks.
    class: &'static str,
    /// Id of the question's heading.
    labelled_by: &'static str,
    /// The dialog, for whoever closes it.
    dialog: NodeRef<Dialog>,
    children: TypedChildren<C>,
) -> impl IntoView {
    let open = move |event: leptos::ev::SubmitEvent| {
        // An open dialog, or a browser without dialogs: the page asks instead.
        if let Some(dialog) = dialog.get_untracked()
            && dialog.show_modal().is_ok()
        {
            event.prevent_default();
        }
    };
    view! {
        <form method="get" action=action on:submit=open>
            <button class=class type="submit">{label}</button>
        </form>
        <dialog node_ref=dialog class="dialog" aria-labelledby=labelled_by>
            {children.into_inner()()}
        </dialog>
    }
}
