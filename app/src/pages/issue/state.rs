//! The panel in the browser: which issue is open, what is typed, what is awaited.

use super::{create, dom};
use crate::{
    client,
    error::{Problem, TabError},
    model::issue::{Changed, Opened, Written},
    pages::state::Tab,
    verbs,
};
use leptos::{
    html::Div,
    prelude::*,
    task::spawn_local,
    web_sys::{Element, HtmlFormElement},
};
use std::{collections::BTreeMap, time::Duration};

/// After this a wait is called slow.
const SLOW: Duration = Duration::from_secs(2);

/// A control of an issue: the issue's Jira and key, and the control's `id`.
type Control = (String, String);

/// What was typed into a control and is not in Jira yet.
#[derive(Clone)]
struct Draft {
    /// The form's `id`.
    form: String,
    value: String,
    /// What Jira had when the person began to type, where the form says so: what somebody else saves
    /// after that, the person has not seen.
    was: Option<String>,
}

/// The state of the panel and the only way to change it.
#[derive(Clone, Copy)]
pub(crate) struct Panel {
    pub(crate) opened: RwSignal<Option<Opened>>,
    /// Why the last verb did not even get to Jira.
    pub(super) problem: RwSignal<Option<TabError>>,
    /// The issues for which a verb is under way.
    pending: RwSignal<Vec<String>>,
    /// Whether Jira takes long.
    pub(super) slow: RwSignal<bool>,
    /// The place of what the server writes.
    pub(super) body: NodeRef<Div>,
    /// For what was typed people were looked for last.
    pub(super) looked_for: StoredValue<String>,
    /// The `id` of the form that was sent last.
    pub(super) sent: StoredValue<String>,
    /// ID of the Jira that has the issue; empty while it is not known.
    jira: StoredValue<String>,
    /// ID of the Jira that has the issue that is opened next; empty for any.
    next: StoredValue<String>,
    /// Kept in memory only.
    drafts: StoredValue<BTreeMap<Control, Draft>>,
    /// A form that is not kept as a draft yet.
    pub(super) unkept: StoredValue<String>,
    /// Of several questions for other fields of a form the last one counts.
    pub(super) turn: StoredValue<u32>,
}

impl Panel {
    pub(crate) fn new(opened: Option<Opened>) -> Self {
        Self {
            opened: RwSignal::new(opened),
            problem: RwSignal::new(None),
            pending: RwSignal::default(),
            slow: RwSignal::new(false),
            body: NodeRef::new(),
            looked_for: StoredValue::default(),
            sent: StoredValue::default(),
            jira: StoredValue::default(),
            next: StoredValue::default(),
            drafts: StoredValue::default(),
            unkept: StoredValue::default(),
            turn: StoredValue::default(),
        }
    }

    /// What the first HTML shows; the browser finds it there.
    pub(super) fn first_html(self) -> String {
        self.opened.with_untracked(|opened| match opened {
            Some(Opened::Issue { html, .. }) => html.clone(),
            _ => String::new(),
        })
    }

    /// The key of the issue that is open.
    pub(super) fn key(self) -> String {
        let key = |opened: &Option<Opened>| opened.as_ref().map(|it| it.key().to_owned());
        self.opened.with_untracked(key).unwrap_or_default()
    }

    /// The issue that is open, as drafts name it: several Jiras may have the same keys.
    pub(super) fn place(self) -> String {
        format!("{} {}", self.jira.get_value(), self.key())
    }

    /// A verb is under way for the issue `at`.
    pub(super) fn begin(self, at: &str) {
        self.pending.write().push(at.to_owned());
    }

    /// It has been answered.
    pub(super) fn end(self, at: &str) {
        self.pending.write().retain(|it| it != at);
    }

    /// Whether a verb is under way for the issue that is open.
    pub(super) fn is_pending(self) -> bool {
        self.pending.read().contains(&self.place())
    }

    /// Says which Jira has the issue that a link opens: the one with the ID `jira`, or, for a link of
    /// the panel, that of the issue that is open.
    pub(in super::super) fn aim(self, key: &str, jira: Option<String>) {
        if key != self.key() {
            self.next
                .set_value(jira.unwrap_or_else(|| self.jira.get_value()));
        }
    }

    /// Shows the issue that the view names, or none.
    pub(super) fn follow(self, tab: Tab, key: Option<String>) {
        match key {
            Some(key) if key != self.key() => self.load(tab, key),
            Some(_) => {}
            None => self.close(),
        }
    }

