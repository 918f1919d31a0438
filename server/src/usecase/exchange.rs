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
use zeroize::Zeroizing;

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
            return Ok(self.attempt_page(&attempt, instance));
        }
        // Jira uses a code up: none is sent while what it is good for could not be saved.
        self.tab.vault.ready().await?;
        let progress = match self.window {
            Window::Tab => self.connect_here(attempt, instance, text).await?,
            Window::Dialog => self.approve(attempt, instance, text).await?,
        };
        drop(one_exchange);
        match progress {
            Progress::Connected => {
                let page = self.connected_page(&instance.id, None).await?;
                Ok(page.with_notice(Notice::Connected))
            }
            Progress::Approved(page) => Ok(page),
            Progress::Refused(attempt) => Ok(self.attempt_page(&attempt, instance)),
            Progress::Ended => self.no_attempt().await,
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

    /// In the tab: from the code to a grant.
    async fn connect_here(
        &self,
        attempt: Attempt,
        instance: &Instance,
        text: &str,
    ) -> Result<Progress, Failure> {
        if attempt.unproven_token().is_some() {
            return self.prove(attempt, instance).await;
        }
        match self.ask_to_exchange(&attempt, instance, text).await {
            // Stored at once: Jira has used the request token up.
            Ok(token) => match self.update(&attempt, |it| it.exchanged(token)).await? {
                Some(attempt) => self.prove(attempt, instance).await,
                None => Ok(Progress::Ended),
            },
            Err(refused) => self.keep_refusal(attempt, refused).await,
        }
    }

    /// In the dialog: from the code to what the tab may commit. Nothing is kept that a second
    /// press could use: whoever presses then may not be who entered the code.
    async fn approve(
        &self,
        attempt: Attempt,
        instance: &Instance,
        text: &str,
    ) -> Result<Progress, Failure> {
        let token = match self.ask_to_exchange(&attempt, instance, text).await {
            Ok(token) => token,
            Err(refused) => return self.keep_refusal(attempt, refused).await,
        };
        match instance.client.myself(&token).await {
            Ok(account) => {
                let page = self.hand_over(&attempt, instance, token, account).await?;
                Ok(page.map_or(Progress::Ended, Progress::Approved))
            }
            Err(error) => {
                let refusal = self.owner_unknown(&error, instance);
                let spent = self.update(&attempt, |attempt| attempt.spent(refusal));
                spent.await.map(Progress::refused)
            }
        }
    }

    async fn keep_refusal(&self, attempt: Attempt, refused: Refused) -> Result<Progress, Failure> {
        let Refused { refusal, in_doubt } = refused;
        let used = attempt
            .pending_token()
            .map(|token| Zeroizing::new(token.to_owned()));
        let used = used.as_ref().map(|token| token.as_str());
        let refused = self.update(&attempt, |attempt| {
            attempt.refused(refusal, used);
            if let (true, Some(used)) = (in_doubt, used) {
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
        let standing = instance.standing(&self.caller);
        instance.client.exchange(request_token, code, standing).await.map_err(|error| {
            tracing::info!(%error, jira = instance.id, request_id = self.request_id, "exchange refused");
            Refused {
                refusal: explain::refusal(&error, Asking::ToExchange, instance),
                in_doubt: error.may_have_been_done(),
            }
        })
    }

    /// From an access token to a grant: without Jira's word on who owns it nobody is connected.
    async fn prove(&self, attempt: Attempt, instance: &Instance) -> Result<Progress, Failure> {
        let Some(token) = attempt.unproven_token() else {
            return Err(Failure(Problem::Internal));
        };
        match instance.client.myself(token).await {
            Ok(account) => self.grant(&attempt, account).await,
            Err(error) => {
                let refusal = self.owner_unknown(&error, instance);
                let refused = self.update(&attempt, |attempt| {
                    if is_useless(&error) {
                        attempt.forget_exchange();
                    }
                    attempt.noted(refusal);
                });
                refused.await.map(Progress::refused)
            }
        }
    }

    /// What a person is told when Jira does not say whose a new access token is.
    fn owner_unknown(&self, error: &JiraError, instance: &Instance) -> Refusal {
        tracing::warn!(%error, jira = instance.id, request_id = self.request_id, "Jira does not name the owner of a new access token");
        if is_useless(error) {
            Problem::CodeExpired.into()
        } else {
            explain::refusal(error, Asking::ForData, instance)
        }
    }

    /// Stores the grant and ends the attempt, in one step, unless the person left meanwhile.
    async fn grant(&self, attempt: &Attempt, account: Account) -> Result<Progress, Failure> {
        let mut records = self.tab.change(&self.caller).await?;
        let stored = records.attempt.as_ref();
        let stored = stored.filter(|stored| stored.handle == attempt.handle);
        let Some(token) = stored.and_then(Attempt::unproven_token) else {
            return Ok(Progress::Ended);
        };
        let grant = Grant {
            access_token: token.clone(),
            account,
            connected_at_s: self.tab.clock.now_s(),
            used_at_s: None,
        };
        records.connect(&attempt.instance, &grant)?;
        records.commit().await?;
        Ok(Progress::Connected)
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

/// What Continue came to.
enum Progress {
    Connected,
    /// The page with the result code.
    Approved(TabPage),
    /// The attempt holds the reason.
    Refused(Attempt),
    /// The person signed out, left or got a new link meanwhile.
    Ended,
}

impl Progress {
    fn refused(attempt: Option<Attempt>) -> Self {
        attempt.map_or(Self::Ended, Self::Refused)
    }
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
