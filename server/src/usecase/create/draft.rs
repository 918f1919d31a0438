//! What is typed outlives the page, the session and Jira's refusals; Jira is not asked for that.

use super::super::{Bound, Failure};
use crate::connection::Draft;
use app::model::create::NewIssue;

impl Bound {
    /// Keeps what was typed; whether it is small enough. It needs no grant: a session may have ended
    /// meanwhile.
    pub(super) async fn keep_typed(&self, new: &NewIssue) -> Result<bool, Failure> {
        if self.tab.instance(&new.jira).is_none() {
            return Ok(false);
        }
        let draft = self.draft_of(&new.jira, new).await?;
        self.store_draft(&new.jira, &draft).await
    }

    /// The form as a draft, with what the draft before has of other fields.
    pub(super) async fn draft_of(&self, instance: &str, new: &NewIssue) -> Result<Draft, Failure> {
        let before = self.tab.load_draft(&self.caller, instance).await?;
        let before = before.unwrap_or_default();
        // What stands in a new form by itself nobody has typed.
        let typed = new
            .fields
            .iter()
            .filter(|field| field.value != field.was || before.value(&field.id).is_some());
        let field = |value: &str| value.replace("\r\n", "\n");
        let draft = Draft {
            project: new.shown.project.clone(),
            kind: new.shown.kind.clone(),
            fields: typed.map(|it| (it.id.clone(), field(&it.value))).collect(),
            // What is typed says nothing of what Jira did before.
            outcome_is_unknown: before.outcome_is_unknown,
            ..Draft::default()
        };
        Ok(draft.with_others_of(before))
    }

    /// Keeps a draft; whether it is small enough.
    pub(super) async fn store_draft(&self, instance: &str, draft: &Draft) -> Result<bool, Failure> {
        let mut records = self.tab.change(&self.caller).await?;
        let is_kept = records.put_draft(instance, draft).await?;
        records.commit().await?;
        Ok(is_kept)
    }

    /// Keeps what became of a draft. Jira has answered by then: what it did is told, whatever the
    /// store says.
    pub(super) async fn note_outcome(&self, instance: &str, draft: &Draft) {
        if let Err(Failure(problem)) = self.store_draft(instance, draft).await {
            tracing::warn!(
                problem = problem.word(),
                request_id = self.request_id,
                "the outcome was not kept with the draft"
            );
        }
    }

    /// Forgets the draft for the Jira with this ID.
    pub(super) async fn forget_draft(&self, instance: &str) -> Result<(), Failure> {
        let mut records = self.tab.change(&self.caller).await?;
        records.remove_drafts(Some(instance)).await?;
        Ok(records.commit().await?)
    }
}
