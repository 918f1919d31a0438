//! `jira-tab check`.

use super::CheckArguments;
use anyhow::bail;
use server::{
    check::{self, Finding, Verdict},
    clock::Clock,
    settings::{Overrides, Settings},
};

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
        println!("{report:#}");
    } else {
        findings.iter().for_each(print);
    }
    match failed {
        0 => Ok(()),
        1 => bail!("One check failed"),
        _ => bail!("{failed} checks failed"),
    }
}

fn print(finding: &Finding) {
    let verdict = match finding.verdict {
        Verdict::Ok => "ok",
        Verdict::Warning => "WARNING",
        Verdict::Failed => "FAILED",
        Verdict::NotTried => "-",
    };
    let Finding { leg, found, .. } = finding;
    let found = found.trim_end_matches('.');
    match &finding.cure {
        Some(cure) => println!("{verdict:<8}{leg}: {found}. {cure}"),
        None => println!("{verdict:<8}{leg}: {found}."),
    }
}