    /// Opens an issue that the address names already.
    pub(super) fn load(self, tab: Tab, key: String) {
        if !create::is_form(&key) {
            self.keep();
        }
        self.problem.set(None);
        self.slow.set(false);
        if key != self.key() {
            self.jira.set_value(self.next.get_value());
            self.next.set_value(String::new());
        }
        let jira = match self.jira.get_value() {
            unknown if unknown.is_empty() => tab.channel_jira(),
            jira => jira,
        };
        self.opened.set(Some(Opened::Loading(key.clone())));
        self.show("");
        let is_waiting = move || matches!(self.opened.get_untracked(), Some(Opened::Loading(_)));
        set_timeout(move || self.slow.set(is_waiting()), SLOW);
        spawn_local(async move {
            let answer = if create::is_form(&key) {
                create::form(tab).await
            } else {
                verbs::issue(&jira, &key).await
            };
            let opened_by = format!(".panel,#create-issue,[id='open-{key}']");
            if self.opened.get_untracked() != Some(Opened::Loading(key.clone())) {
                return;
            }
            match answer {
                Ok(issue) => {
                    self.take(tab, issue);
                }
                Err(error) => {
                    after_refusal(tab, &error);
                    self.opened.set(Some(Opened::Failed(key, error)));
                }
            }
            if dom::may_move_from(&opened_by) {
                dom::focus("#issue");
            }
        });
    }

    /// Asks again for an issue that did not come, or that has left the page with the list.
    pub(super) fn resume(self, tab: Tab) {
        match self.opened.get_untracked() {
            Some(Opened::Issue { .. }) if dom::is_there("#issue-body") => self.settle(),
            Some(Opened::Loading(key) | Opened::Issue { key, .. }) => self.load(tab, key),
            Some(Opened::Failed(key, error)) if error.problem == Problem::NotConnected => {
                self.load(tab, key);
            }
            _ => {}
        }
    }

    /// Closes the panel; the keyboard goes on where the issue stands in the list.
    fn close(self) {
        let key = self.key();
        self.keep();
        if !key.is_empty() {
            self.opened.set(None);
            self.problem.set(None);
            dom::focus(&if create::is_form(&key) {
                "#create-issue".to_owned()
            } else {
                format!("[id='open-{key}']")
            });
        }
    }

    /// Shows what the server wrote.
    pub(super) fn take(self, tab: Tab, written: Written) {
        let Written { key, html } = written;
        self.looked_for.set_value(String::new());
        self.show(&html);
        self.opened.set(Some(Opened::Issue {
            key: key.clone(),
            html: String::new(),
        }));
        if create::is_form(&key) {
            tab.take_form(&key);
        }
        self.settle();
    }

    fn show(self, html: &str) {
        if let Some(body) = self.body.get_untracked() {
            body.set_inner_html(html);
        }
    }

    /// Gives HTML of the server what only the browser knows: what is typed, and how people here
    /// write moments.
    pub(super) fn settle(self) {
        if let Some(jira) = dom::attribute("#issue-body", "data-jira") {
            self.jira.set_value(jira);
        }
        let at = self.place();
        dom::write_times();
        self.drafts.update_value(|drafts| {
            drafts.retain(|(issue, id), draft| *issue != at || dom::restore(id, &draft.value));
        });
        dom::sync();
    }

    /// Remembers what stands in a control of a form, and what stood there in Jira.
    pub(super) fn remember(self, form: String, control: &Element) {
        let (at, value) = ((self.place(), control.id()), dom::text_of(control));
        self.drafts.update_value(|drafts| {
            let was = match drafts.get(&at) {
                Some(draft) => draft.was.clone(),
                None => dom::was_of(control).map(|was| dom::text_of(&was)),
            };
            drop(drafts.insert(at, Draft { form, value, was }));
        });
    }

    /// Forgets what was typed where `is_old` says so of a form and a control.
    pub(super) fn forget(self, is_old: impl Fn(&str, &str) -> bool) {
        let at = self.place();
        self.drafts.update_value(|drafts| {
            drafts.retain(|(issue, id), draft| *issue != at || !is_old(&draft.form, id));
        });
    }

    /// What was typed into a form of the issue `at`.
    fn typed_in(self, at: &str, form: &str) -> Vec<(String, Draft)> {
        self.drafts.with_value(|drafts| {
            let typed = drafts.iter();
            let typed = typed.filter(|((issue, _), draft)| issue == at && draft.form == form);
            typed
                .map(|((_, id), it)| (id.clone(), it.clone()))
                .collect()
        })
    }

