//! The one field for searches, with suggestions for queries.
//!
//! A combobox as the ARIA Authoring Practices describe it: the keyboard stays in the field, the
//! arrows move through the list below. <https://www.w3.org/WAI/ARIA/apg/patterns/combobox/>

mod suggest;

use super::state::Tab;
use crate::model::{IssueList, List, Listing, View};
use leptos::{either::EitherOf3, html, prelude::*};
use suggest::Suggesting;

const PROBLEM: &str = "jql-problem";
const OPTIONS: &str = "jql-options";

/// The field, and what was made of what stands in it.
#[component]
pub(super) fn QueryField(
    tab: Tab,
    listing: Memo<Listing>,
    issues: Memo<Option<IssueList>>,
) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    let suggesting = Suggesting::new(field);
    let typed = listing.with_untracked(|listing| listing.view.typed().to_owned());
    let refusal = Memo::new(move |_| match issues.get() {
        Some(IssueList::Refused(message)) => Some(message),
        _ => None,
    });
    // What was typed stays, unless the person goes to another search.
    Effect::new(move |before: Option<View>| {
        let view = listing.with(|listing| listing.view.clone());
        let is_search = matches!(view.list, List::Jql | List::Text);
        if let Some(field) = field.get_untracked()
            && before.is_some_and(|before| before.typed() != view.typed())
            && is_search
        {
            field.set_value(view.typed());
        }
        view
    });
    let search = move || {
        suggesting.close();
        let text = field.get_untracked().map(|field| field.value());
        tab.go(View {
            text: text.unwrap_or_default(),
            ..View::of(List::Search)
        });
    };
    // One type for all attributes that change: the WebAssembly holds what follows them once.
    let refused = move |word: &'static str| -> Signal<Option<&str>> {
        Signal::derive(move || refusal.with(Option::is_some).then_some(word))
    };
    view! {
        <form class="search" role="search" method="get" action="/" on:submit=move |event| {
            event.prevent_default();
            search();
        }>
            <input type="hidden" name="list" value=List::Search.word()/>
            <label class="label" for="jql">"JQL"</label>
            <div class="field">
                <input class="input" id="jql" name="text" type="text" value=typed node_ref=field
                    placeholder="A query, words or an issue key" maxlength="2000"
                    autocomplete="off" autocapitalize="off" spellcheck="false"
                    role="combobox" aria-autocomplete="list" aria-controls=OPTIONS
                    aria-expanded=suggesting.open_or("true", "false")
                    aria-activedescendant=move || suggesting.active_id()
                    aria-invalid=refused("true")
                    aria-describedby=refused(PROBLEM)
                    on:input=move |_| suggesting.ask_soon()
                    on:keydown=move |event| suggesting.press(&event)
                    on:blur=move |_| suggesting.close()/>
                <ul class=suggesting.open_or("options", "options closed") id=OPTIONS role="listbox" aria-label="Suggestions">
                    {move || suggesting.options()}
                </ul>
            </div>
            <button class="button" type="submit">"Search"</button>
            {move || refusal.get().map(|message| view! {
                <p class="refusal" id=PROBLEM role="alert">"Jira does not take this query: " {message}</p>
            })}
            {move || listing.with(|listing| made_of(&listing.view))}
        </form>
    }
}

/// How what was typed was read, and the other way to read it.
fn made_of(view: &View) -> impl IntoView + use<> {
    let hint = |what: &'static str, other: &'static str, view: View| {
        view! { <p class="hint made-of">{what} " " <a href=view.href()>{other}</a></p> }
    };
    match view.list {
        List::Text => EitherOf3::A(hint(
            "Searched for these words.",
            "Read it as JQL instead",
            View {
                jql: view.text.clone(),
                ..View::of(List::Jql)
            },
        )),
        List::Jql if !view.jql.is_empty() => EitherOf3::B(hint(
            "Read as JQL.",
            "Search for these words instead",
            View {
                text: view.jql.clone(),
                ..View::of(List::Text)
            },
        )),
        _ => EitherOf3::C(()),
    }
}
