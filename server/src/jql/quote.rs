//! Values between their quotes.

use std::fmt::Write as _;

/// `value` as a string of JQL, whatever it holds.
pub(crate) fn quoted(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 2);
    text.push('"');
    for c in value.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            // Writing to a String cannot fail.
            c if c.is_control() => drop(write!(text, "\\u{:04x}", u32::from(c))),
            c => text.push(c),
        }
    }
    text.push('"');
    text
}

/// The value of a string of JQL, of a word too; `None` where an escape means nothing or a quote is
/// not closed.
pub(crate) fn unquoted(text: &str) -> Option<String> {
    let inner = match text.chars().next() {
        Some(quote @ ('"' | '\'')) => text.strip_prefix(quote)?.strip_suffix(quote)?,
        _ => text,
    };
    let mut value = String::with_capacity(inner.len());
    let mut rest = inner.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            value.push(c);
            continue;
        }
        value.push(match rest.next()? {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let digits: String = rest.by_ref().take(4).collect();
                let is_whole = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_hexdigit());
                let code = u32::from_str_radix(&digits, 16).ok().filter(|_| is_whole)?;
                char::from_u32(code)?
            }
            c @ ('"' | '\'' | '\\' | ' ') => c,
            _ => return None,
        });
    }
    Some(value)
}

/// `value` as people write it: in quotes only where it must be. Jira takes a bare number for an ID.
pub(crate) fn as_value(value: &str, reserved_words: &[String]) -> String {
    let is_plain = !value.is_empty()
        && value
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))
        && !value.starts_with('-')
        && !value.bytes().all(|byte| byte.is_ascii_digit())
        && !reserved_words
            .iter()
            .any(|word| word.eq_ignore_ascii_case(value));
    if is_plain {
        value.to_owned()
    } else {
        quoted(value)
    }
}
