//! The Authorize link: makes the request token when it is opened, since its ten minutes start then.

use super::{
    Bound, Failure,
    explain::{self, Asking},
};
use app::error::{Facts, Problem, TabError};
use url::Url;

/// Where an Authorize link leads.
pub(crate) enum Destination {
    /// Jira's page that asks the person.
    Jira(Url),
    /// A page that says why not.
    Problem(TabError),
}

impl Bound {
    /// Opens the Authorize link `handle`, to the end even if the person closes the window: a request
    /// token that Jira made must be stored.
    pub(crate) async fn to_jira(&self, handle: String) -> Result<Destination, Failure> {
        let bound = self.clone();
        let answer = self
            .tab
            .tasks
            .spawn(async move { bound.authorize(&handle).await })
            .await;
        answer.unwrap_or(Err(Failure(Problem::Internal)))
    }

    async fn authorize(&self, handle: &str) -> Result<Destination, Failure> {
        let _alone = self.tab.locks.lock(&self.caller).await;
        let replaced = || Destination::Problem(self.plain(Problem::LinkReplaced));
        let Some(mut attempt) = self
            .tab
            .load_attempt(&self.caller)
            .await?
            .filter(|attempt| attempt.handle == handle)
        else {
            return Ok(replaced());
        };
        let Some(instance) = self.tab.instance(&attempt.instance) else {
            return Ok(replaced());
        };
        let now_s = self.tab.clock.now_s();
        if let Some(token) = attempt.reusable_request_token(now_s) {
            return Ok(Destination::Jira(instance.client.authorize_url(token)));
        }
        let destination = match instance.client.request_token().await {
            Ok(credentials) => {
                attempt.opened(&credentials, now_s);
                Destination::Jira(instance.client.authorize_url(credentials.token()))
            }
            Err(error) => {
                tracing::warn!(%error, jira = instance.id, request_id = self.request_id, "no request token");
                let refusal = explain::refusal(&error, Asking::ForAuthorization, instance);
                let refusal = attempt.refused(refusal);
                Destination::Problem(
                    explain::error(&refusal, instance).with_request_id(&self.request_id),
                )
            }
        };
        self.tab.save_attempt(&self.caller, &attempt).await?;
        Ok(destination)
    }

    fn plain(&self, problem: Problem) -> TabError {
        TabError::new(problem, Facts::default()).with_request_id(&self.request_id)
    }
}
