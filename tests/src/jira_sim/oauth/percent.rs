//! Percent coding: RFC 5849 section 3.6 out, and forms of HTML in.

/// Encodes all bytes but `A–Z a–z 0–9 - . _ ~`, with upper-case hexadecimal digits.
pub(in crate::jira_sim) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if is_unreserved(byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(hex_digit(byte >> 4));
            out.push(hex_digit(byte & 15));
        }
    }
    out
}

/// Whether `text` is what [`encode`] could have written (any case of hexadecimal digits).
pub(in crate::jira_sim) fn is_encoded(text: &str) -> bool {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let is_right = if byte == b'%' {
            bytes.next().is_some_and(|it| it.is_ascii_hexdigit())
                && bytes.next().is_some_and(|it| it.is_ascii_hexdigit())
        } else {
            is_unreserved(byte)
        };
        if !is_right {
            return false;
        }
    }
    true
}

/// Decodes `%XX` only; `+` stays plus. Broken escapes stay as they are.
pub(in crate::jira_sim) fn decode(text: &str) -> String {
    decode_bytes(text.as_bytes(), false)
}

/// Pairs of a query or form body: `+` and `%20` are spaces, `a` is `a=`.
pub(in crate::jira_sim) fn decode_form(text: &[u8]) -> Vec<(String, String)> {
    text.split(|byte| *byte == b'&')
        .filter(|part| !part.is_empty())
        .map(|part| {
            let at = part.iter().position(|byte| *byte == b'=');
            let (name, value) = at.map_or((part, &[][..]), |at| (&part[..at], &part[at + 1..]));
            (decode_bytes(name, true), decode_bytes(value, true))
        })
        .collect()
}

/// Writes pairs as a form body, encoded as in [`encode`].
pub(in crate::jira_sim) fn encode_form<'a>(
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> String {
    let parts: Vec<String> = pairs
        .into_iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    parts.join("&")
}

fn decode_bytes(text: &[u8], plus_is_space: bool) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let escaped = (text[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .and_then(hex_value);
        if let Some(byte) = escaped {
            out.push(byte);
            at += 3;
        } else {
            out.push(if plus_is_space && text[at] == b'+' {
                b' '
            } else {
                text[at]
            });
            at += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

fn hex_digit(value: u8) -> char {
    char::from(b"0123456789ABCDEF"[usize::from(value)])
}

fn hex_value(digits: &[u8]) -> Option<u8> {
    let high = char::from(digits[0]).to_digit(16)?;
    let low = char::from(digits[1]).to_digit(16)?;
    u8::try_from(high * 16 + low).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plus_is_a_space_in_forms_only() {
        assert_eq!(
            decode_form(b"a+b=c%2Bd"),
            [("a b".to_owned(), "c+d".to_owned())]
        );
        assert_eq!(decode("a+b%2B"), "a+b+");
    }

    #[test]
    fn broken_escapes_are_kept() {
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%zz%4"), "%zz%4");
    }

    #[test]
    fn raw_reserved_characters_are_not_encoded_text() {
        assert!(is_encoded("a%2Fb~"));
        assert!(!is_encoded("a/b"));
        assert!(!is_encoded("a%2"));
    }
}
