//! The verbs, bound to one caller and one request: what [`app`] sees of the server.

use super::{Caller, Failure, Instance, Tab, Visitor, issue, sign_out::SignOutOf};
use crate::{connection::Window, jira::IssueKey};
use app::{
    backend::{Answer, Backend, Creating},
    error::{Facts, Problem, TabError},
    model::{
        Columns, Completions, Notice, Step, TabPage, View,
        configuration::{Configuration, Wanted},
        issue::{Change, IssueDetail, May, Opened, Outcome, Person},
    },
    pages::{write_created_page, write_form, write_issue},
};
use http::StatusCode;
use std::{future::Future, sync::Arc, time::Duration};
use url::form_urlencoded;
use zeroize::Zeroizing;

/// The first HTML waits so long for Jira and no longer.
const FIRST_PAINT_PATIENCE: Duration = Duration::from_millis(900);

/// Verbs, as the log names them.
const OPEN: &str = "open";
const ISSUE: &str = "issue";

/// The longest text that is shown again in the address of a page.
const MAX_TYPED_BYTES: usize = 512;

/// The tab, narrowed to the person who asks.
#[derive(Clone)]
pub(crate) struct Bound {
    pub(super) tab: Arc<Tab>,
    pub(super) caller: Caller,
    pub(super) window: Window,
    pub(super) teams_name: Option<String>,
    pub(super) request_id: String,
    /// What is to be listed.
    pub(super) view: View,
}

/// What the address of the page says after a plain form: nothing but words of the catalogue and
/// what the person typed.
#[derive(Debug, Default, serde::Deserialize)]
pub(crate) struct Query {
    problem: Option<String>,
    jira: Option<String>,
    notice: Option<String>,
    /// IDs of the Jiras that were signed out of, with commas.
    signed_out: Option<String>,
    /// ID of the Jira whose account was somebody else's.
    wrong_account: Option<String>,
    /// Any value: the person wants the form although they are connected.
    choose: Option<String>,
    /// Key of the issue that was created.
    created: Option<String>,
    /// Any value: the person waits for Jira, as a page without JavaScript must.
    wait: Option<String>,
    /// Any value: what is wrong is wrong with an issue.
    issue: Option<String>,
}

impl Query {
    /// How long the page may wait for Jira. Only a plain form leads to a notice, and it has no
    /// script that could ask again.
    fn patience(&self) -> Option<Duration> {
        let notices = [&self.notice, &self.signed_out, &self.wrong_account];
        let from_script = self.wait.is_none() && notices.iter().all(|it| it.is_none());
        from_script.then_some(FIRST_PAINT_PATIENCE)
    }
}

impl Bound {
    pub(crate) fn new(tab: Arc<Tab>, visitor: Visitor, request_id: String) -> Self {
        Self {
            tab,
            caller: visitor.caller,
            window: visitor.window,
            teams_name: visitor.teams_name,
            request_id,
            view: View::default(),
        }
    }

    /// The page for `GET /`, which does not wait for a slow Jira unless it is told to.
    pub(crate) async fn first_page(&self, query: &Query, view: View) -> Result<TabPage, TabError> {
        let patience = query.patience();
        let choose = query.choose.is_some();
        let asked = view.clone();
        let bound = self.showing(view);
        let page = async {
            if choose {
                bound.choose().await
            } else {
                bound.page(patience).await
            }
        };
        let created = query.created.as_deref().and_then(IssueKey::parse);
        let of_channel = asked.channel.as_ref().map_or("", |it| it.jira.as_str());
        let opened = async {
            match (created, asked.beside()) {
                (Some(created), Some(key)) if asked.create.is_some() => Some(Opened::Issue {
                    key,
                    html: write_created_page(created.as_str(), &asked, of_channel),
                }),
                _ => self.opened(&asked, patience).await,
            }
        };
        let (page, opened) = tokio::join!(page, opened);
        let mut page = self.with_query(self.shown(OPEN, page)?, query);
        // Beside a form there is no issue, and why it cannot be shown, the form says.
        page.opened = opened.filter(|_| matches!(page.step, Step::Connected(_)));
        Ok(page)
    }

