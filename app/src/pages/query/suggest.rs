//! Suggestions while a query is typed.

use crate::{
    api,
    model::{Completions, Suggestion},
};
use leptos::{
    ev::KeyboardEvent, html, leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local,
    web_sys::HtmlInputElement,
};
use std::time::Duration;

/// Who types on is not asked about.
const PAUSE: Duration = Duration::from_millis(200);

/// The list below the field.
#[derive(Clone, Copy)]
pub(super) struct Suggesting {
    field: NodeRef<html::Input>,
    found: RwSignal<Completions>,
    /// The suggestion that Enter takes.
    active: RwSignal<Option<usize>>,
    timer: RwSignal<Option<TimeoutHandle>>,
    /// One question at a time; another one waits for its answer.
    is_asking: RwSignal<bool>,
    asks_again: RwSignal<bool>,
}

impl Suggesting {
    pub(super) fn new(field: NodeRef<html::Input>) -> Self {
        Self {
            field,
            found: RwSignal::default(),
            active: RwSignal::new(None),
            timer: RwSignal::new(None),
            is_asking: RwSignal::new(false),
            asks_again: RwSignal::new(false),
        }
    }

    /// One word while there are suggestions, another one while there are none.
    pub(super) fn open_or(
        self,
        open: &'static str,
        closed: &'static str,
    ) -> Signal<Option<&'static str>> {
        Signal::derive(move || {
            let is_open = self.found.with(|found| !found.suggestions.is_empty());
            Some(if is_open { open } else { closed })
        })
    }

    pub(super) fn active_id(self) -> Option<String> {
        self.active.get().map(option_id)
    }

    pub(super) fn close(self) {
        if let Some(timer) = self.timer.write_untracked().take() {
            timer.clear();
        }
        self.active.set(None);
        self.found.set(Completions::default());
    }

    /// Asks after a pause.
    pub(super) fn ask_soon(self) {
        self.close();
        let timer = set_timeout_with_handle(move || self.ask(), PAUSE);
        self.timer.set(timer.ok());
    }

    fn ask(self) {
        if self.is_asking.get_untracked() {
            self.asks_again.set(true);
            return;
        }
        let Some(before) = self.before_caret() else {
            return;
        };
        self.is_asking.set(true);
        spawn_local(async move {
            let found = api::complete(before.clone()).await;
            self.is_asking.set(false);
            if self.asks_again.get_untracked() {
                self.asks_again.set(false);
                self.ask();
            } else if self.before_caret() == Some(before)
                && let Ok(found) = found
            {
                // Without suggestions people type on, so a failure is no news.
                self.active.set(None);
                self.found.set(found);
            }
        });
    }

    /// The text before the caret, as long as the person is in the field.
    fn before_caret(self) -> Option<String> {
        let field = self.field.get_untracked()?;
        let is_focused = document().active_element().as_ref() == Some(field.as_ref());
        let (before, _) = halves(&field);
        is_focused.then(|| String::from_utf16_lossy(&before))
    }

    /// The keys of a combobox.
    pub(super) fn press(self, event: &KeyboardEvent) {
        let count = self.found.with_untracked(|found| found.suggestions.len());
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

    /// Types a suggestion for the person.
    fn take(self, at: usize) {
        let (Some(field), found) = (self.field.get_untracked(), self.found.get_untracked()) else {
            return;
        };
        let Some(suggestion) = found.suggestions.get(at) else {
            return;
        };
        let (mut text, after) = halves(&field);
        text.truncate(text.len().saturating_sub(found.replaces as usize));
        text.extend(suggestion.inserted.encode_utf16());
        let caret = u32::try_from(text.len()).ok();
        text.extend(after);
        field.set_value(&String::from_utf16_lossy(&text));
        if let Some(caret) = caret {
            // Only fields of other types refuse.
            drop(field.set_selection_range(caret, caret));
        }
        self.ask_soon();
    }

    pub(super) fn options(self) -> Vec<impl IntoView> {
        let found = self.found.get().suggestions;
        found
            .into_iter()
            .enumerate()
            .map(|(at, suggestion)| self.option(at, suggestion))
            .collect()
    }

    fn is_active(self, at: usize) -> Signal<Option<&'static str>> {
        Signal::derive(move || {
            let is_active = self.active.get() == Some(at);
            Some(if is_active { "true" } else { "false" })
        })
    }

    fn option(self, at: usize, suggestion: Suggestion) -> impl IntoView {
        view! {
            <li role="option" id=option_id(at)
                aria-selected=self.is_active(at)
                on:mousedown=move |event| {
                    // The keyboard stays in the field.
                    event.prevent_default();
                    self.take(at);
                }>
                {suggestion.label}
            </li>
        }
    }
}

fn option_id(at: usize) -> String {
    format!("jql-option-{at}")
}

/// What stands before the caret and behind it, in the units that browsers count by.
fn halves(field: &HtmlInputElement) -> (Vec<u16>, Vec<u16>) {
    let mut before: Vec<u16> = field.value().encode_utf16().collect();
    let caret = field.selection_start().ok().flatten();
    let caret = caret.map_or(before.len(), |caret| (caret as usize).min(before.len()));
    let after = before.split_off(caret);
    (before, after)
}
