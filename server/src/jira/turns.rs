//! Whose request is next when more people sign in to one Jira than it is troubled with.
//!
//! Two requests make a sign-in. So the first few of each person wait for their turn, and whatever
//! somebody asks beyond that goes only where there is room at once: who tries a thousand codes is
//! refused, and who has just come is served.

use super::JiraError;
use crate::keyed_rate::{KeyedRate, positive};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter, clock::Clock as _};
use std::time::Duration;
use tokio::{
    sync::Mutex,
    time::{Instant, sleep_until, timeout},
};

/// Requests of sign-ins that one Jira is troubled with: a thousand people on a Monday morning, not a
/// flood.
const REQUESTS: Quota = Quota::per_second(positive(50));

/// A sign-in with two mistakes in it, again after a few minutes.
const FIRST_REQUESTS: Quota = Quota::per_minute(positive(1)).allow_burst(positive(4));

/// The longest wait for a turn. So many first requests at once are no sign-ins any more.
const PATIENCE: Duration = Duration::from_secs(20);

/// A person: tenant and user.
pub(crate) type Person = [String; 2];

/// How somebody's request is let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It waits for its turn.
    First,
    /// It goes if there is room at once.
    Further,
}

/// The turns at one Jira.
pub(super) struct Turns {
    requests: DefaultDirectRateLimiter,
    people: KeyedRate<Person>,
    /// The front of the queue. tokio's mutex is fair: first come, first served.
    front: Mutex<()>,
}

impl Turns {
    pub(super) fn new() -> Self {
        Self {
            requests: RateLimiter::direct(REQUESTS),
            people: KeyedRate::new(FIRST_REQUESTS),
            front: Mutex::default(),
        }
    }

    /// How the next request of this person is let through.
    pub(super) fn standing(&self, person: &Person) -> Standing {
        if self.people.allow(person) {
            Standing::First
        } else {
            Standing::Further
        }
    }

    /// Returns when a request may be sent.
    ///
    /// # Errors
    /// [`JiraError::TooManySignIns`].
    pub(super) async fn take(&self, standing: Standing) -> Result<(), JiraError> {
        let taken = match standing {
            Standing::First => timeout(PATIENCE, self.wait()).await.is_ok(),
            // Whoever waits at the front has the next place.
            Standing::Further => self
                .front
                .try_lock()
                .is_ok_and(|_front| self.requests.check().is_ok()),
        };
        taken.then_some(()).ok_or(JiraError::TooManySignIns)
    }

    async fn wait(&self) {
        let _front = self.front.lock().await;
        while let Err(refused) = self.requests.check() {
            let wait = refused.wait_time_from(self.requests.clock().now());
            sleep_until(Instant::now() + wait).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(number: usize) -> Person {
        ["tenant".to_owned(), number.to_string()]
    }

    /// Takes whatever room there is.
    async fn flood(turns: &Turns) {
        let refused = loop {
            if let Err(refused) = turns.take(turns.standing(&person(0))).await {
                break refused;
            }
        };
        assert!(matches!(refused, JiraError::TooManySignIns));
    }

    #[tokio::test]
    async fn whoever_has_just_come_is_served_while_somebody_else_asks_without_end() {
        let turns = Turns::new();
        for number in 1..=20 {
            // Room that has come up meanwhile is taken, too, until there is a refusal.
            flood(&turns).await;
            let standing = turns.standing(&person(number));
            assert_eq!(standing, Standing::First);
            turns.take(standing).await.expect("a turn");
        }
    }

    #[tokio::test]
    async fn one_person_has_a_few_turns_and_then_what_is_left() {
        let turns = Turns::new();
        let standings = [(); 6].map(|()| turns.standing(&person(1)));
        assert_eq!(standings[..4], [Standing::First; 4]);
        assert_eq!(standings[4..], [Standing::Further; 2]);
        turns.take(Standing::Further).await.expect("there is room");
    }
}