    /// The issue or the form that the address names, as far as Jira answers in time.
    async fn opened(&self, view: &View, patience: Option<Duration>) -> Option<Opened> {
        let key = view.beside()?;
        let asking = async {
            if view.issue.is_some() {
                let jira = view.channel.as_ref().map(|it| it.jira.clone());
                let issue = Backend::issue(self, jira.unwrap_or_default(), key.clone()).await?;
                Ok(write_issue(&issue, view))
            } else {
                let form = Creating::issue_form(self, String::new(), view.clone(), None).await?;
                Ok(write_form(&form, &form.view(view)))
            }
        };
        let answer = match patience {
            None => asking.await,
            Some(patience) => match tokio::time::timeout(patience, asking).await {
                Ok(answer) => answer,
                Err(_) => return Some(Opened::Loading(key)),
            },
        };
        Some(match answer {
            Ok(html) => Opened::Issue { key, html },
            Err(error) => Opened::Failed(key, error),
        })
    }

    /// The same for a person who looks at `view`.
    fn showing(&self, view: View) -> Self {
        Self {
            view,
            ..self.clone()
        }
    }

    /// What a plain form's answer left in the address. Later steps take only the troubles of the
    /// transport from there: they keep their refusals in the store.
    fn with_query(&self, mut page: TabPage, query: &Query) -> TabPage {
        let problem = query.problem.as_deref().and_then(|word| word.parse().ok());
        let asks_for_jira = matches!(page.step, Step::Connect { .. } | Step::Reconnect(_));
        let is_told = |problem| asks_for_jira || query.issue.is_some() || is_of_transport(problem);
        if let Some(problem) = problem.filter(|&problem| is_told(problem)) {
            let error = self.explained(problem, query.jira.as_deref());
            page.problem = Some(self.told(OPEN, error));
        }
        if let (Step::Connect { typed, .. }, Some(jira)) = (&mut page.step, &query.jira) {
            typed.clone_from(jira);
        }
        if let (Step::Connected(_), Some("connected")) = (&page.step, query.notice.as_deref()) {
            page.notice = Some(Notice::Connected);
        }
        if let Some(ids) = &query.signed_out {
            let left = ids.split(',').filter_map(|id| self.tab.instance(id));
            page.notice = Some(Notice::SignedOut(left.map(Instance::model).collect()));
        }
        let wrong = query.wrong_account.as_deref();
        if let Some(instance) = wrong.and_then(|id| self.tab.instance(id)) {
            page.notice = Some(Notice::WrongAccount(instance.model()));
        }
        page
    }

    /// Runs a verb to its end even if the person goes away meanwhile.
    async fn to_the_end<F, Fut>(&self, verb: &'static str, run: F) -> Result<TabPage, TabError>
    where
        F: FnOnce(Self) -> Fut,
        Fut: Future<Output = Result<TabPage, Failure>> + Send + 'static,
    {
        let page = self.finish(verb, run(self.clone())).await?;
        self.shown(verb, Ok(page))
    }

    /// Logs what the page of a verb says is wrong.
    fn shown(
        &self,
        verb: &'static str,
        page: Result<TabPage, Failure>,
    ) -> Result<TabPage, TabError> {
        let mut page = page.map_err(|Failure(problem)| self.told(verb, self.error(problem)))?;
        page.problem = page.problem.map(|problem| self.told(verb, problem));
        Ok(page)
    }

    pub(super) async fn finish<T: Send + 'static>(
        &self,
        verb: &'static str,
        work: impl Future<Output = Result<T, Failure>> + Send + 'static,
    ) -> Result<T, TabError> {
        let answer = self.tab.tasks.spawn(work).await;
        answer
            .unwrap_or_else(|_| Err(self.panicked()))
            .map_err(|Failure(problem)| self.told(verb, self.error(problem)))
    }

    /// What the person is told, which the log has under the same request.
    fn told(&self, verb: &'static str, error: TabError) -> TabError {
        let (problem, request_id) = (error.problem.word(), &self.request_id);
        tracing::info!(verb, problem, request_id, "refused");
        error.with_request_id(request_id)
    }

