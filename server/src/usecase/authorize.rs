//! The Authorize link: makes the request token when it is opened, since its ten minutes start then.

use super::{
    Bound, Failure, Tab, Visitor,
    explain::{self, Asking},
    locks::Purpose,
    records::Bearer,
};
use crate::{
    bearer::Digest,
    connection::{Attempt, Window},
    jira::JiraError,
};
use app::error::{Facts, Problem, TabError};
use std::sync::Arc;
use url::Url;

/// Where an Authorize link leads.
pub(crate) enum Destination {
    /// Jira's page that asks the person.
    Jira(Url),
    /// A page that says why not.
    Problem(TabError),
}

/// Opens the Authorize link `handle`, whoever asks: in Teams it opens in a window that knows no
/// more than the link, which leads to Jira and nowhere else.
pub(crate) async fn open_link(tab: Arc<Tab>, handle: String, request_id: String) -> Destination {
    let owner = tab.owner(Bearer::Handle, &Digest::of(&handle)).await;
    // The window makes no difference here: nothing is exchanged.
    let visitor = |caller| Visitor {
        caller,
        window: Window::Tab,
        teams_name: None,
    };
    let error = |problem| TabError::new(problem, Facts::default()).with_request_id(&request_id);
    let opened = match owner.map_err(Failure::from) {
        Ok(Some(caller)) => {
            let bound = Bound::new(tab, visitor(caller), request_id.clone());
            bound.to_jira(handle).await
        }
        Ok(None) => Err(Failure(Problem::LinkReplaced)),
        Err(failure) => Err(failure),
    };
    opened.unwrap_or_else(|Failure(problem)| Destination::Problem(error(problem)))
}

impl Bound {
    /// Opens the Authorize link `handle`, to the end even if the person closes the window: a request
    /// token that Jira made must be stored.
    async fn to_jira(&self, handle: String) -> Result<Destination, Failure> {
        let bound = self.clone();
        let answer = self
            .tab
            .tasks
            .spawn(async move { bound.authorize(&handle).await })
            .await;
        answer.unwrap_or_else(|_| Err(self.panicked()))
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
        match instance
            .client
            .request_token(instance.standing(&self.caller))
            .await
        {
            Ok(credentials) => {
                let now_s = self.tab.clock.now_s();
                let url = instance.client.authorize_url(credentials.token());
                let opened =
                    update(Box::new(move |attempt| attempt.opened(&credentials, now_s))).await?;
                Ok(opened.map_or_else(replaced, |_| Destination::Jira(url)))
            }
            Err(error) => {
                tracing::warn!(%error, jira = instance.id, request_id = self.request_id, "no request token");
                if !matches!(error, JiraError::TooManySignIns) {
                    instance.client.doubt_health().await;
                }
                let refusal = explain::refusal(&error, Asking::ForAuthorization, instance);
                let error = explain::error(&refusal, instance).with_request_id(&self.request_id);
                update(Box::new(move |attempt| attempt.noted(refusal))).await?;
                Ok(Destination::Problem(error))
            }
        }
    }
}
