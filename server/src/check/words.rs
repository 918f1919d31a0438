//! From what was found to what the operator reads.

use super::{Finding, Verdict};
use crate::{
    bot::OwnTokenError,
    jira::NOTEWORTHY_OFFSET_S,
    settings::{Identity, Settings},
    signing_keys::{CLOCK_SKEW_S, FetchError, KeysReport},
};
use app::error::TabError;
use std::path::Path;

const ELSEWHERE: &str =
    "Check bot.token_url in the settings, and whether a firewall answers in its place.";

impl Finding {
    pub(super) fn has_failed(&self) -> bool {
        self.verdict == Verdict::Failed
    }

    pub(super) fn ok(leg: &str, found: String) -> Self {
        Self {
            leg: leg.to_owned(),
            verdict: Verdict::Ok,
            found,
            cure: None,
        }
    }

    pub(super) fn not_tried(leg: &str, why: &str) -> Self {
        Self {
            verdict: Verdict::NotTried,
            ..Self::ok(leg, why.to_owned())
        }
    }

    pub(super) fn warning(leg: &str, found: String, cure: String) -> Self {
        Self {
            verdict: Verdict::Warning,
            cure: Some(cure),
            ..Self::ok(leg, found)
        }
    }

    pub(super) fn failed(leg: &str, found: String, cure: String) -> Self {
        Self {
            verdict: Verdict::Failed,
            cure: Some(cure),
            ..Self::ok(leg, found)
        }
    }

    /// What the other side's clock adds to a good finding.
    fn with_clock(self, offset_s: Option<i64>, tolerated_s: u64) -> Self {
        let Some(offset_s) = offset_s else {
            return self;
        };
        let by_s = offset_s.unsigned_abs();
        if by_s <= NOTEWORTHY_OFFSET_S {
            let found = format!("{}; clocks agree", self.found);
            return Self { found, ..self };
        }
        let way = if offset_s < 0 { "behind" } else { "ahead of" };
        let fails = by_s > tolerated_s;
        Self {
            verdict: if fails {
                Verdict::Failed
            } else {
                Verdict::Warning
            },
            found: format!(
                "{}; its clock is {by_s} seconds {way} this machine's",
                self.found
            ),
            cure: Some("Keep the time by NTP, on this machine first.".to_owned()),
            ..self
        }
    }
}

pub(super) fn good_settings(file: &Path, settings: &Settings) -> Finding {
    let who = match &settings.identity {
        Identity::Local => "one person at this machine".to_owned(),
        Identity::Entra(teams) => {
            let bot = if teams.bot.is_some() {
                "with"
            } else {
                "without"
            };
            format!(
                "people in Teams at {}, {bot} a bot",
                teams.public_url.origin()
            )
        }
    };
    Finding::ok(
        "settings",
        format!("{} can be used, for {who}", file.display()),
    )
}

pub(super) fn no_tls(leg: &str) -> Finding {
    let found = "TLS cannot be set up on this machine".to_owned();
    let cure = "Install the system's certificates; on Debian, the package ca-certificates.";
    Finding::failed(leg, found, cure.to_owned())
}

/// The words are for a person who uses the tab; here its administrator reads them.
pub(super) fn refused_jira(leg: &str, error: TabError) -> Finding {
    let next_step = error
        .next_step
        .replace(
            "Contact the administrator of this tab:",
            "Look into the settings:",
        )
        .replace(", contact the administrator of this tab:", ",")
        .replace(
            ", contact the administrator of this tab.",
            ", report a defect.",
        )
        .replace("from its server", "from this machine");
    Finding::failed(leg, error.cause, next_step)
}

/// What an issuer of tokens said; `key` of the settings decides who is asked.
pub(super) fn keys(leg: &str, report: Result<KeysReport, FetchError>, key: &str) -> Finding {
    match report {
        Ok(KeysReport {
            keys,
            clock_offset_s,
        }) => {
            let found = format!("{keys} signing keys can be fetched");
            Finding::ok(leg, found).with_clock(clock_offset_s, CLOCK_SKEW_S)
        }
        Err(error) => {
            let cure = match &error {
                FetchError::Unreachable { .. } | FetchError::Timeout { .. } => {
                    "Let this machine reach that address without a proxy; ask whoever runs its firewall."
                        .to_owned()
                }
                _ => format!(
                    "Check {key} in the settings, and whether a firewall answers in its place."
                ),
            };
            Finding::failed(leg, format!("{error}."), cure)
        }
    }
}

pub(super) fn token(leg: &str, token: Result<(), OwnTokenError>) -> Finding {
    let error = match token {
        Ok(()) => return Finding::ok(leg, "Entra takes the bot's ID and secret".to_owned()),
        Err(error) => error,
    };
    let (found, cure) = match error {
        OwnTokenError::Refused {
            status,
            word: Some(word),
        } => (
            format!("Entra refuses the bot's ID or secret ({status}, {word})."),
            "Check bot.app_id, and that the first of entra.tenant_ids is the tenant of its \
             registration. A secret that has run out is replaced in Entra: App registrations > the \
             bot's > Certificates & secrets; put the new one into the file of \
             bot.client_secret_file.",
        ),
        OwnTokenError::Refused { status, word: None } => (
            format!("The address of Entra's tokens answers {status} without a reason of Entra's."),
            ELSEWHERE,
        ),
        OwnTokenError::Unreadable => (
            "The address of Entra's tokens answers with something else.".to_owned(),
            ELSEWHERE,
        ),
        OwnTokenError::Unreachable => (
            "Entra cannot be reached for the bot's own token.".to_owned(),
            "Let this machine reach the host of bot.token_url (Entra's own unless set) without a \
             proxy; ask whoever runs its firewall.",
        ),
    };
    Finding::failed(leg, found, cure.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::error::{Facts, Problem};

    fn with_clock(offset_s: Option<i64>) -> Finding {
        let keys = KeysReport {
            keys: 3,
            clock_offset_s: offset_s,
        };
        super::keys("entra", Ok(keys), "entra.tenant_ids")
    }

    #[test]
    fn the_administrator_is_not_sent_to_the_administrator() {
        for problem in [
            Problem::JiraUnreachable,
            Problem::JiraNameUnknown,
            Problem::JiraNotFound,
            Problem::Internal,
        ] {
            let said = refused_jira("jira acme", TabError::new(problem, Facts::default()));
            let cure = said.cure.expect("what to do");
            assert!(!cure.contains("administrator of this tab"), "{cure}");
        }
    }

    #[test]
    fn clocks_that_differ_are_told_and_fail_only_where_tokens_would() {
        for (offset_s, verdict, words) in [
            (None, Verdict::Ok, "3 signing keys can be fetched"),
            (Some(0), Verdict::Ok, "clocks agree"),
            (Some(-60), Verdict::Ok, "clocks agree"),
            (Some(61), Verdict::Warning, "61 seconds ahead of"),
            (Some(-300), Verdict::Warning, "300 seconds behind"),
            (Some(-301), Verdict::Failed, "301 seconds behind"),
        ] {
            let finding = with_clock(offset_s);
            assert_eq!(finding.verdict, verdict, "{offset_s:?}");
            assert!(finding.found.contains(words), "{}", finding.found);
            assert_eq!(finding.cure.is_some(), verdict != Verdict::Ok);
        }
    }
}
