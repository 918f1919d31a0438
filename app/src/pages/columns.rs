//! The choice of columns.

use super::state::Tab;
use crate::{
    api,
    components::HiddenFields,
    model::{Column, Listing, Step},
};
use leptos::{html, prelude::*, task::spawn_local};

/// A menu of checkboxes, one for each column that can be left out.
#[component]
pub(super) fn Columns(tab: Tab, listing: Memo<Listing>) -> impl IntoView {
    let menu = NodeRef::<html::Details>::new();
    let first = listing.get_untracked();
    let chosen = RwSignal::new(first.columns);
    let back = [("view", first.view.to_query())].to_vec();
    let apply = move || {
        spawn_local(async move {
            match api::columns(chosen.get_untracked(), tab.query()).await {
                Ok(columns) => tab.page.update(|page| {
                    if let Step::Connected(connection) = &mut page.step {
                        connection.listing.columns = columns;
                    }
                }),
                Err(error) => tab.refuse(error),
            }
        });
        close(menu);
    };
    let boxes = Column::ALL.into_iter().filter(|it| it.is_optional());
    let boxes = boxes.map(|column| {
        let is_chosen = chosen.with_untracked(|it| it.contains(&column));
        let toggle = move |_| {
            chosen.update(|chosen| match chosen.iter().position(|it| *it == column) {
                Some(at) => drop(chosen.remove(at)),
                None => chosen.push(column),
            });
        };
        view! {
            <label class="check">
                <input type="checkbox" name="columns[]" value=column.word() checked=is_chosen on:change=toggle/>
                {column.label()}
            </label>
        }
    });
    view! {
        <details class="menu" node_ref=menu on:keydown=move |event| {
            if event.key() == "Escape" {
                close(menu);
            }
        }>
            <summary class="button subtle">"Columns"</summary>
            <form class="menu-body" method="post" action="/api/columns" on:submit=move |event| {
                event.prevent_default();
                apply();
            }>
                <HiddenFields fields=back/>
                // Without any of the others, too.
                <input type="hidden" name="columns[]" value=Column::Key.word()/>
                <fieldset>
                    <legend class="hint">"Beside key and summary, show"</legend>
                    {boxes.collect_view()}
                </fieldset>
                <button class="button" type="submit">"Apply"</button>
            </form>
        </details>
    }
}

/// Closes the menu; the keyboard goes back to what opened it.
fn close(menu: NodeRef<html::Details>) {
    let Some(menu) = menu.get_untracked() else {
        return;
    };
    menu.set_open(false);
    if let Ok(Some(summary)) = menu.query_selector("summary") {
        crate::components::focus(&summary);
    }
}
