//! `jira-tab check`.

use super::{CheckArguments, output::say};
use anyhow::bail;
use server::{
    check::{self, Finding, Verdict},
    clock::Clock,
    settings::{Overrides, Settings},
};
use std::io;

/// Prints a line for each leg; an error if one of them failed.
#[tokio::main]
pub(super) async fn check(arguments: &CheckArguments) -> anyhow::Result<()> {
    let file = &arguments.settings.config;
    let overrides = Overrides {
        data: arguments.data.clone(),
        key_ring: super::key_ring_from_environment(),
        ..Overrides::default()
    };
    let findings = match Settings::load(file, overrides) {
        Ok(settings) => check::check(file, settings, &Clock::system()).await,
        Err(error) => vec![check::refused_settings(&error)],
    };
    let failed = findings.iter().filter(|it| it.verdict == Verdict::Failed);
    let failed = failed.count();
    if arguments.json {
        let report = serde_json::json!({ "ok": failed == 0, "legs": findings });
        say(format_args!("{report:#}"))?;
    } else {
        findings.iter().try_for_each(print)?;
    }
    match failed {
        0 => Ok(()),
        1 => bail!("One check failed"),
        _ => bail!("{failed} checks failed"),
    }
}

fn print(finding: &Finding) -> io::Result<()> {
    let verdict = match finding.verdict {
        Verdict::Ok => "ok",
        Verdict::Warning => "WARNING",
        Verdict::Failed => "FAILED",
        Verdict::NotTried => "-",
    };
    let Finding { leg, found, .. } = finding;
    let found = found.trim_end_matches('.');
    match &finding.cure {
        Some(cure) => say(format_args!("{verdict:<8}{leg}: {found}. {cure}")),
        None => say(format_args!("{verdict:<8}{leg}: {found}.")),
    }
}
