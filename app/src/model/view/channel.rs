use serde::{Deserialize, Serialize};

/// Microsoft Teams shows no longer names of tabs.
/// <https://learn.microsoft.com/microsoft-365/extensibility/schema/root-static-tabs>
pub const MAX_NAME_CHARS: usize = 128;
const MAX_ID_CHARS: usize = 128;

/// The tab of a channel or chat, as whoever added it set it up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    /// What the tab is called; may be empty.
    pub name: String,
    /// ID of the Jira that its list comes from.
    pub jira: String,
}

impl Channel {
    /// `None` without a Jira.
    #[must_use]
    pub fn new(name: &str, jira: String) -> Option<Self> {
        let is_id = !jira.is_empty() && jira.chars().nth(MAX_ID_CHARS).is_none();
        is_id.then(|| Self {
            name: name.chars().take(MAX_NAME_CHARS).collect(),
            jira,
        })
    }

    /// The heading of its list.
    #[must_use]
    pub fn heading(&self) -> String {
        match self.name.trim() {
            "" => "Jira issues".to_owned(),
            name => name.to_owned(),
        }
    }
}
