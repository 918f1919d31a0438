//! The verbs of the tab as server functions. A plain form can post to each of them.

mod create;

pub use create::{create, create_form, discard_draft, keep_draft, look};

use crate::{
    error::TabError,
    model::{
        Columns, Completions, TabPage, configuration,
        issue::{Change, Changed, Written},
    },
};
use leptos::prelude::*;

/// The tab as it stands. A first page does not wait for a slow Jira: the list is then to come.
#[server(endpoint = "tab")]
pub async fn tab(
    /// Whether this is the first page.
    #[server(default)]
    at_once: bool,
    /// What is to be listed, as the query of an address says it.
    #[server(default)]
    view: String,
) -> Result<TabPage, TabError> {
    answer(backend()?.tab(at_once, view.into()).await)
}

/// What can follow in the query that ends with `before` at the caret.
#[server(endpoint = "complete")]
pub async fn complete(
    /// The query up to the caret.
    #[server(default)]
    before: String,
) -> Result<Completions, TabError> {
    backend()?.complete(before).await.map_err(refuse)
}

/// Remembers the columns that the person wants; answers with those they then see.
#[server(name = ChooseColumns, endpoint = "columns")]
pub async fn columns(
    /// The words of the chosen ones.
    #[server(default)]
    columns: Vec<String>,
    /// What was listed, to which a plain form goes back.
    #[server(default)]
    view: String,
) -> Result<Columns, TabError> {
    let columns = backend()?.set_columns(columns).await;
    answer_at(columns, &view.into())
}

/// Starts a sign-in to the Jira that `jira` names: a Jira ID or a base URL.
#[server(endpoint = "connect")]
pub async fn connect(
    /// What was typed.
    #[server(default)]
    jira: String,
) -> Result<TabPage, TabError> {
    answer(backend()?.connect(jira).await)
}

/// Exchanges the verification code that `verification_code` holds.
#[server(endpoint = "continue")]
pub async fn submit_code(
    /// What was pasted.
    #[server(default)]
    verification_code: String,
) -> Result<TabPage, TabError> {
    answer(backend()?.submit_code(verification_code).await)
}

/// Replaces the Authorize link of the sign-in under way.
#[server(endpoint = "new-link")]
pub async fn new_link() -> Result<TabPage, TabError> {
    answer(backend()?.new_link().await)
}

/// Gives up the sign-in under way.
#[server(endpoint = "leave")]
pub async fn leave() -> Result<TabPage, TabError> {
    answer(backend()?.leave().await)
}

/// The panel with the issue that has this key.
#[server(name = OpenIssue, endpoint = "issue")]
pub async fn issue(
    /// ID of the Jira; empty for the first one that shows such an issue.
    #[server(default)]
    jira: String,
    /// Issue key.
    #[server(default)]
    key: String,
) -> Result<Written, TabError> {
    let issue = backend()?.issue(jira, key).await.map_err(refuse)?;
    Ok(Written {
        html: write_issue(&issue, &View::default()),
        key: issue.key,
    })
}

/// Changes an issue.
#[server(name = ChangeIssue, endpoint = "issue/change")]
pub async fn change(
    /// ID of the Jira.
    #[server(default)]
    jira: String,
    /// Issue key.
    #[server(default)]
    key: String,
    /// What the person may do, in the digits that the panel was given.
    #[server(default)]
    may: String,
    /// The list beside the panel, to which a plain form goes back.
    #[server(default)]
    view: String,
    /// What is wanted.
    change: Change,
) -> Result<Changed, TabError> {
    let may = May::from_digits(&may);
    let backend = backend()?;
    let answer = backend.change(jira.clone(), key.clone(), may, change.clone());
    let answer = answer.await;
    answer_change((jira, key, may), &view.into(), &change, answer)
}

/// Who can be the assignee of an issue, as HTML of the field's suggestions.
#[server(name = FindPeople, endpoint = "issue/people")]
pub async fn people(
    /// ID of the Jira.
    #[server(default)]
    jira: String,
    /// Issue key.
    #[server(default)]
    key: String,
    /// The beginning of a name.
    #[server(default)]
    text: String,
) -> Result<String, TabError> {
    let people = backend()?.people(jira, key, text).await.map_err(refuse)?;
    Ok(write_people(&people))
}

/// The page on which somebody chooses what the tab of a channel or chat shows, as HTML: all of it, or
/// the parts that change.
#[server(name = Configure, endpoint = "configuration")]
pub async fn configuration(
    /// The address that Teams keeps so far, where the page is opened.
    #[server(default)]
    saved: String,
    /// Whether the page has nothing yet.
    #[server(default)]
    anew: bool,
    /// What is filled in.
    #[server(default)]
    wanted: configuration::Wanted,
) -> Result<String, TabError> {
    let wanted = if anew { wanted.unshown() } else { wanted };
    let page = backend()?.configuration(saved, wanted).await;
    Ok(write_configuration(&page.map_err(refuse)?, anew))
}

