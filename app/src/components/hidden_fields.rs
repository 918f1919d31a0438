use leptos::prelude::*;

/// What a form sends besides what people fill in.
#[component]
pub(crate) fn HiddenFields(fields: Vec<(&'static str, String)>) -> impl IntoView {
    let fields = fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
    fields.collect_view()
}
