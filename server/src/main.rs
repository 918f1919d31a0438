//! `jira-tab`: the command line.

mod commands;

use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    match commands::run(commands::Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Each error is a sentence; its causes are details for the same line.
            eprintln!("jira-tab: {error:#}");
            ExitCode::FAILURE
        }
    }
}
