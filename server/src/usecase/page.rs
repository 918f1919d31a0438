//! The tab as it stands.

use super::{Bound, Failure, Instance, explain};
use crate::{
    clock,
    connection::{Attempt, Person, Refusal, Window},
};
use app::{
    error::{Facts, Problem, TabError},
    model::{self, Step, TabPage},
};
use std::time::Duration;

impl Bound {
    /// Where the person is. `patience` bounds the wait for Jira; the list is then still loading.
    pub(super) async fn page(&self, patience: Option<Duration>) -> Result<TabPage, Failure> {
        if let Some(channel) = &self.view.channel {
            return self.channel_page(&channel.jira, patience).await;
        }
        if let Some(attempt) = self.tab.load_attempt(&self.caller).await?
            && let Some(instance) = self.tab.instance(&attempt.instance)
        {
            return Ok(self.attempt_page(&attempt, instance));
        }
        let person = self.tab.load_person(&self.caller).await?;
        if let Some((id, problem)) = &person.ended
            && let Some(instance) = self.tab.instance(id)
        {
            return Ok(ended_page(instance, *problem));
        }
        // What a person sees in Jira is for the tab, never for a dialog that only holds a ticket.
        match self.connected_instances(&person).await?.first() {
            Some(instance) if self.window == Window::Tab => {
                self.connected_page(&instance.id, patience).await
            }
            // Who is connected opens the dialog for another Jira.
            Some(_) => Ok(self.connect_form("", false)),
            None => Ok(self.connect_page(&person)),
        }
    }

    /// The instances that the person has a grant for; the one used last comes first.
    pub(super) async fn connected_instances(
        &self,
        person: &Person,
    ) -> Result<Vec<&Instance>, Failure> {
        let mut connected = Vec::new();
        for instance in &self.tab.instances {
            let grant = self.tab.load_grant(&self.caller, &instance.id).await?;
            if grant.is_some() {
                connected.push(instance);
            }
        }
        let last = person.last_instance.as_deref();
        // A stable sort: the others keep the order of the settings.
        connected.sort_by_key(|instance| Some(instance.id.as_str()) != last);
        Ok(connected)
    }

    /// The form, filled in with the last instance used, or the only one.
    pub(super) fn connect_page(&self, person: &Person) -> TabPage {
        let last = person
            .last_instance
            .as_deref()
            .filter(|id| self.tab.instance(id).is_some());
        let only = match self.tab.instances.as_slice() {
            [only] => Some(only.id.as_str()),
            _ => None,
        };
        self.connect_form(last.or(only).unwrap_or_default(), false)
    }

    /// The form although the person is connected: they want another Jira besides.
    pub(super) async fn choose(&self) -> Result<TabPage, Failure> {
        let person = self.tab.load_person(&self.caller).await?;
        Ok(if self.can_go_back(&person).await? {
            self.connect_form("", true)
        } else {
            self.connect_page(&person)
        })
    }

    /// The form as the person left it, with the reason why nothing came of it.
    pub(super) async fn refused_connect_page(
        &self,
        typed: &str,
        error: TabError,
    ) -> Result<TabPage, Failure> {
        let person = self.tab.load_person(&self.caller).await?;
        let connected = self.can_go_back(&person).await?;
        Ok(self.connect_form(typed, connected).with_problem(error))
    }

    async fn can_go_back(&self, person: &Person) -> Result<bool, Failure> {
        let connected = !self.connected_instances(person).await?.is_empty();
        Ok(connected && self.window == Window::Tab)
    }

    pub(super) fn connect_form(&self, typed: &str, connected: bool) -> TabPage {
        TabPage::new(Step::Connect {
            instances: self.tab.instances.iter().map(Instance::model).collect(),
            typed: typed.to_owned(),
            connected,
        })
    }

    /// The page of an attempt, with the reason why its last step was refused.
    pub(super) fn attempt_page(&self, attempt: &Attempt, instance: &Instance) -> TabPage {
        let authorize_path = format!("/authorize/{}", attempt.handle);
        let mut page = TabPage::new(Step::Authorize(model::Attempt {
            instance: instance.model(),
            authorize_address: self
                .tab
                .public_url
                .as_ref()
                .map(|public_url| public_url.at(&authorize_path)),
            authorize_path,
            teams_name: self.teams_name.clone(),
            reached_at: instance.client.reached_at_s().map(clock::time_of_day),
        }));
        page.code = attempt.code_terms(self.tab.clock.now_s());
        match &attempt.refusal {
            _ if attempt.waits_for_commit() => {
                page.with_problem(plain_error(Problem::HandoverLost))
            }
            Some(refusal) => page.with_problem(explain::error(refusal, instance)),
            None => page,
        }
    }
}

/// The page after Jira ended the authorisation.
pub(super) fn ended_page(instance: &Instance, problem: Problem) -> TabPage {
    let error = explain::error(&Refusal::from(problem), instance);
    TabPage::new(Step::Reconnect(instance.model())).with_problem(error)
}

/// The sentences of a problem that names no Jira.
pub(super) fn plain_error(problem: Problem) -> TabError {
    TabError::new(problem, Facts::default())
}
