use crate::model::{Step, TabPage};
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};

/// After a verb, keyboard and screen reader go on at the alert, or at the heading of the new step.
pub(crate) fn focus_on_change(page: RwSignal<TabPage>) {
    Effect::new(move |before: Option<Step>| {
        let (step, refused) = page.with(|page| (page.step.clone(), page.problem.is_some()));
        // The first run is the hydration: what the person has focused by then stays focused. Nor
        // does a tab that has only loaded take the focus from Microsoft Teams around it.
        let acted = |before: &Step| refused || (*before != step && *before != Step::SigningIn);
        if before.as_ref().is_some_and(acted) {
            let selector = if refused {
                "[role=alert]"
            } else {
                "h1[tabindex]"
            };
            request_animation_frame(move || {
                let found = document().query_selector(selector).ok().flatten();
                if let Some(element) =
                    found.and_then(|element| element.dyn_into::<HtmlElement>().ok())
                {
                    // An element that just left the page cannot be focused; nothing is lost.
                    drop(element.focus());
                }
            });
        }
        step
    });
}
