//! Percent encoding ([RFC 5849 3.6](https://www.rfc-editor.org/rfc/rfc5849#section-3.6)).
//!
//! Stricter than what URLs need: only letters, digits, `-`, `.`, `_` and `~` stay, the hexadecimal
//! digits are upper case, and a space is `%20`. Everything is done on bytes of UTF-8.

const UNRESERVED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] =
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        byte += 1;
    }
    table
};

/// Appends `text`, encoded, to `out`.
pub fn append(out: &mut String, text: &str) {
    let mut start = 0;
    for (at, byte) in text.bytes().enumerate() {
        if !UNRESERVED[usize::from(byte)] {
            // A run that is not empty is ASCII, so both its ends are boundaries of characters.
            if start < at {
                out.push_str(&text[start..at]);
            }
            append_escape(out, byte);
            start = at + 1;
        }
    }
    out.push_str(&text[start..]);
}

/// Appends `encoded`, which is percent-encoded, encoded once more: only `%` is left to be.
pub(super) fn append_encoded(out: &mut String, encoded: &str) {
    if encoded.as_bytes().contains(&b'%') {
        append(out, encoded);
    } else {
        out.push_str(encoded);
    }
}

/// Appends one name or value of `application/x-www-form-urlencoded` text, decoded and encoded anew.
///
/// `+` and `%20` both become `%20`, `%7e` becomes `~`. An escape that is none stays as it is, which
/// is how a form parser reads it, and its `%` is encoded.
pub fn append_form(out: &mut String, encoded: &[u8]) {
    let mut rest = encoded;
    while let Some(byte) = append_unreserved(out, &mut rest) {
        match byte {
            b'+' => append_escape(out, b' '),
            b'%' => match escape(rest) {
                Some(decoded) => {
                    rest = &rest[2..];
                    append_byte(out, decoded);
                }
                None => append_escape(out, byte),
            },
            _ => append_escape(out, byte),
        }
    }
}

/// Decodes percent-encoded text; `+` is a plus.
///
/// `None` for an escape without two hexadecimal digits, and for bytes that are no UTF-8.
#[must_use]
pub fn decode(encoded: &[u8]) -> Option<String> {
    decode_with(encoded, b'+')
}

/// Decodes one name or value of `application/x-www-form-urlencoded` text; `+` is a space.
///
/// `None` for an escape without two hexadecimal digits, and for bytes that are no UTF-8.
#[must_use]
pub fn decode_form(encoded: &[u8]) -> Option<String> {
    decode_with(encoded, b' ')
}

fn decode_with(encoded: &[u8], plus: u8) -> Option<String> {
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut rest = encoded;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        decoded.push(match byte {
            b'%' => {
                let byte = escape(rest)?;
                rest = &rest[2..];
                byte
            }
            b'+' => plus,
            _ => byte,
        });
    }
    String::from_utf8(decoded).ok()
}

/// Copies what needs no encoding in one piece, then takes the byte that stopped it.
fn append_unreserved(out: &mut String, rest: &mut &[u8]) -> Option<u8> {
    let length = rest
        .iter()
        .position(|&byte| !UNRESERVED[usize::from(byte)])
        .unwrap_or(rest.len());
    let (run, tail) = rest.split_at(length);
    out.push_str(str::from_utf8(run).expect("unreserved bytes are ASCII"));
    let (&byte, tail) = tail.split_first()?;
    *rest = tail;
    Some(byte)
}

fn append_byte(out: &mut String, byte: u8) {
    if UNRESERVED[usize::from(byte)] {
        out.push(char::from(byte));
    } else {
        append_escape(out, byte);
    }
}

fn append_escape(out: &mut String, byte: u8) {
    let digit = |half: u8| char::from(b"0123456789ABCDEF"[usize::from(half)]);
    out.push('%');
    out.push(digit(byte >> 4));
    out.push(digit(byte & 0x0f));
}

/// The byte that two hexadecimal digits at the start of `rest` stand for.
fn escape(rest: &[u8]) -> Option<u8> {
    let digit = |index: usize| {
        let digit = char::from(*rest.get(index)?).to_digit(16)?;
        u8::try_from(digit).ok()
    };
    Some(digit(0)? << 4 | digit(1)?)
}
