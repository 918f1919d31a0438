//! Where a person's talk with the bot stands: pure, time passed in.

use serde::{Deserialize, Serialize};

/// A question that was not answered by then is as good as never asked.
const QUESTION_LIFE_S: u64 = 300;

/// What is remembered of the talk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Chat {
    /// The bot has said hello. Teams tells of one installation in two ways.
    pub(crate) welcomed: bool,
    question: Option<Question>,
}

/// "Do you want to disconnect?"
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Question {
    /// Jira IDs of the instances that the question named.
    instances: Vec<String>,
    asked_at_s: u64,
}

impl Chat {
    /// The bot asks whether to disconnect from these instances.
    pub(crate) fn ask(&mut self, instances: Vec<String>, now_s: u64) {
        self.question = Some(Question {
            instances,
            asked_at_s: now_s,
        });
    }

    /// The person answered: the instances that the question named, if there is one to answer. The
    /// question is gone then.
    pub(crate) fn take_question(&mut self, now_s: u64) -> Option<Vec<String>> {
        let question = self.question.take()?;
        let in_time = now_s < question.asked_at_s + QUESTION_LIFE_S;
        in_time.then_some(question.instances)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked_at(now_s: u64) -> Chat {
        let mut chat = Chat::default();
        chat.ask(vec!["acme".into()], now_s);
        chat
    }

    #[test]
    fn a_question_is_answered_once() {
        let mut chat = asked_at(1000);
        assert_eq!(chat.take_question(1001), Some(vec!["acme".into()]));
        assert_eq!(chat.take_question(1001), None);
        assert_eq!(Chat::default().take_question(1001), None);
    }

    #[test]
    fn a_question_lives_for_five_minutes() {
        assert!(asked_at(1000).take_question(1299).is_some());
        assert_eq!(asked_at(1000).take_question(1300), None);
    }

    #[test]
    fn a_newer_question_replaces_the_older() {
        let mut chat = asked_at(1000);
        chat.ask(vec!["other".into()], 1200);
        assert_eq!(chat.take_question(1400), Some(vec!["other".into()]));
    }
}
