use crate::model::{Step, TabPage};
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};

/// After a verb, keyboard and screen reader go on at the alert, or at the heading of the new step.
///
/// As long as the person has done nothing here, the keyboard stays where it is: perhaps in another
/// part of Microsoft Teams.
pub(crate) fn focus_on_change(page: RwSignal<TabPage>) {
    Effect::new(move |before: Option<Step>| {
        let (step, refused) = page.with(|page| (page.step.clone(), page.problem.is_some()));
        // The first run is the hydration: what the person has focused by then stays focused.
        if before.is_some_and(|before| refused || before != step) && person_has_acted() {
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

fn person_has_acted() -> bool {
    window().navigator().user_activation().has_been_active()
}
