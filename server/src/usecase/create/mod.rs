//! A new issue: its form, what is typed into it, and making it.

mod draft;
mod form;
mod look;
mod make;
mod offer;

use super::{Bound, issue::Told};
use app::{
    backend::{Answer, Creating},
    model::{
        View,
        create::{Created, IssueForm, Looked, NewIssue},
    },
};

impl Creating for Bound {
    fn issue_form(
        &self,
        jira: String,
        view: View,
        new: Option<NewIssue>,
    ) -> Answer<'_, Box<IssueForm>> {
        self.about_issue("create/form", move |bound| async move {
            bound.form(&jira, &view, new.as_ref()).await
        })
    }

    fn keep_draft(&self, new: NewIssue) -> Answer<'_, bool> {
        self.about_issue("create/draft", move |bound| async move {
            Ok(Ok(bound.keep_typed(&new).await?))
        })
    }

    fn discard_draft(&self, jira: String) -> Answer<'_, ()> {
        self.about_issue("create/discard", move |bound| async move {
            Ok(Ok(bound.forget_draft(&jira).await?))
        })
    }

    fn create(&self, new: NewIssue) -> Answer<'_, Created> {
        self.about_issue("create", move |bound| async move { bound.make(&new).await })
    }

    fn look(&self, looked: Looked) -> Answer<'_, Vec<String>> {
        self.about_issue("create/look", move |bound| async move {
            bound.suggestions(&looked).await
        })
    }
}
