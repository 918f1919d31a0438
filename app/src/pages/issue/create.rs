//! The form to create an issue, in the browser: what is typed is kept as a draft by the server, and
//! another project or type has other fields.

use super::{
    dom::{self, Filled},
    state::{Panel, after_refusal},
};
use crate::{
    client::send_form,
    error::{Problem, TabError},
    model::issue::{Changed, Written},
    pages::state::Tab,
};
use leptos::{
    ev::{Event, SubmitEvent},
    prelude::*,
    task::spawn_local,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlFormElement},
};
use std::{iter, time::Duration};

const FORM: &str = "create";
const PATH: &str = "/api/create/form";

/// Longer than a moment of thought between two words.
const DRAFT_PAUSE: Duration = Duration::from_secs(1);
/// People type faster than Jira answers.
const LOOK_PAUSE: Duration = Duration::from_millis(300);
const SLOW: Duration = Duration::from_secs(2);

/// Whether this names a form and not an issue: no key holds such a sign.
pub(super) fn is_form(beside: &str) -> bool {
    beside.contains('=')
}

/// Asks for the form that the address names.
pub(super) async fn form(tab: Tab) -> Result<Written, TabError> {
    // What is typed in the form before must stand in this one.
    tab.panel().kept().await;
    let body = format!("view={}", encoded(&tab.query()));
    send_form(PATH, &body, Problem::Offline).await
}

fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// Something was typed or chosen; whether it was in the form.
pub(super) fn typed(tab: Tab, event: &Event, element: &Element) -> bool {
    let form = element.closest("form").ok().flatten();
    let form = form.and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    let Some(form) = form.filter(|form| form.id() == FORM) else {
        return false;
    };
    dom::sync();
    let (panel, id) = (tab.panel(), element.id());
    let is_choice = matches!(id.as_str(), "create-project" | "create-type");
    let Some(form) = Filled::of(&form, iter::empty(), &[]) else {
        return true;
    };
    if !is_choice {
        panel.keep_soon(form.body);
    } else if event.type_() == "change" {
        panel.refill(tab, form.body, id);
    }
    true
}

impl Panel {
    /// Keeps the form once nothing more is typed for a while. Nobody asked, so a failure is no news: what
    /// is typed next is kept then.
    fn keep_soon(self, body: String) {
        self.unkept.set_value(body.clone());
        let keep = move || {
            if self.unkept.get_value() == body {
                self.keep();
            }
        };
        set_timeout(keep, DRAFT_PAUSE);
    }

    /// Keeps what is not kept yet.
    pub(super) fn keep(self) {
        spawn_local(self.kept());
    }

    async fn kept(self) {
        let body = self.unkept.get_value();
        self.unkept.set_value(String::new());
        if body.is_empty() {
            return;
        }
        let kept = send_form::<Changed>("/api/create/draft", &body, Problem::Offline).await;
        if let Ok(Changed::Done { html, .. }) = kept
            && dom::is_there("#draft")
        {
            dom::put(&html);
        }
    }

    /// Asks for the fields of another project or type; what both have stays.
    fn refill(self, tab: Tab, body: String, id: String) {
        let at = self.place();
        self.turn.update_value(|turn| *turn += 1);
        let turn = self.turn.get_value();
        self.unkept.set_value(String::new());
        self.problem.set(None);
        dom::clear();
        self.begin(&at);
        self.slow.set(false);
        set_timeout(move || self.slow.set(self.is_pending()), SLOW);
        spawn_local(async move {
            let answer = send_form::<Written>(PATH, &body, Problem::Offline).await;
            self.end(&at);
            if self.place() != at || self.turn.get_value() != turn {
                return;
            }
            // What was typed meanwhile must stand in the new fields.
            let typed = self.unkept.get_value();
            if !typed.is_empty() && answer.is_ok() {
                return self.refill(tab, typed, id);
            }
            match answer {
                Ok(written) => {
                    let moves = dom::may_move_from(&format!("#{id}"));
                    dom::keep_place(|| self.take(tab, written));
                    if moves {
                        dom::focus(&format!("#{id}"));
                    }
                }
                Err(error) => {
                    after_refusal(tab, &error);
                    self.problem.set(Some(error));
                    dom::focus(".panel [role=alert]");
                }
            }
        });
    }
}

/// Keeps the form as it is while Jira creates the issue of it.
pub(super) fn hold(id: &str, on: bool) {
    if let Some(form) = dom::form(id).filter(|_| id == FORM) {
        // This name is a good one.
        drop(form.toggle_attribute_with_force("inert", on));
    }
}

/// Where a form goes, if the button that sent it says so.
pub(super) fn action(event: &SubmitEvent) -> Option<String> {
    event.submitter()?.get_attribute("formaction")
}

/// Suggests values where a field says where to look for them.
pub(super) fn look(panel: Panel, element: &Element, text: &str) {
    let look = element.get_attribute("data-look");
    let (Some(look), Some(list)) = (look, element.get_attribute("list")) else {
        return;
    };
    let wanted = look + &encoded(text);
    if panel.looked_for.get_value() == wanted {
        return;
    }
    panel.looked_for.set_value(wanted.clone());
    let ask = move || {
        if panel.looked_for.get_value() != wanted {
            return;
        }
        spawn_local(async move {
            let (path, query) = wanted.split_once('?').unwrap_or_default();
            // Without suggestions a name can still be typed.
            if let Ok(html) = send_form::<String>(path, query, Problem::Offline).await
                && panel.looked_for.get_value() == wanted
                && let Some(list) = document().get_element_by_id(&list)
            {
                list.set_inner_html(&html);
            }
        });
    };
    set_timeout(ask, LOOK_PAUSE);
}
