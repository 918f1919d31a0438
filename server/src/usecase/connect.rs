//! Connect, "Get a new link", "Use another Jira".

use super::{
    Bound, Failure, Instance,
    explain::{self, Asking},
    locks::Purpose,
    page::{attempt_page, plain_error},
    records::Changes,
};
use crate::{
    connection::{Attempt, Person},
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
            Err((error, shown_again)) => return Ok(self.refused_connect_page(shown_again, error)),
        };
        if self.is_connected(instance).await? {
            return self.resume(instance).await;
        }
        if let Err(error) = instance.client.check_health().await {
            tracing::warn!(%error, jira = instance.id, request_id = self.request_id, "health check failed");
            let refusal = explain::refusal(&error, Asking::ForAuthorization, instance);
            let error = explain::error(&refusal, instance);
            return Ok(match self.page(None).await? {
                // Whoever was asked to connect again is asked still.
                page if matches!(page.step, Step::Reconnect(_)) => page.with_problem(error),
                _ => self.refused_connect_page(typed, error),
            });
        }
        self.start(instance).await
    }

    async fn is_connected(&self, instance: &Instance) -> Result<bool, Failure> {
        let grant = self.tab.load_grant(&self.caller, &instance.id).await?;
        Ok(grant.is_some())
    }

    /// Starts an attempt, or goes on with the one under way for the same Jira.
    async fn start(&self, instance: &Instance) -> Result<TabPage, Failure> {
        let alone = self.tab.locks.lock(&self.caller, Purpose::Change).await;
        if self.is_connected(instance).await? {
            // Another tab was faster.
            drop(alone);
            return self.resume(instance).await;
        }
        let mut changes = Changes::new(&self.tab, &self.caller);
        let under_way = self.tab.load_attempt(&self.caller).await?;
        let attempt = match under_way {
            Some(attempt) if attempt.instance == instance.id => attempt.resumed(),
            _ => Attempt::start(&instance.id, entropy::token_128(), self.tab.clock.now_s()),
        };
        changes.put_attempt(&attempt)?;
        changes.put_person(&Person {
            last_instance: Some(instance.id.clone()),
            ended: None,
        })?;
        changes.commit(&self.tab).await?;
        Ok(attempt_page(&attempt, instance))
    }

    /// Connected already: ends an attempt for another Jira and shows this one.
    async fn resume(&self, instance: &Instance) -> Result<TabPage, Failure> {
        let alone = self.tab.locks.lock(&self.caller, Purpose::Change).await;
        let mut changes = Changes::new(&self.tab, &self.caller);
        changes.remove_attempt();
        changes.put_person(&Person {
            last_instance: Some(instance.id.clone()),
            ended: None,
        })?;
        changes.commit(&self.tab).await?;
        drop(alone);
        self.connected_page(&instance.id, None).await
    }

    /// Replaces the Authorize link. The Jira stays chosen.
    pub(super) async fn new_link(&self) -> Result<TabPage, Failure> {
        let alone = self.tab.locks.lock(&self.caller, Purpose::Change).await;
        let old = self.tab.load_attempt(&self.caller).await?;
        let instance = old
            .as_ref()
            .and_then(|old| self.tab.instance(&old.instance));
        let Some(instance) = instance else {
            drop(alone);
            return self.no_attempt().await;
        };
        let attempt = Attempt::start(&instance.id, entropy::token_128(), self.tab.clock.now_s());
        let mut changes = Changes::new(&self.tab, &self.caller);
        changes.put_attempt(&attempt)?;
        changes.commit(&self.tab).await?;
        Ok(attempt_page(&attempt, instance))
    }

    /// Gives up the attempt and forgets why the last authorisation ended.
    pub(super) async fn leave(&self) -> Result<TabPage, Failure> {
        let alone = self.tab.locks.lock(&self.caller, Purpose::Change).await;
        let person = self.tab.load_person(&self.caller).await?;
        let mut changes = Changes::new(&self.tab, &self.caller);
        changes.remove_attempt();
        changes.put_person(&Person {
            ended: None,
            ..person
        })?;
        changes.commit(&self.tab).await?;
        drop(alone);
        self.page(None).await
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
