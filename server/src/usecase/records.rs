//! Where the flow's records stand in the store.

mod damaged;
mod drafts;

use super::{Caller, Tab, locks::Alone};
use crate::{
    bearer::Digest,
    connection::{Attempt, Grant, Person},
    store::{Batch, Record, RecordKey, Table, VaultError},
};
use serde::{Deserialize, Serialize};

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

/// To whom a bearer value belongs.
#[derive(Serialize, Deserialize)]
struct Owner {
    tenant: String,
    user: String,
}

impl Record for Owner {
    const TABLE: Table = Table::Owners;
    const VERSION: u8 = 1;
}

/// What a bearer value opens.
#[derive(Clone, Copy)]
pub(super) enum Bearer {
    /// The Authorize link.
    Handle,
    /// The sign-in dialog.
    Ticket,
}

fn person_key(caller: &Caller) -> RecordKey {
    RecordKey::new([&caller.tenant, &caller.user])
}

impl Caller {
    /// Whose record stands under this key, which [`person_key`] made.
    pub(super) fn of(key: &RecordKey) -> Option<Self> {
        let mut parts = key.parts().map(|part| String::from_utf8(part.to_vec()));
        Some(Self {
            tenant: parts.next()?.ok()?,
            user: parts.next()?.ok()?,
        })
    }
}

fn grant_key(caller: &Caller, instance: &str) -> RecordKey {
    person_key(caller).with(instance)
}

fn owner_key(bearer: Bearer, digest: &Digest) -> RecordKey {
    let kind = match bearer {
        Bearer::Handle => "handle",
        Bearer::Ticket => "ticket",
    };
    RecordKey::new([kind, digest.as_str()])
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
        Ok(attempt.filter(|attempt| self.is_under_way(attempt)))
    }

    fn is_under_way(&self, attempt: &Attempt) -> bool {
        !attempt.is_stale(self.clock.now_s()) && self.instance(&attempt.instance).is_some()
    }

    pub(super) async fn load_person(&self, caller: &Caller) -> Result<Person, VaultError> {
        Ok(self
            .vault
            .load(&person_key(caller))
            .await?
            .unwrap_or_default())
    }

    /// Whose bearer value this is. The value may have ended since: the owner's records say so.
    pub(super) async fn owner(
        &self,
        bearer: Bearer,
        digest: &Digest,
    ) -> Result<Option<Caller>, VaultError> {
        let owner: Option<Owner> = self.vault.load(&owner_key(bearer, digest)).await?;
        Ok(owner.map(|Owner { tenant, user }| Caller { tenant, user }))
    }

    /// A person's records, to read and write together: nobody else changes them meanwhile.
    pub(super) async fn change(&self, caller: &Caller) -> Result<Change<'_>, VaultError> {
        let alone = self.locks.change(caller).await;
        let key = person_key(caller);
        let (attempt, person) = (self.vault.load(&key).await?, self.vault.load(&key).await?);
        Ok(self.change_of(caller, attempt, person.unwrap_or_default(), alone))
    }

    fn change_of<'a>(
        &'a self,
        caller: &Caller,
        stored: Option<Attempt>,
        person: Person,
        alone: Alone<'a>,
    ) -> Change<'a> {
        Change {
            tab: self,
            caller: caller.clone(),
            batch: self.vault.batch(),
            attempt: stored.clone().filter(|attempt| self.is_under_way(attempt)),
            stored,
            person: person.clone(),
            stored_person: person,
            is_damaged: false,
            _alone: alone,
        }
    }

    /// Changes the attempt with this handle as it stands by now; `None` if it has ended meanwhile.
    pub(super) async fn update_attempt(
        &self,
        caller: &Caller,
        handle: &str,
        change: impl FnOnce(&mut Attempt),
    ) -> Result<Option<Attempt>, VaultError> {
        let mut records = self.change(caller).await?;
        let Some(attempt) = records
            .attempt
            .as_mut()
            .filter(|attempt| attempt.handle == handle)
        else {
            return Ok(None);
        };
        change(attempt);
        let changed = attempt.clone();
        records.commit().await?;
        Ok(Some(changed))
    }
}

/// The writes of one verb: all or nothing, durable before the person is answered.
pub(super) struct Change<'a> {
    tab: &'a Tab,
    caller: Caller,
    batch: Batch,
    /// The attempt under way. Replacing it replaces its Authorize link.
    pub(super) attempt: Option<Attempt>,
    pub(super) person: Person,
    stored: Option<Attempt>,
    stored_person: Person,
    /// A record is there and cannot be read.
    is_damaged: bool,
    _alone: Alone<'a>,
}

impl Change<'_> {
    pub(super) fn put_grant(&mut self, instance: &str, grant: &Grant) -> Result<(), VaultError> {
        self.batch.put(grant, &grant_key(&self.caller, instance))
    }

    /// Stores a new grant and ends the attempt and its dialog.
    pub(super) fn connect(&mut self, instance: &str, grant: &Grant) -> Result<(), VaultError> {
        self.put_grant(instance, grant)?;
        self.attempt = None;
        self.person.last_instance = Some(instance.to_owned());
        self.person.ended = None;
        self.person.ticket = None;
        Ok(())
    }

    pub(super) fn remove_grant(&mut self, instance: &str) {
        self.batch
            .remove::<Grant>(&grant_key(&self.caller, instance));
    }

    /// Removes every grant, also those of Jiras that the settings do not name.
    pub(super) async fn remove_all_grants(&mut self) -> Result<(), VaultError> {
        let person = person_key(&self.caller);
        for key in self.tab.vault.keys::<Grant>(&person).await? {
            self.batch.remove::<Grant>(&key);
        }
        Ok(())
    }

    /// Writes what has changed.
    pub(super) async fn commit(mut self) -> Result<(), VaultError> {
        let key = person_key(&self.caller);
        match &self.attempt {
            Some(attempt) if self.stored.as_ref() != Some(attempt) => {
                self.batch.put(attempt, &key)?;
            }
            None if self.stored.is_some() => self.batch.remove::<Attempt>(&key),
            _ => {}
        }
        if self.person != self.stored_person {
            if self.person == Person::default() {
                self.batch.remove::<Person>(&key);
            } else {
                self.batch.put(&self.person, &key)?;
            }
        }
        let handle = |attempt: &Option<Attempt>| {
            let handle = attempt.as_ref().map(|attempt| attempt.handle.as_str());
            handle.map(Digest::of)
        };
        let ticket = |person: &Person| person.ticket.as_ref().map(|ticket| ticket.digest.clone());
        let (old, new) = (handle(&self.stored), handle(&self.attempt));
        self.replace_owner(Bearer::Handle, old, new)?;
        let (old, new) = (ticket(&self.stored_person), ticket(&self.person));
        self.replace_owner(Bearer::Ticket, old, new)?;
        if self.batch.is_empty() {
            return Ok(());
        }
        self.tab.vault.commit(self.batch).await
    }

    fn replace_owner(
        &mut self,
        bearer: Bearer,
        old: Option<Digest>,
        new: Option<Digest>,
    ) -> Result<(), VaultError> {
        if old == new {
            return Ok(());
        }
        if let Some(old) = old {
            self.batch.remove::<Owner>(&owner_key(bearer, &old));
        }
        if let Some(new) = new {
            let owner = Owner {
                tenant: self.caller.tenant.clone(),
                user: self.caller.user.clone(),
            };
            self.batch.put(&owner, &owner_key(bearer, &new))?;
        }
        Ok(())
    }
}
