//! The one field for searches, with suggestions for queries.
//!
//! A combobox as the ARIA Authoring Practices describe it: the keyboard stays in the field, the
//! arrows move through the list below. <https://www.w3.org/WAI/ARIA/apg/patterns/combobox/>

mod suggest;

use super::state::Tab;
use crate::{
    components::Anew,
    model::{IssueList, List, Listing, View},
};
use leptos::{
    either::EitherOf3,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlInputElement},
};
use suggest::Suggesting;

const FIELD: &str = "jql";
const PROBLEM: &str = "jql-problem";
const OPTIONS: &str = "jql-options";

/// The field, and what was made of what stands in it.
#[component]
pub(super) fn QueryField(
    tab: Tab,
    listing: Memo<Listing>,
    issues: Memo<Option<IssueList>>,
) -> impl IntoView {
    let suggesting = Suggesting::new();
    let first = listing.with_untracked(|listing| listing.view.typed().to_owned());
    let refusal = Memo::new(move |_| match issues.get() {
        Some(IssueList::Refused(message)) => Some(message),
        _ => None,
    });
    // What was typed since stays, and what was searched for stays beside another list.
    Effect::new(move |before: Option<View>| {
        let view = listing.with(|listing| listing.view.clone());
        if let Some(field) = field()
            && before.is_some_and(|before| before.typed() != view.typed())
            && view.list.is_search()
            && tab.typed.with_value(|typed| *typed == field.value())
        {
            field.set_value(view.typed());
        }
        view
    });
    let search = move || {
        suggesting.close();
        tab.go(View {
            text: typed(),
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
            <label class="label" for=FIELD>"JQL"</label>
            <div class="field" on:input=move |_| suggesting.ask_soon()
                on:keydown=move |event| suggesting.press(&event)
                on:focusout=move |_| suggesting.close()>
                <input class="input" id=FIELD name="text" type="text" value=first
                    placeholder="A query, words or an issue key" maxlength="2000"
                    autocomplete="off" autocapitalize="off" spellcheck="false"
                    aria-invalid=refused("true") aria-describedby=refused(PROBLEM)/>
                <ul class="options" id=OPTIONS role="listbox" aria-label="Suggestions" tabindex="-1"
                    on:mousedown=move |event| suggesting.point(&event)>
                    {move || suggesting.options()}
                </ul>
            </div>
            <button class="button" type="submit">"Search"</button>
            {move || refusal.get().map(|message| view! {
                <p class="refusal" id=PROBLEM role="alert">"Jira does not take this query: " {message}</p>
            })}
            {move || listing.with(|listing| Anew(made_of(&listing.view)))}
        </form>
    }
}

fn by_id<T: JsCast>(id: &str) -> Option<T> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

fn field() -> Option<HtmlInputElement> {
    by_id(FIELD)
}

fn list() -> Option<Element> {
    by_id(OPTIONS)
}

/// What stands in the field.
pub(super) fn typed() -> String {
    field().map(|field| field.value()).unwrap_or_default()
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
