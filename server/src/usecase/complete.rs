//! Suggestions for a query that somebody is typing.

use super::{
    Bound, Failure, Tab,
    asking::{Asked, Call, both_to},
};
use crate::{
    connection::Grant,
    jira::{Answered, Field, JiraClient, JiraError, SuggestedValue, Vocabulary},
    jql::{self, Awaited, Position},
};
use app::model::{Completions, Suggestion};
use std::sync::Arc;

/// More than fit below a field.
const MAX_SUGGESTIONS: usize = 12;

/// The longest query that is looked at.
const MAX_BYTES: usize = 8 * 1024;

/// The end of an unfinished query.
struct Unfinished {
    tab: Arc<Tab>,
    position: Position,
}

impl Bound {
    /// What can follow after `before`. Where Jira does not say, nothing is suggested: the list tells
    /// what is wrong.
    pub(super) async fn complete(&self, before: &str) -> Result<Completions, Failure> {
        if before.len() > MAX_BYTES {
            return Ok(Completions::default());
        }
        let position = jql::position(before);
        let begun = &before[position.at..];
        let replaces = u32::try_from(begun.encode_utf16().count()).unwrap_or_default();
        let person = self.tab.load_person(&self.caller).await?;
        let connected = self.connected_instances(&person).await?;
        let Some(instance) = connected.first() else {
            return Ok(Completions::default());
        };
        let tab = Arc::clone(&self.tab);
        let unfinished = Unfinished { tab, position };
        let outcome = self.ask(&instance.id, &unfinished, COMPLETE).await?;
        let suggestions = outcome.map_or_else(|_| Vec::new(), |(_, suggestions)| suggestions);
        Ok(Completions {
            replaces,
            suggestions,
        })
    }
}

const COMPLETE: Call<Unfinished, Vec<Suggestion>> =
    |client, grant, unfinished| -> Asked<'_, Vec<Suggestion>> {
        Box::pin(complete(client, grant, unfinished))
    };

async fn complete(
    client: &JiraClient,
    grant: &Grant,
    unfinished: &Unfinished,
) -> Result<Answered<Vec<Suggestion>>, JiraError> {
    let Unfinished { tab, position } = unfinished;
    let ask = client.vocabulary(&grant.access_token);
    let kept = tab
        .vocabularies
        .get_or_ask(grant, "", tab.clock.now_s(), ask);
    let Answered {
        value: vocabulary,
        mut to,
    } = kept.await?;
    let mut values = Vec::new();
    if let Awaited::Value(name) = &position.awaited
        && let Some(field) = find_field(&vocabulary, name).filter(|field| field.has_suggestions)
    {
        let (token, name) = (&grant.access_token, name_of(field));
        let answered = client
            .suggested_values(token, &name, &position.begun)
            .await?;
        values = answered.value;
        to = both_to(grant, to, answered.to)?;
    }
    Ok(Answered {
        value: suggest(&vocabulary, position, &values),
        to,
    })
}

/// The field's name without quotes.
fn name_of(field: &Field) -> String {
    jql::unquoted(&field.written).unwrap_or_else(|| field.written.clone())
}

fn find_field<'a>(vocabulary: &'a Vocabulary, name: &str) -> Option<&'a Field> {
    let is_it = |field: &&Field| name_of(field).eq_ignore_ascii_case(name);
    vocabulary.fields.iter().find(is_it)
}

fn suggest(
    vocabulary: &Vocabulary,
    position: &Position,
    values: &[SuggestedValue],
) -> Vec<Suggestion> {
    let fixed = |words: &[&str]| -> Vec<Suggestion> { words.iter().map(|it| same(it)).collect() };
    let all: Vec<Suggestion> = match &position.awaited {
        Awaited::Field => vocabulary.fields.iter().map(field).collect(),
        Awaited::OrderField => {
            let orderable = vocabulary.fields.iter().filter(|it| it.can_order);
            orderable.map(field).collect()
        }
        Awaited::Operator(name) => {
            let operators = find_field(vocabulary, name).map(|field| field.operators.as_slice());
            operators
                .unwrap_or_default()
                .iter()
                .map(|it| same(it))
                .collect()
        }
        Awaited::Value(name) => {
            let field = find_field(vocabulary, name);
            let functions = vocabulary.functions.iter();
            let functions = functions.filter(|it| field.is_some_and(|field| it.fits(field)));
            let values = values.iter().map(|value| Suggestion {
                label: value.label.clone(),
                inserted: jql::as_value(&value.value, &vocabulary.reserved_words) + " ",
            });
            // Jira has chosen among the values already.
            let others = functions.map(|it| same(&it.written)).chain([same("EMPTY")]);
            let others = best(others.collect(), &position.begun);
            return values.chain(others).take(MAX_SUGGESTIONS).collect();
        }
        Awaited::Connection => fixed(&["AND", "OR", "ORDER BY"]),
        Awaited::By => fixed(&["BY"]),
        Awaited::Direction => fixed(&["ASC", "DESC"]),
        Awaited::Nothing => Vec::new(),
    };
    best(all, &position.begun)
}

/// What begins as typed, then what holds it.
fn best(all: Vec<Suggestion>, begun: &str) -> Vec<Suggestion> {
    let begun = begun.to_lowercase();
    let (first, rest): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|it| it.label.to_lowercase().starts_with(&begun));
    let rest = rest
        .into_iter()
        .filter(|it| it.label.to_lowercase().contains(&begun));
    first
        .into_iter()
        .chain(rest)
        .take(MAX_SUGGESTIONS)
        .collect()
}

fn field(field: &Field) -> Suggestion {
    Suggestion {
        label: field.label.clone(),
        inserted: format!("{} ", field.written),
    }
}

fn same(word: &str) -> Suggestion {
    Suggestion {
        label: word.to_owned(),
        inserted: format!("{word} "),
    }
}
