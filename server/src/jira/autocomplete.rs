//! `GET /rest/api/2/jql/autocompletedata`: the words that a query of the person can have (Jira Data
//! Center).

use super::{
    Answered, JiraClient, JiraError,
    text::{one_line, searched},
};
use crate::{connection::AccessToken, jql};
use serde::Deserialize;
use serde_json::Value;

/// A large Jira has some hundred fields.
const MAX_WORDS: usize = 3000;
const MAX_WORD_CHARS: usize = 255;
const MAX_VALUES: usize = 30;

/// The vocabulary of a Jira for one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Vocabulary {
    pub(crate) fields: Vec<Field>,
    pub(crate) functions: Vec<Function>,
    pub(crate) reserved_words: Vec<String>,
}

/// A field that can be searched by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    /// As it stands in a query, quoted where it must be.
    pub(crate) written: String,
    pub(crate) label: String,
    pub(crate) operators: Vec<String>,
    types: Vec<String>,
    pub(crate) can_order: bool,
    /// Whether Jira suggests values.
    pub(crate) has_suggestions: bool,
}

/// A function that stands for values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Function {
    pub(crate) written: String,
    types: Vec<String>,
}

impl Function {
    /// Whether it makes values of this field.
    pub(crate) fn fits(&self, field: &Field) -> bool {
        self.types.iter().any(|it| field.types.contains(it))
    }
}

/// A value that Jira suggests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SuggestedValue {
    /// What people read, such as a project's name with its key.
    pub(crate) label: String,
    /// Without quotes.
    pub(crate) value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireVocabulary {
    #[serde(default)]
    visible_field_names: Vec<Value>,
    #[serde(default)]
    visible_function_names: Vec<Value>,
    #[serde(default)]
    jql_reserved_words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireWord {
    value: String,
    display_name: Option<String>,
    /// Jira writes booleans as texts here.
    orderable: Option<String>,
    auto: Option<String>,
    #[serde(default)]
    operators: Vec<String>,
    #[serde(default)]
    types: Vec<String>,
}

#[derive(Deserialize)]
struct WireSuggestions {
    #[serde(default)]
    results: Vec<Value>,
}

impl JiraClient {
    /// The vocabulary for the person behind `token`.
    ///
    /// # Errors
    /// [`JiraError`].
    pub(crate) async fn vocabulary(
        &self,
        token: &AccessToken,
    ) -> Result<Answered<Vocabulary>, JiraError> {
        let Answered { value, to }: Answered<WireVocabulary> = self
            .get(token, "/rest/api/2/jql/autocompletedata", &[])
            .await?;
        Ok(Answered {
            value: read(value),
            to,
        })
    }

    /// Values of the field that begin so.
    ///
    /// # Errors
    /// [`JiraError`].
    pub(crate) async fn suggested_values(
        &self,
        token: &AccessToken,
        field: &str,
        begun: &str,
    ) -> Result<Answered<Vec<SuggestedValue>>, JiraError> {
        let query = [("fieldName", field), ("fieldValue", searched(begun))];
        let Answered { value, to }: Answered<WireSuggestions> = self
            .get(
                token,
                "/rest/api/2/jql/autocompletedata/suggestions",
                &query,
            )
            .await?;
        let values = words(value.results).map(|word| SuggestedValue {
            label: plain(word.display_name.as_ref().unwrap_or(&word.value)),
            value: bare(&word.value),
        });
        Ok(Answered {
            value: values.take(MAX_VALUES).collect(),
            to,
        })
    }
}

fn words(values: Vec<Value>) -> impl Iterator<Item = WireWord> {
    values
        .into_iter()
        .filter_map(|value| serde_json::from_value(value).ok())
}

/// Jira quotes a value that must be quoted, and some versions do not.
fn bare(value: &str) -> String {
    let value = jql::unquoted(value).unwrap_or_else(|| value.to_owned());
    one_line(&value, MAX_WORD_CHARS)
}

/// Jira marks in HTML what was typed already.
fn plain(html: &str) -> String {
    let text = ["<b>", "</b>"]
        .iter()
        .fold(html.to_owned(), |text, tag| text.replace(tag, ""));
    let signs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ];
    let text = signs
        .iter()
        .fold(text, |text, (escaped, sign)| text.replace(escaped, sign));
    one_line(&text, MAX_WORD_CHARS)
}

fn read(wire: WireVocabulary) -> Vocabulary {
    let is_true = |flag: &Option<String>| flag.as_deref() == Some("true");
    let fields = words(wire.visible_field_names).take(MAX_WORDS);
    let functions = words(wire.visible_function_names).take(MAX_WORDS);
    Vocabulary {
        fields: fields
            .map(|word| Field {
                label: one_line(
                    word.display_name.as_ref().unwrap_or(&word.value),
                    MAX_WORD_CHARS,
                ),
                written: one_line(&word.value, MAX_WORD_CHARS),
                can_order: is_true(&word.orderable),
                has_suggestions: is_true(&word.auto),
                operators: word.operators,
                types: word.types,
            })
            .collect(),
        functions: functions
            .map(|word| Function {
                written: one_line(&word.value, MAX_WORD_CHARS),
                types: word.types,
            })
            .collect(),
        reserved_words: wire
            .jql_reserved_words
            .into_iter()
            .take(MAX_WORDS)
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_vocabulary_is_read_as_jira_writes_it() {
        let wire = json!({
            "visibleFieldNames": [
                {"value": "status", "displayName": "status", "orderable": "true", "auto": "true",
                 "operators": ["=", "in"], "types": ["com.atlassian.jira.issue.status.Status"]},
                {"value": "\"Epic Link\"", "displayName": "Epic Link - cf[10001]", "types": []},
                {"displayName": "odd"}, 7
            ],
            "visibleFunctionNames": [
                {"value": "currentUser()", "types": ["com.atlassian.crowd.embedded.api.User"]}
            ],
            "jqlReservedWords": ["empty"]
        });
        let read = read(serde_json::from_value(wire).expect("a vocabulary"));
        let written: Vec<_> = read.fields.iter().map(|it| it.written.as_str()).collect();
        assert_eq!(written, ["status", "\"Epic Link\""]);
        assert!(read.fields[0].has_suggestions && read.fields[0].can_order);
        assert!(!read.fields[1].has_suggestions);
        assert!(!read.functions[0].fits(&read.fields[0]));
        assert_eq!(read.reserved_words, ["empty"]);
        assert_eq!(bare("\"In Progress\""), "In Progress");
        assert_eq!(plain("<b>R</b>&amp;D &lt;b&gt;"), "R&D <b>");
        assert_eq!(bare("C:\\x"), "C:\\x");
    }
}
