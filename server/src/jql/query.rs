//! A query put together from parts.

use super::{
    quote::quoted,
    token::{Kind, Token, tokens},
};
use app::model::{Column, Sort};
use std::fmt;

/// Conditions that all hold, and an order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Jql {
    conditions: Vec<String>,
    /// What follows `ORDER BY`; empty for Jira's own order.
    order: String,
}

/// A query that breaks off, in brackets, in quotes or at its order: nothing can be added to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the query breaks off")]
pub(crate) struct Unfinished;

impl Jql {
    /// Reads a query that a person wrote.
    ///
    /// # Errors
    /// [`Unfinished`].
    pub(crate) fn parse(text: &str) -> Result<Self, Unfinished> {
        let tokens = tokens(text);
        let order_at = find_order(&tokens)?;
        let (condition, order) = match order_at {
            Some(at) => (&tokens[..at], &tokens[at + 2..]),
            None => (tokens.as_slice(), [].as_slice()),
        };
        if order_at.is_some() && order.is_empty() {
            return Err(Unfinished);
        }
        let condition = span(text, condition);
        Ok(Self {
            conditions: condition.into_iter().map(str::to_owned).collect(),
            order: span(text, order).unwrap_or_default().to_owned(),
        })
    }

    /// A query that a person wrote, to be sent as it stands. One that breaks off is for Jira to
    /// refuse, in Jira's own words.
    pub(crate) fn typed(text: &str) -> Self {
        Self::parse(text).unwrap_or_else(|_| Self {
            conditions: vec![text.to_owned()],
            order: String::new(),
        })
    }

    /// A condition that has its values in quotes.
    pub(super) fn of(condition: String) -> Self {
        Self {
            conditions: vec![condition],
            order: String::new(),
        }
    }

    /// A condition that is written here and nowhere else.
    pub(crate) fn fixed(condition: &'static str) -> Self {
        Self::of(condition.to_owned())
    }

    /// `field operator "value"`, with the value in quotes.
    pub(crate) fn clause(field: &'static str, operator: &'static str, value: &str) -> Self {
        Self::of(format!("{field} {operator} {}", quoted(value)))
    }

    /// What the saved filter with this number finds. Jira would take it for a name first if it stood in
    /// quotes.
    pub(crate) fn filter(id: u64) -> Self {
        Self::of(format!("filter = {id}"))
    }

    /// What meets both; the order is this one's, or else the other's.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.conditions.extend(other.conditions);
        if self.order.is_empty() {
            self.order = other.order;
        }
        self
    }

    /// What meets either.
    pub(crate) fn or(self, other: &Self) -> Self {
        Self {
            conditions: vec![format!("{} OR {}", self.condition(), other.condition())],
            order: self.order,
        }
    }

    /// The same in this order instead of its own.
    pub(crate) fn ordered(mut self, sort: Sort) -> Self {
        let direction = if sort.descending { "DESC" } else { "ASC" };
        self.order = format!("{} {direction}", field(sort.column));
        self
    }

    /// The same in this order, written here, where it has none of its own.
    pub(crate) fn ordered_else(mut self, order: &'static str) -> Self {
        if self.order.is_empty() {
            order.clone_into(&mut self.order);
        }
        self
    }

    /// The same conditions in the order of another query.
    pub(crate) fn ordered_as(mut self, other: &Self) -> Self {
        self.order.clone_from(&other.order);
        self
    }

    /// The one column that decides the order, where it is one of the list's and says its direction.
    pub(crate) fn sort(&self) -> Option<Sort> {
        let tokens = tokens(&self.order);
        let [name, direction] = tokens.as_slice() else {
            return None;
        };
        let descending = match direction {
            it if it.is("ASC") => false,
            it if it.is("DESC") => true,
            _ => return None,
        };
        let column = column(name.text)?;
        Some(Sort { column, descending })
    }

    fn condition(&self) -> String {
        match self.conditions.as_slice() {
            [only] => only.clone(),
            several => {
                let several: Vec<_> = several.iter().map(|it| format!("({it})")).collect();
                several.join(" AND ")
            }
        }
    }
}

impl fmt::Display for Jql {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let condition = self.condition();
        let space = if condition.is_empty() || self.order.is_empty() {
            ""
        } else {
            " "
        };
        let order_by = if self.order.is_empty() {
            ""
        } else {
            "ORDER BY "
        };
        write!(f, "{condition}{space}{order_by}{}", self.order)
    }
}

/// What stands from the first of the tokens to the last. White space around them means nothing, but
/// a space behind a backslash is no white space.
fn span<'a>(text: &'a str, tokens: &[Token<'_>]) -> Option<&'a str> {
    let (first, last) = (tokens.first()?, tokens.last()?);
    Some(&text[first.at..last.end()])
}

/// Where `ORDER BY` begins: outside of quotes and brackets.
fn find_order(tokens: &[Token<'_>]) -> Result<Option<usize>, Unfinished> {
    let mut depth = 0_u32;
    let mut found = None;
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.checked_sub(1).ok_or(Unfinished)?,
            Kind::Unclosed => return Err(Unfinished),
            Kind::Word if depth == 0 && found.is_none() => {
                let by = tokens.get(at + 1).is_some_and(|next| next.is("BY"));
                found = (token.is("ORDER") && by).then_some(at);
            }
            _ => {}
        }
    }
    if depth == 0 {
        Ok(found)
    } else {
        Err(Unfinished)
    }
}

/// What JQL calls the column.
fn field(column: Column) -> &'static str {
    match column {
        Column::Type => "issuetype",
        column => column.word(),
    }
}

/// The column that JQL calls so, by any of its names.
fn column(name: &str) -> Option<Column> {
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "issuetype" => Some(Column::Type),
        "issuekey" | "issue" | "id" => Some(Column::Key),
        "updateddate" => Some(Column::Updated),
        "createddate" => Some(Column::Created),
        name => Column::parse(name),
    }
}
