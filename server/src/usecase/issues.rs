//! The list of issues, and what Jira's answer says about the grant.

use super::{
    Bound, Failure, Instance,
    explain::{self, Asking},
    locks::Purpose,
    page::{ended_page, plain_error},
};
use crate::{
    clock,
    connection::Grant,
    jira::{Found, IssueKey, JiraError, Wanted},
    oauth1::problem::ProblemWord,
};
use app::{
    error::{Problem, TabError},
    model::{Connection, Issue, IssueList, Step, TabPage},
};
use std::time::Duration;

/// What became of the question for issues.
enum Outcome {
    Listed(Grant, Found),
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

impl Bound {
    /// The page of a connected person. The list's answer is also the proof of the grant.
    pub(super) async fn connected_page(
        &self,
        id: &str,
        patience: Option<Duration>,
    ) -> Result<TabPage, Failure> {
        let (bound, owned_id) = (self.clone(), id.to_owned());
        // A task of its own: a renewal goes on to its end although the page no longer waits.
        let asking = self
            .tab
            .tasks
            .spawn(async move { bound.ask(&owned_id, &Wanted::AssignedToMe).await });
        let outcome = match patience {
            None => asking.await,
            Some(patience) => match tokio::time::timeout(patience, asking).await {
                Ok(outcome) => outcome,
                Err(_) => return self.loading_page(id).await,
            },
        };
        let outcome = outcome.unwrap_or_else(|_| Err(self.panicked()))?;
        let Some(instance) = self.tab.instance(id) else {
            return Err(Failure(Problem::Internal));
        };
        Ok(match outcome {
            Outcome::Listed(grant, found) => {
                let jira_url = instance.client.assigned_issues_url().into();
                let issues = IssueList::Loaded {
                    issues: found.issues,
                    total: found.total,
                    jira_url,
                };
                self.connection(instance, &grant, issues).await?
            }
            Outcome::Refused(grant, error) => {
                tracing::warn!(%error, jira = instance.id, request_id = self.request_id, "no list of issues");
                let refusal = explain::refusal(&error, Asking::ForData, instance);
                self.connection(instance, &grant, IssueList::Failed)
                    .await?
                    .with_problem(explain::error(&refusal, instance))
            }
            Outcome::NotRenewed(grant, problem) => self
                .connection(instance, &grant, IssueList::Failed)
                .await?
                .with_problem(plain_error(problem)),
            Outcome::Ended(problem) => ended_page(instance, problem),
            Outcome::SignedOut | Outcome::Overtaken => {
                self.connect_page(&self.tab.load_person(&self.caller).await?)
            }
        })
    }

    /// The issue that a deep link names.
    pub(super) async fn issue(&self, key: &str) -> Result<Result<Issue, TabError>, Failure> {
        let not_found = || Failure(Problem::IssueNotFound);
        let key = IssueKey::parse(key).ok_or_else(not_found)?;
        let person = self.tab.load_person(&self.caller).await?;
        // The link names no Jira: each is asked, the one in use first.
        let mut answer = Err(Failure(Problem::NotConnected));
        for instance in self.connected_instances(&person).await? {
            answer = match self.ask(&instance.id, &Wanted::One(key.clone())).await? {
                Outcome::Listed(_, found) => {
                    let issue = found.issues.into_iter().next();
                    return issue.map(Ok).ok_or_else(not_found);
                }
                Outcome::Refused(_, JiraError::BadRequest { .. }) => Err(not_found()),
                Outcome::Refused(_, error) => {
                    let refusal = explain::refusal(&error, Asking::ForData, instance);
                    Ok(Err(explain::error(&refusal, instance)))
                }
                Outcome::NotRenewed(_, problem) => Err(Failure(problem)),
                Outcome::Ended(_) | Outcome::SignedOut | Outcome::Overtaken => {
                    Err(Failure(Problem::NotConnected))
                }
            };
        }
        answer
    }

    async fn loading_page(&self, id: &str) -> Result<TabPage, Failure> {
        let grant = self.tab.load_grant(&self.caller, id).await?;
        Ok(match (self.tab.instance(id), grant) {
            (Some(instance), Some(grant)) => {
                self.connection(instance, &grant, IssueList::Loading)
                    .await?
            }
            _ => self.connect_page(&self.tab.load_person(&self.caller).await?),
        })
    }

    /// Asks Jira, once more where another page has replaced the grant meanwhile.
    async fn ask(&self, id: &str, wanted: &Wanted) -> Result<Outcome, Failure> {
        match self.ask_once(id, wanted).await? {
            Outcome::Overtaken => self.ask_once(id, wanted).await,
            outcome => Ok(outcome),
        }
    }

