//! `application/x-www-form-urlencoded`: <https://url.spec.whatwg.org/#application/x-www-form-urlencoded>.
//!
//! By hand, since the browser would load a library for these few lines.

use std::fmt::Write as _;

/// The names and values of a query.
pub(crate) struct Pairs<'a>(std::str::Split<'a, char>);

impl<'a> Pairs<'a> {
    pub(crate) fn of(query: &'a str) -> Self {
        Self(query.strip_prefix('?').unwrap_or(query).split('&'))
    }
}

impl Iterator for Pairs<'_> {
    type Item = (String, String);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, value) = {
            let pair = self.0.next()?;
            pair.split_once('=').unwrap_or((pair, ""))
        };
        Some((decode(name), decode(value)))
    }
}

/// Adds a name that needs no encoding and its value.
pub(crate) fn append(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(name);
    query.push('=');
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'*' => {
                query.push(char::from(byte));
            }
            b' ' => query.push('+'),
            // Writing to a String cannot fail.
            _ => drop(write!(query, "%{byte:02X}")),
        }
    }
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [high, low, after @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high * 16 + low);
                    rest = after;
                }
                _ => bytes.push(b'%'),
            },
            (byte, _) => bytes.push(*byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| digit.try_into().ok())
}
