//! The key ring: ordered keys with short ids; the first seals, all unseal.
//!
//! Its text form is one key a line, `id:base64(32 bytes)`, blank lines and `#` comments ignored.
//! To rotate, put a new line first and keep the old ones for as long as records need them.

use std::{collections::HashSet, fmt, str::FromStr};

use aws_lc_rs::{
    aead::{AES_256_GCM_SIV, RandomizedNonceKey},
    rand,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use zeroize::Zeroizing;

/// Length of a key in bytes (AES-256).
const KEY_BYTES: usize = 32;

/// Longest id of a key, in bytes; an envelope gives its length one byte.
const MAX_ID_BYTES: usize = 32;

/// What is wrong with the text of a key ring. Never holds a part of a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyRingError {
    /// No line holds a key.
    #[error(
        "The key ring holds no key. The administrator should give it at least one line \
         `id:key`, where the key is 32 random bytes in base64."
    )]
    Empty,
    /// One line is wrong.
    #[error("Line {line} of the key ring {problem}. The administrator should correct that line.")]
    Line {
        /// Counted from 1.
        line: usize,
        /// What is wrong with it.
        problem: LineProblem,
    },
}

/// What is wrong with one line of a key ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LineProblem {
    /// No colon.
    #[error("has no colon between id and key")]
    NoColon,
    /// The id is empty, too long, or has other characters.
    #[error("needs an id of 1 to 32 letters, digits, `-` or `_`")]
    Id,
    /// An earlier line has the same id.
    #[error("repeats the id of an earlier line")]
    RepeatedId,
    /// The key is not base64.
    #[error("has a key that is not base64")]
    NotBase64,
    /// The key is not 32 bytes long.
    #[error("has a key that is not 32 bytes long")]
    Length,
    /// The key is one byte repeated.
    #[error("has a key that is not random")]
    Weak,
}

/// One key. Wiped from memory when dropped: the bytes here, the schedule by aws-lc.
struct Key {
    id: String,
    bytes: Zeroizing<[u8; KEY_BYTES]>,
    cipher: RandomizedNonceKey,
}

impl Key {
    fn new(id: String, bytes: Zeroizing<[u8; KEY_BYTES]>) -> Self {
        let cipher = RandomizedNonceKey::new(&AES_256_GCM_SIV, bytes.as_slice())
            .expect("a key of 32 bytes is what AES-256-GCM-SIV takes");
        Self { id, bytes, cipher }
    }
}

/// Keys by which records are sealed and unsealed.
pub struct KeyRing {
    active: Key,
    older: Vec<Key>,
}

impl KeyRing {
    /// A ring of one new random key with a new random id.
    ///
    /// # Panics
    /// If the operating system has no random bytes, as no secret could be made then.
    #[must_use]
    pub fn generate() -> Self {
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        rand::fill(bytes.as_mut_slice()).expect("the operating system gives random bytes");
        let mut id = [0; 4];
        rand::fill(&mut id).expect("the operating system gives random bytes");
        Self {
            active: Key::new(format!("k{:08x}", u32::from_be_bytes(id)), bytes),
            older: vec![],
        }
    }

    /// This ring with a new random key in front, which seals from now on.
    ///
    /// # Panics
    /// If the operating system has no random bytes.
    #[must_use]
    pub fn with_new_key(&self) -> Self {
        let (new, old) = (Self::generate().to_text(), self.to_text());
        let mut text = Zeroizing::new(String::with_capacity(new.len() + old.len()));
        text.push_str(&new);
        text.push_str(&old);
        text.parse().expect("two good rings, and random ids differ")
    }

    /// Only the key that seals.
    #[must_use]
    pub fn without_older(&self) -> Self {
        let Key { id, bytes, .. } = &self.active;
        Self {
            active: Key::new(id.clone(), bytes.clone()),
            older: vec![],
        }
    }

