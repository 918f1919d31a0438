//! Suggestions while a query is typed.

use super::{OPTIONS, by_id, field, list};
use crate::{
    model::{Completions, Suggestion},
    verbs,
};
use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    prelude::*,
    task::spawn_local,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement, HtmlInputElement},
};
use std::time::Duration;

/// Who types on is not asked about.
const PAUSE: Duration = Duration::from_millis(200);

/// The list below the field.
#[derive(Clone, Copy)]
pub(super) struct Suggesting {
    found: RwSignal<Found>,
    /// The suggestion that Enter takes.
    active: RwSignal<Option<usize>>,
    asking: StoredValue<Asking>,
}

/// Suggestions, and the text before the caret that they are for.
#[derive(Clone, Default)]
struct Found {
    before: String,
    completions: Completions,
}

impl Found {
    fn count(&self) -> usize {
        self.completions.suggestions.len()
    }
}

/// One question at a time; another one waits for its answer.
#[derive(Default)]
struct Asking {
    /// Whoever types or closes the list begins another turn: what was asked before is not shown.
    turn: u32,
    is_under_way: bool,
    /// Whether this turn waits.
    is_waiting: bool,
}

impl Asking {
    /// The turn that may ask now; else it waits.
    fn begin(&mut self) -> Option<u32> {
        self.is_waiting = self.is_under_way;
        self.is_under_way = true;
        (!self.is_waiting).then_some(self.turn)
    }

    /// Whether a turn waits.
    fn end(&mut self) -> bool {
        self.is_under_way = false;
        std::mem::take(&mut self.is_waiting)
    }
}

impl Suggesting {
    pub(super) fn new() -> Self {
        let suggesting = Self {
            found: RwSignal::default(),
            active: RwSignal::new(None),
            asking: StoredValue::default(),
        };
        Effect::new(move |_| suggesting.show());
        suggesting
    }

    pub(super) fn close(self) {
        self.next_turn();
        self.active.set(None);
        self.found.set(Found::default());
    }

    fn next_turn(self) -> u32 {
        let mut asking = self.asking.write_value();
        asking.is_waiting = false;
        asking.turn += 1;
        asking.turn
    }

    fn turn(self) -> u32 {
        self.asking.with_value(|asking| asking.turn)
    }

    /// Asks after a pause. What is suggested already stays until then.
    pub(super) fn ask_soon(self) {
        self.active.set(None);
        let turn = self.next_turn();
        let ask = move || {
            if self.turn() == turn {
                self.ask();
            }
        };
        set_timeout(ask, PAUSE);
    }

    fn ask(self) {
        let Some(before) = before_caret() else {
            return;
        };
        let Some(turn) = self.asking.write_value().begin() else {
            return;
        };
        spawn_local(async move {
            let found = verbs::complete(&before).await;
            let waits = self.asking.write_value().end();
            if waits {
                self.ask();
            } else if self.turn() == turn && before_caret().as_ref() == Some(&before) {
                self.active.set(None);
                self.found.set(Found {
                    before,
                    // Without suggestions people type on, so a failure is no news.
                    completions: found.unwrap_or_default(),
                });
            }
        });
    }

    /// The keys of a combobox.
    pub(super) fn press(self, event: &KeyboardEvent) {
        let count = self.found.with_untracked(Found::count);
        let active = self.active.get_untracked();
        match event.key().as_str() {
            "ArrowDown" if count == 0 => self.ask(),
            "ArrowDown" => self
                .active
                .set(Some(active.map_or(0, |at| (at + 1) % count))),
            "ArrowUp" if count > 0 => {
                self.active.set(Some(
                    active.map_or(count, |at| at.max(count * usize::from(at == 0))) - 1,
                ));
            }
            "Enter" => match active {
                Some(at) => self.take(at),
                None => return,
            },
            "Escape" if count > 0 => self.close(),
            _ => return,
        }
        event.prevent_default();
    }

