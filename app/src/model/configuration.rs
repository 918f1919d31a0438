//! What the tab of a channel or chat is to show, while somebody chooses it.

use serde::{Deserialize, Serialize};

/// What is filled in on the configuration page. A form sends all of it, each time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// ID of the Jira; empty for the first one that the person is connected to.
    pub jira: String,
    /// What is to be shown.
    pub what: What,
    /// ID of the saved filter.
    pub filter: String,
    /// What projects are searched for.
    pub find: String,
    /// Key of the project, and behind a space its name where it is known.
    pub project: String,
    /// Names of issue types; none are all.
    pub types: Vec<String>,
    /// Names of statuses; none are all.
    pub statuses: Vec<String>,
    /// Names of priorities; none are all.
    pub priorities: Vec<String>,
    /// The query.
    pub jql: String,
    /// What the tab is to be called.
    pub name: String,
    /// The name that was proposed last: it makes way for another proposal.
    pub proposed: String,
    /// For which kind of choice the page has its fields, and behind a space for which Jira.
    pub shown: String,
    /// For which search the page has projects.
    pub found: String,
    /// For which project the page has types, statuses and priorities.
    pub narrowed: String,
}

/// The kinds of choices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// A saved filter.
    #[default]
    Filter,
    /// A project, or a part of it.
    Project,
    /// A query in Jira's language.
    Jql,
}

impl What {
    /// The kinds in the order of the page: what a form sends, and what people call it.
    pub const ALL: [(Self, &str, &str); 3] = [
        (Self::Filter, "filter", "Saved filter"),
        (Self::Project, "project", "Project"),
        (Self::Jql, "jql", "JQL"),
    ];
}

#[cfg(feature = "ssr")]
impl Wanted {
    /// Key of the project; may be empty.
    #[must_use]
    pub fn project_key(&self) -> &str {
        self.project
            .split_once(' ')
            .map_or(&*self.project, |it| it.0)
    }

    /// What people call the project, as far as is known.
    #[must_use]
    pub fn project_name(&self) -> &str {
        self.project
            .split_once(' ')
            .map_or(&*self.project, |it| it.1)
    }

    /// The same for a page that has no fields yet.
    #[must_use]
    pub fn unshown(self) -> Self {
        let none = String::new;
        Self {
            shown: none(),
            found: none(),
            narrowed: none(),
            ..self
        }
    }

    /// Whether the name is still the one that was proposed.
    #[must_use]
    pub fn has_proposed_name(&self) -> bool {
        self.name == self.proposed
    }

    /// The name that the person typed, or else `proposed`.
    #[must_use]
    pub fn name_or(&self, proposed: &str) -> String {
        if self.has_proposed_name() {
            proposed.to_owned()
        } else {
            self.name.clone()
        }
    }
}

#[cfg(feature = "ssr")]
pub use on_server::{ChannelTab, Choices, Configuration, Outcome};

#[cfg(feature = "ssr")]
mod on_server {
    use super::Wanted;
    use crate::model::Filter;

    /// The page for one person.
    #[derive(Clone, Debug)]
    pub struct Configuration {
        /// What is filled in, with what the server filled in besides.
        pub wanted: Wanted,
        /// The Jiras that the person is connected to: IDs and names.
        pub jiras: Vec<(String, String)>,
        /// What can be chosen, where it is not on the page yet.
        pub choices: Choices,
        /// A name for the tab, made of the choice.
        pub name: String,
        /// What came of the choice.
        pub outcome: Outcome,
    }

    /// What can be chosen, as far as the page does not have it.
    #[derive(Clone, Debug, Default)]
    pub struct Choices {
        /// Whether all fields of the choice are new.
        pub fields: bool,
        /// Favourite filters.
        pub filters: Vec<Filter>,
        /// Keys and names of projects; none are looked for where the page has them.
        pub projects: Option<Vec<(String, String)>>,
        /// Names of issue types, statuses and priorities of the project, where it is another one.
        pub parts: Option<[Vec<String>; 3]>,
        /// Where people save filters in Jira.
        pub manage_filters_url: String,
    }

    /// What came of a choice.
    #[derive(Clone, Debug)]
    pub enum Outcome {
        /// The fields are new; what the choice finds is asked for next.
        Counting,
        /// Why the Jira of the choice cannot be asked, and what to do.
        Elsewhere(&'static str),
        /// What is still to be done.
        Unfinished(&'static str),
        /// Jira does not take the query, in Jira's words.
        Refused(String),
        /// A good choice, and how many issues the person finds by it now.
        Ready(u64, ChannelTab),
    }

    /// What Microsoft Teams keeps of the tab of a channel or chat.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ChannelTab {
        /// The same for the same choice.
        pub entity_id: String,
        /// The address that Teams opens for everybody who looks at the tab.
        pub content_url: String,
        /// The same list in Jira.
        pub website_url: String,
        /// What the tab is called.
        pub name: String,
    }
}
