//! Queries of the few conditions that somebody can choose without knowing JQL, written and read.

use super::{
    Jql,
    quote::{quoted, unquoted},
    token::{Kind, Token, tokens},
};

/// Nobody who chooses puts more brackets around a condition.
const MAX_BRACKETS: usize = 16;

/// Conditions that all hold. What a list is empty for is not asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Choice {
    /// Number of a saved filter.
    pub(crate) filter: Option<u64>,
    /// Key of a project.
    pub(crate) project: Option<String>,
    pub(crate) types: Vec<String>,
    pub(crate) statuses: Vec<String>,
    pub(crate) priorities: Vec<String>,
}

impl Choice {
    /// The query, without an order.
    pub(crate) fn to_jql(&self) -> Jql {
        let mut query = self.filter.map(Jql::filter).unwrap_or_default();
        if let Some(project) = &self.project {
            query = query.and(Jql::clause("project", "=", project));
        }
        for (field, values) in [
            ("issuetype", &self.types),
            ("status", &self.statuses),
            ("priority", &self.priorities),
        ] {
            if !values.is_empty() {
                query = query.and(Jql::any_of(field, values));
            }
        }
        query
    }

    /// Reads a query that has only such conditions, each at most once, and its order, which is left
    /// out; `None` for any other.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let tokens = tokens(text);
        let mut rest = tokens.as_slice();
        let mut choice = Self::default();
        loop {
            rest = choice.read_condition(rest)?;
            match rest {
                [] => return Some(choice),
                [order, by, _, ..] if order.is("ORDER") && by.is("BY") => return Some(choice),
                [and, after @ ..] if and.is("AND") => rest = after,
                _ => return None,
            }
        }
    }

    /// The chosen values for people to read: "Task, Sub-task".
    pub(crate) fn heading(&self) -> String {
        let values = [&self.types, &self.statuses, &self.priorities].into_iter();
        values.flatten().cloned().collect::<Vec<_>>().join(", ")
    }

    /// Reads one condition, in brackets or not; what stands behind it.
    fn read_condition<'a, 'b>(&mut self, tokens: &'b [Token<'a>]) -> Option<&'b [Token<'a>]> {
        let is_open = |token: &&Token<'_>| token.kind == Kind::Open;
        let brackets = tokens.iter().take_while(is_open).count();
        if brackets > MAX_BRACKETS {
            return None;
        }
        let rest = self.read_bare(&tokens[brackets..])?;
        let (closing, rest) = rest.split_at_checked(brackets)?;
        let are_closed = closing.iter().all(|token| token.kind == Kind::Close);
        are_closed.then_some(rest)
    }

    fn read_bare<'a, 'b>(&mut self, tokens: &'b [Token<'a>]) -> Option<&'b [Token<'a>]> {
        match tokens {
            [name, equals, value, rest @ ..] if equals.text == "=" => {
                self.put(name, vec![value_of(value)?])?;
                Some(rest)
            }
            [name, word, open, rest @ ..] if word.is("in") && open.kind == Kind::Open => {
                let close = rest.iter().position(|it| it.kind == Kind::Close)?;
                let values = rest[..close].split(|it| it.kind == Kind::Comma);
                let values: Option<Vec<_>> = values
                    .map(|value| match value {
                        [value] => value_of(value),
                        _ => None,
                    })
                    .collect();
                self.put(name, values?)?;
                Some(&rest[close + 1..])
            }
            _ => None,
        }
    }

    fn put(&mut self, name: &Token<'_>, values: Vec<String>) -> Option<()> {
        let (one, several) = (values.first()?.clone(), values.len() > 1);
        if name.is("filter") && self.filter.is_none() && !several {
            self.filter = Some(one.parse().ok()?);
        } else if name.is("project") && self.project.is_none() && !several {
            self.project = Some(one);
        } else {
            let list = match name {
                it if it.is_any(&["issuetype", "type"]) => &mut self.types,
                it if it.is("status") => &mut self.statuses,
                it if it.is("priority") => &mut self.priorities,
                _ => return None,
            };
            if !list.is_empty() {
                return None;
            }
            *list = values;
        }
        Some(())
    }
}

impl Jql {
    /// `field in ("a", "b")`.
    fn any_of(field: &'static str, values: &[String]) -> Self {
        let values: Vec<_> = values.iter().map(|value| quoted(value)).collect();
        Self::of(format!("{field} in ({})", values.join(", ")))
    }
}

fn value_of(token: &Token<'_>) -> Option<String> {
    matches!(token.kind, Kind::Word | Kind::Quoted)
        .then(|| unquoted(token.text))
        .flatten()
}
