//! One verb of a person at a time: two presses of Continue make one exchange.

use super::Caller;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

/// A lock for each person with a verb under way.
#[derive(Default)]
pub(super) struct Locks(Mutex<HashMap<Caller, Weak<AsyncMutex<()>>>>);

impl Locks {
    /// Waits until no other verb of `caller` is under way.
    pub(super) async fn lock(&self, caller: &Caller) -> OwnedMutexGuard<()> {
        let lock = {
            // The map is whole between any two statements, so a panic elsewhere spoils nothing.
            let mut locks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(lock) = locks.get(caller).and_then(Weak::upgrade) {
                lock
            } else {
                locks.retain(|_, lock| lock.strong_count() > 0);
                let lock = Arc::new(AsyncMutex::new(()));
                locks.insert(caller.clone(), Arc::downgrade(&lock));
                lock
            }
        };
        lock.lock_owned().await
    }
}
