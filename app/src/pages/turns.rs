//! Which question to the server is under way.

/// What a person can ask for; each is a function of [`crate::api`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Show,
    /// Each list asked for is another one.
    List,
    Connect,
    Continue,
    NewLink,
    Leave,
    Choose,
    Ticket,
    Commit,
    SignOut,
}

/// The questions so far. Only the answer to the last one counts, whatever it was for.
#[derive(Debug, Default)]
pub(super) struct Turns {
    last: u32,
    pending: Option<Verb>,
}

impl Turns {
    /// Begins a question and numbers it; `None` where the same one is under way: a second press
    /// changes nothing.
    pub(super) fn begin(&mut self, verb: Verb) -> Option<u32> {
        if self.pending == Some(verb) && verb != Verb::List {
            return None;
        }
        self.last += 1;
        self.pending = Some(verb);
        Some(self.last)
    }

    /// Whether this question is under way and none was asked after it.
    pub(super) fn is_pending(&self, turn: u32) -> bool {
        self.is_busy() && self.last == turn
    }

    /// Whether any question is under way.
    pub(super) fn is_busy(&self) -> bool {
        self.pending.is_some()
    }

    /// Ends this question; whether its answer counts.
    pub(super) fn end(&mut self, turn: u32) -> bool {
        let counts = self.is_pending(turn);
        if counts {
            self.pending = None;
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_answer_to_the_last_question_counts() {
        let mut turns = Turns::default();
        let asked = [Verb::Show, Verb::List, Verb::Show].map(|verb| turns.begin(verb));
        let [Some(first), Some(list), Some(second)] = asked else {
            panic!("each is another question: {asked:?}");
        };
        assert!(!turns.end(first), "older than what was asked for since");
        assert!(!turns.end(list));
        assert!(turns.is_pending(second));
        assert!(turns.end(second));
        assert!(!turns.is_busy());
        assert!(!turns.end(second), "an answer counts once");
    }

    #[test]
    fn a_second_press_changes_nothing_but_a_second_list_is_another_one() {
        let mut turns = Turns::default();
        let first = turns.begin(Verb::Continue);
        assert_eq!(turns.begin(Verb::Continue), None);
        assert!(first.is_some_and(|turn| turns.is_pending(turn)));
        assert!(turns.begin(Verb::List).is_some());
        assert!(turns.begin(Verb::List).is_some());
    }
}
