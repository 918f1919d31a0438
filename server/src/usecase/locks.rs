//! One thing of a kind at a time for each person: two presses of Continue make one exchange.
//!
//! Order: whoever holds [`Purpose::Change`] asks for no other lock and does not ask Jira, so nobody
//! waits long for it; the other purposes exclude only their own kind.

use super::Caller;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

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

/// A lock for each person and purpose in use.
#[derive(Default)]
pub(super) struct Locks(Mutex<HashMap<(Caller, Purpose), Weak<Lock>>>);

impl Locks {
    /// Waits until nobody else holds the lock of `caller` for `purpose`.
    pub(super) async fn lock(&self, caller: &Caller, purpose: Purpose) -> OwnedMutexGuard<()> {
        self.find(caller, purpose).lock_owned().await
    }

    fn find(&self, caller: &Caller, purpose: Purpose) -> Arc<Lock> {
        // The map is whole between any two statements, so a panic elsewhere spoils nothing.
        let mut locks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
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
