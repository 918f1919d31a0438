//! Dates in queries: absolute, and relative to now.

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// `2026-11-20`, `2026/11/20 09:15`, `-1w`, `4w 2d` or a number of milliseconds.
pub(in crate::jira_sim) fn parse_date(text: &str, now_ms: i64) -> Option<i64> {
    let text = text.trim();
    absolute(text)
        .or_else(|| Some(now_ms + duration(text)?))
        .or_else(|| text.parse().ok())
}

/// `-1w 2d`: weeks, days, hours, minutes; in Jira `M` are months and `y` years.
pub(super) fn duration(text: &str) -> Option<i64> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut total = 0_i64;
    for part in rest.split_whitespace() {
        let unit = part.chars().last()?;
        let number: i64 = part[..part.len() - unit.len_utf8()].parse().ok()?;
        let unit_ms = match unit {
            'm' => MINUTE_MS,
            'h' => HOUR_MS,
            'd' => DAY_MS,
            'w' => 7 * DAY_MS,
            'M' => 30 * DAY_MS,
            'y' => 365 * DAY_MS,
            _ => return None,
        };
        total = total.checked_add(number.checked_mul(unit_ms)?)?;
    }
    (!rest.is_empty()).then_some(sign * total)
}

fn absolute(text: &str) -> Option<i64> {
    let (date, time) = text.split_once(' ').unwrap_or((text, "00:00"));
    let date = date.replace('/', "-");
    let mut numbers = date.splitn(3, '-').map(str::parse::<i64>);
    let (year, month, day) = (
        numbers.next()?.ok()?,
        numbers.next()?.ok()?,
        numbers.next()?.ok()?,
    );
    let (hour, minute) = time.split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    let fits = (1000..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute);
    fits.then(|| days_from_civil(year, month, day) * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS)
}

/// Day number of a Gregorian date, counted in eras of 400 years from 1 March.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let shifted_month = (month + 9) % 12;
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The beginning of the day, week (Monday), month or year of `now_ms`, by the UTC calendar.
pub(super) fn start_of(period: &str, now_ms: i64) -> Option<i64> {
    let day = now_ms.div_euclid(DAY_MS);
    match period {
        "day" => Some(day * DAY_MS),
        "week" => Some((day - (day + 3).rem_euclid(7)) * DAY_MS),
        "month" | "year" => {
            let written = crate::jira_sim::clock::jira_timestamp(now_ms);
            let month = if period == "year" {
                "01"
            } else {
                &written[5..7]
            };
            absolute(&format!("{}-{month}-01", &written[..4]))
        }
        _ => None,
    }
}
