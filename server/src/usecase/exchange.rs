//! Continue: from the verification code to a grant.

use super::{
    Bound, Failure, Instance,
    explain::{self, Asking},
    locks::Purpose,
};
use crate::{
    connection::{AccessToken, Account, Attempt, Grant, Refusal, Window},
    jira::JiraError,
    oauth1::problem::ProblemWord,
    verification_code::{self, CodeProblem},
};
use app::{
    error::Problem,
    model::{Notice, Step, TabPage},
};

impl Bound {
    /// Exchanges the code in `text`. A second press waits for the first and sees what came of it.
    pub(super) async fn submit_code(&self, text: &str) -> Result<TabPage, Failure> {
        let one_exchange = self.tab.locks.lock(&self.caller, Purpose::Exchange).await;
        let Some(attempt) = self.tab.load_attempt(&self.caller).await? else {
            return self.after_exchange().await;
        };
        let Some(instance) = self.tab.instance(&attempt.instance) else {
            return self.no_attempt().await;
        };
        if attempt.waits_for_commit() {
            return self.handover_page(&attempt, instance).await;
        }
        let attempt = match attempt.unproven_token(self.window) {
            Some(_) => attempt,
            None => match self.exchange(attempt, instance, text).await? {
                Progress::Made(attempt) => attempt,
                Progress::Refused(attempt) => return Ok(self.attempt_page(&attempt, instance)),
                Progress::Ended => return self.no_attempt().await,
            },
        };
        let (attempt, account) = match self.prove(attempt, instance).await? {
            Proof::Named(attempt, account) => (attempt, account),
            Proof::Refused(attempt) => return Ok(self.attempt_page(&attempt, instance)),
            Proof::Ended => return self.no_attempt().await,
        };
        let page = match self.window {
            Window::Dialog => self.hand_over(&attempt, instance, account).await?,
            Window::Tab if self.grant(&attempt, account).await? => {
                drop(one_exchange);
                let page = self.connected_page(&instance.id, None).await?;
                Some(page.with_notice(Notice::Connected))
            }
            Window::Tab => None,
        };
        match page {
            Some(page) => Ok(page),
            None => self.no_attempt().await,
        }
    }

    /// There is no attempt: it never was, or another press of Continue has just been through.
    async fn after_exchange(&self) -> Result<TabPage, Failure> {
        let page = self.no_attempt().await?;
        let connected = matches!(page.step, Step::Connected(_));
        Ok(if connected {
            page.with_notice(Notice::Connected)
        } else {
            page
        })
    }

    /// From the code to an access token, which is stored at once: Jira has used the request token
    /// up.
    async fn exchange(
        &self,
        attempt: Attempt,
        instance: &Instance,
        text: &str,
    ) -> Result<Progress, Failure> {
        let used = attempt.pending_token().map(str::to_owned);
        let (refusal, in_doubt) = match self.ask_to_exchange(&attempt, instance, text).await {
            Ok(token) => {
                return self
                    .update(&attempt, |attempt| attempt.exchanged(token, self.window))
                    .await
                    .map(Progress::made);
            }
            Err(Refused { refusal, in_doubt }) => (refusal, in_doubt),
        };
        let refused = self.update(&attempt, |attempt| {
            attempt.refused(refusal, used.as_deref());
            if let (true, Some(used)) = (in_doubt, &used) {
                attempt.in_doubt(used);
            }
        });
        refused.await.map(Progress::refused)
    }

    async fn ask_to_exchange(
        &self,
        attempt: &Attempt,
        instance: &Instance,
        text: &str,
    ) -> Result<AccessToken, Refused> {
        let code =
            verification_code::parse(text, attempt.pending_token()).map_err(
                |problem| match problem {
                    CodeProblem::Empty => Problem::CodeMissing,
                    CodeProblem::Invalid => Problem::CodeInvalid,
                    CodeProblem::Denied => Problem::AccessDenied,
                    CodeProblem::OtherAttempt => Problem::CodeOfOtherLink,
                    CodeProblem::NoCodeInAddress => Problem::CodeNotInAddress,
                    CodeProblem::TooLong => Problem::CodeTooLong,
                },
            )?;
        let request_token = attempt.temporary_credentials(self.tab.clock.now_s())?;
        instance.client.exchange(request_token, code).await.map_err(|error| {
            tracing::info!(%error, jira = instance.id, request_id = self.request_id, "exchange refused");
            Refused {
                refusal: explain::refusal(&error, Asking::ToExchange, instance),
                in_doubt: error.may_have_been_done(),
            }
        })
    }

