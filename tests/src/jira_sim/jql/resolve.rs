//! From conditions to a predicate, with Jira's checks of fields, operators and values.

use super::candidates::{Candidate, candidates};
use super::fields::{QueryField, find};
use super::numbers::compare;
use super::parse::{Clause, Condition, Operand, parse};
use super::{Context, functions, text, values};
use crate::jira_sim::model::field::PRIORITIES;
use crate::jira_sim::model::issue::Issue;

/// Says whether an issue is found.
pub(super) type Finds<'a> = Box<dyn Fn(&Issue) -> bool + 'a>;

/// Filters that name filters, at most so deep.
const DEEPEST_FILTER: usize = 5;

/// Makes the predicate. What is wrong goes to `problems`, and that clause finds nothing.
pub(super) fn resolve<'a>(
    context: &'a Context<'_>,
    condition: &Condition,
    problems: &mut Vec<String>,
    depth: usize,
) -> Finds<'a> {
    let mut parts = |conditions: &[Condition]| -> Vec<Finds<'a>> {
        let each = conditions.iter();
        each.map(|it| resolve(context, it, problems, depth))
            .collect()
    };
    match condition {
        Condition::All(conditions) => {
            let parts = parts(conditions);
            Box::new(move |issue| parts.iter().all(|it| it(issue)))
        }
        Condition::Any(conditions) => {
            let parts = parts(conditions);
            Box::new(move |issue| parts.iter().any(|it| it(issue)))
        }
        Condition::Not(inner) => {
            let inner = resolve(context, inner, problems, depth);
            Box::new(move |issue| !inner(issue))
        }
        Condition::Clause(clause) => resolve_clause(context, clause, problems, depth)
            .unwrap_or_else(|problem| {
                problems.push(problem);
                Box::new(|_| false)
            }),
    }
}

fn resolve_clause<'a>(
    context: &'a Context<'_>,
    clause: &Clause,
    problems: &mut Vec<String>,
    depth: usize,
) -> Result<Finds<'a>, String> {
    let name = &clause.field;
    let field = find(name).ok_or_else(|| {
        format!("Field '{name}' does not exist or you do not have permission to view it.")
    })?;
    let operator = clause.operator.clone();
    if !field.operators().contains(&operator.as_str()) {
        return Err(format!(
            "The operator '{}' is not supported by the '{name}' field.",
            operator.to_lowercase()
        ));
    }
    let is_empty = matches!(clause.operands.as_slice(), [Operand::Empty]);
    if operator.starts_with("IS") && !is_empty {
        let operator = operator.to_lowercase();
        return Err(format!(
            "The operator '{operator}' only supports 'EMPTY' and 'NULL' for the field '{name}'."
        ));
    }
    let wants = !matches!(operator.as_str(), "!=" | "!~" | "NOT IN" | "IS NOT");
    if is_empty {
        return Ok(Box::new(move |issue| {
            has_nothing(context, field, issue) == wants
        }));
    }
    match field {
        QueryField::Text(id) => find_text(clause, id, wants),
        QueryField::Filter => in_filter(context, clause, wants, problems, depth),
        _ if values_are_numbers(field) => compare(context, clause, field),
        _ if matches!(operator.as_str(), "<" | ">" | "<=" | ">=") => ranks(context, clause, field),
        _ => among(context, clause, field, wants, problems),
    }
}

fn values_are_numbers(field: QueryField) -> bool {
    field.is_date()
        || matches!(
            field,
            QueryField::Votes | QueryField::Watchers | QueryField::Number(_)
        )
}

fn has_nothing(context: &Context<'_>, field: QueryField, issue: &Issue) -> bool {
    match field {
        QueryField::Text(id) => values::texts_of(id, issue).is_empty(),
        QueryField::Resolution => issue.resolution.is_none(),
        _ if values_are_numbers(field) => values::number_of(context, field, issue).is_none(),
        _ => values::names_of(context, field, issue).is_empty(),
    }
}

fn find_text<'a>(clause: &Clause, id: &'static str, wants: bool) -> Result<Finds<'a>, String> {
    let Some(Operand::Text(sought)) = clause.operands.first() else {
        let name = &clause.field;
        return Err(format!(
            "The operator '~' needs a text for the field '{name}'."
        ));
    };
    let query = text::parse(sought, &clause.field)?;
    Ok(Box::new(move |issue| {
        values::texts_of(id, issue).iter().any(|it| query.finds(it)) == wants
    }))
}

