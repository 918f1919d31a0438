//! The state of the tab in the browser, and the ways to change it.

use super::issue::Panel;
pub(super) use super::turns::Verb;

use super::turns::Turns;
use crate::{
    components::{CodeLeft, focus_alert},
    error::{Problem, TabError},
    model::{Notice, Place, Step, TabPage, View},
    teams::{self, DialogEnd},
    verbs,
};
use leptos::{prelude::*, task::spawn_local};
use std::{future::Future, pin::Pin, time::Duration};

/// After so long people wonder whether anything happens.
const SLOW: Duration = Duration::from_secs(2);

/// The state of the tab in the browser and the only way to change it.
#[derive(Clone, Copy)]
pub(crate) struct Tab {
    pub(super) page: RwSignal<TabPage>,
    /// What is left of the Authorize link.
    pub(super) code: CodeLeft,
    /// The verbs asked for.
    turns: RwSignal<Turns>,
    /// Whether the answer to the last one takes so long that people wonder.
    pub(super) is_slow: RwSignal<bool>,
    pub(super) place: Place,
    /// What the person looks at, as the address says it.
    pub(super) view: RwSignal<View>,
    /// What stood in the field for searches when the person last went to a view: what is typed after
    /// that stays.
    pub(super) typed: StoredValue<String>,
    /// Whether the sign-in dialog is open.
    pub(super) dialog_is_open: RwSignal<bool>,
    /// The issue that a deep link names, until it is opened; on the configuration page the address
    /// that Teams keeps so far.
    pub(super) link: RwSignal<String>,
    /// The issue beside the list.
    panel: StoredValue<Panel>,
    /// Whether the person signs in here although there could be a dialog.
    inline: RwSignal<bool>,
    /// What was filled in last on the configuration page, as its form sent it.
    pub(super) configured: StoredValue<String>,
}

impl Tab {
    pub(super) fn new(place: Place, page: RwSignal<TabPage>) -> Self {
        Self {
            page,
            code: CodeLeft::new(page.with_untracked(|page| page.code)),
            turns: RwSignal::default(),
            is_slow: RwSignal::new(false),
            place,
            view: RwSignal::new(page.with_untracked(shown)),
            typed: StoredValue::default(),
            dialog_is_open: RwSignal::new(false),
            link: RwSignal::new(String::new()),
            panel: StoredValue::new(Panel::new(page.with_untracked(|page| page.opened.clone()))),
            inline: RwSignal::new(false),
            configured: StoredValue::default(),
        }
    }

    /// The issue beside the list. Its many signals are stored in one place: the tab is copied often.
    pub(crate) fn panel(self) -> Panel {
        self.panel.get_value()
    }

    /// Whether signing in goes through the dialog.
    pub(super) fn uses_dialog(self) -> bool {
        matches!(self.place, Place::Tab | Place::Configuration) && !self.inline.get()
    }

    pub(super) fn sign_in_here(self) {
        self.inline.set(true);
    }

    /// Runs a verb and shows its answer, unless another verb was asked for meanwhile: then only
    /// the answer to that one counts. A failure keeps the page and everything typed in it.
    pub(super) fn run(
        self,
        verb: Verb,
        answer: impl Future<Output = Result<TabPage, TabError>> + 'static,
    ) {
        // Boxed, so that what follows is in the WebAssembly once.
        self.run_boxed(verb, Box::pin(answer));
    }

    fn run_boxed(
        self,
        verb: Verb,
        answer: Pin<Box<dyn Future<Output = Result<TabPage, TabError>>>>,
    ) {
        let Some(turn) = self.begin(verb) else {
            return;
        };
        self.is_slow.set(false);
        let tell = move || {
            if self.turns.with_untracked(|turns| turns.is_pending(turn)) {
                self.is_slow.set(true);
            }
        };
        set_timeout(tell, SLOW);
        spawn_local(async move {
            let answer = answer.await;
            self.settle(turn, answer);
        });
    }

    /// ID of the Jira that the channel's tab belongs to; empty elsewhere.
    pub(crate) fn channel_jira(self) -> String {
        let jira = |view: &View| view.channel.as_ref().map(|it| it.jira.clone());
        self.view.with_untracked(jira).unwrap_or_default()
    }

    fn begin(self, verb: Verb) -> Option<u32> {
        self.turns.write().begin(verb)
    }

    /// Shows an answer, if it counts.
    fn settle(self, turn: u32, answer: Result<TabPage, TabError>) {
        if !self.turns.write().end(turn) {
            return;
        }
        self.is_slow.set(false);
        match answer {
            Ok(page) => self.show(page),
            Err(error) => self.refuse(error),
        }
    }

    /// Whether an answer is awaited.
    pub(super) fn is_busy(self) -> bool {
        self.turns.with(Turns::is_busy)
    }

    fn is_busy_untracked(self) -> bool {
        self.turns.with_untracked(Turns::is_busy)
    }

    /// Asks how things stand.
    pub(crate) fn refresh(self) {
        self.run(Verb::Show, verbs::tab(false, &self.query()));
    }