/// The form for one more Jira, although the person is connected.
#[server(endpoint = "choose")]
pub async fn choose() -> Result<TabPage, TabError> {
    answer(backend()?.choose().await)
}

/// Makes the connect ticket for a sign-in dialog; the one before ends.
#[server(endpoint = "ticket")]
pub async fn ticket() -> Result<String, TabError> {
    backend()?.ticket().await.map_err(refuse)
}

/// Takes over what the sign-in dialog has done.
#[server(endpoint = "commit")]
pub async fn commit(
    /// What the dialog handed over.
    #[server(default)]
    result_code: String,
) -> Result<TabPage, TabError> {
    answer(backend()?.commit(result_code).await)
}

/// Deletes the person's grant for one Jira, or all their grants.
#[server(endpoint = "sign-out")]
pub async fn sign_out(
    /// ID of the Jira; empty for all.
    #[server(default)]
    jira: String,
) -> Result<TabPage, TabError> {
    answer(backend()?.sign_out(jira).await)
}

/// Signs out of one Jira whose account turned out to be somebody else's.
#[server(endpoint = "wrong-account")]
pub async fn wrong_account(
    /// ID of the Jira.
    #[server(default)]
    jira: String,
) -> Result<TabPage, TabError> {
    answer(backend()?.wrong_account(jira).await)
}

use crate::{
    model::{View, issue::May},
    pages::{write_configuration, write_issue, write_people},
};
pub(crate) use on_server::refuse;
use on_server::{answer, answer_at, answer_change, backend, is_plain_form, redirect};

mod on_server {
    use crate::{
        backend::BoundBackend,
        error::{Facts, Problem, TabError},
        model::{
            TabPage, View,
            issue::{Change, Changed, May, Outcome},
        },
        pages::write_outcome,
    };
    use http::{HeaderValue, StatusCode, header};
    use leptos::prelude::use_context;
    use leptos_axum::ResponseOptions;

    /// The backend that the HTTP layer bound to this request.
    pub(super) fn backend() -> Result<BoundBackend, TabError> {
        use_context().ok_or_else(|| TabError::new(Problem::Internal, Facts::default()))
    }

    /// A plain form is sent back to the tab; a script gets the page.
    pub(super) fn answer(result: Result<TabPage, TabError>) -> Result<TabPage, TabError> {
        match result {
            Ok(page) => {
                if is_plain_form() {
                    return_to(Ok(&page));
                }
                Ok(page)
            }
            Err(error) => Err(refuse(error)),
        }
    }

    /// The same for a verb whose answer is no page: a plain form is sent back to `view`.
    pub(super) fn answer_at<T>(result: Result<T, TabError>, view: &View) -> Result<T, TabError> {
        if result.is_ok() && is_plain_form() {
            redirect(&view.href());
        }
        result.map_err(refuse)
    }

    /// A plain form is sent back to the issue; a script gets what became of the change.
    pub(super) fn answer_change(
        form: (String, String, May),
        view: &View,
        change: &Change,
        answer: Result<Outcome, TabError>,
    ) -> Result<Changed, TabError> {
        if !is_plain_form() {
            return answer
                .map(|outcome| write_outcome(outcome, change, form))
                .map_err(refuse);
        }
        let problem = match &answer {
            Err(error) => Some(error.problem),
            Ok(Outcome::Refused(..) | Outcome::Clash(_)) => Some(Problem::ChangeRefused),
            Ok(_) => None,
        };
        if let Ok(backend) = backend() {
            redirect(&backend.issue_path(&view.with_issue(&form.1), problem));
        }
        // What it says is not read: the page that the form is sent to says it.
        Ok(Changed::Done {
            words: String::new(),
            html: String::new(),
        })
    }

    /// Gives the response the status that goes with `error`, or sends a plain form back.
    pub(crate) fn refuse(error: TabError) -> TabError {
        let Ok(backend) = backend() else { return error };
        let error = error.with_request_id(backend.request_id());
        if is_plain_form() {
            return_to(Err(&error));
        } else if let Some(response) = use_context::<ResponseOptions>() {
            response.set_status(backend.status(&error));
        }
        error
    }

    /// A browser that navigates says that it wants HTML; the tab's own script says JSON.
    pub(super) fn is_plain_form() -> bool {
        use_context::<http::request::Parts>().is_some_and(|parts| {
            let accept = parts
                .headers
                .get(header::ACCEPT)
                .and_then(|value| value.to_str().ok());
            accept.is_some_and(|accept| accept.contains("text/html"))
        })
    }

    /// Without this, the answer to a form would go wherever the Referer header says.
    fn return_to(result: Result<&TabPage, &TabError>) {
        if let Ok(backend) = backend() {
            redirect(&backend.return_path(result));
        }
    }

    pub(super) fn redirect(path: &str) {
        let Some(response) = use_context::<ResponseOptions>() else {
            return;
        };
        if let Ok(path) = HeaderValue::from_str(path) {
            response.set_status(StatusCode::SEE_OTHER);
            response.insert_header(header::LOCATION, path);
        }
    }
}
