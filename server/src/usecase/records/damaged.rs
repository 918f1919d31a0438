//! Deleting on request, which must not fail because a record is damaged.

use super::{Change, Owner, person_key};
use crate::{
    connection::{Attempt, Person},
    store::{Record, RecordKey, VaultError},
    usecase::{Caller, Tab},
};

impl Tab {
    /// A person's records as [`Tab::change`] has them; one that cannot be read is taken for none.
    pub(in crate::usecase) async fn change_what_is_readable(
        &self,
        caller: &Caller,
    ) -> Result<Change<'_>, VaultError> {
        let alone = self.locks.change(caller).await;
        let key = person_key(caller);
        let mut is_damaged = false;
        let attempt = self.load_readable(&key, &mut is_damaged).await?;
        let person: Option<Person> = self.load_readable(&key, &mut is_damaged).await?;
        let change = self.change_of(caller, attempt, person.unwrap_or_default(), alone);
        Ok(Change {
            is_damaged,
            ..change
        })
    }

    async fn load_readable<R: Record>(
        &self,
        key: &RecordKey,
        is_damaged: &mut bool,
    ) -> Result<Option<R>, VaultError> {
        match self.vault.load(key).await {
            Err(error @ VaultError::Store(_)) => Err(error),
            Err(_) => {
                *is_damaged = true;
                Ok(None)
            }
            readable => readable,
        }
    }
}

impl Change<'_> {
    /// Removes what is stored of the person besides grants, also what cannot be read.
    pub(in crate::usecase) async fn remove_person(&mut self) -> Result<(), VaultError> {
        self.attempt = None;
        self.person = Person::default();
        let key = person_key(&self.caller);
        self.batch.remove::<Attempt>(&key);
        self.batch.remove::<Person>(&key);
        self.remove_drafts(None).await?;
        if !self.is_damaged {
            return Ok(());
        }
        // The damaged record would have named these.
        for key in self.tab.vault.keys::<Owner>(&RecordKey::any()).await? {
            let owner: Option<Owner> = self.tab.load_readable(&key, &mut false).await?;
            let owner = owner.map(|Owner { tenant, user }| Caller { tenant, user });
            if owner.as_ref() == Some(&self.caller) {
                self.batch.remove::<Owner>(&key);
            }
        }
        Ok(())
    }
}
