//! What the Bot Framework posts: read leniently, bounded, not believed before its token is checked.
//!
//! Fields as in the Bot Framework's activity schema; Teams adds `aadObjectId` and `channelData`.

#[cfg(test)]
mod tests;

use super::{Command, token::Claimed};
use crate::settings::is_guid;
use serde::Deserialize;

/// The longest identifier or address that is taken. Teams' own have some 200 bytes.
const MAX_ID_BYTES: usize = 2048;

/// Why the bytes are no activity.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ActivityError {
    /// Not JSON, or a field is missing or has another type. The place, without values.
    #[error("no activity: line {line}, column {column}")]
    Unreadable { line: usize, column: usize },
    /// An identifier is empty, too long or would lead elsewhere as part of a path.
    #[error("an identifier is out of bounds")]
    OutOfBounds,
}

/// One activity: a message, or news about the conversation.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Activity {
    #[serde(rename = "type")]
    kind: String,
    /// Unique within the conversation.
    pub(super) id: String,
    pub(super) channel_id: String,
    /// Where Teams takes the answer.
    pub(super) service_url: String,
    /// Who wrote.
    pub(super) from: Account,
    /// The bot, as Teams names it.
    pub(super) recipient: Account,
    pub(super) conversation: Conversation,
    channel_data: Option<ChannelData>,
    text: Option<String>,
    members_added: Option<Vec<Account>>,
    action: Option<String>,
}

/// A person or a bot in a conversation.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Account {
    pub(super) id: String,
    /// Entra's `oid` of a person.
    aad_object_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Conversation {
    pub(super) id: String,
    #[serde(rename = "conversationType")]
    kind: Option<String>,
    tenant_id: Option<String>,
}

#[derive(Deserialize)]
struct ChannelData {
    tenant: Option<Tenant>,
}

#[derive(Deserialize)]
struct Tenant {
    id: String,
}

/// What an activity means to the bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// A person wrote in their chat with the bot.
    Said(Command),
    /// Somebody wrote where others read along.
    SaidAmongOthers,
    /// The bot was added to a person's chat.
    Installed,
    /// The bot was removed from a person's chat.
    Removed,
    /// Nothing that the bot answers.
    Other,
}

impl Activity {
    /// Reads the body of a request.
    ///
    /// # Errors
    /// [`ActivityError`]: the sender is not the Bot Framework.
    pub(crate) fn parse(body: &[u8]) -> Result<Self, ActivityError> {
        let activity: Self =
            serde_json::from_slice(body).map_err(|problem| ActivityError::Unreadable {
                line: problem.line(),
                column: problem.column(),
            })?;
        let ids = [
            &activity.id,
            &activity.service_url,
            &activity.from.id,
            &activity.recipient.id,
            &activity.conversation.id,
        ];
        // A dot or two would be resolved as a step of the path.
        let is_good = |id: &str| !["", ".", ".."].contains(&id) && id.len() <= MAX_ID_BYTES;
        if ids.into_iter().all(|id| is_good(id)) {
            Ok(activity)
        } else {
            Err(ActivityError::OutOfBounds)
        }
    }

    /// What the token must bear out.
    pub(super) fn claimed(&self) -> Claimed<'_> {
        Claimed {
            service_url: &self.service_url,
            channel_id: &self.channel_id,
        }
    }

    /// Tenant and object ID of who wrote: the `tid` and `oid` of their tokens in the tab. `None` for
    /// somebody outside an organisation, or if the two places of the tenant disagree.
    pub(crate) fn person(&self) -> Option<(String, String)> {
        let channel_data = self.channel_data.as_ref();
        let tenants = [
            channel_data.and_then(|data| Some(data.tenant.as_ref()?.id.as_str())),
            self.conversation.tenant_id.as_deref(),
        ];
        let mut tenants = tenants.into_iter().flatten().map(parse_guid);
        let tenant = tenants.next()??;
        if tenants.any(|other| other.as_ref() != Some(&tenant)) {
            return None;
        }
        Some((tenant, parse_guid(self.from.aad_object_id.as_deref()?)?))
    }

    /// What it means to the bot.
    pub(crate) fn event(&self) -> Event {
        let alone = self.conversation.kind.as_deref() == Some("personal");
        match (self.kind.as_str(), alone) {
            ("message", true) => {
                Event::Said(Command::parse(self.text.as_deref().unwrap_or_default()))
            }
            ("message", false) => Event::SaidAmongOthers,
            ("conversationUpdate", true) if self.bot_was_added() => Event::Installed,
            ("installationUpdate", true) => match self.action.as_deref() {
                Some("add") => Event::Installed,
                Some("remove") => Event::Removed,
                _ => Event::Other,
            },
            _ => Event::Other,
        }
    }

    fn bot_was_added(&self) -> bool {
        let added = self.members_added.as_deref().unwrap_or_default();
        added.iter().any(|member| member.id == self.recipient.id)
    }
}

fn parse_guid(text: &str) -> Option<String> {
    let guid = text.to_ascii_lowercase();
    is_guid(&guid).then_some(guid)
}
