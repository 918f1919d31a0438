//! The document below the panel: what the server wrote is read, replaced and filled in here.

use crate::{components::focus as set_focus, model::Timestamp, teams::human_time};
use leptos::{
    prelude::*,
    wasm_bindgen::{JsCast, JsValue},
    web_sys::{Element, FormData, HtmlFormElement, HtmlInputElement, UrlSearchParams},
};

const INVALID: &str = "aria-invalid";

/// A form as it was sent.
pub(in crate::pages) struct Filled {
    pub(in crate::pages) id: String,
    pub(in crate::pages) action: String,
    pub(in crate::pages) body: String,
}

impl Filled {
    /// What `form` holds. `seen` are fields of the form with what the person saw there in Jira; `mine` the
    /// same by Jira's ids of the fields. The form itself stays as the server wrote it.
    pub(in crate::pages) fn of(
        form: &HtmlFormElement,
        seen: impl Iterator<Item = (Element, String)>,
        mine: &[(String, String)],
    ) -> Option<Self> {
        let data = FormData::new_with_form(form).ok()?;
        let name_of = |field: &Element| field.get_attribute("name").unwrap_or_default();
        let mine = mine.iter().flat_map(|(id, value)| {
            let fields = below(form, &format!("[data-was='{id}']"));
            fields.into_iter().map(|field| (field, value.clone()))
        });
        for (field, value) in seen.chain(mine) {
            data.set_with_str(&name_of(&field), &value).ok()?;
        }
        // Long texts that nobody changed would make the form too large to send.
        for text in below(form, "#save textarea[name$='[value]']") {
            if property(&text, "defaultValue").as_ref() == Some(&text_of(&text)) {
                let name = name_of(&text);
                data.delete(&name);
                data.delete(&name.replace("[value]", "[was]"));
            }
        }
        let body = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
        Some(Self {
            id: form.id(),
            action: form.get_attribute("action")?,
            body: body.to_string().into(),
        })
    }
}

/// The elements that `selector` names.
pub(in crate::pages) fn all(selector: &str) -> Vec<Element> {
    let root = document().document_element();
    root.map(|root| below(&root, selector)).unwrap_or_default()
}

fn below(root: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = root.query_selector_all(selector) else {
        return Vec::new();
    };
    let element = |at| found.get(at)?.dyn_into().ok();
    (0..found.length()).filter_map(element).collect()
}

pub(super) fn is_there(selector: &str) -> bool {
    !all(selector).is_empty()
}

/// The form of the panel with this `id`.
pub(in crate::pages) fn form(id: &str) -> Option<HtmlFormElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

fn as_box(element: &Element) -> Option<&HtmlInputElement> {
    let input = element.dyn_ref::<HtmlInputElement>();
    input.filter(|input| input.type_() == "checkbox")
}

/// What a control holds; of a box whether it is ticked.
pub(super) fn text_of(element: &Element) -> String {
    match as_box(element) {
        Some(input) => input.checked().to_string(),
        None => property(element, "value").unwrap_or_default(),
    }
}

fn property(element: &Element, name: &str) -> Option<String> {
    js_sys::Reflect::get(element, &name.into())
        .ok()?
        .as_string()
}

/// The field that says what Jira had in a control: it stands right before it.
pub(super) fn was_of(control: &Element) -> Option<Element> {
    let field = control.closest(".field").ok()??;
    let was = field.previous_element_sibling();
    was.filter(|was| was.has_attribute("data-was"))
}

/// What the first element that `selector` names says in an attribute.
pub(super) fn attribute(selector: &str, name: &str) -> Option<String> {
    all(selector).first()?.get_attribute(name)
}

/// Fills a control in. Text fields and menus are different classes with one property.
pub(in crate::pages) fn set_text(element: &Element, text: &str) {
    match as_box(element) {
        Some(input) => input.set_checked(text == "true"),
        // No control refuses a text; a menu without such an entry shows none.
        None => drop(js_sys::Reflect::set(element, &"value".into(), &text.into())),
    }
}

/// Empties a control that still holds what was sent.
pub(super) fn empty(id: &str, sent: &str) {
    if let Some(control) = document().get_element_by_id(id)
        && text_of(&control) == sent
        && let Some(text) = property(&control, "defaultValue")
    {
        set_text(&control, &text);
    }
}

/// Fills in what was typed; whether it is still news to the control, which may be gone by now.
pub(super) fn restore(id: &str, text: &str) -> bool {
    let Some(control) = document().get_element_by_id(id) else {
        return true;
    };
    let now = text_of(&control);
    if now == text {
        return false;
    }
    set_text(&control, text);
    if text_of(&control) != text {
        // A menu that has no such entry any more.
        set_text(&control, &now);
        return false;
    }
    open(&control);
    true
}

/// Opens what the element is folded away in.
fn open(element: &Element) {
    if let Ok(Some(details)) = element.closest("details") {
        set_flag(&details, "open", true);
    }
}

