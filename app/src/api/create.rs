//! The verbs of the form to create an issue. The browser calls them with the form as it is.

use crate::{
    error::TabError,
    model::{
        create::NewIssue,
        issue::{Changed, Written},
    },
};
use leptos::prelude::*;

/// The form for the project and the type of `view`, or of `new`, whose fields it keeps.
#[server(endpoint = "create/form")]
pub async fn create_form(
    /// What is listed, and what the form is for.
    #[server(default)]
    view: String,
    /// The form so far.
    new: Option<NewIssue>,
) -> Result<Written, TabError> {
    let view = View::from_query(&view);
    let jira = new.as_ref().map(|new| new.jira.clone());
    let jira = jira.unwrap_or_default();
    let form = backend()?.issue_form(jira, view.clone(), new).await;
    answer_form(form, &view)
}

/// Keeps what was typed, so that it outlives the page.
#[server(endpoint = "create/draft")]
pub async fn keep_draft(
    /// The form so far.
    #[server(default)]
    new: NewIssue,
) -> Result<Changed, TabError> {
    let is_kept = backend()?.keep_draft(new).await.map_err(refuse)?;
    Ok(write_draft(is_kept))
}

/// Forgets what was typed.
#[server(endpoint = "create/discard")]
pub async fn discard_draft(
    /// What is listed, and what the form is for.
    #[server(default)]
    view: String,
    /// The form so far.
    #[server(default)]
    new: NewIssue,
) -> Result<Changed, TabError> {
    let backend = backend()?;
    let view = View::from_query(&view).with_form(&new.shown.project);
    let view = view.of_type(&new.shown.kind);
    let jira = new.jira;
    let discarded = backend.discard_draft(jira.clone()).await;
    discarded.map_err(refuse)?;
    let form = backend.issue_form(jira, view.clone(), None).await;
    let written = answer_form(form, &view)?;
    Ok(Changed::Done {
        words: "The draft is discarded.".to_owned(),
        html: written.html,
    })
}

/// Creates the issue.
#[server(endpoint = "create")]
pub async fn create(
    /// What is listed, and what the form is for.
    #[server(default)]
    view: String,
    /// The form.
    #[server(default)]
    new: NewIssue,
) -> Result<Changed, TabError> {
    let created = backend()?.create(new.clone()).await;
    answer_created(created, &new, &View::from_query(&view))
}

/// What a field suggests for what was typed, as HTML.
#[server(endpoint = "create/look")]
pub async fn look(
    /// ID of the Jira.
    #[server(default)]
    jira: String,
    /// Key of the project; none for projects.
    #[server(default)]
    project: String,
    /// Jira's id of the field.
    #[server(default)]
    field: String,
    /// What was typed.
    #[server(default)]
    text: String,
) -> Result<String, TabError> {
    let looked = Looked {
        jira,
        project,
        field,
        text,
    };
    let found = backend()?.look(looked).await.map_err(refuse)?;
    Ok(write_choices(&found))
}

use super::{backend, refuse};
use crate::{
    model::{View, create::Looked},
    pages::{write_choices, write_draft},
};
use on_server::{answer_created, answer_form};

mod on_server {
    use crate::{
        api::{is_plain_form, redirect, refuse},
        error::TabError,
        model::{
            View,
            create::{Created, IssueForm, NewIssue},
            issue::{Changed, Written},
        },
        pages::{write_created, write_form},
    };

    /// A plain form is sent to the page of the form; a script gets the form.
    pub(super) fn answer_form(
        form: Result<Box<IssueForm>, TabError>,
        view: &View,
    ) -> Result<Written, TabError> {
        let form = form.map_err(refuse)?;
        let view = form.view(view);
        if is_plain_form() {
            redirect(&waiting(&view));
        }
        Ok(Written {
            key: view.beside().unwrap_or_default(),
            html: write_form(&form, &view),
        })
    }

    /// A plain form is sent to the new issue, or back with what is wrong, which the draft has.
    pub(super) fn answer_created(
        created: Result<Created, TabError>,
        new: &NewIssue,
        view: &View,
    ) -> Result<Changed, TabError> {
        let created = created.map_err(refuse)?;
        let view = view.with_form(&new.shown.project).of_type(&new.shown.kind);
        if is_plain_form() {
            redirect(&match &created {
                Created::Issue(key) => format!("{}&created={key}", view.href()),
                _ => waiting(&view),
            });
        }
        Ok(write_created(&created, new, &view))
    }

    /// The page has no script that could ask again.
    fn waiting(view: &View) -> String {
        format!("{}&wait=1", view.href())
    }
}
