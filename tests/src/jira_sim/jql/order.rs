//! ORDER BY.

use std::cmp::{Ordering, Reverse};

use super::Context;
use super::candidates::candidates;
use super::fields::{QueryField, find};
use super::parse::Sort;
use super::values::{names_of, number_of, texts_of};
use crate::jira_sim::model::issue::Issue;

/// A field to sort by, and whether the largest comes first.
pub(super) type SortBy = (QueryField, bool);

/// Checks the fields. What is wrong goes to `problems`.
pub(super) fn resolve(sorts: &[Sort], problems: &mut Vec<String>) -> Vec<SortBy> {
    let mut fields = Vec::new();
    for sort in sorts {
        match find(&sort.field) {
            Some(field) if field.is_sortable() => {
                // Jira sorts dates and priorities largest first unless told otherwise.
                let default = field.is_date() || field == QueryField::Priority;
                fields.push((field, sort.is_descending.unwrap_or(default)));
            }
            _ => problems.push(format!("Not able to sort using field '{}'.", sort.field)),
        }
    }
    fields
}

/// Sorts by the fields, then by project and newest key.
pub(super) fn sort(context: &Context<'_>, issues: &mut [&Issue], sorts: &[SortBy]) {
    issues.sort_by_key(|issue| (issue.project_key().to_owned(), Reverse(issue.number())));
    for (field, is_descending) in sorts.iter().rev() {
        let lists = candidates(context, *field)
            .unwrap_or_default()
            .into_iter()
            .map(|it| (it.value, it.shown))
            .collect::<Vec<_>>();
        let mut keyed: Vec<(Rank, &Issue)> = issues
            .iter()
            .map(|issue| (rank(context, *field, issue, &lists), *issue))
            .collect();
        keyed.sort_by(|a, b| {
            let order = a.0.compare(&b.0);
            if *is_descending {
                order.reverse()
            } else {
                order
            }
        });
        for (place, (_, issue)) in issues.iter_mut().zip(keyed) {
            *place = issue;
        }
    }
}

/// What two issues are compared by.
enum Rank {
    Number(f64),
    Text(String),
    Nothing,
}

impl Rank {
    /// Empty values come last when ascending, as in Jira.
    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Nothing, Self::Nothing) => Ordering::Equal,
            (Self::Nothing, _) | (Self::Text(_), Self::Number(_)) => Ordering::Greater,
            _ => Ordering::Less,
        }
    }
}

fn rank(
    context: &Context<'_>,
    field: QueryField,
    issue: &Issue,
    lists: &[(String, String)],
) -> Rank {
    let number = number_of(context, field, issue);
    if let Some(number) = number {
        return Rank::Number(number);
    }
    if field == QueryField::Key {
        return Rank::Text(format!("{} {:020}", issue.project_key(), issue.number()));
    }
    let text = match field {
        QueryField::Text(id) => texts_of(id, issue).first().map(ToString::to_string),
        QueryField::Resolution if issue.resolution.is_none() => None,
        _ => names_of(context, field, issue).into_iter().next(),
    };
    let Some(text) = text else {
        return Rank::Nothing;
    };
    let at = lists.iter().position(|it| it.0 == text);
    match (field, at) {
        #[expect(clippy::cast_precision_loss, reason = "lists are short")]
        (QueryField::Priority, at) => Rank::Number(-(at.unwrap_or(lists.len()) as f64)),
        #[expect(clippy::cast_precision_loss, reason = "lists are short")]
        (QueryField::Status, Some(at)) => Rank::Number(at as f64),
        (_, Some(at)) => Rank::Text(lists[at].1.to_lowercase()),
        _ => Rank::Text(text.to_lowercase()),
    }
}
