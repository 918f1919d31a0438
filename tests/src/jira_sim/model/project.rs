//! Projects with their components and versions.

/// A project. Ids of components and versions follow from the project's place in the list.
#[derive(Debug, Clone)]
pub struct Project {
    /// Key such as `DEMO`.
    pub key: String,
    /// Name.
    pub name: String,
    /// Wiki text.
    pub description: String,
    /// User name of the lead.
    pub lead: String,
    /// Names of the components.
    pub components: Vec<String>,
    /// Versions.
    pub versions: Vec<Version>,
    /// Ids of custom fields on its screens.
    pub custom_fields: Vec<&'static str>,
    /// Ids of fields that are required beyond Jira's own.
    pub required_fields: Vec<&'static str>,
    /// Whether it has the field Priority.
    pub has_priority: bool,
}

impl Project {
    /// A project without components, versions and custom fields.
    pub fn new(key: &str, name: &str, lead: &str) -> Self {
        Self {
            key: key.to_owned(),
            name: name.to_owned(),
            description: String::new(),
            lead: lead.to_owned(),
            components: Vec::new(),
            versions: Vec::new(),
            custom_fields: Vec::new(),
            required_fields: Vec::new(),
            has_priority: true,
        }
    }

    /// Whether its screens hold this field.
    pub(in crate::jira_sim) fn shows(&self, field: &super::field::Field) -> bool {
        match field.id {
            "priority" => self.has_priority,
            "resolution" => false,
            id => !field.is_custom() || self.custom_fields.contains(&id),
        }
    }
}

/// A version of a project.
#[derive(Debug, Clone)]
pub struct Version {
    /// Name.
    pub name: String,
    /// Whether it is out.
    pub is_released: bool,
    /// Archived versions cannot be chosen.
    pub is_archived: bool,
}