fn set_flag(element: &Element, name: &str, on: bool) {
    // These names are good ones.
    drop(element.toggle_attribute_with_force(name, on));
}

/// Shows the screen of the chosen step, and keeps what is ticked in the field that is sent.
pub(super) fn sync() {
    let chosen = document()
        .get_element_by_id("status")
        .map(|menu| text_of(&menu));
    for screen in all(".panel [data-screen]") {
        let is_chosen = screen.get_attribute("data-screen") == chosen;
        set_flag(&screen, "hidden", !is_chosen);
        set_flag(&screen, "disabled", !is_chosen);
    }
    for choices in all(".panel [data-many]") {
        let Ok(Some(sent)) = choices.query_selector("[type=hidden]") else {
            continue;
        };
        let boxes = below(&choices, "[type=checkbox]");
        let boxes: Vec<_> = boxes.iter().filter_map(as_box).collect();
        let value = text_of(&sent);
        // What can be chosen no longer, such as a version that was archived, stays.
        let kept = value.lines().map(str::to_owned);
        let kept =
            kept.filter(|it| !it.is_empty() && boxes.iter().all(|known| known.value() != *it));
        let ticked = boxes.iter().filter(|it| it.checked());
        let chosen: Vec<_> = kept.chain(ticked.map(|it| it.value())).collect();
        set_text(&sent, &chosen.join("\n"));
    }
}

/// Writes moments as people in the locale of Teams do.
pub(super) fn write_times() {
    for element in all(".panel time") {
        let at = Timestamp {
            machine: element.get_attribute("datetime").unwrap_or_default(),
            human: element.text_content().unwrap_or_default(),
        };
        element.set_text_content(Some(&human_time(&at)));
    }
}

/// Puts each part of `html` in the place of the one with the same `id`; an empty one takes it away,
/// and one that is new is a comment.
pub(in crate::pages) fn put(html: &str) {
    let Ok(parts) = document().create_element("div") else {
        return;
    };
    parts.set_inner_html(html);
    while let Some(part) = parts.first_element_child() {
        part.remove();
        let old = document().get_element_by_id(&part.id());
        let done = match old {
            Some(old) if part.child_element_count() == 0 => {
                old.remove();
                Ok(())
            }
            Some(old) => old.replace_with_with_node_1(&part),
            None => all(".panel .comments")
                .first()
                .map_or(Ok(()), |list| list.append_child(&part).map(drop)),
        };
        // Only a document refuses to have its root replaced.
        drop::<Result<(), JsValue>>(done);
    }
}

/// Takes away what was said about the verb before.
pub(super) fn clear() {
    for said in all("#told, #alert, .panel .field-error") {
        said.set_inner_html("");
    }
    for control in all(".panel [aria-invalid]") {
        set_flag(&control, INVALID, false);
    }
}

/// Says what is being done, or was done.
pub(super) fn tell(words: &str) {
    if let Some(told) = document().get_element_by_id("told") {
        told.set_text_content(Some(words));
    }
}

/// Says at the fields of a form what is wrong with them.
pub(super) fn mark(form: &str, fields: &[(String, String)]) {
    for (id, message) in fields {
        for place in all(&format!("#{form} [data-error~='{id}']")) {
            place.set_text_content(Some(message));
            open(&place);
            let id = place.id();
            if let Some(control) = document().get_element_by_id(id.trim_end_matches("-error")) {
                // This name is a good one.
                drop(control.set_attribute(INVALID, "true"));
            }
        }
    }
}

/// Whether the keyboard is nowhere, or within what `selector` names: elsewhere the person types.
pub(super) fn may_move_from(selector: &str) -> bool {
    document().active_element().is_none_or(|active| {
        active.local_name() == "body" || matches!(active.closest(selector), Ok(Some(_)))
    })
}

/// Changes the page; where the control with the keyboard is made anew, keyboard and caret go to the
/// new one.
pub(super) fn keep_place(change: impl FnOnce()) {
    let before = document().active_element();
    let caret: JsValue = "selectionStart".into();
    let at = |it: &Element| js_sys::Reflect::get(it, &caret).unwrap_or_default();
    let before = before.map(|it| (it.id(), at(&it)));
    change();
    if let Some((id, at)) = before
        && let Some(control) = document().get_element_by_id(&id)
        && document().active_element().as_ref() != Some(&control)
    {
        set_focus(&control);
        if at.as_f64().is_some() {
            for name in [caret, "selectionEnd".into()] {
                // A control without a caret has been asked for one already.
                drop(js_sys::Reflect::set(&control, &name, &at));
            }
        }
    }
}

/// Moves the keyboard, once the page is drawn.
pub(super) fn focus(selector: &str) {
    let selector = selector.to_owned();
    request_animation_frame(move || {
        if let Some(element) = all(&selector).first() {
            set_focus(element);
        }
    });
}
