use std::{io, net::SocketAddr, path::PathBuf};

/// Why the settings cannot be used. Each text is a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The settings file cannot be read.
    #[error(
        "The settings file {} cannot be read: {source}. Name it with --config or JIRA_TAB_CONFIG; \
         `jira-tab instance new` prints what to write into it.", path.display()
    )]
    File {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A key is unknown, missing, of the wrong kind, or has a value that is not allowed.
    #[error("{}{}: {}{message}.", path.display(), line.map(|line| format!(":{line}")).unwrap_or_default(),
        if key.is_empty() { String::new() } else { format!("{key}: ") })]
    Value {
        /// The settings file.
        path: PathBuf,
        /// Line in it, from 1.
        line: Option<usize>,
        /// The key; empty where the parser's words name it.
        key: String,
        /// What is wrong and what is allowed.
        message: String,
    },
    /// Without Teams there is no way to tell people apart, so only this machine may ask.
    #[error(
        "The address {listen} can be reached from other machines, and identity = \"local\" knows \
         only one person, the one at this machine. Listen on loopback, such as 127.0.0.1:{}, or \
         serve people in Teams with identity = \"entra\".", listen.port()
    )]
    NotLoopback {
        /// The address asked for.
        listen: SocketAddr,
    },
}
