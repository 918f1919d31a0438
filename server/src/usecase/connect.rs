//! Connect, "Get a new link", "Use another Jira".

use super::{
    Bound, Failure, Instance,
    explain::{self, Asking},
    page::plain_error,
};
use crate::{
    connection::{Attempt, Person, Window},
    entropy,
    jira_url::{self, InputProblem},
};
use app::{
    error::{Facts, Problem, TabError},
    model::{Step, TabPage},
};

impl Bound {
    /// Starts a sign-in to the Jira that `typed` names. What was typed is looked up among the
    /// configured instances and never fetched. Who has a grant already is not asked again.
    pub(super) async fn connect(&self, typed: &str) -> Result<TabPage, Failure> {
        let instance = match self.find(typed) {
            Ok(instance) => instance,
            Err((error, shown_again)) => {
                return self.refused_connect_page(shown_again, error).await;
            }
        };
        if self.is_connected(instance).await? {
            return self.resume(instance).await;
        }
        if let Err(error) = instance.client.check_health().await {
            tracing::warn!(%error, jira = instance.id, request_id = self.request_id, "health check failed");
            let refusal = explain::refusal(&error, Asking::ForAuthorization, instance);
            let error = explain::error(&refusal, instance);
            return match self.page(None).await? {
                // Whoever was asked to connect again is asked still.
                page if matches!(page.step, Step::Reconnect(_)) => Ok(page.with_problem(error)),
                _ => self.refused_connect_page(typed, error).await,
            };
        }
        self.start(instance).await
    }

    pub(super) async fn is_connected(&self, instance: &Instance) -> Result<bool, Failure> {
        let grant = self.tab.load_grant(&self.caller, &instance.id).await?;
        Ok(grant.is_some())
    }

    /// Starts an attempt, or goes on with the one under way for the same Jira.
    async fn start(&self, instance: &Instance) -> Result<TabPage, Failure> {
        let mut records = self.tab.change(&self.caller).await?;
        if self.is_connected(instance).await? {
            // Another tab was faster.
            drop(records);
            return self.resume(instance).await;
        }
        let attempt = match records.attempt.take() {
            Some(attempt) if attempt.instance == instance.id => attempt.resumed(),
            _ => self.new_attempt(instance),
        };
        records.attempt = Some(attempt.clone());
        Self::remember(&mut records.person, instance);
        records.commit().await?;
        Ok(self.attempt_page(&attempt, instance))
    }

    /// Connected already: ends an attempt for another Jira and shows this one.
    async fn resume(&self, instance: &Instance) -> Result<TabPage, Failure> {
        let mut records = self.tab.change(&self.caller).await?;
        records.attempt = None;
        Self::remember(&mut records.person, instance);
        records.commit().await?;
        match self.window {
            Window::Tab => self.connected_page(&instance.id, None).await,
            Window::Dialog => Ok(Self::nothing_to_do_page(instance)),
        }
    }

    /// Replaces the Authorize link. The Jira stays chosen.
    pub(super) async fn new_link(&self) -> Result<TabPage, Failure> {
        let mut records = self.tab.change(&self.caller).await?;
        let old = records.attempt.as_ref();
        let Some(instance) = old.and_then(|old| self.tab.instance(&old.instance)) else {
            drop(records);
            return self.no_attempt().await;
        };
        let attempt = self.new_attempt(instance);
        records.attempt = Some(attempt.clone());
        records.commit().await?;
        Ok(self.attempt_page(&attempt, instance))
    }

    /// Gives up the attempt and forgets why the last authorisation ended.
    pub(super) async fn leave(&self) -> Result<TabPage, Failure> {
        let mut records = self.tab.change(&self.caller).await?;
        records.attempt = None;
        records.person.ended = None;
        records.commit().await?;
        self.page(None).await
    }

    fn new_attempt(&self, instance: &Instance) -> Attempt {
        Attempt::start(&instance.id, entropy::token_128(), self.tab.clock.now_s())
    }

    /// The Jira that is filled in next time.
    fn remember(person: &mut Person, instance: &Instance) {
        person.last_instance = Some(instance.id.clone());
        person.ended = None;
    }

    /// The answer to a verb of an attempt where there is none, such as after a second press.
    pub(super) async fn no_attempt(&self) -> Result<TabPage, Failure> {
        let page = self.page(None).await?;
        Ok(match page.step {
            Step::Connect { .. } => page.with_problem(plain_error(Problem::NoAttempt)),
            _ => page,
        })
    }

    /// The configured Jira that was meant; else the reason, and the text to show again.
    pub(super) fn find<'t>(&self, typed: &'t str) -> Result<&Instance, (TabError, &'t str)> {
        let instances = self
            .tab
            .instances
            .iter()
            .map(|i| (i.id.as_str(), i.client.base_url()));
        jira_url::find(typed, instances)
            .map(|index| &self.tab.instances[index])
            .map_err(|problem| match problem {
                InputProblem::Empty => (plain_error(Problem::JiraMissing), ""),
                InputProblem::TooLong => (plain_error(Problem::JiraTooLong), ""),
                // A password is not shown again, nor is the name before it.
                InputProblem::UserInfo => (plain_error(Problem::JiraWithPassword), ""),
                InputProblem::Ambiguous => (plain_error(Problem::JiraAmbiguous), typed),
                InputProblem::Cloud => (plain_error(Problem::JiraCloud), typed),
                InputProblem::Unknown { suggestion } => {
                    let hint = suggestion
                        .and_then(|index| self.tab.instances.get(index))
                        .map(|i| i.id.as_str());
                    (
                        TabError::new(
                            Problem::JiraUnknown,
                            Facts {
                                jira: None,
                                detail: hint,
                            },
                        ),
                        typed,
                    )
                }
            })
    }
}
