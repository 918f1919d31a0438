//! What a person looks at, as the address of the page says it.

mod channel;

pub use channel::{Channel, MAX_NAME_CHARS};

use super::{
    Column, Sort,
    form::{self, Pairs},
};
use serde::{Deserialize, Serialize};

/// Rows of a page of a list.
pub const PAGE_SIZE: u32 = 50;

/// Longer queries fit into no address that a proxy lets through.
const MAX_QUERY_CHARS: usize = 2000;
const MAX_KEY_CHARS: usize = 255;
const MAX_FILTER_DIGITS: usize = 18;
/// No list is so long that anybody pages so far.
const MAX_START_AT: u32 = 1_000_000;

/// A list, the part of it that is shown, and the issue that is open or made beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct View {
    /// Which list.
    pub list: List,
    /// The query of [`List::Jql`].
    pub jql: String,
    /// What [`List::Text`] and [`List::Search`] look for.
    pub text: String,
    /// ID of the filter of [`List::MyFilters`]; none is the first one.
    pub filter: Option<String>,
    /// The order that the person chose; none is the list's own.
    pub sort: Option<Sort>,
    /// How many issues stand before the first one shown; a multiple of [`PAGE_SIZE`].
    pub start_at: u32,
    /// Key of the issue in the panel.
    pub issue: Option<String>,
    /// The tab of a channel or chat that the list is the content of.
    pub channel: Option<Channel>,
    /// Key of the project of the form to create an issue; empty for one that is still to be chosen.
    pub create: Option<String>,
    /// Jira's id of the issue type of that form.
    pub kind: Option<String>,
}

/// Which issues are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum List {
    /// What the person is to do.
    #[default]
    AssignedToMe,
    /// What the person asked for.
    ReportedByMe,
    /// What the person watches and somebody else does.
    WatchedByMe,
    /// A favourite filter.
    MyFilters,
    /// What the person opened in Jira.
    RecentlyViewed,
    /// What was typed into the one field: the server decides what it is.
    Search,
    /// A query in Jira's language.
    Jql,
    /// A search for words.
    Text,
    /// None: beside the form that sets a channel's tab up, nothing is listed.
    Nothing,
}

impl List {
    /// The lists with their words in the address.
    const WORDS: [(Self, &str); 9] = [
        (Self::AssignedToMe, "assigned"),
        (Self::ReportedByMe, "reported"),
        (Self::WatchedByMe, "watched"),
        (Self::MyFilters, "filters"),
        (Self::RecentlyViewed, "recent"),
        (Self::Search, "search"),
        (Self::Jql, "jql"),
        (Self::Text, "text"),
        (Self::Nothing, "nothing"),
    ];

    /// The word of the address.
    #[must_use]
    pub fn word(self) -> &'static str {
        let found = Self::WORDS.iter().find(|(list, _)| *list == self);
        found.map_or("", |(_, word)| word)
    }

    /// Whether it is what a search came to.
    #[must_use]
    pub fn is_search(self) -> bool {
        matches!(self, Self::Jql | Self::Text)
    }

    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AssignedToMe => "Assigned to me",
            Self::ReportedByMe => "Reported by me",
            Self::WatchedByMe => "Watched by me",
            Self::MyFilters => "My filters",
            Self::RecentlyViewed => "Recently viewed",
            Self::Search | Self::Jql | Self::Text => "Search results",
            Self::Nothing => "",
        }
    }
}

impl View {
    /// The first page of `list` in its own order.
    #[must_use]
    pub fn of(list: List) -> Self {
        Self {
            list,
            ..Self::default()
        }
    }

    /// Reads the query of an address, with or without its `?`. What is unknown, too long or no view's
    /// is left out: a view has no errors.
    #[must_use]
    pub fn from_query(query: &str) -> Self {
        let mut view = Self::default();
        let (mut column, mut descending) = (None, false);
        let (mut name, mut jira) = (None, String::new());
        for (key, value) in Pairs::of(query) {
            match key.as_str() {
                "channel" => name = Some(value),
                "jira" => jira = value,
                "list" => {
                    let found = List::WORDS.iter().find(|(_, word)| *word == value);
                    view.list = found.map_or_else(List::default, |(list, _)| *list);
                }
                "jql" => view.jql = bounded(value, MAX_QUERY_CHARS),
                "text" => view.text = bounded(value, MAX_QUERY_CHARS),
                "filter" => view.filter = Some(value).filter(|id| is_filter_id(id)),
                "sort" => column = Column::parse(&value),
                "desc" => descending = value == "1",
                "start" => {
                    let start_at: u32 = value.parse().unwrap_or_default();
                    view.start_at = start_at.min(MAX_START_AT) / PAGE_SIZE * PAGE_SIZE;
                }
                "issue" => {
                    let key = bounded(value, MAX_KEY_CHARS);
                    // What stands beside the list is a form where there is such a sign.
                    view.issue = Some(key).filter(|key| !key.is_empty() && !key.contains('='));
                }
                "create" => view.create = Some(bounded(value, MAX_KEY_CHARS)),
                "type" => view.kind = Some(value).filter(|id| is_filter_id(id)),
                _ => {}
            }
        }
        view.channel = name.and_then(|name| Channel::new(&name, jira));
        view.sort = column.map(|column| Sort { column, descending });
        view.without_leftovers()
    }