    /// Starts a sign-in to the Jira that `jira` names.
    pub(super) fn connect(self, jira: &str) {
        self.run(Verb::Connect, verbs::connect(jira));
    }

    pub(super) fn refuse(self, error: TabError) {
        let is_known = self
            .page
            .with_untracked(|page| page.problem.as_ref() == Some(&error));
        if is_known {
            // Nothing changes on the page, and the person is still told.
            focus_alert();
        } else {
            self.page.update(|page| page.problem = Some(error));
        }
    }

    /// Looks quietly whether the sign-in has moved on elsewhere. If it has not, only what is left
    /// of its code is learnt, and the page stays as it is; unless a row of the list has changed.
    pub(super) fn look_again(self, has_list_changed: bool) {
        if self.is_busy_untracked() {
            return;
        }
        let before = self.page.get_untracked();
        spawn_local(async move {
            // Nobody asked, so a failure is no news.
            let Ok(page) = verbs::tab(false, &self.query()).await else {
                return;
            };
            // Whatever was asked for meanwhile counts more.
            if self.is_busy_untracked() || self.page.get_untracked() != before {
                return;
            }
            if page.step == before.step && !has_list_changed {
                self.code.set(page.code);
            } else {
                self.show(page);
            }
        });
    }

    /// Connects the page to Microsoft Teams, shows the tab and tells Teams what came of it.
    pub(super) fn start(self) {
        let Some(turn) = self.begin(Verb::Show) else {
            return;
        };
        spawn_local(async move {
            let answer = match teams::start(self.place).await {
                Ok(link) => {
                    self.link.set(link);
                    verbs::tab(true, &self.query()).await
                }
                Err(error) => Err(error),
            };
            let refused = answer.is_err();
            self.settle(turn, answer);
            if self.place != Place::Dialog {
                teams::tell_outcome(refused);
            }
        });
    }

    /// Opens the issue of a deep link, once; a person who signs in first sees it then.
    pub(super) fn follow_link(self) {
        let key = self.link.get();
        if key.is_empty() {
            return;
        }
        self.link.set(String::new());
        let view = self.view.with_untracked(|view| view.with_issue(&key));
        self.go(view);
    }

    /// Starts over with the Jira that has the ID `jira`.
    pub(super) fn connect_again(self, jira: &str) {
        if self.uses_dialog() {
            self.open_dialog();
        } else {
            self.connect(jira);
        }
    }

    /// Lets Microsoft ask the person aloud, then shows the tab.
    pub(super) fn ask_aloud(self) {
        let query = self.query();
        self.run(Verb::Show, async move {
            teams::ask_aloud().await?;
            verbs::tab(false, &query).await
        });
    }

    /// Opens the sign-in dialog and takes over what it reports. A second press while the first one
    /// still asks for its ticket changes nothing.
    pub(super) fn open_dialog(self) {
        let Some(turn) = self.begin(Verb::Ticket) else {
            return;
        };
        spawn_local(async move {
            let ticket = verbs::ticket().await;
            self.turns.write().end(turn);
            let ticket = match ticket {
                Ok(ticket) => ticket,
                Err(error) => return self.refuse(error),
            };
            self.page.update(|page| page.notice = None);
            self.dialog_is_open.set(true);
            let end = teams::open_dialog(&ticket, &self.channel_jira()).await;
            self.dialog_is_open.set(false);
            match end {
                DialogEnd::Reported(code) if !code.is_empty() => self.commit(code),
                DialogEnd::Reported(_) => self.refresh(),
                // Nothing has happened that the page does not show already.
                DialogEnd::Blocked => {
                    self.inline.set(true);
                    self.page
                        .update(|page| page.notice = Some(Notice::DialogBlocked));
                }
                DialogEnd::Closed => self.run(Verb::Show, after_closed_dialog(self.query())),
            }
        });
    }

    /// Commits a result code. One that the server knows no longer may have been committed by a
    /// request whose answer got lost: the tab then shows how things stand.
    fn commit(self, code: String) {
        self.run(Verb::Commit, async move {
            let mut committed = verbs::commit(&code).await;
            if matches!(&committed, Err(error) if error.problem == Problem::Offline) {
                committed = verbs::commit(&code).await;
            }
            match committed {
                Err(error) if error.problem == Problem::ResultCodeRefused => {
                    let page = verbs::tab(false, &self.query()).await?;
                    Ok(if matches!(page.step, Step::Connected(_)) {
                        page
                    } else {
                        page.with_problem(error)
                    })
                }
                committed => committed,
            }
        });
    }
}

/// The tab as it stands; if it is not connected, the notice says why.
async fn after_closed_dialog(query: String) -> Result<TabPage, TabError> {
    let page = verbs::tab(false, &query).await?;
    Ok(if matches!(page.step, Step::Connected(_)) {
        page
    } else {
        page.with_notice(Notice::DialogClosed)
    })
}

/// What a page shows.
fn shown(page: &TabPage) -> View {
    match &page.step {
        Step::Connected(connection) => connection.listing.view.clone(),
        _ => View::default(),
    }
}
