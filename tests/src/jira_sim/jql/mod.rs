//! JQL: from text to the issues that it finds.
//!
//! [`parse`] reads the text, [`resolve`] checks fields, operators and values and makes a
//! predicate of each clause, [`order`] sorts. Messages have Jira's words.

mod candidates;
pub(super) mod dates;
mod fields;
mod functions;
mod lexer;
mod numbers;
pub(super) mod order;
pub(super) mod parse;
mod resolve;
mod text;
mod values;

#[cfg(test)]
mod parse_test;

pub(super) use candidates::suggest;
pub(super) use fields::visible_fields;
pub(super) use functions::FUNCTIONS;

use super::model::issue::Issue;
use super::options::User;
use super::state::State;

/// Who searches what, and when.
pub(super) struct Context<'a> {
    pub(super) state: &'a State,
    pub(super) user: Option<&'a User>,
    pub(super) now_ms: i64,
}

/// What a search found, and what was wrong with it and did not stop it.
pub(super) struct Found<'a> {
    pub(super) issues: Vec<&'a Issue>,
    pub(super) warnings: Vec<String>,
}

/// Runs a query. With `is_strict` unknown fields and values are errors, else warnings.
///
/// # Errors
/// Jira's messages.
pub(super) fn search<'a>(
    context: &Context<'a>,
    jql: &str,
    is_strict: bool,
) -> Result<Found<'a>, Vec<String>> {
    let query = parse::parse(jql).map_err(|message| vec![message])?;
    let mut problems = Vec::new();
    let finds = query
        .condition
        .as_ref()
        .map(|condition| resolve::resolve(context, condition, &mut problems, 0));
    let sorts = order::resolve(&query.order, &mut problems);
    if is_strict && !problems.is_empty() {
        return Err(problems);
    }
    let mut issues: Vec<&Issue> = context
        .state
        .issues
        .iter()
        .filter(|issue| context.state.may_see(context.user, issue))
        .filter(|issue| finds.as_ref().is_none_or(|finds| finds(issue)))
        .collect();
    order::sort(context, &mut issues, &sorts);
    Ok(Found {
        issues,
        warnings: problems,
    })
}
