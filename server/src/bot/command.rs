//! From what a person wrote to the command that it is. Pure.

/// What the bot can be told. Whole words only: whatever else somebody writes does nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Help,
    Connect,
    Status,
    Disconnect,
    /// The answer to the bot's question.
    Yes,
    /// The other answer.
    Cancel,
    /// No command: answered with help.
    Unknown,
}

impl Command {
    /// Reads a message. Mentions, case and what surrounds the word do not count.
    pub(crate) fn parse(text: &str) -> Self {
        let text = strip_mentions(text).replace("&nbsp;", " ");
        let word = text.trim_matches(|c: char| !c.is_alphanumeric());
        match word.to_lowercase().as_str() {
            "hi" | "hello" | "help" => Self::Help,
            "connect" => Self::Connect,
            "status" => Self::Status,
            "disconnect" => Self::Disconnect,
            "yes" => Self::Yes,
            "cancel" | "no" => Self::Cancel,
            _ => Self::Unknown,
        }
    }
}

/// The text without `<at>…</at>`, which is how Teams writes a mention. A tag without its end stays:
/// then the text is no command.
fn strip_mentions(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, mention)) = rest.split_once("<at") {
        let inside = mention.strip_prefix([' ', '>']);
        let Some((_, after)) = inside.and_then(|inside| inside.split_once("</at>")) else {
            break;
        };
        kept.push_str(before);
        kept.push(' ');
        rest = after;
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_command_is_known_by_its_word_alone() {
        for (text, command) in [
            ("help", Command::Help),
            ("Hi", Command::Help),
            ("HELLO!", Command::Help),
            ("connect", Command::Connect),
            ("Status?", Command::Status),
            ("  disconnect\n", Command::Disconnect),
            ("/disconnect", Command::Disconnect),
            ("„Disconnect“", Command::Disconnect),
            ("**disconnect**", Command::Disconnect),
            ("\u{a0}disconnect\u{a0}", Command::Disconnect),
            ("&nbsp;disconnect&nbsp;", Command::Disconnect),
            ("\u{200b}disconnect\u{200e}", Command::Disconnect),
            ("yes", Command::Yes),
            ("Yes.", Command::Yes),
            ("cancel", Command::Cancel),
            ("No!", Command::Cancel),
        ] {
            assert_eq!(Command::parse(text), command, "{text:?}");
        }
    }

    #[test]
    fn a_mention_of_the_bot_does_not_count() {
        for text in [
            "<at>Jira</at> disconnect",
            "<at>Jira</at>&nbsp;disconnect",
            "<at>Jira</at>\u{a0}disconnect\n",
            "disconnect <at>Jira</at>",
            "<at id=\"0\">Jira</at>disconnect",
            "<at>Jira</at> <at>Jira</at> disconnect",
            "<at>cancel</at> disconnect",
        ] {
            assert_eq!(Command::parse(text), Command::Disconnect, "{text:?}");
        }
    }

    #[test]
    fn a_word_inside_other_words_is_no_command() {
        for text in [
            "",
            "   ",
            "👍",
            "<at>Jira</at>",
            "<at>disconnect</at>",
            "<at>Jira disconnect",
            "disconnecting",
            "dis connect",
            "please do not disconnect",
            "disconnect now",
            "disconnect\nstatus",
            "yes or no",
            "yesterday",
            "nobody",
            "I said hello",
            "dısconnect",
            "disc\u{a0}onnect",
        ] {
            assert_eq!(Command::parse(text), Command::Unknown, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn letters_before_or_after_a_command_make_it_none(
            before in "[a-z]{0,3}", after in "[a-z]{0,3}"
        ) {
            prop_assume!(!(before.is_empty() && after.is_empty()));
            let text = format!("{before}disconnect{after}");
            prop_assert_eq!(Command::parse(&text), Command::Unknown);
        }

        #[test]
        fn no_text_is_too_odd_to_read(text in "(<at|</at>|>|&nbsp;|disconnect|.){0,12}") {
            Command::parse(&text);
        }
    }
}
