//! What can follow at the end of an unfinished query.

use super::{
    quote::unquoted,
    token::{Kind, Token, tokens},
};

/// Where somebody stopped typing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) awaited: Awaited,
    /// What stands there of it already, as a value.
    pub(crate) begun: String,
    /// Where it begins in the query, in bytes.
    pub(crate) at: usize,
}

/// What can stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Awaited {
    Field,
    /// An operator that this field knows.
    Operator(String),
    /// A value or a function of this field.
    Value(String),
    /// AND, OR, ORDER BY.
    Connection,
    /// The second word of ORDER BY.
    By,
    /// A field to order by.
    OrderField,
    /// ASC or DESC.
    Direction,
    /// A comma at most.
    Nothing,
}

/// Reads the query up to where somebody types.
pub(crate) fn position(before: &str) -> Position {
    let tokens = tokens(before);
    // A word that is still being typed is not counted; after a space it is.
    let (done, begun) = match tokens.split_last() {
        Some((last, done)) if last.end() == before.len() && is_open(*last) => (done, Some(last)),
        _ => (tokens.as_slice(), None),
    };
    let mut state = State::Field;
    for token in done {
        state = state.after(token);
    }
    let begun_text = begun.map_or("", |token| token.text);
    let closed = match begun.map(|token| token.kind) {
        Some(Kind::Unclosed) => begun_text.get(1..).unwrap_or_default().to_owned(),
        _ => unquoted(begun_text).unwrap_or_default(),
    };
    Position {
        awaited: state.awaited(),
        begun: closed,
        at: begun.map_or(before.len(), |token| token.at),
    }
}

/// Whether the token may still grow.
fn is_open(token: Token<'_>) -> bool {
    matches!(
        token.kind,
        Kind::Word | Kind::Unclosed | Kind::Operator | Kind::Sign
    )
}

/// A step through a query, as far as it matters here.
#[derive(Clone, Debug)]
enum State {
    Field,
    Operator(String),
    Value(String),
    /// In a list, a comma leads to the next value of the field.
    AfterValue(String),
    By,
    OrderField,
    AfterOrderField,
    AfterDirection,
}

impl State {
    fn after(self, token: &Token<'_>) -> Self {
        let name = || unquoted(token.text).unwrap_or_default();
        match self {
            Self::Field if token.is("ORDER") => Self::By,
            Self::Field if matches!(token.kind, Kind::Open | Kind::Sign) || token.is("NOT") => {
                Self::Field
            }
            Self::Field => Self::Operator(name()),
            // No value follows.
            Self::Operator(field) if token.is("changed") => Self::AfterValue(field),
            Self::Operator(field) => Self::Value(field),
            // "not in", "is not", and the bracket before a list.
            Self::Value(field) if token.kind == Kind::Open || token.is_any(&["in", "not"]) => {
                Self::Value(field)
            }
            Self::Value(field) => Self::AfterValue(field),
            Self::AfterValue(field) if token.kind == Kind::Comma => Self::Value(field),
            Self::AfterValue(_) if token.is("ORDER") => Self::By,
            Self::AfterValue(_) if token.is_any(&["AND", "OR"]) || token.kind == Kind::Sign => {
                Self::Field
            }
            Self::By if token.is("BY") => Self::OrderField,
            Self::OrderField => Self::AfterOrderField,
            Self::AfterOrderField | Self::AfterDirection if token.kind == Kind::Comma => {
                Self::OrderField
            }
            Self::AfterOrderField => Self::AfterDirection,
            other => other,
        }
    }

    fn awaited(self) -> Awaited {
        match self {
            Self::Field => Awaited::Field,
            Self::Operator(field) => Awaited::Operator(field),
            Self::Value(field) => Awaited::Value(field),
            Self::AfterValue(_) => Awaited::Connection,
            Self::By => Awaited::By,
            Self::OrderField => Awaited::OrderField,
            Self::AfterOrderField => Awaited::Direction,
            Self::AfterDirection => Awaited::Nothing,
        }
    }
}
