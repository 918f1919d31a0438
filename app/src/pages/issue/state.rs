//! The panel in the browser: which issue is open, what is typed, what is awaited.

use super::{create, dom};
use crate::{
    api, client,
    error::{Problem, TabError},
    model::issue::{Changed, Opened, Written},
    pages::state::Tab,
};
use leptos::{html::Div, prelude::*, task::spawn_local};
use std::{collections::BTreeMap, time::Duration};

/// After this a wait is called slow.
const SLOW: Duration = Duration::from_secs(2);

/// A control of an issue: the issue's key and the control's `id`.
type Control = (String, String);

/// The state of the panel and the only way to change it.
#[derive(Clone, Copy)]
pub(crate) struct Panel {
    pub(crate) opened: RwSignal<Option<Opened>>,
    /// Why the last verb did not even get to Jira.
    pub(super) problem: RwSignal<Option<TabError>>,
    /// Whether a verb is under way.
    pub(super) pending: RwSignal<bool>,
    /// Whether Jira takes long.
    pub(super) slow: RwSignal<bool>,
    /// The place of what the server writes.
    pub(super) body: NodeRef<Div>,
    /// For what was typed people were looked for last.
    pub(super) looked_for: StoredValue<String>,
    /// The `id` of the form that was sent last.
    pub(super) sent: StoredValue<String>,
    /// What was typed and is not in Jira yet, with the form's `id`. Kept in memory only.
    drafts: StoredValue<BTreeMap<Control, (String, String)>>,
    /// A form that is not kept as a draft yet.
    pub(super) unkept: StoredValue<String>,
}

impl Panel {
    pub(crate) fn new(opened: Option<Opened>) -> Self {
        Self {
            opened: RwSignal::new(opened),
            problem: RwSignal::new(None),
            pending: RwSignal::new(false),
            slow: RwSignal::new(false),
            body: NodeRef::new(),
            looked_for: StoredValue::default(),
            sent: StoredValue::default(),
            drafts: StoredValue::default(),
            unkept: StoredValue::default(),
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
        self.opened.set(Some(Opened::Loading(key.clone())));
        self.show("");
        let is_waiting = move || matches!(self.opened.get_untracked(), Some(Opened::Loading(_)));
        set_timeout(move || self.slow.set(is_waiting()), SLOW);
        spawn_local(async move {
            let answer = if create::is_form(&key) {
                create::form(tab).await
            } else {
                api::issue(String::new(), key.clone()).await
            };
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
            dom::focus("#issue");
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
        let key = self.key();
        dom::write_times();
        self.drafts.update_value(|drafts| {
            drafts.retain(|(issue, id), (_, value)| *issue != key || dom::restore(id, value));
        });
        dom::sync();
    }

    /// Remembers what stands in a control of a form.
    pub(super) fn remember(self, form: String, id: String, value: String) {
        let at = (self.key(), id);
        self.drafts
            .update_value(|drafts| drop(drafts.insert(at, (form, value))));
    }

    /// Forgets what was typed where `is_old` says so of a form and a control.
    pub(super) fn forget(self, is_old: impl Fn(&str, &str) -> bool) {
        let key = self.key();
        self.drafts.update_value(|drafts| {
            drafts.retain(|(issue, id), (form, _)| *issue != key || !is_old(form, id));
        });
    }

    /// Sends a form of the panel, and shows what became of it.
    pub(super) fn send(self, tab: Tab, form: dom::Filled) {
        let key = self.key();
        self.problem.set(None);
        self.sent.set_value(form.id.clone());
        self.unkept.set_value(String::new());
        dom::clear();
        self.pending.set(true);
        self.tell_if_slow();
        spawn_local(async move {
            let answer = client::send_form::<Changed>(&form.action, form.body).await;
            self.pending.set(false);
            // What concerns an issue that is not open any more is not told beside another.
            if self.key() != key {
                return;
            }
            match answer {
                Ok(Changed::Done { words, html }) => {
                    dom::reset(&form.id);
                    dom::put(&html);
                    self.settle();
                    dom::say(&words);
                    if create::is_form(&key) {
                        tab.refresh();
                    }
                }
                Ok(Changed::Refused { html, fields }) => {
                    dom::put(&html);
                    self.settle();
                    dom::mark(&form.id, &fields);
                    dom::focus(".panel [role=alert]");
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

/// Where the session has ended, the page says how to go on; what was typed waits here.
pub(super) fn after_refusal(tab: Tab, error: &TabError) {
    if error.problem == Problem::NotConnected {
        tab.refresh();
    }
}
