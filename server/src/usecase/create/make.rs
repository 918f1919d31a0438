//! Making the issue: one request, after what can be said without Jira.

use super::{
    super::{
        Bound, Failure,
        asking::{Asked, Call, NoAnswer},
        explain::Asking,
    },
    Told,
    offer::about,
};
use crate::{
    connection::{Draft, Grant},
    jira::{JiraError, is_project_key},
};
use app::model::{
    create::{Created, NewIssue, Project},
    issue::{AUTOMATIC, Kind, NewValue, Person, Refusal},
};

/// Jira's own limits.
const MAX_SUMMARY_CHARS: usize = 254;
const MAX_LABEL_CHARS: usize = 255;

const CREATE: Call<(NewIssue, Vec<NewValue>), String> =
    |client, grant, (new, fields)| -> Asked<'_, String> {
        let at = (new.shown.project.as_str(), new.shown.kind.as_str());
        Box::pin(async move {
            let created = client.create_issue(&grant.access_token, at, fields);
            let mut created = created.await?;
            // Where Jira does not say whom it answered, nothing more is asked: it is done.
            let me = || grant.account.name.clone();
            created.to.get_or_insert_with(me);
            Ok(created)
        })
    };

impl Bound {
    /// Creates the issue. What was typed is kept before Jira is asked: the answer may never come.
    pub(super) async fn make(&self, new: &NewIssue) -> Told<Created> {
        // The grant may be gone.
        self.keep_typed(new).await?;
        let instance = self.instance_named(&new.jira).await?;
        let mut draft = self.draft_of(&instance.id, new).await?;
        let refused = refused_without_jira(new);
        if !refused.is_empty() {
            let refusal = Refusal {
                messages: Vec::new(),
                fields: refused,
            };
            told_of(&mut draft, &refusal);
            let is_kept = self.store_draft(&instance.id, &draft).await?;
            return Ok(Ok(Created::Refused(refusal, is_kept)));
        }
        // Whoever comes back to the form before there is an answer must look first.
        draft.outcome_is_unknown = true;
        let is_kept = self.store_draft(&instance.id, &draft).await?;
        let question = (new.clone(), values(&new.fields));
        match self.ask(&instance.id, &question, CREATE).await? {
            Ok((_, key)) => {
                // The issue is there, whatever becomes of the draft.
                if let Err(Failure(problem)) = self.forget_draft(&instance.id).await {
                    tracing::warn!(problem = problem.word(), "a draft was not forgotten");
                }
                Ok(Ok(Created::Issue(key)))
            }
            Err(NoAnswer::Refused(grant, JiraError::Denied(_, words))) => {
                self.forget_screen(&grant, new);
                let refusal = Refusal {
                    messages: words.messages,
                    fields: words.fields,
                };
                draft.outcome_is_unknown = false;
                told_of(&mut draft, &refusal);
                self.note_outcome(&instance.id, &draft).await;
                Ok(Ok(Created::Refused(refusal, is_kept)))
            }
            Err(NoAnswer::Refused(_, error)) if error.may_have_been_done() => {
                tracing::warn!(%error, jira = instance.id, request_id = self.request_id, "nobody knows whether an issue was created");
                Ok(Ok(Created::Unknown(is_kept)))
            }
            Err(none) => {
                let told = self.no_answer(none, Asking::ToChange, instance);
                draft.outcome_is_unknown = false;
                if let Ok(Err(error)) = &told {
                    draft.messages = vec![format!("{} {}", error.cause, error.next_step)];
                }
                self.note_outcome(&instance.id, &draft).await;
                told
            }
        }
    }

    /// What Jira refuses the form should not have offered: the next one is asked for anew.
    fn forget_screen(&self, grant: &Grant, new: &NewIssue) {
        let project = &new.shown.project;
        self.tab.issue_types.forget(grant, project);
        let about = about(project, &new.shown.kind);
        self.tab.screens.forget(grant, &about);
    }
}

/// The draft has the reason: a page without JavaScript tells it.
fn told_of(draft: &mut Draft, refusal: &Refusal) {
    draft.messages.clone_from(&refusal.messages);
    draft.refused.clone_from(&refusal.fields);
}

/// What is wrong with the form: field id and message.
fn refused_without_jira(new: &NewIssue) -> Vec<(String, String)> {
    let mut refused = Vec::new();
    let mut refuse = |id: &str, message: String| refused.push((id.to_owned(), message));
    let shown = &new.shown;
    let text = new.project.trim();
    let key = Project::key_of(text).unwrap_or(text);
    let other = "The fields below are not those of this choice. Press “Show the fields” first.";
    if text.is_empty() || !is_project_key(&shown.project) {
        refuse("project", "Choose a project.".to_owned());
    } else if !key.eq_ignore_ascii_case(&shown.project) {
        refuse("project", other.to_owned());
    }
    if shown.kind.is_empty() {
        refuse("issuetype", "Choose an issue type.".to_owned());
    } else if new.kind != shown.kind {
        refuse("issuetype", other.to_owned());
    }
    if !new.fields.iter().any(|field| field.id == "summary") {
        refuse("summary", "Write a summary.".to_owned());
    }
    for field in &new.fields {
        if let Some(message) = wrong_with(field) {
            refuse(&field.id, message);
        }
    }
    refused
}

fn wrong_with(field: &NewValue) -> Option<String> {
    let value = field.value.trim();
    let message = match field.kind {
        _ if field.id == "summary" && value.is_empty() => "Write a summary.".to_owned(),
        _ if field.id == "summary" && field.value.chars().count() > MAX_SUMMARY_CHARS => {
            format!("Jira takes {MAX_SUMMARY_CHARS} characters at most.")
        }
        Kind::Words => {
            let long = value
                .split_whitespace()
                .find(|label| label.chars().count() > MAX_LABEL_CHARS);
            long.map(|_| format!("A label has {MAX_LABEL_CHARS} characters at most."))?
        }
        Kind::Number if !value.is_empty() && value.parse::<f64>().is_err() => {
            "Write a number, such as 2.5.".to_owned()
        }
        Kind::User if is_no_user(value) => "Choose a person from the list.".to_owned(),
        _ => return None,
    };
    Some(message)
}

fn is_no_user(text: &str) -> bool {
    Person::from_label(text).name == text && text.contains(char::is_whitespace)
}

/// What Jira is told: nothing of fields that were empty and are left so. One that was emptied is
/// told to be empty, or it would have Jira's own value again.
fn values(fields: &[NewValue]) -> Vec<NewValue> {
    let value = |field: &NewValue| {
        let value = field.value.replace("\r\n", "\n");
        if value.trim().is_empty() {
            let empty = NewValue {
                value: String::new(),
                ..field.clone()
            };
            return (!field.was.trim().is_empty()).then_some(empty);
        }
        let value = match (field.id.as_str(), value.as_str()) {
            ("assignee", "Automatic") => AUTOMATIC.to_owned(),
            ("assignee", "Unassigned") => String::new(),
            _ => value,
        };
        Some(NewValue {
            value,
            ..field.clone()
        })
    };
    fields.iter().filter_map(value).collect()
}
