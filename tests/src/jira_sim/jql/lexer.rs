//! Words, quoted texts and signs of a query.

/// A token and where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) text: String,
    /// ` (line 1, character 5)`, as Jira ends its messages.
    pub(super) place: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Quoted,
    Sign,
}

const RESERVED: &str = "{}*/%+^$#@?;[]";
const SIGNS: [&str; 14] = [
    "!=", "!~", "<=", ">=", "&&", "||", "=", "~", "<", ">", "(", ")", ",", "!",
];

/// Splits a query.
///
/// # Errors
/// Jira's message for reserved characters, unknown escapes and quotes that do not end.
pub(super) fn split(jql: &str) -> Result<Vec<Token>, String> {
    let characters: Vec<char> = jql.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&character) = characters.get(at) {
        let place = place(&characters, at);
        if character.is_whitespace() {
            at += 1;
        } else if character == '"' || character == '\'' {
            let (text, end) = quoted(&characters, at)?;
            tokens.push(token(Kind::Quoted, text, place));
            at = end;
        } else if let Some(sign) = sign_at(&characters, at) {
            tokens.push(token(Kind::Sign, sign.to_owned(), place));
            at += sign.len();
        } else {
            let (text, end) = word(&characters, at)?;
            tokens.push(token(Kind::Word, text, place));
            at = end;
        }
    }
    Ok(tokens)
}

fn token(kind: Kind, text: String, place: String) -> Token {
    Token { kind, text, place }
}

fn place(characters: &[char], at: usize) -> String {
    let before = &characters[..at];
    let line = before.iter().filter(|it| **it == '\n').count() + 1;
    let column = before.iter().rev().take_while(|it| **it != '\n').count() + 1;
    format!(" (line {line}, character {column})")
}

fn sign_at(characters: &[char], at: usize) -> Option<&'static str> {
    SIGNS.into_iter().find(|sign| {
        sign.chars()
            .enumerate()
            .all(|(offset, it)| characters.get(at + offset) == Some(&it))
    })
}

fn quoted(characters: &[char], start: usize) -> Result<(String, usize), String> {
    let mut text = String::new();
    let mut at = start + 1;
    while let Some(&character) = characters.get(at) {
        match character {
            '\\' => at = escape(characters, at, &mut text)?,
            it if it == characters[start] => return Ok((text, at + 1)),
            it => {
                text.push(it);
                at += 1;
            }
        }
    }
    let place = place(characters, start);
    Err(format!(
        "Error in the JQL Query: The quoted string '{text}' has not been completed.{place}"
    ))
}

/// Reads the escape at `at`, returns what is after it.
fn escape(characters: &[char], at: usize, text: &mut String) -> Result<usize, String> {
    let illegal = || {
        let shown: String = characters[at..].iter().take(2).collect();
        let place = place(characters, at);
        format!(
            "Error in the JQL Query: '{shown}' is an illegal JQL escape sequence. The valid escape \
             sequences are \\', \\\", \\t, \\n, \\r, \\\\, '\\ ' and \\uXXXX.{place}"
        )
    };
    let character = match characters.get(at + 1) {
        Some('t') => '\t',
        Some('n') => '\n',
        Some('r') => '\r',
        Some(it @ ('"' | '\'' | '\\' | ' ')) => *it,
        Some('u') => {
            let digits: String = characters[at + 2..].iter().take(4).collect();
            let code = u32::from_str_radix(&digits, 16).map_err(|_| illegal())?;
            text.push(char::from_u32(code).ok_or_else(illegal)?);
            return Ok(at + 6);
        }
        _ => return Err(illegal()),
    };
    text.push(character);
    Ok(at + 2)
}

fn word(characters: &[char], start: usize) -> Result<(String, usize), String> {
    let mut text = String::new();
    let mut at = start;
    while let Some(&character) = characters.get(at) {
        let is_custom_field = matches!(character, '[' if text.eq_ignore_ascii_case("cf"))
            || (character == ']' && text.to_ascii_lowercase().starts_with("cf["));
        if character.is_whitespace()
            || "\"'".contains(character)
            || sign_at(characters, at).is_some()
        {
            break;
        } else if character == '\\' {
            at = escape(characters, at, &mut text)?;
            continue;
        } else if RESERVED.contains(character) && !is_custom_field {
            let place = place(characters, at);
            let code = u32::from(character);
            return Err(format!(
                "Error in the JQL Query: The character '{character}' is a reserved JQL character. \
                 You must enclose it in a string or use the escape '\\u{code:04x}' instead.{place}"
            ));
        }
        text.push(character);
        at += 1;
    }
    Ok((text, at))
}
