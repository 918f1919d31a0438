//! Where the flow's records stand in the store.

use super::{Caller, Tab, locks::Purpose};
use crate::{
    connection::{Attempt, Grant, Person},
    store::{Batch, Record, RecordKey, Table, VaultError},
};

impl Record for Grant {
    const TABLE: Table = Table::Grants;
    const VERSION: u8 = 1;
}

impl Record for Attempt {
    const TABLE: Table = Table::Attempts;
    const VERSION: u8 = 1;
}

impl Record for Person {
    const TABLE: Table = Table::People;
    const VERSION: u8 = 1;
}

fn person_key(caller: &Caller) -> RecordKey {
    RecordKey::new([&caller.tenant, &caller.user])
}

fn grant_key(caller: &Caller, instance: &str) -> RecordKey {
    person_key(caller).with(instance)
}

impl Tab {
    pub(super) async fn load_grant(
        &self,
        caller: &Caller,
        instance: &str,
    ) -> Result<Option<Grant>, VaultError> {
        self.vault.load(&grant_key(caller, instance)).await
    }

    /// The attempt under way; an abandoned one is as good as none.
    pub(super) async fn load_attempt(
        &self,
        caller: &Caller,
    ) -> Result<Option<Attempt>, VaultError> {
        let attempt: Option<Attempt> = self.vault.load(&person_key(caller)).await?;
        let now_s = self.clock.now_s();
        Ok(attempt.filter(|attempt| {
            !attempt.is_stale(now_s) && self.instance(&attempt.instance).is_some()
        }))
    }

    pub(super) async fn load_person(&self, caller: &Caller) -> Result<Person, VaultError> {
        Ok(self
            .vault
            .load(&person_key(caller))
            .await?
            .unwrap_or_default())
    }

    /// Changes the attempt with this handle as it stands by now; `None` if it has ended meanwhile.
    pub(super) async fn update_attempt(
        &self,
        caller: &Caller,
        handle: &str,
        change: impl FnOnce(&mut Attempt),
    ) -> Result<Option<Attempt>, VaultError> {
        let _alone = self.locks.lock(caller, Purpose::Change).await;
        let attempt = self.load_attempt(caller).await?;
        let Some(mut attempt) = attempt.filter(|attempt| attempt.handle == handle) else {
            return Ok(None);
        };
        change(&mut attempt);
        self.save_attempt(caller, &attempt).await?;
        Ok(Some(attempt))
    }

    async fn save_attempt(&self, caller: &Caller, attempt: &Attempt) -> Result<(), VaultError> {
        let mut batch = self.vault.batch();
        batch.put(attempt, &person_key(caller))?;
        self.vault.commit(batch).await
    }
}

/// The writes of one verb: all or nothing, durable before the person is answered.
pub(super) struct Changes<'a> {
    caller: &'a Caller,
    batch: Batch,
}

impl<'a> Changes<'a> {
    pub(super) fn new(tab: &Tab, caller: &'a Caller) -> Self {
        Self {
            caller,
            batch: tab.vault.batch(),
        }
    }

    pub(super) fn put_grant(&mut self, instance: &str, grant: &Grant) -> Result<(), VaultError> {
        self.batch.put(grant, &grant_key(self.caller, instance))
    }

    pub(super) fn remove_grant(&mut self, instance: &str) {
        self.batch
            .remove::<Grant>(&grant_key(self.caller, instance));
    }

    pub(super) fn put_person(&mut self, person: &Person) -> Result<(), VaultError> {
        self.batch.put(person, &person_key(self.caller))
    }

    /// Starts or replaces the person's attempt, and with it the Authorize link.
    pub(super) fn put_attempt(&mut self, attempt: &Attempt) -> Result<(), VaultError> {
        self.batch.put(attempt, &person_key(self.caller))
    }

    /// Ends the attempt and its Authorize link.
    pub(super) fn remove_attempt(&mut self) {
        self.batch.remove::<Attempt>(&person_key(self.caller));
    }

    pub(super) async fn commit(self, tab: &Tab) -> Result<(), VaultError> {
        tab.vault.commit(self.batch).await
    }
}
