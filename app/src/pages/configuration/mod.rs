//! The page on which a person adds the tab to a channel or a chat.
//!
//! The server writes its form (`write`) and says what Teams may keep; the browser sends the form
//! after each change and puts what is new into its place.

#[cfg(feature = "ssr")]
pub(super) mod write;

use super::{ProblemAlert, issue::dom, state::Tab};
use crate::{
    client,
    error::{Problem, TabError},
    teams,
};
use leptos::{ev::Event, prelude::*, task::spawn_local, wasm_bindgen::JsCast, web_sys::Element};
use std::{iter, time::Duration};

const VERB: &str = "/api/configuration";
const FORM: &str = "configuration";

/// People type faster than Jira counts.
const PAUSE: Duration = Duration::from_millis(700);

/// After this a wait is called slow.
const SLOW: Duration = Duration::from_secs(2);

/// What stands above the form, and in its place until the server has written it.
const FIRST: &str = "<h1 id=\"step\" tabindex=\"-1\">Add Jira to this conversation</h1>\
    <p>Everybody here sees the list with their own access to Jira. Who is not connected yet is asked to sign in.</p>\
    <form class=\"configuration\" id=\"configuration\" action=\"/api/configuration\">\
    <div class=\"skeleton\"></div><div class=\"skeleton\"></div><div class=\"skeleton\"></div></form>";

/// The state of the page.
#[derive(Clone, Copy)]
struct Configuring {
    tab: Tab,
    /// What was filled in since is another question: only the answer to the last one counts.
    turn: StoredValue<u32>,
    /// Whether the form has nothing yet.
    is_empty: StoredValue<bool>,
    /// Why there is no answer. Not the page's own problem, to which the keyboard would go.
    problem: RwSignal<Option<TabError>>,
}

#[component]
pub(super) fn ConfigurationPage(tab: Tab) -> impl IntoView {
    let page = Configuring {
        tab,
        turn: StoredValue::new(0),
        is_empty: StoredValue::new(true),
        problem: RwSignal::new(None),
    };
    let problem = Memo::new(move |_| page.problem.get());
    Effect::new(move |_| page.ask());
    view! {
        <section class="card" aria-labelledby="step">
            <div class="configuration" inner_html=FIRST on:input=move |event| page.changed(&event, false)
                on:change=move |event| page.changed(&event, true)
                on:submit=move |event| event.prevent_default()></div>
            <p class="hint" role="status">
                {move || tab.is_slow.get().then_some("Jira is taking longer than usual.")}
            </p>
            <ProblemAlert tab problem/>
            <button class="button" type="button" hidden=move || problem.get().is_none()
                on:click=move |_| page.ask()>
                "Try again"</button>
        </section>
    }
}

impl Configuring {
    /// Something was typed or chosen: what was counted before is not what would be saved.
    ///
    /// Not every browser calls a choice both input and change, and text is told as a change once more
    /// when it is left, such as for Save.
    fn changed(self, event: &Event, is_told_again: bool) {
        let element = event.target().and_then(|it| it.dyn_into::<Element>().ok());
        let at_once = element.is_some_and(|it| it.has_attribute("data-now"));
        if is_told_again && !at_once {
            return;
        }
        say_nothing();
        self.ask_after(if at_once { Duration::ZERO } else { PAUSE });
    }

    fn ask_after(self, pause: Duration) {
        let turn = self.begin();
        let ask = move || {
            if self.is_last(turn) {
                self.ask();
            }
        };
        set_timeout(ask, pause);
    }

    /// Nothing can be saved until the next answer.
    fn begin(self) -> u32 {
        teams::configure([""; 4]);
        self.tab.is_slow.set(false);
        self.turn.update_value(|turn| *turn += 1);
        self.turn.get_value()
    }

    fn is_last(self, turn: u32) -> bool {
        // None where the page has been left.
        self.turn.try_get_value() == Some(turn)
    }

    /// Sends the form; where there is none yet, asks for all of it, as it was filled in last.
    fn ask(self) {
        let turn = self.begin();
        self.problem.set(None);
        let tell = move || {
            if self.is_last(turn) {
                self.tab.is_slow.set(true);
            }
        };
        set_timeout(tell, SLOW);
        let body = self.filled_in();
        spawn_local(async move {
            let answer = client::send_form::<String>(VERB, &body, Problem::Offline).await;
            if !self.is_last(turn) {
                return;
            }
            // What is left to wait for is over.
            self.begin();
            match answer {
                Ok(html) => self.show(&html),
                Err(error) if error.problem == Problem::NotConnected => self.tab.refresh(),
                Err(error) => {
                    say_nothing();
                    self.problem.set(Some(error));
                }
            }
        });
    }

    /// The form as a browser sends it; what it held before the person had to sign in again, or what
    /// Teams keeps so far, where there is none.
    fn filled_in(self) -> String {
        if !self.is_empty.get_value() {
            let filled = |form| dom::Filled::of(&form, iter::empty(), &[]);
            let form = dom::form(FORM).and_then(filled);
            self.tab
                .configured
                .set_value(form.map(|form| form.body).unwrap_or_default());
            return self.tab.configured.get_value();
        }
        let before = self.tab.configured.get_value();
        let kept = self.tab.link.get_untracked();
        let kept = js_sys::encode_uri_component(&kept);
        format!("anew=true&saved={kept}&{before}")
    }

    fn show(self, html: &str) {
        if self.is_empty.get_value() {
            if let Some(form) = dom::form(FORM) {
                form.set_inner_html(html);
                self.is_empty.set_value(false);
            }
            // What Teams keeps is by now what the form holds.
            self.tab.link.set(String::new());
        } else {
            dom::put(html);
        }
        let Some(outcome) = dom::all("#outcome").into_iter().next() else {
            return;
        };
        let said = |name: &str| outcome.get_attribute(&format!("data-{name}"));
        if let Some(name) = said("proposed") {
            for field in dom::all("#name, #proposed") {
                dom::set_text(&field, &name);
            }
        }
        for field in dom::all("#query") {
            let is_refused = said("refused").map_or("false", |_| "true");
            // This name is a good one.
            drop(field.set_attribute("aria-invalid", is_refused));
        }
        if said("again").is_some() {
            self.ask_after(PAUSE);
        } else {
            let kept =
                ["entity", "content", "website", "name"].map(|it| said(it).unwrap_or_default());
            teams::configure(kept.each_ref().map(String::as_str));
        }
    }
}

/// What was counted is not what is chosen any more.
fn say_nothing() {
    for outcome in dom::all("#outcome") {
        outcome.set_text_content(None);
    }
}
