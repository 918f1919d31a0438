use crate::{
    error::TabError,
    model::{Step, TabPage},
};
use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};

const ALERT: &str = "[role=alert]";

/// After a verb, keyboard and screen reader go on at the new alert, or at the heading of the new step.
///
/// As long as the person has done nothing here, the keyboard stays where it is: perhaps in another
/// part of Microsoft Teams.
pub(crate) fn focus_on_change(page: RwSignal<TabPage>) {
    Effect::new(move |before: Option<(Step, Option<TabError>)>| {
        let now = page.with(|page| (page.step.clone(), page.problem.clone()));
        // The first run is the hydration: what the person has focused by then stays focused.
        if let Some((step, problem)) = before
            && (step != now.0 || now.1.is_some() && problem != now.1)
            && person_has_acted()
        {
            let selector = if now.1.is_some() {
                ALERT
            } else {
                "h1[tabindex]"
            };
            request_animation_frame(move || focus_first(selector));
        }
        now
    });
}

/// Keyboard and screen reader go to the alert.
pub(crate) fn focus_alert() {
    focus_first(ALERT);
}

/// Changes the page; where the element with the keyboard is made anew, the keyboard goes to the new
/// one, or else to the heading of the list.
pub(crate) fn keep_focus(change: impl FnOnce()) {
    let focused = document().active_element().map(|element| element.id());
    change();
    let Some(id) = focused.filter(|id| !id.is_empty()) else {
        return;
    };
    request_animation_frame(move || {
        let active = document().active_element();
        if active.is_none_or(|active| active.local_name() == "body") {
            match document().get_element_by_id(&id) {
                Some(element) => focus(&element),
                None => focus_first("#list"),
            }
        }
    });
}

fn focus_first(selector: &str) {
    if let Ok(Some(element)) = document().query_selector(selector) {
        focus(&element);
    }
}

/// An element that just left the page cannot be focused; nothing is lost.
pub(crate) fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        drop(element.focus());
    }
}

fn person_has_acted() -> bool {
    window().navigator().user_activation().has_been_active()
}
