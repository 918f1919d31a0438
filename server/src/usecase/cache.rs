//! What Jira said to one person, kept for some minutes.

use crate::{bearer::Digest, connection::Grant};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// So many people work at once before the oldest answer is dropped.
const MAX_ENTRIES: usize = 64;

/// Answers by the grant that they were given to: a new grant begins without any.
pub(super) struct Cache<T> {
    life_s: u64,
    entries: Mutex<HashMap<String, Entry<T>>>,
}

struct Entry<T> {
    made_at_s: u64,
    value: Arc<T>,
}

impl<T> Cache<T> {
    pub(super) fn new(life_s: u64) -> Self {
        Self {
            life_s,
            entries: Mutex::default(),
        }
    }

    pub(super) fn get(&self, grant: &Grant, now_s: u64) -> Option<Arc<T>> {
        // The map is whole between any two statements, so a panic elsewhere spoils nothing.
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = entries.get(&key(grant))?;
        self.is_fresh(entry, now_s)
            .then(|| Arc::clone(&entry.value))
    }

    pub(super) fn put(&self, grant: &Grant, value: Arc<T>, now_s: u64) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.retain(|_, entry| self.is_fresh(entry, now_s));
        if entries.len() >= MAX_ENTRIES {
            let oldest = entries.iter().min_by_key(|(_, entry)| entry.made_at_s);
            let oldest = oldest.map(|(key, _)| key.clone());
            oldest.and_then(|key| entries.remove(&key));
        }
        let made_at_s = now_s;
        entries.insert(key(grant), Entry { made_at_s, value });
    }

    /// A clock that was set back makes nothing last longer.
    fn is_fresh(&self, entry: &Entry<T>, now_s: u64) -> bool {
        (entry.made_at_s..entry.made_at_s + self.life_s).contains(&now_s)
    }
}

fn key(grant: &Grant) -> String {
    Digest::of(&grant.access_token.token).as_str().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::{AccessToken, Account};

    fn grant(token: &str) -> Grant {
        Grant {
            access_token: AccessToken {
                token: token.to_owned().into(),
                secret: String::new().into(),
                session_handle: None,
                expires_at_s: None,
                term: None,
            },
            account: Account {
                name: "ada".to_owned(),
                display_name: "Ada".to_owned(),
            },
            connected_at_s: 0,
            used_at_s: None,
        }
    }

    #[test]
    fn an_answer_is_for_one_grant_and_for_a_time() {
        let cache = Cache::new(60);
        cache.put(&grant("a"), Arc::new(1), 1000);
        let get = |token, now_s| cache.get(&grant(token), now_s).map(|value| *value);
        assert_eq!(get("a", 1000), Some(1));
        assert_eq!(get("a", 1059), Some(1));
        assert_eq!(get("a", 1060), None);
        assert_eq!(get("a", 999), None);
        assert_eq!(get("b", 1000), None);
    }

    #[test]
    fn the_oldest_answer_makes_place_for_a_new_one() {
        let cache = Cache::new(1000);
        for number in 0..=MAX_ENTRIES as u64 {
            cache.put(&grant(&number.to_string()), Arc::new(number), number);
        }
        let now_s = MAX_ENTRIES as u64;
        assert_eq!(cache.get(&grant("0"), now_s), None);
        assert_eq!(cache.get(&grant("1"), now_s).as_deref(), Some(&1));
        assert_eq!(
            cache.entries.lock().map(|it| it.len()).ok(),
            Some(MAX_ENTRIES)
        );
    }
}
