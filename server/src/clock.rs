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

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}
