//! One thing of a kind at a time for each person: two presses of Continue make one exchange.
//!
//! Order: whoever holds [`Purpose::Change`] asks for no other lock and does not ask Jira, so nobody
//! waits long for it; the other purposes exclude only their own kind. An import of everybody's records
//! excludes every change.

use super::Caller;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};
use tokio::sync::{
    Mutex as AsyncMutex, OwnedMutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard,
};

/// What must not be done twice at once.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Purpose {
    /// Opening the Authorize link: makes one request token.
    Authorize,
    /// Continue: makes one exchange.
    Exchange,
    /// Renewing an access token: the old one ends with the first answer.
    Renew,
    /// Reading records and writing what follows from them.
    Change,
}

type Lock = AsyncMutex<()>;

/// Locks of persons and purposes in use.
#[derive(Default)]
pub(super) struct Locks {
    held: Mutex<HashMap<(Caller, Purpose), Weak<Lock>>>,
    /// Read by whoever changes the records of a person, written by who changes those of everybody.
    everybody: RwLock<()>,
}

/// Nobody else changes the records of a person.
pub(super) struct Alone<'a> {
    _everybody: RwLockReadGuard<'a, ()>,
    _person: OwnedMutexGuard<()>,
}

impl Locks {
    /// Waits until nobody else holds the lock of `caller` for `purpose`.
    pub(super) async fn lock(&self, caller: &Caller, purpose: Purpose) -> OwnedMutexGuard<()> {
        self.find(caller, purpose).lock_owned().await
    }

    /// Waits until nobody else changes the records of `caller`.
    pub(super) async fn change(&self, caller: &Caller) -> Alone<'_> {
        Alone {
            _person: self.lock(caller, Purpose::Change).await,
            _everybody: self.everybody.read().await,
        }
    }

    /// Waits until nobody changes anybody's records.
    pub(super) async fn change_everybody(&self) -> RwLockWriteGuard<'_, ()> {
        self.everybody.write().await
    }

    fn find(&self, caller: &Caller, purpose: Purpose) -> Arc<Lock> {
        // The map is whole between any two statements, so a panic elsewhere spoils nothing.
        let mut locks = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (caller.clone(), purpose);
        if let Some(lock) = locks.get(&key).and_then(Weak::upgrade) {
            return lock;
        }
        locks.retain(|_, lock| lock.strong_count() > 0);
        let lock = Arc::new(Lock::new(()));
        locks.insert(key, Arc::downgrade(&lock));
        lock
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use tokio::time::timeout;

    #[tokio::test]
    async fn an_import_waits_for_changes_and_changes_wait_for_an_import() {
        let locks = Locks::default();
        let [ada, eve] = ["ada", "eve"].map(|user| Caller {
            tenant: "tenant".to_owned(),
            user: user.to_owned(),
        });
        let (of_ada, of_eve) = tokio::join!(locks.change(&ada), locks.change(&eve));
        let import = timeout(Duration::ZERO, locks.change_everybody()).await;
        assert!(import.is_err());
        drop((of_ada, of_eve));
        let import = locks.change_everybody().await;
        assert!(timeout(Duration::ZERO, locks.change(&ada)).await.is_err());
        drop(import);
        drop(locks.change(&ada).await);
    }
}
