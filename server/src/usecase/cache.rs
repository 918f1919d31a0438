//! What Jira said to one person, kept for some minutes.

use crate::{
    bearer::Digest,
    connection::Grant,
    jira::{Answered, JiraError},
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// So many people work at once before the oldest answer is dropped.
const MAX_ENTRIES: usize = 64;

/// Answers by the grant that they were given to, and by what was asked about: a new grant begins without
/// any.
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

    pub(super) fn get(&self, grant: &Grant, about: &str, now_s: u64) -> Option<Arc<T>> {
        // The map is whole between any two statements, so a panic elsewhere spoils nothing.
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = entries.get(&key(grant, about))?;
        self.is_fresh(entry, now_s)
            .then(|| Arc::clone(&entry.value))
    }

    /// What is kept, or else what Jira answers to `ask`. Only what Jira says is for the person of the
    /// grant is kept.
    pub(super) async fn get_or_ask(
        &self,
        grant: &Grant,
        about: &str,
        now_s: u64,
        ask: impl Future<Output = Result<Answered<T>, JiraError>>,
    ) -> Result<Answered<Arc<T>>, JiraError> {
        if let Some(value) = self.get(grant, about, now_s) {
            let to = Some(grant.account.name.clone());
            return Ok(Answered { value, to });
        }
        let answered = ask.await?;
        let is_proved = answered.to.is_some() && answered.is_for(&grant.account.name);
        let Answered { value, to } = answered;
        let value = Arc::new(value);
        if is_proved {
            self.put(grant, about, Arc::clone(&value), now_s);
        }
        Ok(Answered { value, to })
    }

    /// Drops what was said about this: it is not so any more.
    pub(super) fn forget(&self, grant: &Grant, about: &str) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.remove(&key(grant, about));
    }

    fn put(&self, grant: &Grant, about: &str, value: Arc<T>, now_s: u64) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.retain(|_, entry| self.is_fresh(entry, now_s));
        if entries.len() >= MAX_ENTRIES {
            let oldest = entries.iter().min_by_key(|(_, entry)| entry.made_at_s);
            let oldest = oldest.map(|(key, _)| key.clone());
            oldest.and_then(|key| entries.remove(&key));
        }
        let made_at_s = now_s;
        entries.insert(key(grant, about), Entry { made_at_s, value });
    }

    /// A clock that was set back makes nothing last longer.
    fn is_fresh(&self, entry: &Entry<T>, now_s: u64) -> bool {
        (entry.made_at_s..entry.made_at_s + self.life_s).contains(&now_s)
    }
}

fn key(grant: &Grant, about: &str) -> String {
    let digest = Digest::of(&grant.access_token.token);
    format!("{} {about}", digest.as_str())
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
        cache.put(&grant("a"), "x", Arc::new(1), 1000);
        let get = |token, now_s| cache.get(&grant(token), "x", now_s).map(|value| *value);
        assert_eq!(get("a", 1000), Some(1));
        assert_eq!(get("a", 1059), Some(1));
        assert_eq!(get("a", 1060), None);
        assert_eq!(get("a", 999), None);
        assert_eq!(get("b", 1000), None);
        assert_eq!(cache.get(&grant("a"), "y", 1000), None);
        cache.forget(&grant("a"), "y");
        assert_eq!(get("a", 1000), Some(1));
        cache.forget(&grant("a"), "x");
        assert_eq!(get("a", 1000), None);
    }

    #[tokio::test]
    async fn what_jira_does_not_say_is_for_the_person_is_not_kept() {
        let cache = Cache::new(60);
        let ask = async |to: Option<&str>, value: u32| {
            let to = to.map(str::to_owned);
            let answer = async { Ok(Answered { value, to }) };
            let answered = cache.get_or_ask(&grant("a"), "", 1000, answer).await;
            answered.map(|it| (*it.value, it.to)).ok()
        };
        assert_eq!(ask(Some("eve"), 1).await, Some((1, Some("eve".to_owned()))));
        assert_eq!(ask(None, 2).await, Some((2, None)));
        assert_eq!(ask(Some("Ada"), 3).await, Some((3, Some("Ada".to_owned()))));
        assert_eq!(ask(Some("eve"), 4).await, Some((3, Some("ada".to_owned()))));
    }

    #[test]
    fn the_oldest_answer_makes_place_for_a_new_one() {
        let cache = Cache::new(1000);
        for number in 0..=MAX_ENTRIES as u64 {
            cache.put(&grant(&number.to_string()), "", Arc::new(number), number);
        }
        let now_s = MAX_ENTRIES as u64;
        assert_eq!(cache.get(&grant("0"), "", now_s), None);
        assert_eq!(cache.get(&grant("1"), "", now_s).as_deref(), Some(&1));
        assert_eq!(
            cache.entries.lock().map(|it| it.len()).ok(),
            Some(MAX_ENTRIES)
        );
    }
}
