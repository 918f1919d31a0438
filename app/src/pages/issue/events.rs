//! What the person does in the panel: one listener for each kind of event, since its parts come and go.

use super::{
    create,
    dom::{self, text_of},
    state::Panel,
};
use crate::{pages::state::Tab, verbs};
use leptos::{
    ev::{Event, MouseEvent, SubmitEvent},
    prelude::*,
    task::spawn_local,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlFormElement, HtmlInputElement},
};
use std::time::Duration;

/// People type faster than Jira answers.
const PAUSE: Duration = Duration::from_millis(300);

fn target<T: JsCast>(event: &Event) -> Option<T> {
    event.target()?.dyn_into().ok()
}

/// A press of a button or a link that says `data-do`.
pub(super) fn clicked(tab: Tab, event: &MouseEvent) {
    let pressed = target::<Element>(event).and_then(|it| it.closest("[data-do]").ok().flatten());
    let Some(element) = pressed else { return };
    // With a modifier the browser opens a link in a window of its own.
    if event.ctrl_key() || event.meta_key() || event.shift_key() {
        return;
    }
    event.prevent_default();
    let panel = tab.panel();
    match element
        .get_attribute("data-do")
        .unwrap_or_default()
        .as_str()
    {
        "theirs" => keep_theirs(tab),
        "mine" => save_mine(tab),
        _ => panel.load(tab, panel.key()),
    }
}

/// Takes over what somebody else saved; what the person typed is forgotten where it clashes.
fn keep_theirs(tab: Tab) {
    let panel = tab.panel();
    for clash in dom::all(".panel [data-clash]") {
        let field = clash.get_attribute("data-clash").unwrap_or_default();
        panel.forget(|_, id| id == field || id.starts_with(&format!("field-{field}")));
    }
    panel.load(tab, panel.key());
}

/// Sends the form once more, now that the person has seen what somebody else saved.
fn save_mine(tab: Tab) {
    let panel = tab.panel();
    let said = |clash: &Element, name| clash.get_attribute(name).unwrap_or_default();
    let clashes = dom::all(".panel [data-clash]");
    let mine = clashes
        .iter()
        .map(|clash| (said(clash, "data-clash"), said(clash, "data-value")));
    // A form that is gone has nothing to save.
    if let Some(form) = dom::form(&panel.sent.get_value()) {
        panel.submit(tab, &form, &mine.collect::<Vec<_>>(), None);
    }
}

/// Something was typed or chosen: not every browser calls both input.
pub(super) fn typed(tab: Tab, event: &Event) {
    let panel = tab.panel();
    let Some(element) = target::<Element>(event) else {
        return;
    };
    let form = element.closest("form").ok().flatten();
    create::look(panel, &element, &text_of(&element));
    if create::typed(tab, event, &element) {
        return;
    }
    match element.id().as_str() {
        "" => return,
        "assignee" => look_for(panel, text_of(&element)),
        _ => {}
    }
    panel.remember(form.map(|form| form.id()).unwrap_or_default(), &element);
    dom::sync();
}

/// A field that suggests something does so as soon as the keyboard is there.
pub(super) fn focused(tab: Tab, event: &Event) {
    let Some(input) = target::<HtmlInputElement>(event).filter(|it| it.has_attribute("list"))
    else {
        return;
    };
    input.select();
    create::look(tab.panel(), &input, "");
    if input.id() == "assignee" {
        look_for(tab.panel(), String::new());
    }
}

/// Looks for people once nothing more is typed for a while.
fn look_for(panel: Panel, text: String) {
    if panel.looked_for.get_value() == text && dom::is_there("#people option:nth-child(3)") {
        return;
    }
    panel.looked_for.set_value(text.clone());
    let look = move || {
        let jira = dom::all("#save [name=jira]").first().map(text_of);
        let Some(jira) = jira.filter(|_| panel.looked_for.get_value() == text) else {
            return;
        };
        spawn_local(async move {
            let key = panel.key();
            // Without suggestions a user name can still be typed.
            if let Ok(html) = verbs::people(&jira, &key, &text).await
                && panel.key() == key
                && panel.looked_for.get_value() == text
                && let Some(list) = document().get_element_by_id("people")
            {
                list.set_inner_html(&html);
            }
        });
    };
    set_timeout(look, PAUSE);
}

/// "Discard changes".
pub(super) fn discarded(tab: Tab, event: &Event) {
    if let Some(form) = target::<Element>(event) {
        let sent = form.id();
        tab.panel().forget(|form, _| form == sent);
        dom::clear();
        // The controls are reset after this.
        request_animation_frame(dom::sync);
    }
}

/// A form was sent.
pub(super) fn submitted(tab: Tab, event: &SubmitEvent) {
    event.prevent_default();
    if let Some(form) = target::<HtmlFormElement>(event) {
        tab.panel().submit(tab, &form, &[], create::action(event));
    }
}
