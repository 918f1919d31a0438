//! Drafts, in parts: see [`Draft`].

use super::{Caller, Change, Tab, person_key};
use crate::{
    connection::{Draft, DraftPart},
    store::{Record, RecordKey, Table, VaultError},
};

impl Record for DraftPart {
    const TABLE: Table = Table::Drafts;
    const VERSION: u8 = 1;
}

/// Keys come in the order of their parts, so the number has always the same length.
fn key_of(caller: &Caller, instance: &str, number: usize) -> RecordKey {
    person_key(caller)
        .with(instance)
        .with(format!("{number:02}"))
}

impl Tab {
    /// What the person has typed and not sent yet for this Jira; what cannot be read is none.
    pub(in crate::usecase) async fn load_draft(
        &self,
        caller: &Caller,
        instance: &str,
    ) -> Result<Option<Draft>, VaultError> {
        // Nobody replaces one half of it meanwhile.
        let _alone = self.locks.change(caller).await;
        let mut parts = Vec::new();
        let prefix = person_key(caller).with(instance);
        for key in self.vault.keys::<DraftPart>(&prefix).await? {
            match self.vault.load::<DraftPart>(&key).await {
                Ok(part) => parts.extend(part),
                Err(error @ VaultError::Store(_)) => return Err(error),
                Err(_) => return Ok(None),
            }
        }
        Ok(Draft::of(&parts, self.clock.now_s()))
    }
}

impl Change<'_> {
    /// Keeps a draft in the place of the one before; whether it is small enough for that.
    pub(in crate::usecase) async fn put_draft(
        &mut self,
        instance: &str,
        draft: &Draft,
    ) -> Result<bool, VaultError> {
        let Some(parts) = draft.parts(self.tab.clock.now_s()) else {
            return Ok(false);
        };
        let keys: Vec<_> = (0..parts.len())
            .map(|number| key_of(&self.caller, instance, number))
            .collect();
        for (part, key) in parts.iter().zip(&keys) {
            self.batch.put(part, key)?;
        }
        let prefix = person_key(&self.caller).with(instance);
        for key in self.tab.vault.keys::<DraftPart>(&prefix).await? {
            // A key stands once in a batch.
            if !keys.contains(&key) {
                self.batch.remove::<DraftPart>(&key);
            }
        }
        Ok(true)
    }

    /// Removes the draft for this Jira, or all drafts.
    pub(in crate::usecase) async fn remove_drafts(
        &mut self,
        instance: Option<&str>,
    ) -> Result<(), VaultError> {
        let person = person_key(&self.caller);
        let prefix = match instance {
            Some(instance) => person.with(instance),
            None => person,
        };
        for key in self.tab.vault.keys::<DraftPart>(&prefix).await? {
            self.batch.remove::<DraftPart>(&key);
        }
        Ok(())
    }

    /// Removes what nobody has changed for long, and what cannot be read.
    pub(in crate::usecase) async fn remove_old_drafts(
        &mut self,
        now_s: u64,
    ) -> Result<(), VaultError> {
        let person = person_key(&self.caller);
        for key in self.tab.vault.keys::<DraftPart>(&person).await? {
            match self.tab.vault.load::<DraftPart>(&key).await {
                Err(error @ VaultError::Store(_)) => return Err(error),
                Ok(Some(part)) if !part.is_old(now_s) => {}
                _ => self.batch.remove::<DraftPart>(&key),
            }
        }
        Ok(())
    }
}
