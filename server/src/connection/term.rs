//! How long an authorisation lasts, and when its end is worth a word.

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// An end is told this long before it comes.
const NOTICE_S: u64 = 14 * 24 * 3600;

/// From the reply that brought an access token to the end of its authorisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Term {
    from_s: u64,
    to_s: u64,
}

impl Term {
    /// The term that a token reply announces at `now_s`; `None` if it announces no end.
    ///
    /// Without a session handle all ends with the token (`oauth_expires_in`). With one, the token is
    /// renewed until `oauth_authorization_expires_in` is over, and each renewal starts a new term.
    pub(crate) fn announced(
        now_s: u64,
        renewable: bool,
        expires_in: Option<Duration>,
        authorization_expires_in: Option<Duration>,
    ) -> Option<Self> {
        let life = if renewable {
            authorization_expires_in?.max(expires_in.unwrap_or_default())
        } else {
            expires_in?
        };
        Some(Self {
            from_s: now_s,
            to_s: now_s.saturating_add(life.as_secs()),
        })
    }

    /// The end.
    pub(crate) fn end_s(self) -> u64 {
        self.to_s
    }

    /// The end, if it comes within two weeks. A term of a few days, which use renews all the time,
    /// is near its end in its last quarter only.
    pub(crate) fn near_end_s(self, now_s: u64) -> Option<u64> {
        let notice_s = NOTICE_S.min(self.to_s.saturating_sub(self.from_s) / 4);
        let is_near = (self.to_s - notice_s..self.to_s).contains(&now_s);
        is_near.then_some(self.to_s)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY_S: u64 = 24 * 3600;

    fn days(days: u64) -> Duration {
        Duration::from_secs(days * DAY_S)
    }

    fn near(term: Term, day: u64) -> Option<u64> {
        term.near_end_s(day * DAY_S).map(|end_s| end_s / DAY_S)
    }

    #[test]
    fn a_year_is_near_its_end_for_two_weeks_and_a_week_for_its_last_quarter() {
        let year = Term::announced(0, true, Some(days(335)), Some(days(365))).unwrap();
        for (day, end) in [(0, None), (350, None), (351, Some(365)), (364, Some(365))] {
            assert_eq!(near(year, day), end, "{day}");
        }
        assert_eq!(near(year, 365), None, "what is over is for Jira to say");
        let days8 = Term::announced(0, true, Some(days(1)), Some(days(8))).unwrap();
        assert_eq!((near(days8, 5), near(days8, 6)), (None, Some(8)));
    }

    #[test]
    fn only_a_session_handle_makes_the_session_count() {
        let end_s = |renewable, token, session| {
            let term = Term::announced(0, renewable, token, session);
            term.map(|term| term.to_s / DAY_S)
        };
        assert_eq!(end_s(true, Some(days(100)), Some(days(130))), Some(130));
        assert_eq!(end_s(true, Some(days(100)), Some(days(30))), Some(100));
        assert_eq!(end_s(true, None, Some(days(30))), Some(30));
        assert_eq!(end_s(true, Some(days(100)), None), None);
        assert_eq!(end_s(false, Some(days(100)), Some(days(130))), Some(100));
        assert_eq!(end_s(false, None, Some(days(130))), None);
        let endless = Term::announced(7, false, Some(Duration::MAX), None).unwrap();
        assert_eq!(endless.near_end_s(u64::MAX / 2), None);
    }
}
