//! Which activities have been taken: each is taken once, so that neither a repeated delivery nor
//! somebody who recorded one does anything. A restart forgets them; tokens live an hour, and an
//! old "yes" still needs an open question.

use aws_lc_rs::digest::{Context, SHA256};
use std::{
    collections::{HashSet, VecDeque},
    sync::{Mutex, PoisonError},
};

/// More than a bot of the largest organisation is told within the hour that a token lives. Each
/// takes 64 bytes and some.
const MAX_REMEMBERED: usize = 20_000;

type Mark = [u8; 32];

/// The last activities, by digest: identifiers are long, and name conversations.
#[derive(Default)]
pub(super) struct Seen(Mutex<Marks>);

#[derive(Default)]
struct Marks {
    known: HashSet<Mark>,
    in_order: VecDeque<Mark>,
}

impl Seen {
    /// Whether this activity is here for the first time; it is not from then on.
    pub(super) fn is_new(&self, conversation: &str, activity: &str) -> bool {
        let mark = mark(conversation, activity);
        // Both collections are whole between any two statements that can panic.
        let mut marks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !marks.known.insert(mark) {
            return false;
        }
        marks.in_order.push_back(mark);
        if marks.in_order.len() > MAX_REMEMBERED
            && let Some(oldest) = marks.in_order.pop_front()
        {
            marks.known.remove(&oldest);
        }
        true
    }
}

fn mark(conversation: &str, activity: &str) -> Mark {
    let mut context = Context::new(&SHA256);
    // The digest of the first part has a fixed length, so the parts cannot run into each other.
    context.update(aws_lc_rs::digest::digest(&SHA256, conversation.as_bytes()).as_ref());
    context.update(activity.as_bytes());
    let digest = context.finish();
    digest.as_ref().try_into().expect("SHA-256 has 32 bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_activity_is_new_once_in_each_conversation() {
        let seen = Seen::default();
        assert!(seen.is_new("a", "1"));
        assert!(!seen.is_new("a", "1"));
        assert!(seen.is_new("a", "2"));
        assert!(seen.is_new("b", "1"));
        assert!(seen.is_new("", "a1"));
        assert!(seen.is_new("a1", ""));
    }

    #[test]
    fn what_is_remembered_is_bounded_and_the_oldest_is_forgotten_first() {
        let seen = Seen::default();
        for id in 0..=MAX_REMEMBERED {
            assert!(seen.is_new("a", &id.to_string()));
        }
        let marks = seen.0.lock().unwrap();
        assert_eq!(marks.known.len(), MAX_REMEMBERED);
        assert_eq!(marks.in_order.len(), MAX_REMEMBERED);
        drop(marks);
        assert!(!seen.is_new("a", "1"));
        assert!(seen.is_new("a", "0"));
    }
}
