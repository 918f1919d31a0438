//! Times, in rounds: what is compared takes turns, so that a busy machine is busy for all of it.

use std::{
    fmt,
    hint::black_box,
    time::{Duration, Instant},
};

/// Short, so that a busy machine leaves some of them alone.
const ROUND: Duration = Duration::from_millis(2);
const ROUNDS: usize = 500;

/// The time of one call of each, in the best of the rounds: whatever else the machine does only adds.
pub(crate) fn compare<const N: usize>(mut calls: [&mut dyn FnMut(); N]) -> [Duration; N] {
    let mut repeats = [0_u32; N];
    for (call, repeats) in calls.iter_mut().zip(&mut repeats) {
        let start = Instant::now();
        while start.elapsed() < ROUND {
            call();
            *repeats += 1;
        }
    }
    let mut best = [Duration::MAX; N];
    for _ in 0..ROUNDS {
        for ((call, best), repeats) in calls.iter_mut().zip(&mut best).zip(repeats) {
            let start = Instant::now();
            for _ in 0..repeats {
                black_box(&mut *call)();
            }
            *best = (*best).min(start.elapsed() / repeats);
        }
    }
    best
}

/// Times of many calls.
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The time that so many of a hundred calls stay below.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let last = self.0.len().saturating_sub(1);
        self.0
            .get(last * percent / 100)
            .copied()
            .unwrap_or_default()
    }
}

/// `p50 … p99 …`.
impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (p50, p99) = (self.percentile(50), self.percentile(99));
        write!(f, "p50 {}, p99 {}", show(p50), show(p99))
    }
}

/// A time with three digits.
pub(crate) fn show(time: Duration) -> String {
    let us = time.as_secs_f64() * 1e6;
    match us {
        us if us >= 1e6 => format!("{:.2} s", us / 1e6),
        us if us >= 1e4 => format!("{:.0} ms", us / 1e3),
        us if us >= 1e3 => format!("{:.2} ms", us / 1e3),
        us if us >= 10.0 => format!("{us:.0} µs"),
        us => format!("{us:.2} µs"),
    }
}

/// How many times as long.
pub(crate) fn ratio(time: Duration, other: Duration) -> f64 {
    time.as_secs_f64() / other.as_secs_f64()
}

/// How many in a second.
pub(crate) fn per_second(count: usize, took: Duration) -> f64 {
    f64::from(u32::try_from(count).expect("a count below 2^32")) / took.as_secs_f64()
}
