//! Grants as an administrator sees and deletes them: those of everybody, and no secret of any.

use super::{Caller, Tab};
use crate::{
    connection::Grant,
    store::{ImportError, Imported, RecordKey, VaultError},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, time::Duration};

/// A grant without its secrets. What the record itself says is missing where it cannot be read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GrantEntry {
    /// Entra's `tid`.
    pub tenant: String,
    /// Entra's `oid`.
    pub user: String,
    /// Jira ID of the instance.
    pub instance: String,
    /// User name in Jira.
    pub account: Option<String>,
    /// When the person signed in: seconds since 1970.
    pub since_s: Option<u64>,
    /// When it was last used, within a day.
    pub last_used_s: Option<u64>,
    /// When Jira ends it, if Jira has said so.
    pub ends_s: Option<u64>,
}

/// Which grants. What is not named is no condition.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Selection {
    /// Entra's `tid`.
    pub tenant: Option<String>,
    /// Entra's `oid`.
    pub user: Option<String>,
    /// Jira ID of the instance.
    pub instance: Option<String>,
    /// Not used for so long.
    pub unused_for: Option<Duration>,
}

/// What was deleted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Revoked {
    /// How many grants.
    pub(crate) grants: usize,
    /// Of how many people something.
    pub(crate) people: usize,
}

impl Selection {
    fn has_person(&self, caller: &Caller) -> bool {
        let is = |wanted: &Option<String>, it: &str| {
            wanted.as_ref().is_none_or(|w| w.eq_ignore_ascii_case(it))
        };
        is(&self.tenant, &caller.tenant) && is(&self.user, &caller.user)
    }

    fn has(&self, entry: &GrantEntry, now_s: u64) -> bool {
        let wanted = self.instance.as_ref();
        let is_unused = |span: Duration| {
            let last_used_s = entry.last_used_s;
            last_used_s.is_some_and(|last_s| now_s >= last_s.saturating_add(span.as_secs()))
        };
        wanted.is_none_or(|wanted| wanted.eq_ignore_ascii_case(&entry.instance))
            && self.unused_for.is_none_or(is_unused)
    }

    /// Whether it means all that is stored of somebody, and not single grants.
    fn is_whole_people(&self) -> bool {
        self.instance.is_none() && self.unused_for.is_none()
    }
}

impl Tab {
    /// The grants of a selection, in the order of tenant and user.
    pub(crate) async fn list_grants(
        &self,
        selection: &Selection,
    ) -> Result<Vec<GrantEntry>, VaultError> {
        self.grants_below(&RecordKey::any(), selection).await
    }

    /// Deletes the grants of a selection; of whole people also whatever else is stored of them.
    pub(crate) async fn revoke_grants(&self, selection: &Selection) -> Result<Revoked, VaultError> {
        let mut revoked = Revoked::default();
        for caller in self.people_of(selection).await? {
            let mut records = self.change_what_is_readable(&caller).await?;
            // As they stand by now, and nobody else changes them.
            let of_person = RecordKey::new([&caller.tenant, &caller.user]);
            let entries = self.grants_below(&of_person, selection).await?;
            for entry in &entries {
                records.remove_grant(&entry.instance);
                records.remove_drafts(Some(&entry.instance)).await?;
            }
            if selection.is_whole_people() {
                records.remove_person().await?;
            } else if let Some(instance) = &selection.instance {
                let attempt = records.attempt.take();
                records.attempt = attempt.filter(|it| !instance.eq_ignore_ascii_case(&it.instance));
            }
            records.commit().await?;
            revoked.grants += entries.len();
            revoked.people += 1;
        }
        Ok(revoked)
    }

    /// Writes the records of an export, while nobody changes their own.
    ///
    /// # Errors
    /// Every variant of [`ImportError`].
    pub(crate) async fn import(&self, body: Vec<u8>, force: bool) -> Result<Imported, ImportError> {
        let _nobody_else = self.locks.change_everybody().await;
        self.vault.import(body, force).await
    }

    async fn grants_below(
        &self,
        prefix: &RecordKey,
        selection: &Selection,
    ) -> Result<Vec<GrantEntry>, VaultError> {
        let now_s = self.clock.now_s();
        let mut entries = Vec::new();
        for key in self.vault.keys::<Grant>(prefix).await? {
            let Some(caller) = Caller::of(&key).filter(|it| selection.has_person(it)) else {
                continue;
            };
            let instance = key.parts().nth(2).unwrap_or_default();
            let grant = match self.vault.load::<Grant>(&key).await {
                Ok(Some(grant)) => Some(grant),
                // Deleted meanwhile.
                Ok(None) => continue,
                Err(error @ VaultError::Store(_)) => return Err(error),
                Err(_) => None,
            };
            let grant = grant.as_ref();
            let entry = GrantEntry {
                tenant: caller.tenant,
                user: caller.user,
                instance: String::from_utf8_lossy(instance).into_owned(),
                account: grant.map(|grant| grant.account.name.clone()),
                since_s: grant.map(|grant| grant.connected_at_s),
                last_used_s: grant.map(Grant::last_used_s),
                ends_s: grant.and_then(|grant| Some(grant.access_token.term?.end_s())),
            };
            if selection.has(&entry, now_s) {
                entries.push(entry);
            }
        }
        Ok(entries)
    }

    /// Of whom there is something to delete.
    async fn people_of(&self, selection: &Selection) -> Result<Vec<Caller>, VaultError> {
        let entries = self.list_grants(selection).await?.into_iter();
        let mut people: BTreeSet<_> = entries.map(|it| (it.tenant, it.user)).collect();
        if selection.is_whole_people() {
            let callers = self.callers().await?.into_iter();
            let callers = callers.filter(|caller| selection.has_person(caller));
            people.extend(callers.map(|it| (it.tenant, it.user)));
        }
        let caller = |(tenant, user)| Caller { tenant, user };
        Ok(people.into_iter().map(caller).collect())
    }
}
