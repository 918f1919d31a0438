//! What the command line takes.

mod administer;
mod check;
mod instance;
mod output;
mod serve;
mod setup;
mod teams_package;

use clap::{Parser, Subcommand};
use server::{
    settings::{DEFAULT_FILE, PublicUrl, parse_listen, parse_span},
    setup::{parse_domain, parse_guid},
    store::KeyRingSource,
    telemetry::LogFormat,
};
use std::{net::SocketAddr, path::PathBuf, time::Duration};

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
    /// List or delete people's grants; also while the tab runs.
    #[command(subcommand)]
    Grants(GrantsCommand),
    /// List the keys that seal the records, or replace them; also while the tab runs.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Write every record into a file, sealed; also while the tab runs.
    Export(ExportArguments),
    /// Read the records of an export; also while the tab runs.
    Import(ImportArguments),
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

/// Where the records are.
#[derive(clap::Args)]
struct StoreArguments {
    #[command(flatten)]
    settings: SettingsFile,
    /// Data folder [default: data, beside the settings file].
    #[arg(long, value_name = "FOLDER", env = "JIRA_TAB_DATA")]
    data: Option<PathBuf>,
}

#[derive(Subcommand)]
enum GrantsCommand {
    /// Print who is connected to which Jira, and no secret.
    List(ListGrantsArguments),
    /// Delete grants; of whole people also whatever else is stored of them.
    Revoke(RevokeGrantsArguments),
}

/// Which grants; all conditions must hold.
#[derive(clap::Args)]
struct SelectionArguments {
    /// Those of this person: their object ID in Entra.
    #[arg(long, value_name = "OID")]
    user: Option<String>,
    /// Those of this tenant.
    #[arg(long, value_name = "TID")]
    tenant: Option<String>,
    /// Those of this Jira.
    #[arg(long, value_name = "ID")]
    instance: Option<String>,
    /// Those that were not used for so long, such as 90d.
    #[arg(long, value_name = "TIME", value_parser = parse_span)]
    unused_for: Option<Duration>,
}

#[derive(clap::Args)]
struct ListGrantsArguments {
    #[command(flatten)]
    store: StoreArguments,
    #[command(flatten)]
    selection: SelectionArguments,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(clap::Args)]
#[command(group(clap::ArgGroup::new("which").required(true).multiple(true).args(["user", "tenant", "instance", "unused_for"])))]
struct RevokeGrantsArguments {
    #[command(flatten)]
    store: StoreArguments,
    #[command(flatten)]
    selection: SelectionArguments,
    /// Do not ask before deleting.
    #[arg(long)]
    yes: bool,
}

#[derive(Subcommand)]
enum KeysCommand {
    /// Print the ids of the keys and how many records each has sealed.
    List(ListKeysArguments),
    /// Make a new key, seal every record by it, and take the older keys out.
    Rotate(RotateKeysArguments),
}

#[derive(clap::Args)]
struct RotateKeysArguments {
    #[command(flatten)]
    store: StoreArguments,
    /// Do not ask before the older keys are taken out.
    #[arg(long)]
    yes: bool,
}

#[derive(clap::Args)]
struct ListKeysArguments {
    #[command(flatten)]
    store: StoreArguments,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(clap::Args)]
struct ExportArguments {
    #[command(flatten)]
    store: StoreArguments,
    /// Where to write the export.
    file: PathBuf,
}

#[derive(clap::Args)]
struct ImportArguments {
    #[command(flatten)]
    store: StoreArguments,
    /// The export to read.
    file: PathBuf,
    /// Import although the store holds records and differs from the export.
    #[arg(long)]
    force: bool,
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
        Command::Setup(arguments) => setup::print(arguments),
        Command::Check(arguments) => check::check(&arguments),
        Command::Grants(GrantsCommand::List(arguments)) => administer::list_grants(arguments),
        Command::Grants(GrantsCommand::Revoke(arguments)) => administer::revoke_grants(arguments),
        Command::Keys(KeysCommand::List(arguments)) => administer::list_keys(&arguments),
        Command::Keys(KeysCommand::Rotate(arguments)) => administer::rotate_keys(&arguments),
        Command::Export(arguments) => administer::export(&arguments),
        Command::Import(arguments) => administer::import(&arguments),
        Command::TeamsPackage(arguments) => teams_package::write(&arguments),
    }
}