    /// The text form, with a header that tells an administrator what the file is.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(256 + 96 * (1 + self.older.len())));
        text.push_str(
            "# Keys that seal the records of jira-tab, one `id:key` a line; the first one seals.\n\
             # Back this file up apart from the database. Without it nobody can read the records.\n",
        );
        for key in self.keys() {
            text.push_str(&key.id);
            text.push(':');
            STANDARD.encode_string(key.bytes.as_slice(), &mut text);
            text.push('\n');
        }
        text
    }

    /// The id of the key that seals.
    #[must_use]
    pub fn active_id(&self) -> &str {
        &self.active.id
    }

    /// The ids of all keys, the active one first.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.keys().map(|key| key.id.as_str())
    }

    /// The cipher of a key, or `None` if the ring does not have it.
    pub(crate) fn cipher(&self, id: &str) -> Option<&RandomizedNonceKey> {
        self.keys().find(|key| key.id == id).map(|key| &key.cipher)
    }

    fn keys(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.active).chain(&self.older)
    }
}

impl FromStr for KeyRing {
    type Err = KeyRingError;

    /// Reads the text form.
    fn from_str(text: &str) -> Result<Self, KeyRingError> {
        let mut seen = HashSet::new();
        let mut keys = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |problem| KeyRingError::Line {
                line: index + 1,
                problem,
            };
            let key = parse_line(line).map_err(wrong)?;
            if !seen.insert(key.id.clone()) {
                return Err(wrong(LineProblem::RepeatedId));
            }
            keys.push(key);
        }
        let mut keys = keys.into_iter();
        let active = keys.next().ok_or(KeyRingError::Empty)?;
        Ok(Self {
            active,
            older: keys.collect(),
        })
    }
}

fn parse_line(line: &str) -> Result<Key, LineProblem> {
    let (id, key) = line.split_once(':').ok_or(LineProblem::NoColon)?;
    let id = id.trim_end();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if id.is_empty() || id.len() > MAX_ID_BYTES || !id.bytes().all(plain) {
        return Err(LineProblem::Id);
    }
    let decoded = Zeroizing::new(
        STANDARD
            .decode(key.trim_start())
            .map_err(|_| LineProblem::NotBase64)?,
    );
    if decoded.len() != KEY_BYTES {
        return Err(LineProblem::Length);
    }
    if decoded.iter().all(|byte| *byte == decoded[0]) {
        return Err(LineProblem::Weak);
    }
    let mut bytes = Zeroizing::new([0; KEY_BYTES]);
    bytes.copy_from_slice(&decoded);
    Ok(Key::new(id.to_owned(), bytes))
}

impl fmt::Debug for KeyRing {
    /// Shows ids only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("KeyRing")
            .field(&self.ids().collect::<Vec<_>>())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::{KeyRing, KeyRingError, LineProblem};

    const A: &str = "a:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    #[test]
    fn the_first_key_is_active_and_comments_are_skipped() {
        let text = format!("# keys\n\n{A}\n b:{}\n", &A[2..]);
        let ring: KeyRing = text.parse().unwrap();
        assert_eq!(ring.active_id(), "a");
        assert_eq!(ring.ids().collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn a_generated_ring_comes_back_from_its_text() {
        let ring = KeyRing::generate();
        let back: KeyRing = ring.to_text().parse().unwrap();
        assert_eq!(back.active_id(), ring.active_id());
        assert_eq!(back.to_text(), ring.to_text());
        assert_ne!(KeyRing::generate().to_text(), ring.to_text());
    }

    #[test]
    fn an_error_names_the_line_and_never_its_contents() {
        let cases = [
            ("sesame", LineProblem::NoColon),
            (":sesame", LineProblem::Id),
            ("se same:AAAA", LineProblem::Id),
            ("sesame:sesame!", LineProblem::NotBase64),
            ("sesame:c2VzYW1l", LineProblem::Length),
            (
                "sesame:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                LineProblem::Weak,
            ),
            (A, LineProblem::RepeatedId),
        ];
        for (line, problem) in cases {
            let error = format!("{A}\n{line}\n").parse::<KeyRing>().unwrap_err();
            assert_eq!(error, KeyRingError::Line { line: 2, problem }, "{line}");
            assert!(!error.to_string().contains("sesame"), "{error}");
        }
        assert_eq!(
            "# nothing\n".parse::<KeyRing>().unwrap_err(),
            KeyRingError::Empty
        );
    }

    #[test]
    fn debug_shows_ids_only() {
        let ring: KeyRing = A.parse().unwrap();
        assert_eq!(format!("{ring:?}"), "KeyRing([\"a\"])");
    }
}
