//! Continue: from the verification code to a grant.

use super::{
    Bound, Failure, Instance,
    explain::{self, Asking},
    page::attempt_page,
    records::Changes,
};
use crate::{
    connection::{Account, Attempt, Grant, Person, Refusal},
    jira::JiraError,
    verification_code::{self, CodeProblem},
};
use app::{
    error::Problem,
    model::{Notice, Step, TabPage},
};

impl Bound {
    /// Exchanges the code in `text`. A second press waits for the first and sees what came of it.
    pub(super) async fn submit_code(&self, text: &str) -> Result<TabPage, Failure> {
        let alone = self.tab.locks.lock(&self.caller).await;
        let Some(mut attempt) = self.tab.load_attempt(&self.caller).await? else {
            let page = self.no_attempt().await?;
            let connected = matches!(page.step, Step::Connected(_));
            return Ok(if connected {
                page.with_notice(Notice::Connected)
            } else {
                page
            });
        };
        let Some(instance) = self.tab.instance(&attempt.instance) else {
            return self.no_attempt().await;
        };
        let result = match self.prove(&mut attempt, instance, text).await? {
            Ok(account) => self.grant(&attempt, account).await,
            Err(refusal) => {
                attempt.refused(refusal);
                self.tab.save_attempt(&self.caller, &attempt).await?;
                return Ok(attempt_page(&attempt, instance));
            }
        };
        result?;
        drop(alone);
        Ok(self
            .connected_page(&instance.id, None)
            .await?
            .with_notice(Notice::Connected))
    }

    /// An access token and Jira's word on who owns it; without that word nobody is connected.
    async fn prove(
        &self,
        attempt: &mut Attempt,
        instance: &Instance,
        text: &str,
    ) -> Result<Result<Account, Refusal>, Failure> {
        if attempt.unproven_token().is_none() {
            if let Err(refusal) = self.exchange(attempt, instance, text).await {
                return Ok(Err(refusal));
            }
            // Jira has used the request token up: the answer must outlive this process.
            self.tab.save_attempt(&self.caller, attempt).await?;
        }
        let Some(token) = attempt.unproven_token() else {
            return Err(Failure(Problem::Internal));
        };
        Ok(instance.client.myself(token).await.map_err(|error| {
            tracing::warn!(%error, jira = instance.id, request_id = self.request_id, "Jira does not name the owner of a new access token");
            let refusal = explain::refusal(&error, Asking::ForData, instance);
            if !may_pass(&error) {
                attempt.forget_exchange();
            }
            refusal
        }))
    }

    async fn exchange(
        &self,
        attempt: &mut Attempt,
        instance: &Instance,
        text: &str,
    ) -> Result<(), Refusal> {
        let code = verification_code::parse(text, attempt.pending_token()).map_err(|problem| {
            Refusal::from(match problem {
                CodeProblem::Empty => Problem::CodeMissing,
                CodeProblem::Invalid => Problem::CodeInvalid,
                CodeProblem::Denied => Problem::AccessDenied,
                CodeProblem::OtherAttempt => Problem::CodeOfOtherLink,
                CodeProblem::NoCodeInAddress => Problem::CodeNotInAddress,
                CodeProblem::TooLong => Problem::CodeTooLong,
            })
        })?;
        let request_token = attempt.temporary_credentials(self.tab.clock.now_s())?;
        let token = instance.client.exchange(request_token, code).await.map_err(|error| {
            tracing::info!(%error, jira = instance.id, request_id = self.request_id, "exchange refused");
            explain::refusal(&error, Asking::ToExchange, instance)
        })?;
        attempt.exchanged(token);
        Ok(())
    }

    /// Stores the grant and ends the attempt, in one step.
    async fn grant(&self, attempt: &Attempt, account: Account) -> Result<(), Failure> {
        let Some(token) = attempt.unproven_token() else {
            return Err(Failure(Problem::Internal));
        };
        let grant = Grant {
            access_token: token.clone(),
            account,
            connected_at_s: self.tab.clock.now_s(),
        };
        let mut changes = Changes::new(&self.tab, &self.caller);
        changes.put_grant(&attempt.instance, &grant)?;
        changes.remove_attempt();
        changes.put_person(&Person {
            last_instance: Some(attempt.instance.clone()),
            ended: None,
        })?;
        changes.commit(&self.tab).await?;
        Ok(())
    }
}

/// Whether asking again with the same token may bring another answer.
fn may_pass(error: &JiraError) -> bool {
    match error {
        JiraError::Unreachable | JiraError::Timeout | JiraError::Tls => true,
        JiraError::Status(status) => status.is_server_error(),
        _ => false,
    }
}