    /// A task of this request panicked; the line before says where.
    pub(super) fn panicked(&self) -> Failure {
        tracing::error!(request_id = self.request_id, "a verb panicked");
        Failure(Problem::Internal)
    }

    /// Runs a verb of the panel to its end. What fails is told there, not on the page.
    pub(super) fn about_issue<T, Fut>(
        &self,
        verb: &'static str,
        run: impl FnOnce(Self) -> Fut + Send + 'static,
    ) -> Answer<'_, T>
    where
        T: Send + 'static,
        Fut: Future<Output = Result<Result<T, TabError>, Failure>> + Send + 'static,
    {
        let bound = self.clone();
        Box::pin(async move {
            let answer = self.finish(verb, async move {
                bound.only_in_tab()?;
                run(bound).await
            });
            answer.await?.map_err(|error| self.told(verb, error))
        })
    }

    /// Refuses a verb that only the tab may use.
    pub(super) fn only_in_tab(&self) -> Result<(), Failure> {
        match self.window {
            Window::Tab => Ok(()),
            Window::Dialog => Err(Failure(Problem::TicketNotEnough)),
        }
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
    }
}

fn is_of_transport(problem: Problem) -> bool {
    matches!(
        problem,
        Problem::BadRequest
            | Problem::RequestTooLarge
            | Problem::StoreUnavailable
            | Problem::DiskFull
            | Problem::Internal
            | Problem::ChangeRefused
            | Problem::ChangeForbidden
            | Problem::OutcomeUnknown
    )
}

