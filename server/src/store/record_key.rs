//! Names of records: parts that cannot run into each other.

use std::fmt;

/// The key of a record inside its table, or the beginning of one.
///
/// Made of parts (tenant, user, instance…), each preceded by its length in four bytes. So
/// `("ab", "c")` and `("a", "bc")` differ, and a scan for the parts `(tenant, user)` finds exactly
/// the records whose first two parts are these.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RecordKey(Vec<u8>);

impl RecordKey {
    /// The beginning of every key: a scan for it finds the whole table.
    #[must_use]
    pub fn any() -> Self {
        Self::default()
    }

    /// A key of these parts, in this order.
    #[must_use]
    pub fn new<P: AsRef<[u8]>>(parts: impl IntoIterator<Item = P>) -> Self {
        parts.into_iter().fold(Self::any(), Self::with)
    }

    /// This key with one more part.
    ///
    /// # Panics
    /// If the part is 4 GiB or longer.
    #[must_use]
    pub fn with<P: AsRef<[u8]>>(mut self, part: P) -> Self {
        let part = part.as_ref();
        let length = u32::try_from(part.len()).expect("a part of a key is far below 4 GiB");
        self.0.extend_from_slice(&length.to_be_bytes());
        self.0.extend_from_slice(part);
        self
    }

    /// A key as the store returned it; `None` if these bytes were not made by a `RecordKey`.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let key = Self(bytes.to_vec());
        let length: usize = key.parts().map(|part| part.len() + 4).sum();
        (length == bytes.len()).then_some(key)
    }

    /// The parts, in order.
    pub fn parts(&self) -> impl Iterator<Item = &[u8]> {
        let mut rest = self.0.as_slice();
        std::iter::from_fn(move || {
            let (length, tail) = rest.split_first_chunk::<4>()?;
            let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
            let (part, tail) = tail.split_at_checked(length)?;
            rest = tail;
            Some(part)
        })
    }

    /// The bytes under which the store keeps the record.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for RecordKey {
    /// Shows sizes only: the parts name people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.parts().map(|part| format!("{} bytes", part.len())))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::RecordKey;

    #[test]
    fn parts_that_share_their_letters_make_different_keys() {
        assert_ne!(RecordKey::new(["ab", "c"]), RecordKey::new(["a", "bc"]));
        assert_ne!(RecordKey::new(["ab"]), RecordKey::new(["ab", ""]));
    }

    #[test]
    fn a_key_begins_with_exactly_its_own_leading_parts() {
        let key = RecordKey::new(["tenant", "user", "instance"]);
        let begins = |parts: &[&str]| key.as_bytes().starts_with(RecordKey::new(parts).as_bytes());
        assert!(begins(&["tenant", "user"]));
        assert!(!begins(&["tenant", "use"]));
        assert!(!begins(&["tenantuser"]));
    }

    #[test]
    fn a_key_comes_back_from_its_bytes_and_nothing_else_does() {
        let key = RecordKey::new(["tenant", "", "instance"]);
        let back = RecordKey::parse(key.as_bytes()).unwrap();
        assert_eq!(
            back.parts().collect::<Vec<_>>(),
            [&b"tenant"[..], b"", b"instance"]
        );
        assert_eq!(RecordKey::parse(&key.as_bytes()[..5]), None);
        assert_eq!(RecordKey::parse(b"x"), None);
        assert_eq!(RecordKey::parse(b""), Some(RecordKey::any()));
    }

    #[test]
    fn debug_shows_no_part() {
        let shown = format!("{:?}", RecordKey::new(["alice"]));
        assert!(!shown.contains("alice"), "{shown}");
    }
}
