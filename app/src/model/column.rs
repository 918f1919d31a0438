//! The columns of a list.

use serde::{Deserialize, Serialize};

/// A column of a list; the order here is the order on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// The columns that a person sees, in the order of the page; written as their words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Columns(Vec<Column>);

impl Columns {
    /// What the person sees who has chosen these words: nothing chosen is everything, key and summary
    /// are always there, and a word that is unknown here means nothing.
    #[must_use]
    pub fn chosen<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let chosen: Vec<_> = words.into_iter().filter_map(Column::parse).collect();
        let is_shown = |it: &Column| chosen.is_empty() || !it.is_optional() || chosen.contains(it);
        Self(Column::ALL.into_iter().filter(is_shown).collect())
    }

    /// Every column.
    #[must_use]
    pub fn all() -> Self {
        Self(Column::ALL.to_vec())
    }

    /// The columns one by one.
    pub fn iter(&self) -> impl Iterator<Item = Column> + '_ {
        self.0.iter().copied()
    }
}

impl From<String> for Columns {
    fn from(words: String) -> Self {
        Self::chosen(words.split(' '))
    }
}

impl From<Columns> for String {
    fn from(columns: Columns) -> Self {
        let words: Vec<_> = columns.iter().map(Column::word).collect();
        words.join(" ")
    }
}
