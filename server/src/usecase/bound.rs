//! The verbs, bound to one caller and one request: what [`app`] sees of the server.

use super::{Caller, Failure, Instance, Tab};
use app::{
    backend::{Answer, Backend},
    error::{Facts, Problem, TabError},
    model::{Notice, Step, TabPage},
};
use http::StatusCode;
use std::{future::Future, sync::Arc, time::Duration};
use url::form_urlencoded;

/// The first HTML waits so long for Jira and no longer.
const FIRST_PAINT_PATIENCE: Duration = Duration::from_millis(900);

/// The longest text that is shown again in the address of a page.
const MAX_TYPED_BYTES: usize = 512;

/// The tab, narrowed to the person who asks.
#[derive(Clone)]
pub(crate) struct Bound {
    pub(super) tab: Arc<Tab>,
    pub(super) caller: Caller,
    pub(super) request_id: String,
}

/// What the address of the page says after a plain form: nothing but words of the catalogue and
/// what the person typed.
#[derive(Debug, Default, serde::Deserialize)]
pub(crate) struct Query {
    problem: Option<String>,
    jira: Option<String>,
    notice: Option<String>,
    /// Any value: the person waits for Jira, as a page without JavaScript must.
    wait: Option<String>,
}

impl Query {
    /// How long the page may wait for Jira. Only a plain form leads to a notice, and it has no
    /// script that could ask again.
    fn patience(&self) -> Option<Duration> {
        (self.wait.is_none() && self.notice.is_none()).then_some(FIRST_PAINT_PATIENCE)
    }
}

impl Bound {
    pub(crate) fn new(tab: Arc<Tab>, caller: Caller, request_id: String) -> Self {
        Self {
            tab,
            caller,
            request_id,
        }
    }

    /// The page for `GET /`, which does not wait for a slow Jira unless it is told to.
    pub(crate) async fn first_page(&self, query: &Query) -> Result<TabPage, TabError> {
        let patience = query.patience();
        let page = self
            .to_the_end(move |bound| async move { bound.page(patience).await })
            .await?;
        Ok(self.with_query(page, query))
    }

    /// What a plain form's answer left in the address. Later steps take only the troubles of the
    /// transport from there: they keep their refusals in the store.
    fn with_query(&self, mut page: TabPage, query: &Query) -> TabPage {
        let problem = query.problem.as_deref().and_then(|word| word.parse().ok());
        let asks_for_jira = matches!(page.step, Step::Connect { .. } | Step::Reconnect(_));
        if let Some(problem) = problem.filter(|&problem| asks_for_jira || is_of_transport(problem))
        {
            page.problem = Some(self.explained(problem, query.jira.as_deref()));
        }
        match (&mut page.step, query.notice.as_deref()) {
            (Step::Connect { typed, .. }, None) => {
                if let Some(jira) = &query.jira {
                    typed.clone_from(jira);
                }
            }
            (Step::Connect { .. }, Some(id)) => {
                let left = self.tab.instance(id).map(Instance::model);
                page.notice = left.map(Notice::SignedOut);
            }
            (Step::Connected(_), Some("connected")) => page.notice = Some(Notice::Connected),
            _ => {}
        }
        page
    }

    /// Runs a verb to its end even if the person goes away meanwhile.
    async fn to_the_end<F, Fut>(&self, verb: F) -> Result<TabPage, TabError>
    where
        F: FnOnce(Self) -> Fut,
        Fut: Future<Output = Result<TabPage, Failure>> + Send + 'static,
    {
        let answer = self.tab.tasks.spawn(verb(self.clone())).await;
        // A panic in a verb has been logged with its place.
        let result = answer.unwrap_or(Err(Failure(Problem::Internal)));
        result
            .map(|mut page| {
                page.problem = page
                    .problem
                    .map(|problem| problem.with_request_id(&self.request_id));
                page
            })
            .map_err(|Failure(problem)| self.error(problem))
    }

    /// The sentences of a problem that concerns no Jira.
    pub(crate) fn error(&self, problem: Problem) -> TabError {
        TabError::new(problem, Facts::default()).with_request_id(&self.request_id)
    }

    /// The sentences of a problem with the Jira that `typed` names, or comes close to.
    fn explained(&self, problem: Problem, typed: Option<&str>) -> TabError {
        let found = typed.map(|typed| self.find(typed));
        let jira = match &found {
            Some(Ok(instance)) => Some(instance.name.as_str()),
            _ => None,
        };
        match found {
            Some(Err((error, _))) if error.problem == problem => error,
            _ => TabError::new(problem, Facts { jira, detail: None }),
        }
        .with_request_id(&self.request_id)
    }
}

fn is_of_transport(problem: Problem) -> bool {
    matches!(
        problem,
        Problem::BadRequest
            | Problem::RequestTooLarge
            | Problem::StoreUnavailable
            | Problem::Internal
    )
}

impl Backend for Bound {
    fn tab(&self) -> Answer<'_> {
        Box::pin(self.to_the_end(|bound| async move { bound.page(None).await }))
    }

    fn connect(&self, jira: String) -> Answer<'_> {
        Box::pin(self.to_the_end(|bound| async move { bound.connect(&jira).await }))
    }

    fn submit_code(&self, text: String) -> Answer<'_> {
        Box::pin(self.to_the_end(|bound| async move { bound.submit_code(&text).await }))
    }

    fn new_link(&self) -> Answer<'_> {
        Box::pin(self.to_the_end(|bound| async move { bound.new_link().await }))
    }

    fn leave(&self) -> Answer<'_> {
        Box::pin(self.to_the_end(|bound| async move { bound.leave().await }))
    }

    fn sign_out(&self) -> Answer<'_> {
        Box::pin(self.to_the_end(|bound| async move { bound.sign_out().await }))
    }

    fn return_path(&self, result: Result<&TabPage, &TabError>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        match result {
            Err(error) => {
                query.append_pair("problem", error.problem.word());
            }
            Ok(page) => match (&page.step, &page.problem, &page.notice) {
                (Step::Connect { typed, .. }, Some(error), _) => {
                    query.append_pair("problem", error.problem.word());
                    if typed.len() <= MAX_TYPED_BYTES {
                        query.append_pair("jira", typed);
                    }
                }
                (Step::Reconnect(instance), Some(error), _) => {
                    query.append_pair("problem", error.problem.word());
                    query.append_pair("jira", &instance.id);
                }
                (Step::Connected(_), _, Some(Notice::Connected)) => {
                    query.append_pair("notice", "connected");
                }
                (_, _, Some(Notice::SignedOut(instance))) => {
                    query.append_pair("notice", &instance.id);
                }
                _ => {}
            },
        }
        let query = query.finish();
        if query.is_empty() {
            "/".to_owned()
        } else {
            format!("/?{query}")
        }
    }

    fn request_id(&self) -> &str {
        &self.request_id
    }

    fn status(&self, error: &TabError) -> StatusCode {
        status(error.problem)
    }
}

/// HTTP status of an error that is no page.
pub(crate) fn status(problem: Problem) -> StatusCode {
    match problem {
        Problem::BadRequest => StatusCode::BAD_REQUEST,
        Problem::CrossSite | Problem::BehindProxy => StatusCode::FORBIDDEN,
        Problem::WrongHost => StatusCode::MISDIRECTED_REQUEST,
        Problem::RequestTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Problem::StoreUnavailable => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