    /// The query of the address, without a `?`; empty for the list that people see first.
    #[must_use]
    pub fn to_query(&self) -> String {
        let mut query = String::new();
        for (name, value) in self.fields() {
            form::append(&mut query, name, &value);
        }
        query
    }

    /// Names and values of the query, for the hidden fields of a form.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = Vec::new();
        if let Some(Channel { name, jira }) = &self.channel {
            fields.push(("channel", name.clone()));
            fields.push(("jira", jira.clone()));
        }
        if self.list != List::default() {
            fields.push(("list", self.list.word().to_owned()));
        }
        if !self.jql.is_empty() {
            fields.push(("jql", self.jql.clone()));
        }
        if !self.text.is_empty() {
            fields.push(("text", self.text.clone()));
        }
        if let Some(filter) = &self.filter {
            fields.push(("filter", filter.clone()));
        }
        if let Some(sort) = &self.sort {
            fields.push(("sort", sort.column.word().to_owned()));
            if sort.descending {
                fields.push(("desc", "1".to_owned()));
            }
        }
        if self.start_at > 0 {
            fields.push(("start", self.start_at.to_string()));
        }
        if let Some(issue) = &self.issue {
            fields.push(("issue", issue.clone()));
        }
        fields.extend(self.form_fields());
        fields
    }

    /// The path with the query, for links on the page.
    #[must_use]
    pub fn href(&self) -> String {
        match self.to_query() {
            query if query.is_empty() => "/".to_owned(),
            query => format!("/?{query}"),
        }
    }

    fn form_fields(&self) -> impl Iterator<Item = (&'static str, String)> {
        let project = self.create.clone().map(|project| ("create", project));
        let kind = self.kind.clone().map(|kind| ("type", kind));
        project.into_iter().chain(kind)
    }

    /// What stands beside the list: the key of an issue, or the part of the query that names a form.
    #[must_use]
    pub fn beside(&self) -> Option<String> {
        if self.issue.is_some() || self.create.is_none() {
            return self.issue.clone();
        }
        let mut query = String::new();
        for (name, value) in self.form_fields() {
            form::append(&mut query, name, &value);
        }
        Some(query)
    }

    /// The same list with this issue open.
    #[must_use]
    pub fn with_issue(&self, key: &str) -> Self {
        Self {
            issue: Some(key.to_owned()),
            ..self.without_issue()
        }
    }

    /// The same list with the form to create an issue in the project with this key.
    #[must_use]
    pub fn with_form(&self, project: &str) -> Self {
        Self {
            create: Some(project.to_owned()),
            ..self.without_issue()
        }
    }

    /// The same form for another issue type.
    #[must_use]
    pub fn of_type(&self, kind: &str) -> Self {
        Self {
            kind: Some(kind.to_owned()).filter(|kind| is_filter_id(kind)),
            ..self.clone()
        }
    }

    /// The same list with what stands beside another one.
    #[must_use]
    pub fn keeping(&self, other: &Self) -> Self {
        Self {
            issue: other.issue.clone(),
            create: other.create.clone(),
            kind: other.kind.clone(),
            ..self.clone()
        }
    }

    /// The same list with nothing beside it.
    #[must_use]
    pub fn without_issue(&self) -> Self {
        Self {
            issue: None,
            create: None,
            kind: None,
            ..self.clone()
        }
    }

    /// The same list from its first page on, in another order.
    #[must_use]
    pub fn sorted(&self, sort: Sort) -> Self {
        Self {
            sort: Some(sort),
            start_at: 0,
            ..self.clone()
        }
    }

    /// The same list from another issue on.
    #[must_use]
    pub fn from(&self, start_at: u32) -> Self {
        Self {
            start_at,
            ..self.clone()
        }
    }

    /// What stands in the field for searches.
    #[must_use]
    pub fn typed(&self) -> &str {
        match self.list {
            List::Jql => &self.jql,
            _ => &self.text,
        }
    }

    /// Drops what does not belong to the list.
    fn without_leftovers(mut self) -> Self {
        if self.list != List::Jql {
            self.jql.clear();
        }
        if !matches!(self.list, List::Text | List::Search) {
            self.text.clear();
        }
        if self.list != List::MyFilters {
            self.filter = None;
        }
        if self.issue.is_some() {
            self.create = None;
        }
        if self.create.is_none() {
            self.kind = None;
        }
        self
    }
}

/// The query of an address with these names and values.
#[cfg(feature = "ssr")]
pub(crate) fn to_query(pairs: &[(&str, &str)]) -> String {
    let mut query = String::new();
    for (name, value) in pairs {
        form::append(&mut query, name, value);
    }
    query
}

impl From<String> for View {
    fn from(query: String) -> Self {
        Self::from_query(&query)
    }
}

impl From<View> for String {
    fn from(view: View) -> Self {
        view.to_query()
    }
}

/// Half a query would be another one.
fn bounded(text: String, max_chars: usize) -> String {
    match text.chars().nth(max_chars) {
        Some(_) => String::new(),
        None => text,
    }
}

fn is_filter_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= MAX_FILTER_DIGITS && id.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests;