    /// A press on a suggestion; the keyboard stays in the field.
    pub(super) fn point(self, event: &MouseEvent) {
        event.prevent_default();
        let pressed = event.target().and_then(|it| it.dyn_into::<Element>().ok());
        let id = pressed.map(|it| it.id()).unwrap_or_default();
        let count = self.found.with_untracked(Found::count);
        if let Some(at) = (0..count).find(|at| option_id(*at) == id) {
            self.take(at);
        }
    }

    /// Types a suggestion for the person, unless the caret is elsewhere by now.
    fn take(self, at: usize) {
        let Found {
            before,
            completions,
        } = self.found.get_untracked();
        let suggestion = completions.suggestions.get(at);
        let (Some(field), Some(suggestion)) = (field(), suggestion) else {
            return;
        };
        let (mut text, after) = halves(&field);
        if String::from_utf16_lossy(&text) != before {
            return self.close();
        }
        text.truncate(text.len().saturating_sub(completions.replaces as usize));
        text.extend(suggestion.inserted.encode_utf16());
        let caret = u32::try_from(text.len()).ok();
        text.extend(after);
        field.set_value(&String::from_utf16_lossy(&text));
        if let Some(caret) = caret {
            // Only fields of other types refuse.
            drop(field.set_selection_range(caret, caret));
        }
        self.close();
        self.ask_soon();
    }

    pub(super) fn options(self) -> Vec<impl IntoView> {
        let suggestions = self.found.get().completions.suggestions;
        let options = suggestions.into_iter().enumerate();
        let option = |(at, Suggestion { label, .. })| {
            view! { <li role="option" id=option_id(at) aria-selected="false">{label}</li> }
        };
        options.map(option).collect()
    }

    /// Tells assistive technology what the list shows. By hand: without a script the field is none of
    /// this, and the WebAssembly would hold each attribute twice.
    fn show(self) {
        let count = self.found.with(Found::count);
        let active = self.active.get();
        let (Some(field), Some(list)) = (field(), list()) else {
            return;
        };
        for (name, value) in [
            ("role", "combobox"),
            ("aria-autocomplete", "list"),
            ("aria-controls", OPTIONS),
            ("aria-expanded", if count > 0 { "true" } else { "false" }),
        ] {
            set(&field, name, value);
        }
        match active {
            Some(at) => set(&field, "aria-activedescendant", &option_id(at)),
            None => drop(field.remove_attribute("aria-activedescendant")),
        }
        for at in 0..count {
            let Some(option) = by_id::<HtmlElement>(&option_id(at)) else {
                continue;
            };
            let is_active = active == Some(at);
            set(
                &option,
                "aria-selected",
                if is_active { "true" } else { "false" },
            );
            if is_active {
                bring_into_view(&option, &list);
            }
        }
    }
}

fn set(element: &Element, name: &str, value: &str) {
    // Only names that are none are refused.
    drop(element.set_attribute(name, value));
}

/// Scrolls the list and nothing around it.
fn bring_into_view(option: &HtmlElement, list: &Element) {
    let (top, bottom) = (
        option.offset_top(),
        option.offset_top() + option.offset_height(),
    );
    let shown = list
        .scroll_top()
        .max(bottom - list.client_height())
        .min(top);
    list.set_scroll_top(shown);
}

fn option_id(at: usize) -> String {
    format!("jql-option-{at}")
}

/// The text before the caret, as long as the person is in the field.
fn before_caret() -> Option<String> {
    let field = field()?;
    let is_focused = document().active_element().as_ref() == Some(field.as_ref());
    let (before, _) = halves(&field);
    is_focused.then(|| String::from_utf16_lossy(&before))
}

/// What stands before the caret and behind it, in the units that browsers count by.
fn halves(field: &HtmlInputElement) -> (Vec<u16>, Vec<u16>) {
    let mut before: Vec<u16> = field.value().encode_utf16().collect();
    let caret = field.selection_start().ok().flatten();
    let caret = caret.map_or(before.len(), |caret| (caret as usize).min(before.len()));
    let after = before.split_off(caret);
    (before, after)
}