    /// What was sent is in Jira; what was typed since is not.
    fn saved(self, at: &str, sent: &[(String, Draft)]) {
        self.drafts.update_value(|drafts| {
            drafts.retain(|(issue, id), draft| {
                let sent = sent.iter().find(|(sent, _)| issue == at && sent == id);
                let Some((_, sent)) = sent else { return true };
                // The person knows what they saved themselves.
                draft.was = None;
                draft.value != sent.value
            });
        });
    }

    /// Sends a form of the panel, and shows what became of it. `mine` are fields and what somebody else
    /// made of them, which the person has seen.
    pub(super) fn submit(
        self,
        tab: Tab,
        form: &HtmlFormElement,
        mine: &[(String, String)],
        action: Option<String>,
    ) {
        if self.is_pending() {
            dom::tell(
                "Jira has not answered to what you sent before. Wait for it, then press again.",
            );
            return;
        }
        let (key, at) = (self.key(), self.place());
        let sent = self.typed_in(&at, &form.id());
        let seen = sent.iter().filter_map(|(id, draft)| {
            let control = document().get_element_by_id(id)?;
            Some((dom::was_of(&control)?, draft.was.clone()?))
        });
        let Some(form) = dom::Filled::of(form, seen, mine) else {
            return;
        };
        self.problem.set(None);
        self.sent.set_value(form.id.clone());
        self.unkept.set_value(String::new());
        dom::clear();
        self.slow.set(false);
        dom::tell("Saving…");
        self.begin(&at);
        // What is created is what was sent.
        create::hold(&form.id, true);
        let tell = move || dom::tell("Saving… Jira is taking longer than usual.");
        let slow = set_timeout_with_handle(tell, SLOW);
        let pressed = document().active_element();
        spawn_local(async move {
            let answer =
                client::send_form::<Changed>(&action.unwrap_or(form.action), &form.body, lost())
                    .await;
            if let Ok(slow) = slow {
                slow.clear();
            }
            self.end(&at);
            create::hold(&form.id, false);
            if matches!(answer, Ok(Changed::Done { .. })) {
                self.saved(&at, &sent);
            }
            if self.place() != at || !dom::is_there("#issue-body") {
                self.tell_later(tab, &key, answer);
                return;
            }
            let moves = dom::may_move_from("#told") || document().active_element() == pressed;
            dom::tell("");
            match answer {
                Ok(Changed::Done { words, html }) => {
                    for (id, draft) in &sent {
                        dom::empty(id, &draft.value);
                    }
                    dom::keep_place(|| {
                        dom::put(&html);
                        self.settle();
                    });
                    dom::tell(&words);
                    if moves {
                        dom::focus("#told");
                    }
                    if matches!(form.id.as_str(), "save" | "me" | "create") {
                        tab.look_again(true);
                    }
                    return;
                }
                Ok(Changed::Refused { html, fields }) => {
                    dom::keep_place(|| {
                        dom::put(&html);
                        self.settle();
                    });
                    dom::mark(&form.id, &fields);
                }
                Err(error) => {
                    after_refusal(tab, &error);
                    self.problem.set(Some(error));
                }
            }
            if moves {
                dom::focus(".panel [role=alert]");
            }
        });
    }

    /// Tells that a change of an issue failed that is not open any more.
    fn tell_later(self, tab: Tab, key: &str, answer: Result<Changed, TabError>) {
        let mut error = match answer {
            Ok(Changed::Done { words, .. }) => {
                if create::is_form(key) {
                    dom::tell(&words);
                    tab.look_again(true);
                }
                return;
            }
            Ok(Changed::Refused { .. }) => TabError::in_browser(Problem::ChangeRefused),
            Err(error) => error,
        };
        after_refusal(tab, &error);
        let what = if create::is_form(key) {
            "New issue"
        } else {
            key
        };
        error.cause = format!("{what}: {}", error.cause);
        if self.key().is_empty() {
            tab.refuse(error);
        } else {
            self.problem.set(Some(error));
        }
    }
}

/// Where the session has ended, the page says how to go on; what was typed waits here.
pub(super) fn after_refusal(tab: Tab, error: &TabError) {
    if error.problem == Problem::NotConnected {
        tab.refresh();
    }
}

/// What an answer that never came means: where the network is there, the server may have done it.
pub(super) fn lost() -> Problem {
    if window().navigator().on_line() {
        Problem::OutcomeUnknown
    } else {
        Problem::Offline
    }
}
