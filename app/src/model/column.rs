//! The columns of a list.

use serde::{Deserialize, Serialize};

/// A column of a list; the order here is the order on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Column {
    /// Issue type.
    Type,
    /// Issue key.
    Key,
    /// One line of text.
    Summary,
    /// Status, in the colour of its category.
    Status,
    /// Who is to do it.
    Assignee,
    /// Who asked for it.
    Reporter,
    /// Priority.
    Priority,
    /// When it was made.
    Created,
    /// When it was last changed.
    Updated,
}

impl Column {
    /// Every column; Jira can sort by each. A person who has chosen nothing sees them all.
    pub const ALL: [Self; 9] = [
        Self::Type,
        Self::Key,
        Self::Summary,
        Self::Status,
        Self::Assignee,
        Self::Reporter,
        Self::Priority,
        Self::Created,
        Self::Updated,
    ];

    /// The word of addresses and forms.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Key => "key",
            Self::Summary => "summary",
            Self::Status => "status",
            Self::Assignee => "assignee",
            Self::Reporter => "reporter",
            Self::Priority => "priority",
            Self::Created => "created",
            Self::Updated => "updated",
        }
    }

    /// What the person sees who has chosen `columns`: nothing chosen is everything, and key and summary
    /// are always there.
    #[must_use]
    pub fn shown(columns: &[Self]) -> Vec<Self> {
        let is_shown =
            |column: &Self| columns.is_empty() || !column.is_optional() || columns.contains(column);
        Self::ALL.into_iter().filter(is_shown).collect()
    }

    /// What people call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Type => "Type",
            Self::Key => "Key",
            Self::Summary => "Summary",
            Self::Status => "Status",
            Self::Assignee => "Assignee",
            Self::Reporter => "Reporter",
            Self::Priority => "Priority",
            Self::Created => "Created",
            Self::Updated => "Updated",
        }
    }

    /// Reads a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.word() == word)
    }

    /// Whether the person may leave it out: an issue without key and summary cannot be told apart.
    #[must_use]
    pub fn is_optional(self) -> bool {
        !matches!(self, Self::Key | Self::Summary)
    }
}
