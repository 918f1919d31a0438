//! Sign out: grants are deleted here at once; Jira is not asked.

use super::{Bound, Failure, Instance};
use app::model::{self, Notice, TabPage};

/// What to sign out of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignOutOf<'a> {
    /// The Jira with this ID.
    One(&'a str),
    /// Every Jira, also one that has left the settings.
    All,
}

impl Bound {
    /// Deletes grants, any attempt and the dialog's ticket. Signing out twice is no error.
    /// Answers with the Jiras that were left.
    pub(crate) async fn delete_grants(&self, of: SignOutOf<'_>) -> Result<Vec<&Instance>, Failure> {
        let mut records = self.tab.change(&self.caller).await?;
        let mut left = self.connected_instances(&records.person).await?;
        match of {
            SignOutOf::One(id) => {
                left.retain(|instance| instance.id == id);
                for instance in &left {
                    records.remove_grant(&instance.id);
                    records.remove_drafts(Some(&instance.id)).await?;
                }
            }
            SignOutOf::All => {
                records.remove_all_grants().await?;
                records.remove_drafts(None).await?;
            }
        }
        records.attempt = None;
        records.person.ended = None;
        records.person.ticket = None;
        records.commit().await?;
        let ids: Vec<_> = left.iter().map(|instance| &instance.id).collect();
        tracing::info!(request_id = self.request_id, jira = ?ids, "signed out");
        Ok(left)
    }

    /// Signs out and shows what is left.
    pub(super) async fn sign_out(&self, of: SignOutOf<'_>) -> Result<TabPage, Failure> {
        let left = self.delete_grants(of).await?;
        let left: Vec<_> = left.into_iter().map(Instance::model).collect();
        let page = self.page(None).await?;
        Ok(if left.is_empty() {
            page
        } else {
            page.with_notice(Notice::SignedOut(left))
        })
    }

    /// Signs out of a Jira whose account is somebody else's.
    pub(super) async fn disown_account(&self, id: &str) -> Result<TabPage, Failure> {
        let left = self.delete_grants(SignOutOf::One(id)).await?;
        let page = self.page(None).await?;
        Ok(match left.first() {
            Some(instance) => page.with_notice(Notice::WrongAccount(instance.model())),
            None => page,
        })
    }

    /// The Jira in use, and what it calls the person.
    pub(crate) async fn account_in_use(
        &self,
    ) -> Result<Option<(model::Instance, String)>, Failure> {
        let person = self.tab.load_person(&self.caller).await?;
        let connected = self.connected_instances(&person).await?;
        let Some(instance) = connected.first() else {
            return Ok(None);
        };
        let grant = self.tab.load_grant(&self.caller, &instance.id).await?;
        Ok(grant.map(|grant| (instance.model(), grant.account.display_name)))
    }

    /// The Jiras that the person could sign out of; the one in use comes first.
    pub(crate) async fn instances_in_use(&self) -> Result<Vec<model::Instance>, Failure> {
        let person = self.tab.load_person(&self.caller).await?;
        let connected = self.connected_instances(&person).await?;
        Ok(connected.into_iter().map(Instance::model).collect())
    }
}
