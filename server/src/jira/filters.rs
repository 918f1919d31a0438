//! `GET /rest/api/2/filter/favourite`: the person's favourite filters (Jira Data Center).

use super::{Answered, JiraClient, JiraError, text::one_line};
use crate::{connection::AccessToken, jql::Jql};
use serde::Deserialize;
use serde_json::Value;

/// Nobody finds their way among more.
const MAX_FILTERS: usize = 200;
const MAX_NAME_CHARS: usize = 255;

/// A filter that somebody saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SavedFilter {
    pub(crate) id: String,
    pub(crate) name: String,
    /// A query without conditions, in its order.
    pub(crate) order: Jql,
}

#[derive(Deserialize)]
struct WireFilter {
    id: String,
    name: String,
    #[serde(default)]
    jql: String,
}

impl JiraClient {
    /// The favourite filters of the person behind `token`, by name.
    ///
    /// # Errors
    /// [`JiraError`].
    pub(crate) async fn favourite_filters(
        &self,
        token: &AccessToken,
    ) -> Result<Answered<Vec<SavedFilter>>, JiraError> {
        let Answered { value, to }: Answered<Vec<Value>> =
            self.get(token, "/rest/api/2/filter/favourite", &[]).await?;
        Ok(Answered {
            value: read(value),
            to,
        })
    }

    /// Where people manage their filters in Jira.
    pub(crate) fn manage_filters_url(&self) -> url::Url {
        self.base_url().join("/secure/ManageFilters.jspa")
    }
}

/// An odd filter hides no other.
fn read(filters: Vec<Value>) -> Vec<SavedFilter> {
    let read = filters
        .into_iter()
        .filter_map(|filter| serde_json::from_value::<WireFilter>(filter).ok())
        .filter(|filter| {
            filter.id.bytes().all(|byte| byte.is_ascii_digit()) && !filter.id.is_empty()
        });
    let mut filters: Vec<_> = read
        .take(MAX_FILTERS)
        .map(|filter| SavedFilter {
            name: one_line(&filter.name, MAX_NAME_CHARS),
            order: Jql::default().ordered_as(&Jql::parse(&filter.jql).unwrap_or_default()),
            id: filter.id,
        })
        .collect();
    filters.sort_by_key(|filter| filter.name.to_lowercase());
    filters
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn filters_come_by_name_and_an_odd_one_hides_no_other() {
        let long = format!("{}ORDER BY updated", "a = 1 AND ".repeat(5000) + "b = 2 ");
        let filters = read(vec![
            json!({"id": "2", "name": "open \u{7}bugs", "jql": "a = 1 ORDER BY key"}),
            json!({"id": 3, "name": "odd"}),
            json!({"id": "4/../5", "name": "odd"}),
            json!({"id": "", "name": "odd"}),
            json!(null),
            json!({"id": "1", "name": "Mine", "jql": long}),
        ]);
        let names: Vec<_> = filters.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["Mine", "open  bugs"]);
        assert_eq!(filters[1].order.to_string(), "ORDER BY key");
        assert_eq!(filters[0].order.to_string(), "ORDER BY updated");
    }
}
