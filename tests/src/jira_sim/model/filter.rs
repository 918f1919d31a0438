//! Saved filters.

/// A saved filter that everybody may see unless it is private.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Id, unique in this Jira.
    pub id: u64,
    /// Name.
    pub name: String,
    /// Description.
    pub description: String,
    /// The query.
    pub jql: String,
    /// User name of the owner.
    pub owner: String,
    /// User names of those whose favourite it is.
    pub favourite_of: Vec<String>,
    /// Whether nobody but the owner sees it.
    pub is_private: bool,
}

impl Filter {
    pub(in crate::jira_sim) fn is_visible_to(&self, user: Option<&str>) -> bool {
        user.is_some_and(|user| !self.is_private || self.owner == user)
    }
}
