//! `[export]`, and spans of time as an operator writes them.

use super::{SettingsError, file};
use std::{path::PathBuf, time::Duration};
use toml::Spanned;

const HOUR_S: u64 = 3600;
const DAY_S: u64 = 24 * HOUR_S;

/// Exports that are made while the tab runs.
#[derive(Clone, Debug)]
pub struct ExportSettings {
    /// Where they go; made if it is not there.
    pub folder: PathBuf,
    /// Time from one to the next.
    pub every: Duration,
    /// The newest ones of this number are kept.
    pub keep: usize,
}

/// Reads a span of time: hours (`12h`) or days (`90d`), one at least.
///
/// # Errors
/// What is allowed, for the operator.
pub fn parse_span(text: &str) -> Result<Duration, &'static str> {
    let allowed = "allowed is a number of hours or days, such as 12h or 90d";
    let (number, unit_s) = match (text.strip_suffix('h'), text.strip_suffix('d')) {
        (Some(hours), _) => (hours, HOUR_S),
        (_, Some(days)) => (days, DAY_S),
        _ => return Err(allowed),
    };
    // So many days are centuries, and nothing overflows.
    match number.parse() {
        Ok(number @ 1..=99_999_u64) => Ok(Duration::from_secs(number * unit_s)),
        _ => Err(allowed),
    }
}

pub(super) fn span(
    source: &file::Source,
    key: &str,
    value: &Spanned<String>,
) -> Result<Duration, SettingsError> {
    parse_span(value.get_ref()).map_err(|allowed| source.mistake(key, value, allowed))
}

pub(super) fn check(
    source: &file::Source,
    export: &file::Export,
) -> Result<ExportSettings, SettingsError> {
    let every = export.every.as_ref();
    let every = every.map_or(Ok(Duration::from_secs(DAY_S)), |it| {
        span(source, "export.every", it)
    })?;
    let keep = match &export.keep {
        None => 14,
        Some(keep) => match usize::try_from(*keep.get_ref()) {
            Ok(number) if number > 0 => number,
            _ => {
                let allowed = "allowed is a whole number, 1 at least";
                return Err(source.mistake("export.keep", keep, allowed));
            }
        },
    };
    Ok(ExportSettings {
        folder: source.resolve(&export.folder),
        every,
        keep,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_a_number_of_hours_or_days() {
        assert_eq!(parse_span("12h"), Ok(Duration::from_hours(12)));
        assert_eq!(parse_span("90d"), Ok(Duration::from_hours(90 * 24)));
        for text in [
            "",
            "d",
            "0d",
            "90",
            "-1d",
            "1w",
            "1.5d",
            "99999999999999999999d",
        ] {
            assert!(parse_span(text).is_err(), "{text}");
        }
    }
}
