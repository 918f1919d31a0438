//! The Authorize link: makes the request token when it is opened, since its ten minutes start then.

use super::{
    Bound, Failure,
    explain::{self, Asking},
    locks::Purpose,
};
use crate::connection::Attempt;
use app::error::{Problem, TabError};
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
        let _one_token = self.tab.locks.lock(&self.caller, Purpose::Authorize).await;
        let replaced = || Destination::Problem(self.error(Problem::LinkReplaced));
        let attempt = self.tab.load_attempt(&self.caller).await?;
        let Some(attempt) = attempt.filter(|attempt| attempt.handle == handle) else {
            return Ok(replaced());
        };
        let Some(instance) = self.tab.instance(&attempt.instance) else {
            return Ok(replaced());
        };
        let now_s = self.tab.clock.now_s();
        if let Some(token) = attempt.reusable_request_token(now_s) {
            return Ok(Destination::Jira(instance.client.authorize_url(token)));
        }
        let update = |change: Box<dyn FnOnce(&mut Attempt) + Send>| {
            self.tab.update_attempt(&self.caller, handle, change)
        };
        match instance.client.request_token().await {
            Ok(credentials) => {
                let now_s = self.tab.clock.now_s();
                let url = instance.client.authorize_url(credentials.token());
                let opened =
                    update(Box::new(move |attempt| attempt.opened(&credentials, now_s))).await?;
                Ok(opened.map_or_else(replaced, |_| Destination::Jira(url)))
            }
            Err(error) => {
                tracing::warn!(%error, jira = instance.id, request_id = self.request_id, "no request token");
                let refusal = explain::refusal(&error, Asking::ForAuthorization, instance);
                let error = explain::error(&refusal, instance).with_request_id(&self.request_id);
                update(Box::new(move |attempt| attempt.noted(refusal))).await?;
                Ok(Destination::Problem(error))
            }
        }
    }
}
