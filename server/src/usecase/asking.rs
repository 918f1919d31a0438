//! One question to Jira with a person's grant, and what the answer says about the grant.

use super::{Bound, Failure, Instance, locks::Purpose};
use crate::{
    connection::Grant,
    jira::{Answered, JiraClient, JiraError},
    oauth1::problem::ProblemWord,
};
use app::error::Problem;
use std::pin::Pin;

/// Why there is no answer.
pub(super) enum NoAnswer {
    Refused(Grant, JiraError),
    /// The access token has run out, and the store has no place for a new one.
    NotRenewed(Grant, Problem),
    /// Jira ended the authorisation, and so did we.
    Ended(Problem),
    /// The person signed out meanwhile.
    SignedOut,
    /// The grant has been replaced or deleted since it was read.
    Overtaken,
}

/// What a question to Jira comes to, with the grant as it then stands.
pub(super) type Outcome<T> = Result<(Grant, T), NoAnswer>;

/// A question under way.
pub(super) type Asked<'a, T> =
    Pin<Box<dyn Future<Output = Result<Answered<T>, JiraError>> + Send + 'a>>;

/// How the question `Q` is put to Jira. A plain function, so that it can be put twice.
pub(super) type Call<Q, T> = for<'a> fn(&'a JiraClient, &'a Grant, &'a Q) -> Asked<'a, T>;

/// Whom two answers to one question are for, as far as they say: what the second one leaves to prove.
/// What is for two people comes from a cache before Jira.
pub(super) fn both_to(
    grant: &Grant,
    first: Option<String>,
    second: Option<String>,
) -> Result<Option<String>, JiraError> {
    match (first, second) {
        (Some(first), second) if first.eq_ignore_ascii_case(&grant.account.name) => Ok(second),
        (Some(first), Some(second)) if !first.eq_ignore_ascii_case(&second) => {
            Err(JiraError::Anonymous)
        }
        (first, second) => Ok(second.or(first)),
    }
}

impl Bound {
    /// Asks Jira, once more where another page has replaced the grant meanwhile.
    pub(super) async fn ask<Q, T>(
        &self,
        id: &str,
        question: &Q,
        call: Call<Q, T>,
    ) -> Result<Outcome<T>, Failure> {
        match self.ask_once(id, question, call).await? {
            Err(NoAnswer::Overtaken) => self.ask_once(id, question, call).await,
            outcome => Ok(outcome),
        }
    }

    /// Renews an access token that has run out, and drops a grant that Jira ended.
    async fn ask_once<Q, T>(
        &self,
        id: &str,
        question: &Q,
        call: Call<Q, T>,
    ) -> Result<Outcome<T>, Failure> {
        let grant = self.tab.load_grant(&self.caller, id).await?;
        let (Some(instance), Some(mut grant)) = (self.tab.instance(id), grant) else {
            return Ok(Err(NoAnswer::SignedOut));
        };
        // Without a handle only Jira can say that the token has run out: our clock may be wrong.
        if grant.access_token.session_handle.is_some()
            && grant.access_token.has_expired(self.tab.clock.now_s())
        {
            grant = match self.renew(instance, grant).await? {
                Ok(grant) => grant,
                Err(none) => return Ok(Err(none)),
            };
        }
        let mut answer = call(&instance.client, &grant, question).await;
        if answer
            .as_ref()
            .is_err_and(|error| error.is(&ProblemWord::TokenExpired))
        {
            grant = match self.renew(instance, grant).await? {
                Ok(grant) => grant,
                Err(none) => return Ok(Err(none)),
            };
            answer = call(&instance.client, &grant, question).await;
        }
        match answer {
            Ok(answered) => {
                let outcome = self.checked(instance, grant, answered).await?;
                if let Ok((grant, _)) = &outcome {
                    self.note_use(instance, grant).await;
                }
                Ok(outcome)
            }
            Err(error) => self.refused(instance, grant, error).await.map(Err),
        }
    }

    /// Writes down once a day that the grant is used. A store that takes no writes hides no list.
    async fn note_use(&self, instance: &Instance, grant: &Grant) {
        let now_s = self.tab.clock.now_s();
        if !grant.is_use_worth_a_write(now_s) {
            return;
        }
        let used = Grant {
            used_at_s: Some(now_s),
            ..grant.clone()
        };
        if let Err(Failure(problem)) = self.replace(instance, grant, &used).await {
            tracing::debug!(problem = problem.word(), "the use of a grant was not noted");
        }
    }

