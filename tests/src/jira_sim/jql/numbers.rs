//! Clauses about numbers and times.

use super::dates::parse_date;
use super::fields::QueryField;
use super::parse::{Clause, Operand};
use super::resolve::Finds;
use super::{Context, functions, values};

/// Numbers and times: every operator.
pub(super) fn compare<'a>(
    context: &'a Context<'_>,
    clause: &Clause,
    field: QueryField,
) -> Result<Finds<'a>, String> {
    let mut limits = Vec::new();
    for operand in &clause.operands {
        limits.push(number(context, clause, field, operand)?);
    }
    let operator = clause.operator.clone();
    Ok(Box::new(move |issue| {
        let Some(value) = values::number_of(context, field, issue) else {
            return false;
        };
        let first = limits[0];
        // Equal to the millisecond, as Jira compares dates with `=`.
        let is_among = limits.iter().any(|it| (value - it).abs() < 0.5e-6);
        match operator.as_str() {
            "<" => value < first,
            ">" => value > first,
            "<=" => value <= first,
            ">=" => value >= first,
            "=" | "IN" => is_among,
            _ => !is_among,
        }
    }))
}

fn number(
    context: &Context<'_>,
    clause: &Clause,
    field: QueryField,
    operand: &Operand,
) -> Result<f64, String> {
    let name = &clause.field;
    #[expect(clippy::cast_precision_loss, reason = "times are below 2^53")]
    let whole = |it: i64| it as f64;
    match operand {
        Operand::Function(function, arguments) => {
            let offset = arguments.first().map(String::as_str);
            functions::time(context, function, offset).map(whole)
        }
        Operand::Text(text) if field.is_date() => {
            parse_date(text, context.now_ms).map(whole).ok_or_else(|| {
                format!(
                    "Date value '{text}' for field '{name}' is invalid. Valid formats include: \
                     'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a \
                     period format e.g. '-5d', '4w 2d'."
                )
            })
        }
        Operand::Text(text) => text
            .parse()
            .map_err(|_| format!("Value '{text}' is invalid for the '{name}' field.")),
        Operand::Empty => Err(format!("The value 'EMPTY' is not supported by '{name}'.")),
    }
}
