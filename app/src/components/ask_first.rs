use leptos::{html::Dialog, prelude::*};

/// What is asked before something is done.
pub(crate) struct Question {
    /// Id of the heading.
    pub(crate) id: &'static str,
    /// The question itself.
    pub(crate) title: String,
    /// What the answer leads to.
    pub(crate) text: String,
}

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
    question: Question,
    /// The forms that say yes.
    children: TypedChildren<C>,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let open = move |event: leptos::ev::SubmitEvent| {
        // An open dialog, or a browser without dialogs: the page asks instead.
        if let Some(dialog) = dialog.get_untracked()
            && dialog.show_modal().is_ok()
        {
            event.prevent_default();
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <form method="get" action=action on:submit=open>
            <button class=class type="submit">{label}</button>
        </form>
        // An answer closes it, too: a refusal is told on the page, which nothing must cover then.
        <dialog node_ref=dialog class="dialog" aria-labelledby=question.id on:submit=move |_| close()>
            <h2 id=question.id>{question.title}</h2>
            <p>{question.text}</p>
            <div class="actions">
                {children.into_inner()()}
                <button class="button" type="button" on:click=move |_| close()>"Cancel"</button>
            </div>
        </dialog>
    }
}

/// The page `action` of [`AskFirst`]: the same question.
#[component]
pub(crate) fn AskOnPage<C: IntoView + 'static>(
    question: Question,
    /// The forms that say yes.
    children: TypedChildren<C>,
) -> impl IntoView {
    view! {
        <main class="tab">
            <section class="card">
                <h1>{question.title}</h1>
                <p>{question.text}</p>
                <div class="actions">
                    {children.into_inner()()}
                    <a class="button" href="/">"Cancel"</a>
                </div>
            </section>
        </main>
    }
}