    /// Without Jira's word on who owns the access token nobody is connected.
    async fn prove(&self, attempt: Attempt, instance: &Instance) -> Result<Proof, Failure> {
        let Some(token) = attempt.unproven_token(self.window) else {
            return Err(Failure(Problem::Internal));
        };
        match instance.client.myself(token).await {
            Ok(account) => Ok(Proof::Named(attempt, account)),
            Err(error) => {
                tracing::warn!(%error, jira = instance.id, request_id = self.request_id, "Jira does not name the owner of a new access token");
                let refusal = if is_useless(&error) {
                    Problem::CodeExpired.into()
                } else {
                    explain::refusal(&error, Asking::ForData, instance)
                };
                let refused = self.update(&attempt, |attempt| {
                    if is_useless(&error) {
                        attempt.forget_exchange();
                    }
                    attempt.noted(refusal);
                });
                Ok(refused.await?.map_or(Proof::Ended, Proof::Refused))
            }
        }
    }

    /// Stores the grant and ends the attempt, in one step; `false` if the person left meanwhile.
    async fn grant(&self, attempt: &Attempt, account: Account) -> Result<bool, Failure> {
        let mut records = self.tab.change(&self.caller).await?;
        let stored = records.attempt.as_ref();
        let stored = stored.filter(|stored| stored.handle == attempt.handle);
        let Some(token) = stored.and_then(|stored| stored.unproven_token(self.window)) else {
            return Ok(false);
        };
        let grant = Grant {
            access_token: token.clone(),
            account,
            connected_at_s: self.tab.clock.now_s(),
        };
        records.put_grant(&attempt.instance, &grant)?;
        records.attempt = None;
        records.person.last_instance = Some(attempt.instance.clone());
        records.person.ended = None;
        records.person.ticket = None;
        records.commit().await?;
        Ok(true)
    }

    async fn update(
        &self,
        attempt: &Attempt,
        change: impl FnOnce(&mut Attempt),
    ) -> Result<Option<Attempt>, Failure> {
        Ok(self
            .tab
            .update_attempt(&self.caller, &attempt.handle, change)
            .await?)
    }
}

/// What the exchange came to.
enum Progress {
    Made(Attempt),
    /// The attempt holds the reason.
    Refused(Attempt),
    /// The person signed out, left or got a new link meanwhile.
    Ended,
}

impl Progress {
    fn made(attempt: Option<Attempt>) -> Self {
        attempt.map_or(Self::Ended, Self::Made)
    }

    fn refused(attempt: Option<Attempt>) -> Self {
        attempt.map_or(Self::Ended, Self::Refused)
    }
}

/// What Jira says about a new access token.
enum Proof {
    /// Whose it is.
    Named(Attempt, Account),
    /// The attempt holds the reason.
    Refused(Attempt),
    /// The person signed out, left or got a new link meanwhile.
    Ended,
}

/// A code that was not exchanged.
struct Refused {
    refusal: Refusal,
    /// Jira may have exchanged it although we do not know.
    in_doubt: bool,
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self {
            refusal: problem.into(),
            in_doubt: false,
        }
    }
}

/// Whether Jira says of an access token that it is of no use; any other refusal may pass, and
/// Continue then asks again.
fn is_useless(error: &JiraError) -> bool {
    use ProblemWord as Word;
    [Word::TokenRejected, Word::TokenExpired, Word::TokenRevoked]
        .iter()
        .any(|word| error.is(word))
}