/// The issues that another filter finds.
fn in_filter<'a>(
    context: &'a Context<'_>,
    clause: &Clause,
    wants: bool,
    problems: &mut Vec<String>,
    depth: usize,
) -> Result<Finds<'a>, String> {
    let all = candidates(context, QueryField::Filter).unwrap_or_default();
    let mut parts: Vec<Finds<'a>> = Vec::new();
    for operand in &clause.operands {
        let Operand::Text(text) = operand else {
            continue;
        };
        let missing = || match text.parse::<u64>() {
            Ok(_) => format!("A value with ID '{text}' does not exist for the field 'filter'."),
            Err(_) => format!("The value '{text}' does not exist for the field 'filter'."),
        };
        let found = all
            .iter()
            .find(|it| it.is_called(text))
            .ok_or_else(missing)?;
        let filter = context
            .state
            .filter(context.user, &found.value)
            .ok_or_else(missing)?;
        if depth == DEEPEST_FILTER {
            return Err("Field 'filter' contains a filter that refers to itself.".to_owned());
        }
        match parse(&filter.jql)?.condition {
            Some(condition) => parts.push(resolve(context, &condition, problems, depth + 1)),
            None => parts.push(Box::new(|_| true)),
        }
    }
    Ok(Box::new(move |issue| {
        parts.iter().any(|it| it(issue)) == wants
    }))
}

/// `priority > Medium`, `key < ABC-7`.
fn ranks<'a>(
    context: &'a Context<'_>,
    clause: &Clause,
    field: QueryField,
) -> Result<Finds<'a>, String> {
    let limits = names(context, clause, field, &mut Vec::new())?;
    let limit = limits.into_iter().next().unwrap_or_default();
    let operator = clause.operator.clone();
    Ok(Box::new(move |issue| {
        let Some(value) = values::names_of(context, field, issue).pop() else {
            return false;
        };
        let (Some(value), Some(limit)) = (rank(field, &value), rank(field, &limit)) else {
            return false;
        };
        value.0 == limit.0
            && match operator.as_str() {
                "<" => value < limit,
                ">" => value > limit,
                "<=" => value <= limit,
                _ => value >= limit,
            }
    }))
}

/// Keys by project and number, priorities from lowest to highest.
fn rank(field: QueryField, value: &str) -> Option<(String, usize)> {
    if field == QueryField::Key {
        let (project, number) = value.rsplit_once('-')?;
        return Some((project.to_owned(), number.parse().ok()?));
    }
    let at = PRIORITIES.iter().position(|it| *it == value)?;
    Some((String::new(), PRIORITIES.len() - at))
}

fn among<'a>(
    context: &'a Context<'_>,
    clause: &Clause,
    field: QueryField,
    wants: bool,
    problems: &mut Vec<String>,
) -> Result<Finds<'a>, String> {
    let names = names(context, clause, field, problems)?;
    let with_empty = clause.operands.contains(&Operand::Empty);
    Ok(Box::new(move |issue| {
        let has = values::names_of(context, field, issue);
        if has.is_empty() {
            // As in Jira, `!=` and `not in` leave out what is empty.
            return with_empty && wants;
        }
        has.iter().any(|it| names.contains(it)) == wants
    }))
}

/// The values of the operands as issues have them.
fn names(
    context: &Context<'_>,
    clause: &Clause,
    field: QueryField,
    problems: &mut Vec<String>,
) -> Result<Vec<String>, String> {
    let all = candidates(context, field);
    let mut names = Vec::new();
    for operand in &clause.operands {
        match (operand, &all) {
            (Operand::Empty, _) => {}
            (Operand::Function(function, _), _) => {
                names.extend(functions::names(context, function)?);
            }
            (Operand::Text(text), None) => names.push(text.clone()),
            (Operand::Text(text), Some(all)) => {
                let found: Vec<&Candidate> = all.iter().filter(|it| it.is_called(text)).collect();
                if found.is_empty() {
                    problems.push(missing(&clause.field, field, text));
                }
                names.extend(found.into_iter().map(|it| it.value.clone()));
            }
        }
    }
    Ok(names)
}

fn missing(name: &str, field: QueryField, text: &str) -> String {
    let is_issue = matches!(
        field,
        QueryField::Key | QueryField::Parent | QueryField::EpicLink
    );
    if is_issue {
        format!("An issue with key '{text}' does not exist for field '{name}'.")
    } else if text.parse::<u64>().is_ok() {
        format!("A value with ID '{text}' does not exist for the field '{name}'.")
    } else {
        format!("The value '{text}' does not exist for the field '{name}'.")
    }
}
