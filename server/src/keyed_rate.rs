//! How often each of many may do something.
//!
//! Generic cell rate algorithm by `governor`: a burst, then a steady rate. What is remembered of a
//! key is dropped once its burst is whole again, so a flood of keys holds no memory.

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::{
    hash::Hash,
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
};

/// Once in so many requests what is no longer needed is dropped.
const SWEEP_EVERY: u32 = 4_096;

/// A number of a quota.
pub(crate) const fn positive(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).expect("a quota is not zero")
}

/// A quota for each key.
pub(crate) struct KeyedRate<K: Hash + Eq + Clone> {
    limiter: DefaultKeyedRateLimiter<K>,
    asked: AtomicU32,
}

impl<K: Hash + Eq + Clone> KeyedRate<K> {
    pub(crate) fn new(quota: Quota) -> Self {
        Self {
            limiter: RateLimiter::keyed(quota),
            asked: AtomicU32::new(0),
        }
    }

    /// Whether `key` may go on; if so, it has.
    pub(crate) fn allow(&self, key: &K) -> bool {
        if self.asked.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
        self.limiter.check_key(key).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THOUSAND_A_SECOND: Quota = Quota::per_second(positive(1_000));

    #[test]
    fn a_flood_of_keys_is_forgotten() {
        let rate = KeyedRate::new(THOUSAND_A_SECOND);
        for key in 0..100_000 {
            rate.allow(&key);
        }
        let forgotten = (0..10_000_000).any(|_| {
            rate.allow(&0);
            rate.limiter.len() < 1_000
        });
        assert!(forgotten, "{}", rate.limiter.len());
    }

    #[test]
    fn one_key_cannot_use_up_anothers_quota() {
        let rate = KeyedRate::new(THOUSAND_A_SECOND);
        while rate.allow(&"flood") {}
        assert!(rate.allow(&"honest"));
    }
}
