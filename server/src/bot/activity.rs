//! What the Bot Framework posts: read leniently, bounded, not believed before its token is checked.
//!
//! Fields as in the Bot Framework's activity schema; Teams adds `aadObjectId` and `channelData`.

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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    const TENANT: &str = "11111111-2222-3333-4444-555555555555";
    const PERSON: &str = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";

    fn message() -> Value {
        json!({
            "type": "message",
            "id": "1485983408511",
            "timestamp": "2026-11-20T09:15:02.000Z",
            "channelId": "msteams",
            "serviceUrl": "https://smba.trafficmanager.net/emea/",
            "from": {"id": "29:user", "name": "A. Person", "aadObjectId": PERSON},
            "recipient": {"id": "28:bot", "name": "Jira"},
            "conversation": {"id": "a:1", "conversationType": "personal", "tenantId": TENANT},
            "channelData": {"tenant": {"id": TENANT}, "settings": {"x": 1}},
            "text": "status",
            "entities": [{"type": "clientInfo"}],
        })
    }

    /// The message with members put in at paths, `null` removing them.
    fn with(changes: &[(&str, Value)]) -> Value {
        let mut activity = message();
        for (path, value) in changes {
            let (parent, name) = path.rsplit_once('/').expect("a path");
            let parent = activity.pointer_mut(parent).expect("a parent");
            let parent = parent.as_object_mut().expect("an object");
            if value.is_null() {
                parent.remove(name);
            } else {
                parent.insert(name.to_owned(), value.clone());
            }
        }
        activity
    }

    fn parse(activity: &Value) -> Result<Activity, ActivityError> {
        Activity::parse(activity.to_string().as_bytes())
    }

    fn event(changes: &[(&str, Value)]) -> Event {
        parse(&with(changes)).unwrap().event()
    }

    #[test]
    fn a_message_of_teams_is_read_with_its_unknown_fields() {
        let activity = parse(&message()).unwrap();
        assert_eq!(activity.person(), Some((TENANT.into(), PERSON.into())));
        assert_eq!(activity.event(), Event::Said(Command::Status));
        assert_eq!(
            activity.claimed().service_url,
            "https://smba.trafficmanager.net/emea/"
        );
        assert_eq!(activity.claimed().channel_id, "msteams");
    }

    #[test]
    fn what_is_no_activity_is_refused() {
        for body in [
            "",
            "{",
            "[]",
            "null",
            "7",
            "\"message\"",
            "{}",
            "\u{feff}{}",
            "[[[[[[[[",
        ] {
            assert!(Activity::parse(body.as_bytes()).is_err(), "{body:?}");
        }
        for missing in [
            "/type",
            "/id",
            "/channelId",
            "/serviceUrl",
            "/from",
            "/from/id",
            "/recipient",
            "/recipient/id",
            "/conversation",
            "/conversation/id",
        ] {
            assert!(
                parse(&with(&[(missing, Value::Null)])).is_err(),
                "{missing}"
            );
        }
        for path in [
            "/id",
            "/serviceUrl",
            "/from/id",
            "/recipient/id",
            "/conversation/id",
        ] {
            for value in [json!(""), json!(".."), json!("x".repeat(3000))] {
                let problem = parse(&with(&[(path, value)])).err();
                assert_eq!(problem, Some(ActivityError::OutOfBounds), "{path}");
            }
        }
    }

    #[test]
    fn an_error_shows_nothing_of_what_was_sent() {
        let problem = parse(&with(&[("/text", json!(["secret words"]))]))
            .err()
            .unwrap();
        assert!(!format!("{problem} {problem:?}").contains("secret"));
    }

    #[test]
    fn the_tenant_stands_in_either_place_and_in_both_alike() {
        let person = |changes: &[(&str, Value)]| parse(&with(changes)).unwrap().person();
        let known = Some((TENANT.to_owned(), PERSON.to_owned()));
        assert_eq!(person(&[("/channelData", Value::Null)]), known);
        assert_eq!(person(&[("/channelData/tenant", Value::Null)]), known);
        assert_eq!(person(&[("/conversation/tenantId", Value::Null)]), known);
        let upper = json!(TENANT.to_uppercase());
        assert_eq!(person(&[("/conversation/tenantId", upper)]), known);
        let other = json!(PERSON);
        assert_eq!(person(&[("/conversation/tenantId", other)]), None);
        assert_eq!(person(&[("/channelData/tenant/id", json!("tenant"))]), None);
        assert_eq!(person(&[("/conversation/tenantId", json!(""))]), None);
        assert_eq!(person(&[("/from/aadObjectId", Value::Null)]), None);
        assert_eq!(person(&[("/from/aadObjectId", json!("29:user"))]), None);
        let nowhere = [
            ("/channelData", Value::Null),
            ("/conversation/tenantId", Value::Null),
        ];
        assert_eq!(person(&nowhere), None);
    }

    #[test]
    fn only_a_personal_chat_is_told_anything() {
        for kind in [
            json!("groupChat"),
            json!("channel"),
            json!("Personal"),
            Value::Null,
        ] {
            let elsewhere = ("/conversation/conversationType", kind);
            assert_eq!(
                event(std::slice::from_ref(&elsewhere)),
                Event::SaidAmongOthers
            );
            let added = [
                elsewhere,
                ("/type", json!("conversationUpdate")),
                ("/membersAdded", json!([{"id": "28:bot"}])),
            ];
            assert_eq!(event(&added), Event::Other);
        }
    }

    #[test]
    fn the_bot_is_installed_when_it_is_added_and_not_when_a_person_is() {
        let update = |members: Value| {
            event(&[
                ("/type", json!("conversationUpdate")),
                ("/membersAdded", members),
            ])
        };
        assert_eq!(update(json!([{"id": "28:bot"}])), Event::Installed);
        assert_eq!(
            update(json!([{"id": "29:user"}, {"id": "28:bot"}])),
            Event::Installed
        );
        assert_eq!(update(json!([{"id": "29:user"}])), Event::Other);
        assert_eq!(update(json!([])), Event::Other);
        assert_eq!(update(Value::Null), Event::Other);
        let installation =
            |action: Value| event(&[("/type", json!("installationUpdate")), ("/action", action)]);
        assert_eq!(installation(json!("add")), Event::Installed);
        assert_eq!(installation(json!("remove")), Event::Removed);
        assert_eq!(installation(json!("add-upgrade")), Event::Other);
        assert_eq!(installation(Value::Null), Event::Other);
    }

    #[test]
    fn what_is_neither_message_nor_installation_is_nothing_to_answer() {
        for kind in [
            "typing",
            "invoke",
            "messageReaction",
            "event",
            "Message",
            "",
        ] {
            assert_eq!(event(&[("/type", json!(kind))]), Event::Other, "{kind}");
        }
    }

    #[test]
    fn a_message_without_text_is_no_command() {
        assert_eq!(
            event(&[("/text", Value::Null)]),
            Event::Said(Command::Unknown)
        );
    }

    proptest! {
        #[test]
        fn no_bytes_are_too_odd_to_read(body in proptest::collection::vec(any::<u8>(), 0..64)) {
            prop_assert!(Activity::parse(&body).is_err());
        }
    }
}
