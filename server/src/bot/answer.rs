//! What the bot writes: sentences and what to press, and how both look on the wire. Pure.

use super::activity::Activity;
use serde_json::{Value, json};

/// What a person is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// Markdown. What is not our own goes through [`escape`].
    pub(crate) text: String,
    pub(crate) offer: Offer,
}

/// What can be pressed instead of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Offer {
    Nothing,
    YesOrCancel,
    OpenTab,
}

impl Answer {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            offer: Offer::Nothing,
        }
    }

    pub(crate) fn offering(self, offer: Offer) -> Self {
        Self { offer, ..self }
    }

    /// The activity that answers `activity`. `tab_link` opens the tab inside Teams.
    pub(super) fn to_activity(&self, activity: &Activity, tab_link: &str) -> Value {
        let mut reply = json!({
            "type": "message",
            "textFormat": "markdown",
            "text": self.text,
            "from": {"id": activity.recipient.id},
            "recipient": {"id": activity.from.id},
            "conversation": {"id": activity.conversation.id},
            "replyToId": activity.id,
        });
        match self.offer {
            Offer::Nothing => {}
            // Suggested actions are gone once one was pressed, and cannot open a link in Teams.
            Offer::YesOrCancel => {
                let button = |title: &str| json!({"type": "imBack", "title": title, "value": title.to_lowercase()});
                reply["suggestedActions"] = json!({
                    "to": [activity.from.id],
                    "actions": [button("Yes"), button("Cancel")],
                });
            }
            Offer::OpenTab => {
                reply["attachments"] = json!([{
                    "contentType": "application/vnd.microsoft.card.hero",
                    "content": {
                        "buttons": [{"type": "openUrl", "title": "Open Jira", "value": tab_link}],
                    },
                }]);
            }
        }
        reply
    }
}

/// A name, on one line, as text: Teams reads markdown and some HTML.
pub(crate) fn escape(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            c if c.is_control() => escaped.push(' '),
            // CommonMark section 2.4. Other punctuation marks up only at the start of a line.
            '\\' | '`' | '*' | '_' | '~' | '[' | ']' => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn activity() -> Activity {
        let body = json!({
            "type": "message", "id": "7", "channelId": "msteams",
            "serviceUrl": "https://smba.trafficmanager.net/emea/",
            "from": {"id": "29:user"}, "recipient": {"id": "28:bot"},
            "conversation": {"id": "a:1"},
        });
        Activity::parse(body.to_string().as_bytes()).unwrap()
    }

    fn reply(offer: Offer) -> Value {
        let answer = Answer::new("Hello.").offering(offer);
        answer.to_activity(&activity(), "https://teams.microsoft.com/l/entity/id/jira")
    }

    #[test]
    fn an_answer_goes_back_where_the_activity_came_from() {
        let reply = reply(Offer::Nothing);
        assert_eq!(
            reply,
            json!({
                "type": "message", "textFormat": "markdown", "text": "Hello.",
                "from": {"id": "28:bot"}, "recipient": {"id": "29:user"},
                "conversation": {"id": "a:1"}, "replyToId": "7",
            })
        );
    }

    #[test]
    fn pressing_a_button_is_the_same_as_writing_the_word() {
        let reply = reply(Offer::YesOrCancel);
        let actions = &reply["suggestedActions"]["actions"];
        assert_eq!(reply["suggestedActions"]["to"], json!(["29:user"]));
        for (index, command) in [super::super::Command::Yes, super::super::Command::Cancel]
            .into_iter()
            .enumerate()
        {
            assert_eq!(actions[index]["type"], "imBack");
            let value = actions[index]["value"].as_str().unwrap();
            assert_eq!(super::super::Command::parse(value), command);
        }
    }

    #[test]
    fn the_tab_is_opened_by_its_link() {
        let reply = reply(Offer::OpenTab);
        let button = &reply["attachments"][0]["content"]["buttons"][0];
        assert_eq!(button["type"], "openUrl");
        assert_eq!(
            button["value"],
            "https://teams.microsoft.com/l/entity/id/jira"
        );
    }

    #[test]
    fn a_name_stays_text() {
        assert_eq!(escape("Demo Jira"), "Demo Jira");
        assert_eq!(escape("Zoë Ångström"), "Zoë Ångström");
        assert_eq!(escape("<b>&"), "&lt;b&gt;&amp;");
        assert_eq!(escape("[x](y)"), "\\[x\\](y)");
        assert_eq!(
            escape("J. Smith-Doe (~~old~~)"),
            "J. Smith-Doe (\\~\\~old\\~\\~)"
        );
        assert_eq!(escape("_a_ *b* `c`"), "\\_a\\_ \\*b\\* \\`c\\`");
        assert_eq!(escape("a\nb\u{7}"), "a b ");
        assert_eq!(escape("back\\slash"), "back\\\\slash");
    }
}
