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
    rests_until_s: u64,
    /// How often it has answered after a failure. Failures of requests from before are old news.
    recoveries: u32,
}

/// Why there was no answer at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outage {
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

/// A request that was let through.
pub(super) struct Pass {
    recoveries: u32,
}

impl Breaker {
    /// # Errors
    /// [`JiraError::LeftAlone`] while Jira is left alone.
    pub(super) fn let_through(&self, now_s: u64) -> Result<Pass, JiraError> {
        let mut state = self.state();
        if let Some(outage) = state.last.filter(|_| state.failures >= MAX_FAILURES) {
            // Not for longer where the machine's clock is set back.
            let rest = state.rests_until_s.saturating_sub(PAUSE_S)..state.rests_until_s;
            if rest.contains(&now_s) {
                return Err(JiraError::LeftAlone(outage));
            }
            // This one tries; the others wait for what it finds.
            state.rests_until_s = now_s + PAUSE_S;
        }
        Ok(Pass {
            recoveries: state.recoveries,
        })
    }

    /// Takes note of what a request came to.
    pub(super) fn note<T>(&self, pass: &Pass, result: &Result<T, JiraError>, now_s: u64) {
        let mut state = self.state();
        match result.as_ref().err().and_then(Outage::of) {
            None if state.failures > 0 => {
                let recoveries = state.recoveries.wrapping_add(1);
                *state = State {
                    recoveries,
                    ..State::default()
                };
            }
            Some(outage) if pass.recoveries == state.recoveries => {
                state.failures = state.failures.saturating_add(1);
                state.last = Some(outage);
                if state.failures == MAX_FAILURES {
                    tracing::warn!(
                        pause_s = PAUSE_S,
                        "a Jira does not answer and is left alone"
                    );
                    state.rests_until_s = now_s + PAUSE_S;
                }
            }
            _ => {}
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
            let pass = breaker.let_through(100).expect("let through");
            breaker.note::<()>(&pass, &Err(JiraError::Timeout), 100);
        }
    }

    #[test]
    fn a_jira_that_never_answers_is_left_alone_and_tried_by_one() {
        let breaker = Breaker::default();
        fail(&breaker, MAX_FAILURES);
        let refused = breaker.let_through(109).err();
        let alone = matches!(refused, Some(JiraError::LeftAlone(Outage::Timeout)));
        assert!(alone, "{refused:?}");
        assert!(breaker.let_through(110).is_ok(), "the one that tries");
        assert!(breaker.let_through(110).is_err(), "while it tries");
    }

    #[test]
    fn an_answer_of_any_kind_ends_it() {
        let breaker = Breaker::default();
        fail(&breaker, MAX_FAILURES);
        let pass = breaker.let_through(110).expect("the one that tries");
        breaker.note::<()>(&pass, &Err(JiraError::Forbidden), 110);
        fail(&breaker, MAX_FAILURES - 1);
        assert!(breaker.let_through(110).is_ok(), "counted anew");
    }

    #[test]
    fn failures_from_before_a_recovery_are_old_news() {
        let breaker = Breaker::default();
        let slow: Vec<_> = (0..MAX_FAILURES)
            .map(|_| breaker.let_through(100).expect("let through"))
            .collect();
        fail(&breaker, 1);
        let pass = breaker.let_through(101).expect("let through");
        breaker.note(&pass, &Ok(()), 101);
        for pass in &slow {
            breaker.note::<()>(pass, &Err(JiraError::Timeout), 115);
        }
        assert!(breaker.let_through(115).is_ok());
    }

    #[test]
    fn a_clock_that_is_set_back_makes_no_pause_longer() {
        let breaker = Breaker::default();
        fail(&breaker, MAX_FAILURES);
        assert!(breaker.let_through(50).is_ok());
    }
}
