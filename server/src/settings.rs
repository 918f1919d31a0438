//! The settings: a TOML file, read and checked once at the start.
//!
//! Every mistake is reported with file, line, key and what is allowed there.

mod export;
mod file;
mod instance;
mod problem;
mod teams;
mod wording;

pub use export::{ExportSettings, parse_span};
pub use instance::{InstanceSettings, is_instance_id};
pub use problem::SettingsError;
pub use teams::{BotSettings, Cloud, Developer, EntraSettings, PublicUrl, TeamsSettings, is_guid};

use crate::store::KeyRingSource;
use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};

/// Where the tab listens unless told otherwise.
pub const DEFAULT_LISTEN: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 3000);

/// The settings file that is read if none is named.
pub const DEFAULT_FILE: &str = "jira-tab.toml";

/// The data folder, beside the settings file, unless told otherwise.
pub const DEFAULT_DATA: &str = "data";

/// Reads an address with a port. The name `localhost` stands for 127.0.0.1.
///
/// # Errors
/// What is allowed, for the operator.
pub fn parse_listen(text: &str) -> Result<SocketAddr, &'static str> {
    let numeric = text
        .strip_prefix("localhost:")
        .map(|port| format!("127.0.0.1:{port}"));
    let numeric = numeric.as_deref().unwrap_or(text);
    numeric
        .parse()
        .map_err(|_| "allowed is an address with a port, such as 127.0.0.1:3000")
}

/// The `public_url` of a settings file that may be unfinished otherwise.
#[must_use]
pub fn public_url_in(path: &Path) -> Option<PublicUrl> {
    let text = std::fs::read_to_string(path).ok()?;
    let table: toml::Table = text.parse().ok()?;
    PublicUrl::parse(table.get("public_url")?.as_str()?).ok()
}

/// Checked settings.
#[derive(Debug)]
pub struct Settings {
    /// Address and port; port 0 lets the system choose.
    pub listen: SocketAddr,
    /// The data folder.
    pub data: PathBuf,
    /// The key ring, if it is not `DATA/keys`.
    pub key_ring: Option<KeyRingSource>,
    /// Open the store although acknowledged records are missing. For one start, after a loss.
    pub accept_gap: bool,
    /// After so much time without use a grant is deleted; never, if there is none.
    pub grant_max_idle: Option<Duration>,
    /// Exports that are made while the tab runs.
    pub export: Option<ExportSettings>,
    /// Who the tab serves.
    pub identity: Identity,
    /// The configured Jira instances; at least one.
    pub instances: Vec<InstanceSettings>,
    /// Files with the secrets of these settings that other accounts of this machine may read.
    pub open_files: Vec<PathBuf>,
}

/// How the tab knows who asks.
#[derive(Debug)]
pub enum Identity {
    /// One person, at this machine: the tab listens on loopback.
    Local,
    /// People in Microsoft Teams, by Entra's tokens.
    Entra(Box<TeamsSettings>),
}

/// What the command line or the environment says; it wins over the file.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// `--listen`, `JIRA_TAB_LISTEN`.
    pub listen: Option<SocketAddr>,
    /// `--data`, `JIRA_TAB_DATA`.
    pub data: Option<PathBuf>,
    /// `JIRA_TAB_KEY_RING`: the key ring itself. There is no flag: others can see a command line.
    pub key_ring: Option<KeyRingSource>,
    /// `--accept-gap`.
    pub accept_gap: bool,
}

impl Settings {
    /// Reads and checks the settings file `path`. Relative paths in it start at its folder.
    ///
    /// # Errors
    /// [`SettingsError`], whose text is for the operator.
    pub fn load(path: &Path, overrides: Overrides) -> Result<Self, SettingsError> {
        let source = file::Source::read(path)?;
        let file = source.parse()?;
        let listen = match overrides.listen {
            Some(listen) => listen,
            None => file
                .listen
                .as_ref()
                .map_or(Ok(DEFAULT_LISTEN), |value| source.listen(value))?,
        };
        let identity = match file.identity {
            file::IdentityKind::Entra => Identity::Entra(Box::new(teams::check(&source, &file)?)),
            file::IdentityKind::Local => {
                if let Some(misplaced) = teams::misplaced(&source, &file) {
                    return Err(misplaced);
                }
                if !listen.ip().is_loopback() {
                    return Err(SettingsError::NotLoopback { listen });
                }
                Identity::Local
            }
        };
        let data = overrides.data.unwrap_or_else(|| {
            source.resolve(file.data.as_deref().unwrap_or(Path::new(DEFAULT_DATA)))
        });
        let grant_max_idle = file.grant_max_idle.as_ref();
        let grant_max_idle = grant_max_idle.map(|it| export::span(&source, "grant_max_idle", it));
        let grant_max_idle = grant_max_idle.transpose()?;
        let export = file.export.as_ref();
        let export = export.map(|it| export::check(&source, it));
        let export = export.transpose()?;
        let instances = instance::check_all(&source, file.jira)?;
        Ok(Self {
            listen,
            data,
            key_ring: overrides.key_ring.or_else(|| {
                let path = file.key_ring_file?;
                Some(KeyRingSource::File(source.resolve(&path)))
            }),
            accept_gap: overrides.accept_gap,
            grant_max_idle,
            export,
            identity,
            instances,
            open_files: source.open_files(),
        })
    }
}
