//! What somebody typed into the form to create an issue, kept until it is sent, discarded or old.

use serde::{Deserialize, Serialize};

/// So long a draft is kept after its last change.
pub(crate) const LIFE_S: u64 = 7 * 24 * 3600;

/// The largest draft, in bytes of JSON.
const MAX_BYTES: usize = 64 * 1024;

/// A part's bytes: JSON in JSON is at most twice as long, which a record of the store holds.
const MAX_PART_BYTES: usize = 4 * 1024;

/// The form as it was left, with what Jira said of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Draft {
    /// Key of the project.
    pub(crate) project: String,
    /// Jira's id of the issue type.
    pub(crate) kind: String,
    /// Field id and value, also of fields that only another project or type has.
    pub(crate) fields: Vec<(String, String)>,
    /// Why it is no issue yet: what concerns no field.
    #[serde(default)]
    pub(crate) messages: Vec<String>,
    /// Why it is no issue yet: field id and message.
    #[serde(default)]
    pub(crate) refused: Vec<(String, String)>,
    /// Whether Jira may have made an issue of it without saying so.
    #[serde(default)]
    pub(crate) outcome_is_unknown: bool,
}

/// A part of a draft: a record of the store is smaller than a long description.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DraftPart {
    kept_at_s: u64,
    json: String,
}

impl Draft {
    /// The value of a field, if it is in the draft.
    pub(crate) fn value(&self, id: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(known, _)| known == id);
        found.map(|(_, value)| value.as_str())
    }

    /// Adds what `before` has of fields that are not in this form.
    pub(crate) fn with_others_of(mut self, before: Self) -> Self {
        for (id, value) in before.fields {
            if self.value(&id).is_none() {
                self.fields.push((id, value));
            }
        }
        self
    }

    /// Whether somebody has typed anything.
    pub(crate) fn is_empty(&self) -> bool {
        self.fields.iter().all(|(_, value)| value.trim().is_empty())
    }

    /// The records of it; `None` if it is too large to be kept.
    pub(crate) fn parts(&self, kept_at_s: u64) -> Option<Vec<DraftPart>> {
        let json = serde_json::to_string(self).expect("texts have a JSON");
        if json.len() > MAX_BYTES {
            return None;
        }
        let mut rest = json.as_str();
        let mut parts = Vec::new();
        while !rest.is_empty() {
            let (part, behind) = rest.split_at(rest.floor_char_boundary(MAX_PART_BYTES));
            rest = behind;
            parts.push(DraftPart {
                kept_at_s,
                json: part.to_owned(),
            });
        }
        Some(parts)
    }

    /// Puts it together again; `None` where that is too old or no draft.
    pub(crate) fn of(parts: &[DraftPart], now_s: u64) -> Option<Self> {
        let json: String = parts.iter().map(|part| part.json.as_str()).collect();
        let is_fresh = parts.iter().all(|part| !part.is_old(now_s));
        serde_json::from_str(&json).ok().filter(|_| is_fresh)
    }
}

impl DraftPart {
    pub(crate) fn is_old(&self, now_s: u64) -> bool {
        now_s >= self.kept_at_s.saturating_add(LIFE_S)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(id: &str, value: &str) -> Draft {
        Draft {
            project: "DEMO".to_owned(),
            fields: vec![(id.to_owned(), value.to_owned())],
            ..Draft::default()
        }
    }

    #[test]
    fn a_long_draft_is_kept_in_parts_that_fit_and_is_whole_again_for_a_week() {
        let long = draft("description", &"\"Zürich\\\u{1}\n".repeat(2_000));
        let parts = long.parts(1_000).expect("it fits");
        assert!(parts.len() > 5, "{}", parts.len());
        for part in &parts {
            let bytes = serde_json::to_string(part).expect("JSON").len();
            assert!(bytes < 9 * 1024, "{bytes}");
        }
        assert_eq!(Draft::of(&parts, 1_000 + LIFE_S - 1), Some(long));
        assert_eq!(Draft::of(&parts, 1_000 + LIFE_S), None);
        assert_eq!(Draft::of(&parts[1..], 1_000), None);
        assert_eq!(Draft::of(&[], 1_000), None);
    }

    #[test]
    fn what_is_too_large_is_not_kept() {
        assert!(
            draft("description", &"x".repeat(MAX_BYTES))
                .parts(0)
                .is_none()
        );
    }

    #[test]
    fn what_only_another_form_has_stays() {
        let new = draft("summary", "new").with_others_of(draft("summary", "old"));
        assert_eq!(new.value("summary"), Some("new"));
        let both = new.with_others_of(draft("labels", "a b"));
        assert_eq!(both.value("labels"), Some("a b"));
        assert_eq!(both.fields.len(), 2);
    }
}