    /// Makes sure that Jira answered to the person of the grant, and to nobody else.
    async fn checked<T>(
        &self,
        instance: &Instance,
        grant: Grant,
        answered: Answered<T>,
    ) -> Result<Outcome<T>, Failure> {
        if answered.to.is_some() && answered.is_for(&grant.account.name) {
            return Ok(Ok((grant, answered.value)));
        }
        // No header, or the account has been renamed. What is for somebody else, from a cache
        // before Jira, is not shown.
        match instance.client.myself(&grant.access_token).await {
            Ok(account) if !answered.is_for(&account.name) => {
                Ok(Err(NoAnswer::Refused(grant, JiraError::Anonymous)))
            }
            Ok(account) if account == grant.account => Ok(Ok((grant, answered.value))),
            Ok(account) => {
                let renamed = Grant {
                    account,
                    ..grant.clone()
                };
                self.replace(instance, &grant, &renamed).await?;
                Ok(Ok((renamed, answered.value)))
            }
            Err(error) => self.refused(instance, grant, error).await.map(Err),
        }
    }

    /// What a refusal says about the grant: a revoked one is dropped, any other is kept.
    async fn refused(
        &self,
        instance: &Instance,
        grant: Grant,
        error: JiraError,
    ) -> Result<NoAnswer, Failure> {
        if error.is(&ProblemWord::TokenRejected) || error.is(&ProblemWord::TokenRevoked) {
            self.end(instance, &grant, Problem::AccessRevoked).await
        } else if error.is(&ProblemWord::TokenExpired) {
            self.end(instance, &grant, Problem::AccessExpired).await
        } else {
            Ok(NoAnswer::Refused(grant, error))
        }
    }

    /// Renews the access token, one at a time; stored before it is used.
    async fn renew(
        &self,
        instance: &Instance,
        stale: Grant,
    ) -> Result<Result<Grant, NoAnswer>, Failure> {
        let _one_renewal = self.tab.locks.lock(&self.caller, Purpose::Renew).await;
        let Some(grant) = self.tab.load_grant(&self.caller, &instance.id).await? else {
            return Ok(Err(NoAnswer::SignedOut));
        };
        if grant.access_token.token != stale.access_token.token {
            return Ok(Ok(grant));
        }
        let Some(handle) = &grant.access_token.session_handle else {
            return self
                .end(instance, &grant, Problem::AccessExpired)
                .await
                .map(Err);
        };
        // A renewal ends the old access token, so the new one must find a place.
        if let Err(error) = self.tab.vault.ready().await {
            let Failure(problem) = error.into();
            return Ok(Err(NoAnswer::NotRenewed(grant, problem)));
        }
        match instance.client.renew(&grant.access_token, handle).await {
            Ok(access_token) => {
                let renewed = Grant {
                    access_token,
                    ..grant.clone()
                };
                Ok(if self.replace(instance, &grant, &renewed).await? {
                    Ok(renewed)
                } else {
                    Err(NoAnswer::Overtaken)
                })
            }
            Err(error) if ends_session(&error) => self
                .end(instance, &grant, Problem::AccessExpired)
                .await
                .map(Err),
            Err(error) => Ok(Err(NoAnswer::Refused(grant, error))),
        }
    }

    /// Drops the grant that Jira no longer takes, unless it has been replaced meanwhile.
    async fn end(
        &self,
        instance: &Instance,
        grant: &Grant,
        problem: Problem,
    ) -> Result<NoAnswer, Failure> {
        let mut records = self.tab.change(&self.caller).await?;
        if !self.is_stored(instance, grant).await? {
            return Ok(NoAnswer::Overtaken);
        }
        tracing::info!(
            jira = instance.id,
            problem = problem.word(),
            request_id = self.request_id,
            "grant ended"
        );
        records.remove_grant(&instance.id);
        records.person.last_instance = Some(instance.id.clone());
        records.person.ended = Some((instance.id.clone(), problem));
        records.commit().await?;
        Ok(NoAnswer::Ended(problem))
    }

    /// Whether this very access token is still the person's. Only under [`Purpose::Change`].
    async fn is_stored(&self, instance: &Instance, grant: &Grant) -> Result<bool, Failure> {
        let stored = self.tab.load_grant(&self.caller, &instance.id).await?;
        Ok(stored.is_some_and(|stored| stored.access_token.token == grant.access_token.token))
    }

    /// Stores `new` unless `old` has been replaced or deleted meanwhile.
    async fn replace(
        &self,
        instance: &Instance,
        old: &Grant,
        new: &Grant,
    ) -> Result<bool, Failure> {
        let mut records = self.tab.change(&self.caller).await?;
        if !self.is_stored(instance, old).await? {
            return Ok(false);
        }
        records.put_grant(&instance.id, new)?;
        records.commit().await?;
        Ok(true)
    }
}

/// Whether a renewal is refused for good.
fn ends_session(error: &JiraError) -> bool {
    use ProblemWord as Word;
    [
        Word::TokenRejected,
        Word::TokenExpired,
        Word::TokenRevoked,
        Word::PermissionDenied,
    ]
    .iter()
    .any(|word| error.is(word))
}
