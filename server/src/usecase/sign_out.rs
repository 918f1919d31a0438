//! Sign out: the grant is deleted here at once; Jira is not asked.

use super::{Bound, Failure, locks::Purpose, records::Changes};
use crate::connection::Person;
use app::model::{self, Notice, TabPage};

impl Bound {
    /// Deletes the grant of the Jira in use and any attempt. Signing out twice is no error.
    pub(super) async fn sign_out(&self) -> Result<TabPage, Failure> {
        let alone = self.tab.locks.lock(&self.caller, Purpose::Change).await;
        let person = self.tab.load_person(&self.caller).await?;
        let left = self.connected_instance(&person).await?;
        let mut changes = Changes::new(&self.tab, &self.caller);
        changes.remove_attempt();
        if let Some(id) = &left {
            changes.remove_grant(id);
        }
        let person = Person {
            ended: None,
            ..person
        };
        changes.put_person(&person)?;
        changes.commit(&self.tab).await?;
        tracing::info!(request_id = self.request_id, jira = left, "signed out");
        drop(alone);
        let page = self.page(None).await?;
        Ok(
            match left.and_then(|id| self.tab.instance(&id).map(super::Instance::model)) {
                Some(instance) => page.with_notice(Notice::SignedOut(instance)),
                None => page,
            },
        )
    }

    /// The Jira that signing out would leave.
    pub(crate) async fn instance_in_use(&self) -> Result<Option<model::Instance>, Failure> {
        let person = self.tab.load_person(&self.caller).await?;
        let id = self.connected_instance(&person).await?;
        Ok(id.and_then(|id| self.tab.instance(&id).map(super::Instance::model)))
    }
}
