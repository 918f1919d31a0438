//! The panel's issue: opening it, changing it, its pictures.

mod change;
mod edits;
mod image;

pub(super) use change::verb;
pub(crate) use image::open_image;

use super::{
    Bound, Failure, Instance,
    asking::{Asked, Call, NoAnswer},
    explain::{self, Asking},
};
use crate::{
    html::Source,
    jira::{IssueKey, JiraError, Reader},
};
use app::{
    error::{Problem, TabError},
    model::issue::{IssueDetail, Person},
};
use std::sync::Arc;

/// What a verb of the panel comes to: an answer, what the person is told instead, or a failure
/// that concerns no Jira.
pub(super) type Told<T> = Result<Result<T, TabError>, Failure>;

const OPEN: Call<(IssueKey, Reader), IssueDetail> =
    |client, grant, (key, reader)| -> Asked<'_, IssueDetail> {
        Box::pin(async move {
            let token = &grant.access_token;
            let (issue, may) = tokio::join!(
                client.issue_with_history(token, key, reader),
                client.may(token, key)
            );
            let mut issue = issue?;
            issue.value.may = may.ok();
            Ok(issue)
        })
    };

const PEOPLE: Call<(IssueKey, String), Vec<Person>> =
    |client, grant, (key, text)| -> Asked<'_, Vec<Person>> {
        Box::pin(client.assignable(&grant.access_token, ("issueKey", key.as_str()), text))
    };

impl Bound {
    /// The issue with this key. Where no Jira is named, as in a deep link, each is asked, the one in
    /// use first, until one has it: what cannot be asked may have it.
    pub(super) async fn issue(&self, jira: &str, key: &str) -> Told<Box<IssueDetail>> {
        let key = parse_key(key)?;
        let mut answer = Err(Failure(Problem::NotConnected));
        for instance in self.instances_named(jira).await? {
            let question = (key.clone(), self.reader(instance).await?);
            answer = match self.ask(&instance.id, &question, OPEN).await? {
                Ok((_, issue)) => return Ok(Ok(Box::new(issue))),
                Err(NoAnswer::Refused(_, JiraError::NotFound | JiraError::Forbidden)) => {
                    Err(Failure(Problem::IssueNotFound))
                }
                Err(none) => return self.no_answer(none, Asking::ForData, instance),
            };
        }
        answer
    }

    /// Who can be the assignee.
    pub(super) async fn people(&self, jira: &str, key: &str, text: &str) -> Told<Vec<Person>> {
        let (instance, key) = (self.instance_named(jira).await?, parse_key(key)?);
        let question = (key, text.to_owned());
        match self.ask(&instance.id, &question, PEOPLE).await? {
            Ok((_, people)) => Ok(Ok(people)),
            Err(none) => self.no_answer(none, Asking::ForData, instance),
        }
    }

    /// What the person is told where Jira gave no answer.
    pub(super) fn no_answer<T>(
        &self,
        none: NoAnswer,
        asking: Asking,
        instance: &Instance,
    ) -> Told<T> {
        match none {
            NoAnswer::Refused(_, error) => {
                tracing::warn!(%error, jira = instance.id, request_id = self.request_id, "no answer from Jira");
                let refusal = explain::refusal(&error, asking, instance);
                Ok(Err(explain::error(&refusal, instance)))
            }
            NoAnswer::NotRenewed(_, problem) => Err(Failure(problem)),
            NoAnswer::Ended(_) | NoAnswer::SignedOut | NoAnswer::Overtaken => {
                Err(Failure(Problem::NotConnected))
            }
        }
    }

    /// The person's Jira with this ID, or all of them.
    async fn instances_named(&self, jira: &str) -> Result<Vec<&Instance>, Failure> {
        let person = self.tab.load_person(&self.caller).await?;
        let mut instances = self.connected_instances(&person).await?;
        instances.retain(|instance| jira.is_empty() || instance.id == jira);
        Ok(instances)
    }

    pub(super) async fn instance_named(&self, jira: &str) -> Result<&Instance, Failure> {
        let instances = self.instances_named(jira).await?;
        instances
            .first()
            .copied()
            .ok_or(Failure(Problem::NotConnected))
    }

    /// What reads the answers of `instance` for this person.
    async fn reader(&self, instance: &Instance) -> Result<Reader, Failure> {
        let grant = self.tab.load_grant(&self.caller, &instance.id).await?;
        let account = grant.ok_or(Failure(Problem::NotConnected))?.account;
        let (tab, caller, jira) = (
            Arc::clone(&self.tab),
            self.caller.clone(),
            instance.id.clone(),
        );
        Ok(Reader {
            jira: instance.id.clone(),
            user_name: account.name,
            display_name: account.display_name,
            source: Source {
                base_url: instance.client.base_url().clone(),
                image: Arc::new(move |url| image::path(&tab, &caller, &jira, url)),
            },
        })
    }
}

fn parse_key(key: &str) -> Result<IssueKey, Failure> {
    IssueKey::parse(key).ok_or(Failure(Problem::IssueNotFound))
}
