use super::HiddenFields;
use crate::model::{Column, Columns, Sort, View};
use leptos::{prelude::*, web_sys::Element};

/// The choice of an order where there is no place for the heads of the table.
pub(crate) fn order_form(
    columns: &Columns,
    view: &View,
    sort: Option<Sort>,
) -> impl IntoView + use<> {
    let others = View {
        sort: None,
        start_at: 0,
        ..view.clone()
    };
    let options: Vec<_> = columns
        .iter()
        .map(|column| {
            let is_chosen = sort.is_some_and(|sort| sort.column == column);
            view! { <option value=column.word() selected=is_chosen>{column.label()}</option> }
        })
        .collect();
    let descending = sort.is_some_and(|sort| sort.descending);
    view! {
        <form class="order" id="order" method="get" action="/">
            <HiddenFields fields=others.fields()/>
            <label class="label" for="order-by">"Sort by"</label>
            <select class="input" id="order-by" name="sort">
                <option value="">"The list's own order"</option>
                {options}
            </select>
            <label class="check"><input type="checkbox" name="desc" value="1" checked=descending/>"Downwards"</label>
            <button class="button" id="order-now" type="submit">"Sort"</button>
        </form>
    }
}

/// What was chosen in the form; `None` for the list's own order.
pub(crate) fn chosen_order(form: &Element) -> Option<Sort> {
    let find = |selector| form.query_selector(selector).ok().flatten();
    let column = find("option:checked")?.get_attribute("value")?;
    Some(Sort {
        column: Column::parse(&column)?,
        descending: find("[name=desc]:checked").is_some(),
    })
}
