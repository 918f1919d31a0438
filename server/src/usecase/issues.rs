//! The list of issues, and what Jira's answer says about the grant.

use super::{
    Bound, Failure, Instance,
    explain::{self, Asking},
    page::ended_page,
    records::Changes,
};
use crate::{
    connection::{Grant, Person},
    jira::{Found, JiraError},
    oauth1::problem::ProblemWord,
};
use app::{
    error::Problem,
    model::{Connection, IssueList, Step, TabPage},
};
use std::time::Duration;

/// What became of the question for issues.
enum Outcome {
    Listed(Grant, Found),
    Refused(Grant, JiraError),
    /// Jira ended the authorisation, and so did we.
    Ended(Problem),
    /// Somebody signed out meanwhile.
    SignedOut,
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
            .spawn(async move { bound.ask(&owned_id).await });
        let outcome = match patience {
            None => asking.await,
            Some(patience) => match tokio::time::timeout(patience, asking).await {
                Ok(outcome) => outcome,
                Err(_) => return self.loading_page(id).await,
            },
        };
        let outcome = outcome.unwrap_or(Err(Failure(Problem::Internal)))?;
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
                connection(instance, &grant, issues)
            }
            Outcome::Refused(grant, error) => {
                tracing::warn!(%error, jira = instance.id, request_id = self.request_id, "no list of issues");
                let refusal = explain::refusal(&error, Asking::ForData, instance);
                connection(instance, &grant, IssueList::Failed)
                    .with_problem(explain::error(&refusal, instance))
            }
            Outcome::Ended(problem) => ended_page(instance, problem),
            Outcome::SignedOut => self.connect_page(&self.tab.load_person(&self.caller).await?),
        })
    }

    async fn loading_page(&self, id: &str) -> Result<TabPage, Failure> {
        let grant = self.tab.load_grant(&self.caller, id).await?;
        Ok(match (self.tab.instance(id), grant) {
            (Some(instance), Some(grant)) => connection(instance, &grant, IssueList::Loading),
            _ => self.connect_page(&self.tab.load_person(&self.caller).await?),
        })
    }

    /// Asks Jira; renews an access token that has run out, and drops a grant that Jira ended.
    async fn ask(&self, id: &str) -> Result<Outcome, Failure> {
        let (Some(instance), Some(mut grant)) = (
            self.tab.instance(id),
            self.tab.load_grant(&self.caller, id).await?,
        ) else {
            return Ok(Outcome::SignedOut);
        };
        if grant.access_token.has_expired(self.tab.clock.now_s()) {
            grant = match self.renew(instance, grant).await? {
                Ok(grant) => grant,
                Err(outcome) => return Ok(outcome),
            };
        }
        let mut answer = instance.client.assigned_issues(&grant.access_token).await;
        if is(&answer, &ProblemWord::TokenExpired) {
            grant = match self.renew(instance, grant).await? {
                Ok(grant) => grant,
                Err(outcome) => return Ok(outcome),
            };
            answer = instance.client.assigned_issues(&grant.access_token).await;
        }
        match answer {
            Ok(found) => self.checked(instance, grant, found).await,
            Err(JiraError::OAuth(problem))
                if matches!(
                    problem.word,
                    ProblemWord::TokenRejected | ProblemWord::TokenRevoked
                ) =>
            {
                self.end(instance, &grant, Problem::AccessRevoked).await
            }
            Err(error) => Ok(Outcome::Refused(grant, error)),
        }
    }

    /// Makes sure that Jira answered to the person of the grant, and to nobody else.
    async fn checked(
        &self,
        instance: &Instance,
        grant: Grant,
        found: Found,
    ) -> Result<Outcome, Failure> {
        let is_same = |name: &str| name.eq_ignore_ascii_case(&grant.account.name);
        if found.answered_to.as_deref().is_some_and(is_same) {
            return Ok(Outcome::Listed(grant, found));
        }
        // No header, or the account has been renamed.
        match instance.client.myself(&grant.access_token).await {
            Ok(account) if account == grant.account => Ok(Outcome::Listed(grant, found)),
            Ok(account) => {
                let grant = Grant { account, ..grant };
                self.replace(instance, &grant).await?;
                Ok(Outcome::Listed(grant, found))
            }
            Err(error) => Ok(Outcome::Refused(grant, error)),
        }
    }

    /// Renews the access token, one at a time; stored before it is used.
    async fn renew(
        &self,
        instance: &Instance,
        stale: Grant,
    ) -> Result<Result<Grant, Outcome>, Failure> {
        let _alone = self.tab.locks.lock(&self.caller).await;
        let Some(grant) = self.tab.load_grant(&self.caller, &instance.id).await? else {
            return Ok(Err(Outcome::SignedOut));
        };
        if grant.access_token.token != stale.access_token.token {
            return Ok(Ok(grant));
        }
        let Some(handle) = &grant.access_token.session_handle else {
            return Ok(Err(self
                .end_locked(instance, Problem::AccessExpired)
                .await?));
        };
        match instance.client.renew(&grant.access_token, handle).await {
            Ok(access_token) => {
                let grant = Grant {
                    access_token,
                    ..grant
                };
                let mut changes = Changes::new(&self.tab, &self.caller);
                changes.put_grant(&instance.id, &grant)?;
                changes.commit(&self.tab).await?;
                Ok(Ok(grant))
            }
            Err(JiraError::OAuth(problem)) if ends_session(&problem.word) => Ok(Err(self
                .end_locked(instance, Problem::AccessExpired)
                .await?)),
            Err(error) => Ok(Err(Outcome::Refused(grant, error))),
        }
    }

    /// Drops the grant that Jira no longer takes, unless it has been replaced meanwhile.
    async fn end(
        &self,
        instance: &Instance,
        refused: &Grant,
        problem: Problem,
    ) -> Result<Outcome, Failure> {
        let _alone = self.tab.locks.lock(&self.caller).await;
        match self.tab.load_grant(&self.caller, &instance.id).await? {
            None => Ok(Outcome::SignedOut),
            Some(grant) if grant.access_token.token != refused.access_token.token => {
                Ok(Outcome::Refused(grant, JiraError::Unauthorized))
            }
            Some(_) => self.end_locked(instance, problem).await,
        }
    }

    async fn end_locked(&self, instance: &Instance, problem: Problem) -> Result<Outcome, Failure> {
        tracing::info!(
            jira = instance.id,
            problem = problem.word(),
            request_id = self.request_id,
            "grant ended"
        );
        let mut changes = Changes::new(&self.tab, &self.caller);
        changes.remove_grant(&instance.id);
        changes.put_person(&Person {
            last_instance: Some(instance.id.clone()),
            ended: Some((instance.id.clone(), problem)),
        })?;
        changes.commit(&self.tab).await?;
        Ok(Outcome::Ended(problem))
    }

    /// Stores what Jira says of the account now, unless the person signed out meanwhile.
    async fn replace(&self, instance: &Instance, grant: &Grant) -> Result<(), Failure> {
        let _alone = self.tab.locks.lock(&self.caller).await;
        let stored = self.tab.load_grant(&self.caller, &instance.id).await?;
        if stored.is_some_and(|stored| stored.access_token.token == grant.access_token.token) {
            let mut changes = Changes::new(&self.tab, &self.caller);
            changes.put_grant(&instance.id, grant)?;
            changes.commit(&self.tab).await?;
        }
        Ok(())
    }
}

fn connection(instance: &Instance, grant: &Grant, issues: IssueList) -> TabPage {
    TabPage::new(Step::Connected(Connection {
        instance: instance.model(),
        display_name: grant.account.display_name.clone(),
        issues,
    }))
}

fn is(answer: &Result<Found, JiraError>, word: &ProblemWord) -> bool {
    matches!(answer, Err(JiraError::OAuth(problem)) if problem.word == *word)
}

/// Whether a renewal is refused for good.
fn ends_session(word: &ProblemWord) -> bool {
    use ProblemWord as Word;
    matches!(
        word,
        Word::TokenRejected | Word::TokenExpired | Word::TokenRevoked | Word::PermissionDenied
    )
}
