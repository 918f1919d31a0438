//! The order of a list.

use super::Column;
use serde::{Deserialize, Serialize};

/// An order by one column; written as `updated` or `updated desc`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sort {
    /// The column.
    pub column: Column,
    /// Whether the greatest comes first.
    pub descending: bool,
}

impl TryFrom<String> for Sort {
    type Error = &'static str;

    fn try_from(words: String) -> Result<Self, Self::Error> {
        let (column, direction) = words.split_once(' ').unwrap_or((&words, ""));
        let column = Column::parse(column).ok_or("no column")?;
        let descending = direction == "desc";
        Ok(Self { column, descending })
    }
}

impl From<Sort> for String {
    fn from(Sort { column, descending }: Sort) -> Self {
        let direction = if descending { " desc" } else { "" };
        column.word().to_owned() + direction
    }
}
