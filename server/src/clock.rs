//! The time, passed in so that a test can be ten minutes later.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// Where the server reads the time.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Duration + Send + Sync>);

impl Clock {
    /// The machine's clock.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the machine's clock"
    )]
    pub fn system() -> Self {
        Self::from_fn(|| {
            // A clock before 1970 is as wrong as any other; Jira will say so.
            SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap_or_default()
        })
    }

    /// A clock that asks `since_1970`.
    pub fn from_fn(since_1970: impl Fn() -> Duration + Send + Sync + 'static) -> Self {
        Self(Arc::new(since_1970))
    }

    /// Seconds since 1970-01-01 UTC.
    #[must_use]
    pub fn now_s(&self) -> u64 {
        (self.0)().as_secs()
    }
}

/// The day of a moment of these centuries, for people: `6 Dec 2026`.
#[must_use]
pub fn day(at_s: u64) -> String {
    let date = http_date(at_s);
    date[5..16].trim_start_matches('0').to_owned()
}

/// The time of day of a moment of these centuries, for people: `14:05 UTC`.
pub(crate) fn time_of_day(at_s: u64) -> String {
    format!("{} UTC", &http_date(at_s)[17..22])
}

/// Of fixed width (RFC 9110 section 5.6.7): `Sun, 06 Dec 2026 14:05:37 GMT`.
fn http_date(at_s: u64) -> String {
    httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(at_s))
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_has_a_day_and_a_time() {
        assert_eq!(day(784_111_777), "6 Nov 1994");
        assert_eq!(day(1_795_166_102), "20 Nov 2026");
        assert_eq!(time_of_day(784_111_777), "08:49 UTC");
    }
}
