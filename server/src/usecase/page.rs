//! The tab as it stands.

use super::{Bound, Failure, Instance, explain};
use crate::connection::{Attempt, Person, Refusal};
use app::{
    error::{Facts, Problem, TabError},
    model::{self, Step, TabPage},
};
use std::time::Duration;

impl Bound {
    /// Where the person is. `patience` bounds the wait for Jira; the list is then still loading.
    pub(super) async fn page(&self, patience: Option<Duration>) -> Result<TabPage, Failure> {
        if let Some(attempt) = self.tab.load_attempt(&self.caller).await?
            && let Some(instance) = self.tab.instance(&attempt.instance)
        {
            return Ok(attempt_page(&attempt, instance));
        }
        let person = self.tab.load_person(&self.caller).await?;
        if let Some((id, problem)) = &person.ended
            && let Some(instance) = self.tab.instance(id)
        {
            return Ok(ended_page(instance, *problem));
        }
        match self.connected_instance(&person).await? {
            Some(instance) => self.connected_page(&instance, patience).await,
            None => Ok(self.connect_page(&person)),
        }
    }

    /// ID of the instance the person works with: the last one used that has a grant.
    pub(super) async fn connected_instance(
        &self,
        person: &Person,
    ) -> Result<Option<String>, Failure> {
        let last = person.last_instance.as_deref();
        let last_first = self
            .tab
            .instances
            .iter()
            .filter(|i| Some(i.id.as_str()) == last);
        let others = self
            .tab
            .instances
            .iter()
            .filter(|i| Some(i.id.as_str()) != last);
        for instance in last_first.chain(others) {
            if self
                .tab
                .load_grant(&self.caller, &instance.id)
                .await?
                .is_some()
            {
                return Ok(Some(instance.id.clone()));
            }
        }
        Ok(None)
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
        self.connect_form(last.or(only).unwrap_or_default())
    }

    fn connect_form(&self, typed: &str) -> TabPage {
        TabPage::new(Step::Connect {
            instances: self.tab.instances.iter().map(Instance::model).collect(),
            typed: typed.to_owned(),
        })
    }

    /// The form as the person left it, with the reason why nothing came of it.
    pub(super) fn refused_connect_page(&self, typed: &str, error: TabError) -> TabPage {
        self.connect_form(typed).with_problem(error)
    }
}

/// The page of an attempt, with the reason why its last step was refused.
pub(super) fn attempt_page(attempt: &Attempt, instance: &Instance) -> TabPage {
    let page = TabPage::new(Step::Authorize(model::Attempt {
        instance: instance.model(),
        authorize_path: format!("/authorize/{}", attempt.handle),
    }));
    match &attempt.refusal {
        Some(refusal) => page.with_problem(explain::error(refusal, instance)),
        None => page,
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
