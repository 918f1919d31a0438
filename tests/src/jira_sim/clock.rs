//! Jira's clock: system time plus an offset, and the two ways Jira writes a time.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// The clock that tokens, timestamps and the `Date` header go by.
#[derive(Debug, Default)]
pub(super) struct SimClock {
    offset_s: AtomicI64,
    /// What a proxy before Jira adds to the `Date` header only.
    date_offset_s: AtomicI64,
}

impl SimClock {
    /// Seconds since 1970 by Jira's clock.
    pub(super) fn now_s(&self) -> i64 {
        self.now_ms().div_euclid(1000)
    }

    /// Milliseconds since 1970 by Jira's clock.
    pub(super) fn now_ms(&self) -> i64 {
        #[expect(clippy::disallowed_methods, reason = "Jira has a clock of its own")]
        let system = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .expect("the system clock is after 1970");
        let system_ms =
            i64::try_from(system.as_millis()).expect("milliseconds since 1970 fit in 63 bits");
        system_ms.saturating_add(self.offset_s.load(Ordering::Relaxed).saturating_mul(1000))
    }

    /// The time of the `Date` header.
    pub(super) fn date_s(&self) -> i64 {
        self.now_s() + self.date_offset_s.load(Ordering::Relaxed)
    }

    pub(super) fn set_date_offset_s(&self, offset_s: i64) {
        self.date_offset_s.store(offset_s, Ordering::Relaxed);
    }

    pub(super) fn set_offset_s(&self, offset_s: i64) {
        self.offset_s.store(offset_s, Ordering::Relaxed);
    }
}

/// Jira's REST format: `2026-11-20T09:15:02.000+0000`.
pub(super) fn jira_timestamp(epoch_ms: i64) -> String {
    let t = Civil::from_epoch_s(epoch_ms.div_euclid(1000));
    let ms = epoch_ms.rem_euclid(1000);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{ms:03}+0000",
        t.year, t.month, t.day, t.hour, t.minute, t.second
    )
}

/// The `Date` header, RFC 9110 section 5.6.7: `Fri, 20 Nov 2026 09:15:02 GMT`.
pub(super) fn http_date(epoch_s: i64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let t = Civil::from_epoch_s(epoch_s);
    let weekday = usize::try_from(epoch_s.div_euclid(86_400).rem_euclid(7)).expect("0..7 fits");
    let month = usize::try_from(t.month - 1).expect("1..=12 fits");
    format!(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
        DAYS[weekday], t.day, MONTHS[month], t.year, t.hour, t.minute, t.second
    )
}

struct Civil {
    year: i64,
    month: i64,
    day: i64,
    hour: i64,
    minute: i64,
    second: i64,
}

impl Civil {
    /// Proleptic Gregorian date of a day number, counted in eras of 400 years from 1 March.
    fn from_epoch_s(epoch_s: i64) -> Self {
        let second_of_day = epoch_s.rem_euclid(86_400);
        let days = epoch_s.div_euclid(86_400) + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let month = if shifted_month < 10 {
            shifted_month + 3
        } else {
            shifted_month - 9
        };
        Self {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month,
            day: day_of_year - (153 * shifted_month + 2) / 5 + 1,
            hour: second_of_day / 3600,
            minute: second_of_day / 60 % 60,
            second: second_of_day % 60,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_second_is_written_in_both_formats() {
        assert_eq!(
            jira_timestamp(1_795_166_102_007),
            "2026-11-20T09:15:02.007+0000"
        );
        assert_eq!(http_date(784_111_777), "Sun, 06 Nov 1994 08:49:37 GMT");
    }

    #[test]
    fn leap_days_and_year_ends_are_right() {
        assert_eq!(
            jira_timestamp(951_782_400_000),
            "2000-02-29T00:00:00.000+0000"
        );
        assert_eq!(
            jira_timestamp(1_735_689_599_000),
            "2024-12-31T23:59:59.000+0000"
        );
    }

    #[test]
    fn the_offset_moves_the_clock() {
        let clock = SimClock::default();
        let before = clock.now_s();
        clock.set_offset_s(3600);
        assert!(clock.now_s() - before >= 3600);
    }
}
