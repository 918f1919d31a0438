//! The log: one line an event, on standard error.

use std::{
    io::IsTerminal as _,
    panic::{self, PanicHookInfo},
};
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt as _, util::SubscriberInitExt as _};

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// Starts logging. `RUST_LOG` sets what is logged; without it, our own events from "info" on and
/// everybody else's from "warn" on.
pub fn init(format: LogFormat) {
    start(format, "warn,server=info,jira_tab=info");
}

/// Starts logging for a command that tells its own story: only what went wrong.
pub fn init_for_command() {
    start(LogFormat::Text, "error");
}

fn start(format: LogFormat, without_setting: &str) {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(without_setting));
    let registry = tracing_subscriber::registry().with(filter);
    let started = match format {
        LogFormat::Text => {
            let in_colour = std::io::stderr().is_terminal();
            registry
                .with(
                    fmt::layer()
                        .with_writer(std::io::stderr)
                        .with_ansi(in_colour),
                )
                .try_init()
        }
        LogFormat::Json => registry
            .with(fmt::layer().json().with_writer(std::io::stderr))
            .try_init(),
    };
    // An error says that it was started before: a command may ask the store twice.
    drop(started);
}

/// Lets every panic of this process be told by [`report_panic`].
pub fn report_panics() {
    panic::set_hook(Box::new(report_panic));
}

/// Tells where the program panicked and nothing of what the panic says: that may quote a secret.
pub fn report_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string);
    let place = place.as_deref().unwrap_or("an unknown place");
    if tracing::dispatcher::has_been_set() {
        tracing::error!(place, "panicked; this is a defect, please report it");
    } else {
        eprintln!("jira-tab: panicked at {place}; this is a defect, please report it.");
    }
}
