//! A Jira that does not answer is left alone for a while, so that people hear at once what is wrong
//! and nobody's request waits in vain.

use super::JiraError;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// So many requests in a row without an answer, and Jira is left alone.
const MAX_FAILURES: u32 = 5;

/// How long; then one request tries.
const PAUSE_S: u64 = 10;

/// What the last requests to one Jira came to.
#[derive(Default)]
pub(super) struct Breaker(Mutex<State>);

#[derive(Default)]
struct State {
    failures: u32,
    last: Option<Outage>,
    closed_until_s: u64,
}

/// Why there was no answer at all.
#[derive(Clone, Copy)]
enum Outage {
    NameUnknown,
    Unreachable,
    Timeout,
}

impl Outage {
    fn of(error: &JiraError) -> Option<Self> {
        match error {
            JiraError::NameUnknown => Some(Self::NameUnknown),
            JiraError::Unreachable => Some(Self::Unreachable),
            JiraError::Timeout => Some(Self::Timeout),
            _ => None,
        }
    }
}

impl From<Outage> for JiraError {
    fn from(outage: Outage) -> Self {
        match outage {
            Outage::NameUnknown => Self::NameUnknown,
            Outage::Unreachable => Self::Unreachable,
            Outage::Timeout => Self::Timeout,
        }
    }
}

impl Breaker {
    /// # Errors
    /// What the last request came to, while Jira is left alone.
    pub(super) fn let_through(&self, now_s: u64) -> Result<(), JiraError> {
        let mut state = self.state();
        match state.last {
            Some(outage) if state.failures >= MAX_FAILURES => {
                if now_s < state.closed_until_s {
                    return Err(outage.into());
                }
                // This one tries; the others wait for what it finds.
                state.closed_until_s = now_s + PAUSE_S;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Takes note of what a request came to.
    pub(super) fn note<T>(&self, result: &Result<T, JiraError>, now_s: u64) {
        let mut state = self.state();
        match result.as_ref().err().and_then(Outage::of) {
            None => *state = State::default(),
            outage => {
                state.failures = state.failures.saturating_add(1);
                state.last = outage;
                if state.failures == MAX_FAILURES {
                    tracing::warn!(
                        pause_s = PAUSE_S,
                        "a Jira does not answer and is left alone"
                    );
                    state.closed_until_s = now_s + PAUSE_S;
                }
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic cannot leave a half-written state behind.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fail(breaker: &Breaker, times: u32) {
        for _ in 0..times {
            breaker.note::<()>(&Err(JiraError::Timeout), 100);
        }
    }

    #[test]
    fn a_jira_that_never_answers_is_left_alone_and_tried_by_one() {
        let breaker = Breaker::default();
        fail(&breaker, MAX_FAILURES - 1);
        assert!(breaker.let_through(100).is_ok());
        fail(&breaker, 1);
        let refused = breaker.let_through(109);
        assert!(matches!(refused, Err(JiraError::Timeout)), "{refused:?}");
        assert!(breaker.let_through(110).is_ok(), "the one that tries");
        assert!(breaker.let_through(110).is_err(), "while it tries");
    }

    #[test]
    fn an_answer_of_any_kind_ends_it() {
        let breaker = Breaker::default();
        fail(&breaker, MAX_FAILURES);
        breaker.note::<()>(&Err(JiraError::Forbidden), 110);
        assert!(breaker.let_through(110).is_ok());
        fail(&breaker, MAX_FAILURES - 1);
        assert!(breaker.let_through(110).is_ok(), "counted anew");
    }
}