    /// Renews an access token that has run out, and drops a grant that Jira ended.
    async fn ask_once(&self, id: &str, wanted: &Wanted) -> Result<Outcome, Failure> {
        let grant = self.tab.load_grant(&self.caller, id).await?;
        let (Some(instance), Some(mut grant)) = (self.tab.instance(id), grant) else {
            return Ok(Outcome::SignedOut);
        };
        // Without a handle only Jira can say that the token has run out: our clock may be wrong.
        if grant.access_token.session_handle.is_some()
            && grant.access_token.has_expired(self.tab.clock.now_s())
        {
            grant = match self.renew(instance, grant).await? {
                Ok(grant) => grant,
                Err(outcome) => return Ok(outcome),
            };
        }
        let mut answer = instance.client.search(&grant.access_token, wanted).await;
        if answer
            .as_ref()
            .is_err_and(|error| error.is(&ProblemWord::TokenExpired))
        {
            grant = match self.renew(instance, grant).await? {
                Ok(grant) => grant,
                Err(outcome) => return Ok(outcome),
            };
            answer = instance.client.search(&grant.access_token, wanted).await;
        }
        match answer {
            Ok(found) => {
                let outcome = self.checked(instance, grant, found).await?;
                if let Outcome::Listed(grant, _) = &outcome {
                    self.note_use(instance, grant).await;
                }
                Ok(outcome)
            }
            Err(error) => self.refused(instance, grant, error).await,
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
    async fn checked(
        &self,
        instance: &Instance,
        grant: Grant,
        found: Found,
    ) -> Result<Outcome, Failure> {
        if found.answered_to.is_some() && found.is_for(&grant.account.name) {
            return Ok(Outcome::Listed(grant, found));
        }
        // No header, or the account has been renamed. A list for somebody else, from a cache before
        // Jira, is not shown.
        match instance.client.myself(&grant.access_token).await {
            Ok(account) if !found.is_for(&account.name) => {
                Ok(Outcome::Refused(grant, JiraError::Anonymous))
            }
            Ok(account) if account == grant.account => Ok(Outcome::Listed(grant, found)),
            Ok(account) => {
                let renamed = Grant {
                    account,
                    ..grant.clone()
                };
                self.replace(instance, &grant, &renamed).await?;
                Ok(Outcome::Listed(renamed, found))
            }
            Err(error) => self.refused(instance, grant, error).await,
        }
    }

    /// What a refusal says about the grant: a revoked one is dropped, any other is kept.
    async fn refused(
        &self,
        instance: &Instance,
        grant: Grant,
        error: JiraError,
    ) -> Result<Outcome, Failure> {
        if error.is(&ProblemWord::TokenRejected) || error.is(&ProblemWord::TokenRevoked) {
            self.end(instance, &grant, Problem::AccessRevoked).await
        } else if error.is(&ProblemWord::TokenExpired) {
            self.end(instance, &grant, Problem::AccessExpired).await
        } else {
            Ok(Outcome::Refused(grant, error))
        }
    }

    /// Renews the access token, one at a time; stored before it is used.
    async fn renew(
        &self,
        instance: &Instance,
        stale: Grant,
    ) -> Result<Result<Grant, Outcome>, Failure> {
        let _one_renewal = self.tab.locks.lock(&self.caller, Purpose::Renew).await;
        let Some(grant) = self.tab.load_grant(&self.caller, &instance.id).await? else {
            return Ok(Err(Outcome::SignedOut));
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
            return Ok(Err(Outcome::NotRenewed(grant, problem)));
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
                    Err(Outcome::Overtaken)
                })
            }
            Err(error) if ends_session(&error) => self
                .end(instance, &grant, Problem::AccessExpired)
                .await
                .map(Err),
            Err(error) => Ok(Err(Outcome::Refused(grant, error))),
        }
    }

    /// Drops the grant that Jira no longer takes, unless it has been replaced meanwhile.
    async fn end(
        &self,
        instance: &Instance,
        grant: &Grant,
        problem: Problem,
    ) -> Result<Outcome, Failure> {
        let mut records = self.tab.change(&self.caller).await?;
        if !self.is_stored(instance, grant).await? {
            return Ok(Outcome::Overtaken);
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
        Ok(Outcome::Ended(problem))
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

    async fn connection(
        &self,
        instance: &Instance,
        grant: &Grant,
        issues: IssueList,
    ) -> Result<TabPage, Failure> {
        let person = self.tab.load_person(&self.caller).await?;
        let connected = self.connected_instances(&person).await?;
        let others = connected.iter().filter(|other| other.id != instance.id);
        let term = grant.access_token.term;
        let ends_at_s = term.and_then(|term| term.near_end_s(self.tab.clock.now_s()));
        Ok(TabPage::new(Step::Connected(Connection {
            instance: instance.model(),
            display_name: grant.account.display_name.clone(),
            teams_name: self.teams_name.clone(),
            access_ends_on: ends_at_s.map(clock::day),
            issues,
            others: others.map(|other| other.model()).collect(),
            more: connected.len() < self.tab.instances.len(),
        })))
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
