//! `jira-tab`: the command line.

mod commands;

use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    server::telemetry::report_panics();
    match commands::run(commands::Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("jira-tab: {}", sentence(&error));
            ExitCode::FAILURE
        }
    }
}

/// The error and its causes in one line, without what the error says already.
fn sentence(error: &anyhow::Error) -> String {
    let mut line = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !line.contains(&cause) {
            line = format!("{}: {cause}", line.trim_end_matches('.'));
        }
    }
    if line.ends_with('.') {
        line
    } else {
        line + "."
    }
}
