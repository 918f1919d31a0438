//! The grammar: conditions with AND, OR, NOT and brackets, then ORDER BY.

use super::lexer::{Kind, Token, split};

/// A query as it is written.
#[derive(Debug, Default, PartialEq)]
pub(in crate::jira_sim) struct Query {
    pub(super) condition: Option<Condition>,
    pub(super) order: Vec<Sort>,
}

#[derive(Debug, PartialEq)]
pub(super) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Clause(Clause),
}

/// `field operator operand`.
#[derive(Debug, PartialEq)]
pub(super) struct Clause {
    pub(super) field: String,
    /// Upper case: `=`, `NOT IN`, `IS`…
    pub(super) operator: String,
    pub(super) operands: Vec<Operand>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Operand {
    Text(String),
    Empty,
    Function(String, Vec<String>),
}

#[derive(Debug, PartialEq)]
pub(super) struct Sort {
    pub(super) field: String,
    pub(super) is_descending: Option<bool>,
}

const RESERVED_WORDS: [&str; 24] = [
    "and", "or", "not", "in", "is", "empty", "null", "order", "by", "was", "changed", "select",
    "from", "where", "delete", "update", "insert", "set", "end", "group", "having", "limit",
    "join", "on",
];
const DEEPEST: usize = 100;

/// Reads a query; an empty one finds everything.
///
/// # Errors
/// Jira's message with line and character.
pub(in crate::jira_sim) fn parse(jql: &str) -> Result<Query, String> {
    let mut parser = Parser {
        tokens: split(jql)?,
        at: 0,
        depth: 0,
    };
    let mut query = Query::default();
    if parser.peek().is_some() && !parser.is_word("order") {
        query.condition = Some(parser.any()?);
    }
    if parser.take_word("order") {
        query.order = parser.order()?;
    }
    match parser.peek() {
        None => Ok(query),
        Some(token) if query.order.is_empty() => Err(told(
            &format!("Expecting either 'OR' or 'AND' but got '{}'.", token.text),
            token,
        )),
        Some(token) => Err(told(
            &format!("Expecting ',' but got '{}'.", token.text),
            token,
        )),
    }
}

fn told(message: &str, token: &Token) -> String {
    format!("Error in the JQL Query: {message}{}", token.place)
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn is_word(&self, word: &str) -> bool {
        self.peek()
            .is_some_and(|it| it.kind == Kind::Word && it.text.eq_ignore_ascii_case(word))
    }

    fn take_word(&mut self, word: &str) -> bool {
        let is_it = self.is_word(word);
        self.at += usize::from(is_it);
        is_it
    }

    fn take_sign(&mut self, sign: &str) -> bool {
        let is_it = self
            .peek()
            .is_some_and(|it| it.kind == Kind::Sign && it.text == sign);
        self.at += usize::from(is_it);
        is_it
    }

    fn expected<T>(&self, what: &str) -> Result<T, String> {
        Err(self.peek().map_or_else(
            || format!("Error in the JQL Query: Expecting {what} before the end of the query."),
            |it| told(&format!("Expecting {what} but got '{}'.", it.text), it),
        ))
    }

    fn any(&mut self) -> Result<Condition, String> {
        let mut parts = vec![self.all()?];
        while self.take_word("or") || self.take_sign("||") {
            parts.push(self.all()?);
        }
        Ok(single_or(parts, Condition::Any))
    }

    fn all(&mut self) -> Result<Condition, String> {
        let mut parts = vec![self.one()?];
        while self.take_word("and") || self.take_sign("&&") {
            parts.push(self.one()?);
        }
        Ok(single_or(parts, Condition::All))
    }

    fn one(&mut self) -> Result<Condition, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("Error in the JQL Query: The query is nested too deep.".to_owned());
        }
        let condition = if self.take_word("not") || self.take_sign("!") {
            Condition::Not(Box::new(self.one()?))
        } else if self.take_sign("(") {
            let inner = self.any()?;
            if !self.take_sign(")") {
                return self.expected("')'");
            }
            inner
        } else {
            Condition::Clause(self.clause()?)
        };
        self.depth -= 1;
        Ok(condition)
    }

    fn clause(&mut self) -> Result<Clause, String> {
        let field = self.text("a field name")?;
        let operator = self.operator()?;
        let operands = match operator.as_str() {
            "IN" | "NOT IN" => self.list()?,
            _ => vec![self.operand()?],
        };
        Ok(Clause {
            field,
            operator,
            operands,
        })
    }

    fn operator(&mut self) -> Result<String, String> {
        const NAMES: [&str; 8] = ["=", "!=", "<", ">", "<=", ">=", "~", "!~"];
        for sign in NAMES {
            if self.take_sign(sign) {
                return Ok(sign.to_owned());
            }
        }
        if self.take_word("in") {
            return Ok("IN".to_owned());
        }
        if self.take_word("is") {
            let not = self.take_word("not");
            return Ok(if not { "IS NOT" } else { "IS" }.to_owned());
        }
        if self.take_word("not") {
            if self.take_word("in") {
                return Ok("NOT IN".to_owned());
            }
            return self.expected("'IN'");
        }
        self.peek().map_or_else(
            || {
                Err(
                    "Error in the JQL Query: Expecting operator before the end of the query. The \
                     valid operators are '=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', \
                     'NOT IN', 'IS' and 'IS NOT'."
                        .to_owned(),
                )
            },
            |it| {
                let text = &it.text;
                Err(told(
                    &format!(
                        "Expecting operator but got '{text}'. The valid operators are '=', '!=', \
                         '<', '>', '<=', '>=', '~', '!~', 'IN', 'NOT IN', 'IS' and 'IS NOT'."
                    ),
                    it,
                ))
            },
        )
    }

    /// `(a, b)`, or a function that stands for a list.
    fn list(&mut self) -> Result<Vec<Operand>, String> {
        if !self.take_sign("(") {
            let operand = self.operand()?;
            if matches!(operand, Operand::Function(..)) {
                return Ok(vec![operand]);
            }
            self.at -= 1;
            return self.expected("'('");
        }
        let mut operands = vec![self.operand()?];
        while self.take_sign(",") {
            operands.push(self.operand()?);
        }
        if !self.take_sign(")") {
            return self.expected("either ',' or ')'");
        }
        Ok(operands)
    }

    fn operand(&mut self) -> Result<Operand, String> {
        if self.take_word("empty") || self.take_word("null") {
            return Ok(Operand::Empty);
        }
        let is_quoted = self.peek().is_some_and(|it| it.kind == Kind::Quoted);
        let name = self.text("either a value, list or function")?;
        if is_quoted || !self.take_sign("(") {
            return Ok(Operand::Text(name));
        }
        let mut arguments = Vec::new();
        while !self.take_sign(")") {
            if !arguments.is_empty() && !self.take_sign(",") {
                return self.expected("')'");
            }
            arguments.push(self.text("a function argument")?);
        }
        Ok(Operand::Function(name, arguments))
    }

    fn text(&mut self, what: &str) -> Result<String, String> {
        let token = self.peek().filter(|it| it.kind != Kind::Sign).cloned();
        let Some(token) = token else {
            return self.expected(what);
        };
        let lower = token.text.to_ascii_lowercase();
        if token.kind == Kind::Word && RESERVED_WORDS.contains(&lower.as_str()) {
            let text = &token.text;
            return Err(told(
                &format!(
                    "Expecting {what} but got '{text}'. You must surround '{text}' in quotation \
                     marks to use it."
                ),
                &token,
            ));
        }
        self.at += 1;
        Ok(token.text)
    }

    fn order(&mut self) -> Result<Vec<Sort>, String> {
        if !self.take_word("by") {
            return self.expected("'BY'");
        }
        let mut sorts = Vec::new();
        loop {
            let field = self.text("a field name")?;
            let is_descending = if self.take_word("desc") {
                Some(true)
            } else {
                self.take_word("asc").then_some(false)
            };
            sorts.push(Sort {
                field,
                is_descending,
            });
            if !self.take_sign(",") {
                return Ok(sorts);
            }
        }
    }
}

fn single_or(mut parts: Vec<Condition>, join: fn(Vec<Condition>) -> Condition) -> Condition {
    if parts.len() == 1 {
        parts.remove(0)
    } else {
        join(parts)
    }
}
