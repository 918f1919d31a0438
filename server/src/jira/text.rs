//! Texts and times of Jira, as a page can show them.

use app::model::Timestamp;

/// One line without control characters, cut to a length.
pub(super) fn one_line(text: &str, max_chars: usize) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(max_chars)
        .collect()
}

/// Names in Jira are no longer, and what is searched for stands in an address.
const MAX_SEARCHED_CHARS: usize = 255;

/// As much of `text` as is searched for.
pub(super) fn searched(text: &str) -> &str {
    let end = text.char_indices().nth(MAX_SEARCHED_CHARS);
    end.map_or(text, |(end, _)| &text[..end])
}

/// Jira writes `2026-11-20T09:15:02.000+0000`, which lacks ISO 8601's colon.
pub(super) fn timestamp(text: &str) -> Option<Timestamp> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    if !text.is_ascii() || text.len() > 40 {
        return None;
    }
    let (date, time) = text.split_once('T')?;
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let month = MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
    let day: u8 = day.parse().ok()?;
    let year: u16 = year.parse().ok()?;
    let minutes = time
        .get(..5)
        .filter(|t| t.bytes().all(|b| b.is_ascii_digit() || b == b':'))?;
    let offset_at = text
        .len()
        .checked_sub(4)
        .filter(|&at| matches!(text.as_bytes().get(at - 1), Some(b'+' | b'-')));
    let machine = offset_at.map_or_else(
        || text.to_owned(),
        |at| format!("{}:{}", &text[..at + 2], &text[at + 2..]),
    );
    Some(Timestamp {
        machine,
        human: format!("{day} {month} {year}, {minutes}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_searched_for_is_cut_between_two_characters() {
        assert_eq!(searched("Ünïcode"), "Ünïcode");
        assert_eq!(searched(&"ü".repeat(255)), "ü".repeat(255));
        assert_eq!(searched(&"ü".repeat(60_000)), "ü".repeat(255));
    }

    #[test]
    fn jira_writes_times_without_the_colon_of_iso_8601() {
        let at = timestamp("2026-11-20T09:15:02.000+0100").expect("Jira's own format");
        assert_eq!(at.machine, "2026-11-20T09:15:02.000+01:00");
        assert_eq!(at.human, "20 Nov 2026, 09:15");
        let utc = timestamp("2026-11-20T09:15:02Z").expect("ISO 8601");
        assert_eq!(utc.machine, "2026-11-20T09:15:02Z");
        for wrong in [
            "",
            "T",
            "2026-13-01T00:00:00",
            "2026-00-01T00:00:00",
            "x-y-zT09:15",
            "2026-11-20",
            "2026-11-20Tab:cd",
            "٢٠٢٦-11-20T09:15",
        ] {
            assert_eq!(timestamp(wrong), None, "{wrong}");
        }
    }
}
