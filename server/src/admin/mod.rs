//! Administration of what is stored, also while the tab runs.
//!
//! The database has one owner. So each verb is a method of `Desk` once, and there are two ways to it:
//! a running tab answers on a socket in its data folder (`socket.rs`), and where none runs
//! [`administer`](crate::administer) opens the store itself. Never by the public port.

mod ask;
mod schedule;
mod socket;

pub use crate::usecase::{GrantEntry, Selection};
pub use ask::AskError;
pub(crate) use ask::{ask_running, running_tab};
pub(crate) use schedule::export_regularly;
pub(crate) use socket::Socket;

use crate::{
    store::{Gap, ImportError, KeyRingSource, KeyUse, RotateError, Rotation, VaultError},
    usecase::{Revoked, Tab},
};
use serde::{Deserialize, Serialize};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::sync::mpsc;

/// An export of 100,000 people has some 80 MB.
const MAX_IMPORT_BYTES: u64 = 256 << 20;

/// What an administrator asks for.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Request {
    /// List grants.
    GrantsList(Selection),
    /// Delete grants.
    GrantsRevoke(Selection),
    /// List keys.
    KeysList,
    /// Replace the key.
    KeysRotate,
    /// Write every record down.
    Export,
    /// Read an export, which follows the request.
    Import {
        /// Also into a store that has records of its own.
        force: bool,
    },
}

/// One line of the answer.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// One grant.
    Grant(GrantEntry),
    /// One key.
    Key(KeyUse),
    /// The text of an export.
    Export(String),
    /// A sentence for the administrator. It may hold a key.
    Told(String),
    /// The last line: all is done.
    Done,
    /// The last line: why not.
    Refused(String),
}

#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error(transparent)]
    Rotate(#[from] RotateError),
    #[error(transparent)]
    Import(#[from] ImportError),
    #[error("The file is larger than 256 MiB, which is more than jira-tab imports.")]
    TooLarge,
    #[error("An export would lack what the store lacks. {0}")]
    Gap(Gap),
}

/// Does what an administrator asks for.
pub(crate) struct Desk {
    pub(crate) tab: Arc<Tab>,
    pub(crate) keys: KeyRingSource,
    /// What the store lacks.
    pub(crate) gap: Option<Gap>,
}

impl Desk {
    /// Performs `request` and tells what comes of it; `body` is what follows an import. Who listens
    /// may go away: what was begun is finished.
    async fn answer(&self, request: Request, body: Vec<u8>, tell: mpsc::Sender<Answer>) {
        let performed = self.perform(request, body, &tell).await;
        let last = match performed {
            Ok(()) => Answer::Done,
            Err(refusal) => Answer::Refused(refusal.to_string()),
        };
        // Whoever went away does not need the answer.
        let _ = tell.send(last).await;
    }

    async fn perform(
        &self,
        request: Request,
        body: Vec<u8>,
        tell: &mpsc::Sender<Answer>,
    ) -> Result<(), Refusal> {
        let vault = &self.tab.vault;
        // As above.
        let say = async |answer| drop(tell.send(answer).await);
        match request {
            Request::GrantsList(selection) => {
                for entry in self.tab.list_grants(&selection).await? {
                    say(Answer::Grant(entry)).await;
                }
            }
            Request::GrantsRevoke(selection) => {
                let Revoked { grants, people } = self.tab.revoke_grants(&selection).await?;
                tracing::info!(grants, people, "an administrator deleted grants");
                let told = match people {
                    0 => "Nothing was deleted: nothing is stored of whom this names.".to_owned(),
                    1 => format!("{} of 1 person deleted.", counted(grants, "grant")),
                    _ => format!("{} of {people} people deleted.", counted(grants, "grant")),
                };
                say(Answer::Told(told)).await;
            }
            Request::KeysList => {
                for key in vault.key_uses().await? {
                    say(Answer::Key(key)).await;
                }
            }
            Request::KeysRotate => {
                let rotation = vault.rotate(&self.keys).await?;
                tracing::info!("an administrator rotated the keys");
                say(Answer::Told(rotation_in_words(&rotation))).await;
            }
            Request::Export => {
                if let Some(gap) = &self.gap {
                    return Err(Refusal::Gap(gap.clone()));
                }
                let export = vault.export(self.tab.clock.now_s()).await?;
                let told = match &export.key_ids[..] {
                    [] => "The store holds no records yet; an empty export was made.".to_owned(),
                    ids => format!(
                        "{} exported, sealed by {}. Without the key ring nobody can read them: back it up too, elsewhere.",
                        counted(export.records, "record"),
                        ids.join(", "),
                    ),
                };
                say(Answer::Export(export.text)).await;
                say(Answer::Told(told)).await;
            }
            Request::Import { force } => {
                if body.len() as u64 > MAX_IMPORT_BYTES {
                    return Err(Refusal::TooLarge);
                }
                let imported = self.tab.import(body, force).await?;
                tracing::info!(
                    written = imported.written,
                    "an administrator imported records"
                );
                let told = format!(
                    "{} imported, {} there already.",
                    counted(imported.written, "record"),
                    imported.present
                );
                say(Answer::Told(told)).await;
            }
        }
        Ok(())
    }
}

fn rotation_in_words(rotation: &Rotation) -> String {
    match rotation {
        Rotation::Done {
            key_id,
            removed,
            resealed,
        } => format!(
            "{} sealed anew by {key_id}; {} left the key ring. Back the key ring up. Keep the copy of \
             before for as long as you keep exports and backups of before.",
            counted(*resealed, "record"),
            removed.join(", ")
        ),
        Rotation::AddLine(line) => format!(
            "The key ring is in JIRA_TAB_KEY_RING, which only you can change. Put this line before \
             those that are there, restart the tab, and run this command again:\n{}",
            line.as_str()
        ),
        Rotation::KeepOnly { key_id, resealed } => format!(
            "{} sealed anew by {key_id}. Take the lines of the other keys out of JIRA_TAB_KEY_RING \
             and restart the tab. Keep them for as long as you keep exports and backups of before.",
            counted(*resealed, "record")
        ),
    }
}

fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

/// The socket of a running tab.
fn socket_path(data: &Path) -> PathBuf {
    data.join("admin.sock")
}
