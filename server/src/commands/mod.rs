//! What the command line takes.

mod check;
mod instance;
mod serve;
mod setup;
mod teams_package;

use clap::{Parser, Subcommand};
use server::{
    settings::{DEFAULT_FILE, PublicUrl, parse_listen},
    setup::{parse_domain, parse_guid},
    store::KeyRingSource,
    telemetry::LogFormat,
};
use std::{net::SocketAddr, path::PathBuf};

/// Jira inside Microsoft Teams, self-hosted.
#[derive(Parser)]
#[command(name = "jira-tab", version, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the tab.
    #[command(
        after_help = "Environment: JIRA_TAB_KEY_RING holds the key ring itself, in place of DATA/keys; RUST_LOG sets what is logged."
    )]
    Serve(ServeArguments),
    /// Prepare a Jira instance.
    #[command(subcommand)]
    Instance(InstanceCommand),
    /// Print step by step what to do in Entra, Azure, the settings, the reverse proxy and Teams.
    Setup(SetupArguments),
    /// Look at keys and data folder, ask every server that the settings name, and say what to do where
    /// that fails.
    Check(CheckArguments),
    /// Write the app package to upload to Microsoft Teams.
    TeamsPackage(TeamsPackageArguments),
}

#[derive(clap::Args)]
struct SettingsFile {
    /// Settings file (TOML).
    #[arg(long, value_name = "FILE", env = "JIRA_TAB_CONFIG", default_value = DEFAULT_FILE)]
    config: PathBuf,
}

/// Flags win over the environment, the environment over the settings file.
#[derive(clap::Args)]
struct ServeArguments {
    #[command(flatten)]
    settings: SettingsFile,
    /// Address and port to listen on [default: 127.0.0.1:3000].
    #[arg(long, value_name = "ADDRESS", env = "JIRA_TAB_LISTEN", value_parser = parse_listen)]
    listen: Option<SocketAddr>,
    /// Data folder [default: data, beside the settings file].
    #[arg(long, value_name = "FOLDER", env = "JIRA_TAB_DATA")]
    data: Option<PathBuf>,
    /// How log lines look.
    #[arg(long, value_enum, env = "JIRA_TAB_LOG_FORMAT", default_value_t)]
    log_format: LogFormat,
    /// Save again although the store lacks acknowledged records; the people concerned sign in again.
    #[arg(long)]
    accept_gap: bool,
}

#[derive(Subcommand)]
enum InstanceCommand {
    /// Make the key for a Jira and print what to write into the settings and into Jira.
    New(NewInstanceArguments),
}

#[derive(clap::Args)]
struct NewInstanceArguments {
    #[command(flatten)]
    settings: SettingsFile,
    /// Short name that people may type, such as acme.
    #[arg(long)]
    id: String,
    /// Address that people open Jira with, with its context path if it has one.
    #[arg(long, value_name = "URL")]
    base_url: String,
    /// Where to write the private key [default: jira-ID.pem].
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
}

#[derive(clap::Args)]
struct SetupArguments {
    /// Host name at which people's browsers will reach the tab.
    #[arg(long, value_parser = parse_domain)]
    domain: PublicUrl,
    /// Directory (tenant) ID, once you have it.
    #[arg(long, value_name = "ID", value_parser = parse_guid)]
    tenant_id: Option<String>,
    /// Application (client) ID, once you have it.
    #[arg(long, value_name = "ID", value_parser = parse_guid)]
    client_id: Option<String>,
    /// Microsoft App ID of the bot, if it has a registration of its own.
    #[arg(long, value_name = "ID", value_parser = parse_guid)]
    bot_id: Option<String>,
    /// Leave the bot out.
    #[arg(long, conflicts_with = "bot_id")]
    no_bot: bool,
}

#[derive(clap::Args)]
struct CheckArguments {
    #[command(flatten)]
    settings: SettingsFile,
    /// Data folder [default: data, beside the settings file].
    #[arg(long, value_name = "FOLDER", env = "JIRA_TAB_DATA")]
    data: Option<PathBuf>,
    /// Print JSON, for a monitor.
    #[arg(long)]
    json: bool,
}

#[derive(clap::Args)]
struct TeamsPackageArguments {
    #[command(flatten)]
    settings: SettingsFile,
    /// Where to write the package.
    #[arg(long, value_name = "FILE", default_value = "jira-tab.zip")]
    out: PathBuf,
    /// Name of the app as people see it.
    #[arg(long, default_value = "Jira")]
    name: String,
    /// Version of the app; Teams takes an update only with a higher one.
    #[arg(long, value_name = "VERSION", default_value = env!("CARGO_PKG_VERSION"))]
    app_version: String,
}

/// The key ring itself, in place of a file.
fn key_ring_from_environment() -> Option<KeyRingSource> {
    let text = std::env::var("JIRA_TAB_KEY_RING").ok()?;
    Some(KeyRingSource::Text(text.into()))
}

/// Runs the command.
pub(crate) fn run(cli: Cli) -> anyhow::Result<()> {
    match cli.command {
        Command::Serve(arguments) => serve::serve(arguments),
        Command::Instance(InstanceCommand::New(arguments)) => instance::new(&arguments),
        Command::Setup(arguments) => {
            setup::print(arguments);
            Ok(())
        }
        Command::Check(arguments) => check::check(&arguments),
        Command::TeamsPackage(arguments) => teams_package::write(&arguments),
    }
}
