//! Whether one Jira is there and takes our signature: asked seldom, by one at a time. Also what is
//! seen of its clock on the way.

use super::{JiraClient, JiraError, Standing};
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};
use tokio::sync::Mutex;

/// A good answer is believed for this long.
const LIFE_S: u64 = 300;

/// Beyond this a difference of clocks is worth a word.
pub(crate) const NOTEWORTHY_OFFSET_S: u64 = 60;

/// What is known of a Jira's health.
#[derive(Default)]
pub(super) struct Health {
    /// The lock is held during a check: one at a time.
    last: Mutex<LastCheck>,
    /// How many checks have ended.
    ended: AtomicU64,
    /// When this Jira last made a request token for us; 0 is never.
    reached_at_s: AtomicU64,
    clocks_differ: AtomicBool,
}

#[derive(Default)]
enum LastCheck {
    #[default]
    None,
    PassedAt(u64),
    Failed(Arc<JiraError>),
}

impl Health {
    /// Whether clocks that agreed until now differ by so much.
    fn is_news(&self, offset_s: i64) -> bool {
        let differ = offset_s.unsigned_abs() > NOTEWORTHY_OFFSET_S;
        let differed = self.clocks_differ.swap(differ, Ordering::Relaxed);
        differ && !differed
    }
}

impl JiraClient {
    /// Asks whether this Jira answers and takes our signature: one real request token, thrown away,
    /// which goes through every leg of the way. A good answer is kept for five minutes; at most one
    /// check runs at a time, and whoever waited for it shares what it came to.
    ///
    /// # Errors
    /// [`JiraError`] as for every signed request.
    pub(crate) async fn check_health(&self) -> Result<(), Arc<JiraError>> {
        let ended_before = self.health.ended.load(Ordering::Acquire);
        let mut last = self.health.last.lock().await;
        let waited = self.health.ended.load(Ordering::Acquire) != ended_before;
        let now_s = self.now_s();
        match &*last {
            LastCheck::PassedAt(at_s) if now_s < at_s + LIFE_S => return Ok(()),
            LastCheck::Failed(error) if waited => return Err(Arc::clone(error)),
            _ => *last = LastCheck::None,
        }
        let answer = self.request_token(Standing::First).await.map_err(Arc::new);
        *last = match &answer {
            Ok(_) => LastCheck::PassedAt(now_s),
            Err(error) => LastCheck::Failed(Arc::clone(error)),
        };
        self.health.ended.fetch_add(1, Ordering::Release);
        answer.map(drop)
    }

    /// Asks anew at the next check: something has failed since the last good answer.
    pub(crate) async fn doubt_health(&self) {
        *self.health.last.lock().await = LastCheck::None;
    }

    /// When this Jira last answered our server as it should, in seconds since 1970.
    pub(crate) fn reached_at_s(&self) -> Option<u64> {
        let at_s = self.health.reached_at_s.load(Ordering::Relaxed);
        (at_s > 0).then_some(at_s)
    }

    pub(super) fn note_reached(&self) {
        let now_s = self.now_s();
        self.health.reached_at_s.store(now_s, Ordering::Relaxed);
    }

    /// Warns of clocks that differ, once until they agree again.
    pub(super) fn note_clock(&self, offset_s: i64) {
        if self.health.is_news(offset_s) {
            tracing::warn!(offset_s, jira = %self.base_url(), "Jira's clock differs from ours");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_that_differ_are_news_once_until_they_agree_again() {
        let health = Health::default();
        let news = [60, 61, 400, -61, 0, -61].map(|offset_s| health.is_news(offset_s));
        assert_eq!(news, [false, true, false, false, false, true]);
    }
}
