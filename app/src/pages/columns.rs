//! The choice of columns.

use super::state::Tab;
use crate::{
    components::HiddenFields,
    model::{Column, Listing, Step},
    verbs,
};
use leptos::{html, prelude::*, task::spawn_local, web_sys::Element};

/// A menu of checkboxes, one for each column that can be left out.
#[component]
pub(super) fn ColumnMenu(tab: Tab, listing: Memo<Listing>) -> impl IntoView {
    let menu = NodeRef::<html::Details>::new();
    let first = listing.get_untracked();
    let back = [("view", first.view.to_query())].to_vec();
    let apply = move || {
        let words = menu.get_untracked().map(|menu| checked(&menu));
        spawn_local(async move {
            match verbs::columns(&words.unwrap_or_default(), &tab.query()).await {
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
        let is_chosen = first.columns.iter().any(|it| it == column);
        view! {
            <label class="check">
                <input type="checkbox" name="columns[]" value=column.word() checked=is_chosen/>
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

/// The words of the boxes that are checked, and of the column that is always there: no words would
/// be all columns.
fn checked(menu: &Element) -> Vec<String> {
    let is_checked = |column: &Column| {
        let checked = menu.query_selector(&format!("[value={}]:checked", column.word()));
        !column.is_optional() || checked.is_ok_and(|it| it.is_some())
    };
    let columns = Column::ALL.into_iter().filter(is_checked);
    columns.map(|column| column.word().to_owned()).collect()
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
