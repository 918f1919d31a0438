//! The tokens of a query.

use std::{iter::Peekable, str::CharIndices};

/// A piece of a query, with where it stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    /// As it was typed, quotes included.
    pub(super) text: &'a str,
    /// In bytes, from the start of the query.
    pub(super) at: usize,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A field, a value, a function or a keyword.
    Word,
    /// In quotes of either kind.
    Quoted,
    /// A quote that nothing ends, or a word that ends in a backslash.
    Unclosed,
    /// `=`, `!=`, `<`, `<=`, `>`, `>=`, `~`, `!~`.
    Operator,
    /// `&`, `|`, `!`, alone or twice: other ways to write AND, OR and NOT.
    Sign,
    Open,
    Close,
    Comma,
}

impl Token<'_> {
    /// Whether it is this keyword, in any case.
    pub(super) fn is(&self, keyword: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(keyword)
    }

    pub(super) fn is_any(&self, keywords: &[&str]) -> bool {
        keywords.iter().any(|keyword| self.is(keyword))
    }

    pub(super) fn end(&self) -> usize {
        self.at + self.text.len()
    }
}

/// Reads a query; nothing in it is left out but white space.
pub(super) fn tokens(jql: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = jql.char_indices().peekable();
    while let Some((at, first)) = rest.next() {
        let kind = match first {
            c if c.is_whitespace() => continue,
            '(' => Kind::Open,
            ')' => Kind::Close,
            ',' => Kind::Comma,
            '"' | '\'' => quoted(&mut rest, first),
            '=' | '~' => Kind::Operator,
            '<' | '>' => {
                rest.next_if(|(_, c)| *c == '=');
                Kind::Operator
            }
            '!' if rest.next_if(|(_, c)| matches!(c, '=' | '~')).is_some() => Kind::Operator,
            '!' => Kind::Sign,
            '&' | '|' => {
                rest.next_if(|(_, c)| *c == first);
                Kind::Sign
            }
            _ => word(&mut rest, first),
        };
        let end = rest.peek().map_or(jql.len(), |(end, _)| *end);
        let text = &jql[at..end];
        tokens.push(Token { kind, text, at });
    }
    tokens
}

/// A backslash takes the next character out of its role.
fn quoted(rest: &mut Peekable<CharIndices<'_>>, quote: char) -> Kind {
    while let Some((_, c)) = rest.next() {
        if c == quote {
            return Kind::Quoted;
        }
        if c == '\\' {
            rest.next();
        }
    }
    Kind::Unclosed
}

fn word(rest: &mut Peekable<CharIndices<'_>>, first: char) -> Kind {
    let mut is_escaped = first == '\\';
    while let Some((_, c)) = rest.next_if(|(_, c)| is_escaped || is_of_word(*c)) {
        is_escaped = !is_escaped && c == '\\';
    }
    // What is added behind a last backslash would lose its role.
    if is_escaped {
        Kind::Unclosed
    } else {
        Kind::Word
    }
}

/// Jira wants some of these quoted (`+`, `%`, `#`…), which is for Jira to say.
fn is_of_word(c: char) -> bool {
    !c.is_whitespace()
        && !matches!(
            c,
            '(' | ')' | ',' | '"' | '\'' | '=' | '~' | '<' | '>' | '!' | '&' | '|'
        )
}
