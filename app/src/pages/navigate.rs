//! From one view to the next without a new page.

use super::{
    query::typed,
    state::{Tab, Verb},
};
use crate::{
    components::{chosen_order, focus_alert, keep_focus},
    model::{Connection, List, Place, Step, TabPage, View},
    verbs,
};
use leptos::{
    ev::{self, MouseEvent, SubmitEvent},
    prelude::*,
    wasm_bindgen::{JsCast, JsValue},
    web_sys::Element,
};

/// Links to views of this page.
const LINKS: &str = "a[href='/'],a[href^='/?']:not([data-do])";

impl Tab {
    /// Takes over the press of a link to a view. Whoever wants a new window or tab gets it.
    pub(super) fn follow(self, event: &MouseEvent) {
        let is_plain = event.button() == 0
            && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
        let pressed = event.target().and_then(|it| it.dyn_into::<Element>().ok());
        let link = pressed.and_then(|it| it.closest(LINKS).ok().flatten());
        let Some(link) = link.filter(|_| is_plain) else {
            return;
        };
        event.prevent_default();
        let href = link.get_attribute("href").unwrap_or_default();
        let mut view = View::from_query(href.trim_start_matches('/'));
        if link.has_attribute("data-keeps-issue") {
            view = self.view.with_untracked(|now| view.keeping(now));
        }
        if link.has_attribute("data-keeps-list") {
            view = self.view.with_untracked(|now| now.keeping(&view));
        }
        if let Some(key) = &view.issue {
            let is_in_list = !link.has_attribute("data-keeps-list");
            let jira = is_in_list.then(|| self.page.with_untracked(jira_in_use));
            self.panel().aim(key, jira);
        }
        self.go(view);
    }

    /// Takes over the choice of an order.
    pub(super) fn submit(self, event: &SubmitEvent) {
        let form = event.target().and_then(|it| it.dyn_into::<Element>().ok());
        let Some(form) = form.filter(|form| form.id() == "order") else {
            return;
        };
        event.prevent_default();
        self.go(View {
            sort: chosen_order(&form),
            start_at: 0,
            ..self.view.get_untracked()
        });
    }

    /// Shows a view and gives the page its address, unless it has it already.
    pub(super) fn go(self, view: View) {
        let is_shown = self.view.with_untracked(|before| is_same(before, &view));
        if !is_shown && let Ok(history) = window().history() {
            // Without an entry in the history the view is still shown.
            drop(history.push_state_with_url(&JsValue::NULL, "", Some(&view.href())));
        }
        self.look_at(view);
    }

    /// Shows a view whose address the page has already.
    fn look_at(self, view: View) {
        self.typed.set_value(typed());
        let before = self.view.get_untracked();
        let is_same_list = before.without_issue() == view.without_issue();
        let is_pressed_again = before == view;
        self.view.set(view);
        if !is_same_list || is_pressed_again {
            self.ask_for_list();
        }
    }

    /// Asks for the list of the view; the rows stay until the answer is there.
    fn ask_for_list(self) {
        self.run(Verb::List, verbs::tab(false, &self.query()));
    }

    /// Goes back and forward with the browser, and starts with what the address says.
    pub(super) fn follow_history(self) {
        // Who is not connected yet comes to the view of the address after signing in.
        if !self.page.with_untracked(is_connected) {
            self.view.set(match self.place {
                Place::Configuration => View::of(List::Nothing),
                _ => view_of_address(),
            });
        }
        if self.place == Place::Page {
            self.tidy_address();
        }
        let listener =
            window_event_listener(ev::popstate, move |_| self.look_at(view_of_address()));
        on_cleanup(move || listener.remove());
    }

    /// What a plain form's answer left in the address has been shown; a reload should not repeat it.
    /// What was typed is by now a query or words.
    pub(super) fn tidy_address(self) {
        let href = self.view.with_untracked(View::href);
        let location = window().location();
        let is_tidy = || Some(location.pathname().ok()? + &location.search().ok()? == href);
        if is_tidy() != Some(true)
            && let Ok(history) = window().history()
        {
            // A refusal leaves the address as it is, which does no harm.
            drop(history.replace_state_with_url(&JsValue::NULL, "", Some(&href)));
        }
    }

    /// Shows a page that the server sent, and keeps the keyboard where it is.
    pub(super) fn show(self, page: TabPage) {
        self.code.set(page.code);
        let mut is_other_list = false;
        if let Step::Connected(Connection { listing, .. }) = &page.step {
            let wanted = self.view.get_untracked();
            // A sign-in answers with the list that people see first, whichever was wanted before.
            is_other_list = !self.page.with_untracked(is_connected)
                && listing.view == View::default()
                && wanted.without_issue() != listing.view;
            let view = listing.view.keeping(&wanted);
            if !is_other_list && view != wanted {
                self.view.set(view);
                self.tidy_address();
            }
        }
        let is_told_again = page.problem.is_some()
            && self
                .page
                .with_untracked(|before| before.problem == page.problem);
        keep_focus(|| self.page.set(page));
        if is_told_again {
            // Nothing changes at the alert, and the person is still told.
            focus_alert();
        }
        if is_other_list {
            self.ask_for_list();
        }
    }

    /// Takes over for which project and type the server wrote a form; the address says it, too.
    pub(super) fn take_form(self, query: &str) {
        let form = View::from_query(query);
        self.view.update(|view| *view = view.keeping(&form));
        self.tidy_address();
    }

    /// The view as the verbs take it.
    pub(super) fn query(self) -> String {
        self.view.with_untracked(View::to_query)
    }
}

/// ID of the Jira whose issues are listed.
fn jira_in_use(page: &TabPage) -> String {
    match &page.step {
        Step::Connected(connection) => connection.instance.id.clone(),
        _ => String::new(),
    }
}

fn is_connected(page: &TabPage) -> bool {
    matches!(page.step, Step::Connected(_))
}

/// Whether `view` is what is shown, or the search that led to it.
fn is_same(shown: &View, view: &View) -> bool {
    let searched = View {
        text: shown.typed().to_owned(),
        ..View::of(List::Search)
    };
    let found = View {
        list: shown.list,
        jql: shown.jql.clone(),
        text: shown.text.clone(),
        ..View::default()
    };
    shown == view || shown.list.is_search() && *shown == found && *view == searched
}

fn view_of_address() -> View {
    View::from_query(&window().location().search().unwrap_or_default())
}
