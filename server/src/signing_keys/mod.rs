//! The keys that an issuer signs its tokens with: fetched, kept, found by their name. Entra ID and
//! the Bot Framework publish theirs alike (`OpenID` Connect Discovery 1.0 section 4, RFC 7517).

mod fetch;
mod jwks;
mod signed_token;
#[cfg(test)]
pub(crate) mod test_issuer;
#[cfg(test)]
mod tests;

pub(crate) use fetch::FetchError;
pub(crate) use jwks::SigningKey;
pub(crate) use signed_token::{CLOCK_SKEW_S, SignedToken, TokenDefect, Validity};

use crate::clock::Clock;
use fetch::{Source, TIMEOUT};
use jwks::KeySet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};
use url::Url;

/// Microsoft asks for a look at its keys once a day.
const FRESH_S: u64 = 24 * 3600;

/// While the issuer cannot be reached its last keys are believed for so long: a weekend with a
/// broken firewall rule locks nobody out, and a withdrawn key does not open doors for ever.
const BELIEVED_S: u64 = 72 * 3600;

/// A name that nobody knows makes us ask at most so often. Microsoft's own libraries wait an hour;
/// after an emergency roll, which replaces all keys at once, that would lock everybody out.
const ASK_AGAIN_S: u64 = 300;

/// So long no request waits for an issuer that has just failed.
const RETRY_S: u64 = 30;

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeysError {
    /// The issuer has no such key: the token is not its own.
    #[error("the issuer has no key of this name")]
    Unknown,
    /// The issuer could not be asked; later it may work.
    #[error(transparent)]
    Unavailable(Arc<FetchError>),
}

/// What a look at the issuer showed.
#[derive(Debug)]
pub(crate) struct KeysReport {
    /// Keys that can sign tokens for us.
    pub(crate) keys: usize,
    /// How far the issuer's clock is ahead of ours, if it told.
    pub(crate) clock_offset_s: Option<i64>,
}

/// The signing keys of one issuer.
pub(crate) struct SigningKeys {
    source: Source,
    clock: Clock,
    cache: Arc<Mutex<Cache>>,
    /// Held while the issuer is asked: one fetch at a time.
    turn: Arc<AsyncMutex<()>>,
}

impl SigningKeys {
    /// The keys that `metadata_url` leads to. Nothing is fetched yet.
    ///
    /// # Errors
    /// If TLS cannot be set up with the system's certificates.
    pub(crate) fn new(metadata_url: Url, clock: Clock) -> Result<Self, reqwest::Error> {
        Ok(Self {
            source: Source::new(metadata_url, TIMEOUT)?,
            clock,
            cache: Arc::default(),
            turn: Arc::default(),
        })
    }

    /// The key called `kid`. Asks the issuer if need be.
    ///
    /// # Errors
    /// [`KeysError::Unknown`] if the issuer has no such key, [`KeysError::Unavailable`] if it could
    /// not be asked.
    pub(crate) async fn find(&self, kid: &str) -> Result<Arc<SigningKey>, KeysError> {
        let known = self.cache().find(kid, self.clock.now_s());
        // Who has a key to go on with does not wait for another's fetch.
        let turn = match known {
            Some(key) if self.cache().is_fresh(self.clock.now_s()) => return Ok(key),
            Some(_) => Arc::clone(&self.turn).try_lock_owned().ok(),
            None => Some(Arc::clone(&self.turn).lock_owned().await),
        };
        if let Some(turn) = turn
            && self.cache().may_ask(self.clock.now_s())
        {
            self.refresh(turn).await;
        }
        let cache = self.cache();
        let key = cache.find(kid, self.clock.now_s());
        key.ok_or_else(|| match &cache.problem {
            Some(problem) => KeysError::Unavailable(Arc::clone(problem)),
            None => KeysError::Unknown,
        })
    }

    /// Asks the issuer now and keeps nothing: for the operator's check.
    ///
    /// # Errors
    /// [`FetchError`]: what is wrong between here and the issuer.
    pub(crate) async fn check(&self) -> Result<KeysReport, FetchError> {
        let fetched = self.source.fetch().await?;
        let now_s = self.clock.now_s();
        let offset_s = |date_s: u64| date_s.checked_signed_diff(now_s);
        Ok(KeysReport {
            keys: fetched.keys.len(),
            clock_offset_s: fetched.date_s.and_then(offset_s),
        })
    }

    /// Fetches in a task of its own, which [`TIMEOUT`] ends: otherwise whoever hangs up
    /// early, again and again, would keep everybody from the keys.
    async fn refresh(&self, turn: OwnedMutexGuard<()>) {
        let (source, clock, cache) = (
            self.source.clone(),
            self.clock.clone(),
            Arc::clone(&self.cache),
        );
        let task = tokio::spawn(async move {
            let outcome = source.fetch().await.map(|fetched| fetched.keys);
            lock(&cache).settle(outcome, clock.now_s());
            drop(turn);
        });
        // An error means that the server stops; the cache is as it was.
        let _ = task.await;
    }

    fn cache(&self) -> MutexGuard<'_, Cache> {
        lock(&self.cache)
    }
}

fn lock(cache: &Mutex<Cache>) -> MutexGuard<'_, Cache> {
    // The cache is whole between any two statements, so a panic elsewhere spoils nothing.
    cache.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the issuer said last. Ages are absolute differences: a clock that was set back must not
/// keep old keys, or the wait for new ones, for as long as it was wrong.
#[derive(Default)]
struct Cache {
    keys: KeySet,
    fetched_at_s: Option<u64>,
    asked_at_s: Option<u64>,
    /// Why the last attempt failed, if it did.
    problem: Option<Arc<FetchError>>,
}

impl Cache {
    fn find(&self, kid: &str, now_s: u64) -> Option<Arc<SigningKey>> {
        let is_believed = self
            .fetched_at_s
            .is_some_and(|at| now_s.abs_diff(at) < BELIEVED_S);
        self.keys.get(kid).filter(|_| is_believed).cloned()
    }

    fn is_fresh(&self, now_s: u64) -> bool {
        self.fetched_at_s
            .is_some_and(|at| now_s.abs_diff(at) < FRESH_S)
    }

    /// Whether the last attempt is long enough ago, one that others waited for included.
    fn may_ask(&self, now_s: u64) -> bool {
        let pause_s = if self.problem.is_some() {
            RETRY_S
        } else {
            ASK_AGAIN_S
        };
        self.asked_at_s
            .is_none_or(|at| now_s.abs_diff(at) >= pause_s)
    }

    fn settle(&mut self, outcome: Result<KeySet, FetchError>, now_s: u64) {
        self.asked_at_s = Some(now_s);
        match outcome {
            Ok(keys) => {
                self.keys = keys;
                self.fetched_at_s = Some(now_s);
                self.problem = None;
            }
            Err(problem) => {
                tracing::warn!(%problem, "the keys of an issuer of tokens cannot be fetched");
                self.problem = Some(Arc::new(problem));
            }
        }
    }
}
