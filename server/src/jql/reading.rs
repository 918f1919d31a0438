//! Whether somebody typed a query or words.

use super::token::{Kind, Token, tokens};

/// Fields with a history, the only ones that `was` and `changed` may follow.
const WITH_HISTORY: &[&str] = &[
    "status",
    "assignee",
    "reporter",
    "priority",
    "resolution",
    "fixVersion",
];

/// Whether `text` is meant as JQL: some name is followed by an operator, or it begins with `ORDER
/// BY`. Nothing without either is valid JQL.
pub(crate) fn is_query(text: &str) -> bool {
    let tokens = tokens(text);
    let begins_with_order =
        matches!(tokens.as_slice(), [order, by, ..] if order.is("ORDER") && by.is("BY"));
    begins_with_order
        || (0..tokens.len().saturating_sub(1)).any(|at| begins_condition(&tokens[at..]))
}

fn begins_condition(tokens: &[Token<'_>]) -> bool {
    let [name, operator, rest @ ..] = tokens else {
        return false;
    };
    if !is_name(name) {
        return false;
    }
    let next = rest.first();
    let next_is = |keywords: &[&str]| next.is_some_and(|next| next.is_any(keywords));
    match operator.kind {
        Kind::Operator => true,
        // "made in Japan" is no query, "project in (A)" is one.
        Kind::Word if operator.is("in") => begins_set(rest),
        Kind::Word if operator.is("not") => next_is(&["in"]) && begins_set(&rest[1..]),
        Kind::Word if operator.is("is") => {
            next_is(&["EMPTY", "NULL"])
                || next_is(&["NOT"]) && rest.get(1).is_some_and(|it| it.is_any(&["EMPTY", "NULL"]))
        }
        Kind::Word if operator.is_any(&["was", "changed"]) => name.is_any(WITH_HISTORY),
        _ => false,
    }
}

/// A list in brackets, or a function that makes one.
fn begins_set(tokens: &[Token<'_>]) -> bool {
    match tokens {
        [open, ..] if open.kind == Kind::Open => true,
        [name, open, ..] => open.kind == Kind::Open && open.at == name.end(),
        _ => false,
    }
}

/// A name of a field begins with a letter; any other stands in quotes.
fn is_name(token: &Token<'_>) -> bool {
    match token.kind {
        Kind::Quoted => true,
        Kind::Word => token.text.starts_with(char::is_alphabetic),
        _ => false,
    }
}