impl Backend for Bound {
    fn tab(&self, at_once: bool, view: View) -> Answer<'_, TabPage> {
        let patience = at_once.then_some(FIRST_PAINT_PATIENCE);
        let bound = self.showing(view);
        // It only reads, and asks Jira in a task of its own.
        Box::pin(async move { bound.shown("tab", bound.page(patience).await) })
    }

    fn complete(&self, before: String) -> Answer<'_, Completions> {
        let bound = self.clone();
        Box::pin(self.finish("complete", async move {
            bound.only_in_tab()?;
            bound.complete(&before).await
        }))
    }

    fn set_columns(&self, columns: Vec<String>) -> Answer<'_, Columns> {
        let bound = self.clone();
        Box::pin(self.finish("columns", async move {
            bound.only_in_tab()?;
            bound.choose_columns(&columns).await
        }))
    }

    fn connect(&self, jira: String) -> Answer<'_, TabPage> {
        Box::pin(self.to_the_end("connect", |bound| async move { bound.connect(&jira).await }))
    }

    fn submit_code(&self, text: String) -> Answer<'_, TabPage> {
        let text = Zeroizing::new(text);
        Box::pin(self.to_the_end(
            "continue",
            |bound| async move { bound.submit_code(&text).await },
        ))
    }

    fn new_link(&self) -> Answer<'_, TabPage> {
        Box::pin(self.to_the_end("new-link", |bound| async move { bound.new_link().await }))
    }

    fn leave(&self) -> Answer<'_, TabPage> {
        Box::pin(self.to_the_end("leave", |bound| async move { bound.leave().await }))
    }

    fn issue(&self, jira: String, key: String) -> Answer<'_, Box<IssueDetail>> {
        self.about_issue(ISSUE, |bound| async move { bound.issue(&jira, &key).await })
    }

    fn change(&self, jira: String, key: String, may: May, change: Change) -> Answer<'_, Outcome> {
        self.about_issue(issue::verb(&change), move |bound| async move {
            bound.change(&jira, &key, may, &change).await
        })
    }

    fn people(&self, jira: String, key: String, text: String) -> Answer<'_, Vec<Person>> {
        self.about_issue("issue/people", |bound| async move {
            bound.people(&jira, &key, &text).await
        })
    }

    fn configuration(&self, saved: String, wanted: Wanted) -> Answer<'_, Configuration> {
        self.about_issue("configuration", |bound| async move {
            bound.configuration(&saved, wanted).await
        })
    }

    fn choose(&self) -> Answer<'_, TabPage> {
        Box::pin(self.to_the_end("choose", |bound| async move { bound.choose().await }))
    }

    fn ticket(&self) -> Answer<'_, String> {
        let bound = self.clone();
        Box::pin(self.finish("ticket", async move {
            bound.only_in_tab()?;
            bound.make_ticket().await
        }))
    }

    fn commit(&self, result_code: String) -> Answer<'_, TabPage> {
        let result_code = Zeroizing::new(result_code);
        Box::pin(self.to_the_end("commit", |bound| async move {
            bound.only_in_tab()?;
            bound.commit(&result_code).await
        }))
    }

    fn sign_out(&self, jira: String) -> Answer<'_, TabPage> {
        Box::pin(self.to_the_end("sign-out", move |bound| async move {
            bound.only_in_tab()?;
            let of = match jira.as_str() {
                "" => SignOutOf::All,
                id => SignOutOf::One(id),
            };
            bound.sign_out(of).await
        }))
    }

    fn wrong_account(&self, jira: String) -> Answer<'_, TabPage> {
        Box::pin(self.to_the_end("wrong-account", move |bound| async move {
            bound.only_in_tab()?;
            bound.disown_account(&jira).await
        }))
    }

    fn return_path(&self, result: Result<&TabPage, &TabError>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        match result {
            Err(error) => {
                query.append_pair("problem", error.problem.word());
            }
            Ok(page) => match (&page.step, &page.problem, &page.notice) {
                (
                    Step::Connect {
                        typed, connected, ..
                    },
                    Some(error),
                    _,
                ) => {
                    query.append_pair("problem", error.problem.word());
                    if *connected {
                        query.append_pair("choose", "1");
                    }
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
                (_, _, Some(Notice::SignedOut(instances))) => {
                    let ids: Vec<_> = instances.iter().map(|left| left.id.as_str()).collect();
                    query.append_pair("signed_out", &ids.join(","));
                }
                (_, _, Some(Notice::WrongAccount(instance))) => {
                    query.append_pair("wrong_account", &instance.id);
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

    fn issue_path(&self, view: &View, problem: Option<Problem>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(view.fields());
        // The page has no script that could ask again.
        query.append_pair("wait", "1");
        if let Some(problem) = problem {
            query.append_pair("problem", problem.word());
        }
        format!("/?{}", query.finish())
    }

    fn request_id(&self) -> &str {
        &self.request_id
    }

    fn status(&self, error: &TabError) -> StatusCode {
        status(error.problem)
    }
}

/// HTTP status of an error that is no page; 502 for what is wrong with Jira.
pub(crate) fn status(problem: Problem) -> StatusCode {
    match problem {
        Problem::BadRequest => StatusCode::BAD_REQUEST,
        Problem::TokenMissing
        | Problem::TokenExpired
        | Problem::TokenRefused
        | Problem::TicketEnded => StatusCode::UNAUTHORIZED,
        Problem::CrossSite
        | Problem::BehindProxy
        | Problem::NotThroughProxy
        | Problem::TenantNotAllowed
        | Problem::TicketNotEnough
        | Problem::TicketOfSomebodyElse
        | Problem::ResultCodeRefused
        | Problem::ChangeForbidden => StatusCode::FORBIDDEN,
        Problem::LinkReplaced => StatusCode::GONE,
        Problem::IssueNotFound | Problem::ChannelJiraUnknown => StatusCode::NOT_FOUND,
        Problem::NotConnected | Problem::ChangeRefused => StatusCode::CONFLICT,
        Problem::WrongHost => StatusCode::MISDIRECTED_REQUEST,
        Problem::RequestTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Problem::StoreUnavailable | Problem::DiskFull | Problem::EntraUnavailable => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        Problem::TooManyAttempts | Problem::TooManyRequests | Problem::JiraCrowded => {
            StatusCode::TOO_MANY_REQUESTS
        }
        Problem::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::BAD_GATEWAY,
    }
}
