//! The fields that this Jira knows.

/// Prefix of the ids of fields that administrators made.
const PREFIX: &str = "com.atlassian.jira.plugin.system.customfieldtypes:";
const AGILE: &str = "com.pyxis.greenhopper.jira:";

/// A field that can be on a screen.
#[derive(Debug)]
pub(in crate::jira_sim) struct Field {
    pub(in crate::jira_sim) id: &'static str,
    pub(in crate::jira_sim) name: &'static str,
    pub(in crate::jira_sim) kind: Kind,
}

/// How a field's value looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::jira_sim) enum Kind {
    Summary,
    Text,
    Area,
    Project,
    IssueType,
    Parent,
    Priority,
    Resolution,
    Assignee,
    Reporter,
    Labels,
    Components,
    Versions,
    Date,
    DateTime,
    Number,
    Url,
    /// One of a list; also as radio buttons.
    Select,
    /// Several of a list; also as checkboxes.
    MultiSelect,
    Cascade,
    User,
    Users,
    Group,
    Sprint,
    EpicLink,
    /// The kind that nobody knows.
    Unknown,
}

const fn field(id: &'static str, name: &'static str, kind: Kind) -> Field {
    Field { id, name, kind }
}

/// In the order of Jira's default screen.
pub(in crate::jira_sim) const FIELDS: [Field; 34] = [
    field("project", "Project", Kind::Project),
    field("issuetype", "Issue Type", Kind::IssueType),
    field("parent", "Parent", Kind::Parent),
    field("summary", "Summary", Kind::Summary),
    field("description", "Description", Kind::Area),
    field("priority", "Priority", Kind::Priority),
    field("assignee", "Assignee", Kind::Assignee),
    field("reporter", "Reporter", Kind::Reporter),
    field("labels", "Labels", Kind::Labels),
    field("duedate", "Due Date", Kind::Date),
    field("components", "Component/s", Kind::Components),
    field("fixVersions", "Fix Version/s", Kind::Versions),
    field("versions", "Affects Version/s", Kind::Versions),
    field("environment", "Environment", Kind::Area),
    field("resolution", "Resolution", Kind::Resolution),
    field("customfield_10100", "Severity", Kind::Select),
    field("customfield_10101", "Platforms", Kind::MultiSelect),
    field("customfield_10102", "Place", Kind::Cascade),
    field("customfield_10103", "Customer", Kind::Text),
    field("customfield_10104", "Steps to reproduce", Kind::Area),
    field("customfield_10105", "Wanted by", Kind::Date),
    field("customfield_10106", "Begins at", Kind::DateTime),
    field("customfield_10107", "Risk", Kind::Select),
    field("customfield_10108", "Approvals", Kind::MultiSelect),
    field("customfield_10109", "Story Points", Kind::Number),
    field("customfield_10110", "Reviewer", Kind::User),
    field("customfield_10111", "Helpers", Kind::Users),
    field("customfield_10112", "Team", Kind::Group),
    field("customfield_10113", "Keywords", Kind::Labels),
    field("customfield_10114", "Sprint", Kind::Sprint),
    field("customfield_10115", "Epic Link", Kind::EpicLink),
    field("customfield_10116", "Epic Name", Kind::Text),
    field("customfield_10117", "Specification", Kind::Url),
    field("customfield_10118", "Planning board", Kind::Unknown),
];

/// The field with this id.
pub(in crate::jira_sim) fn find(id: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.id == id)
}

impl Field {
    pub(in crate::jira_sim) fn is_custom(&self) -> bool {
        self.id.starts_with("customfield_")
    }

    /// Number of a custom field.
    pub(in crate::jira_sim) fn number(&self) -> Option<u64> {
        self.id.strip_prefix("customfield_")?.parse().ok()
    }

    /// `type`, `items` and the custom type of `schema`.
    pub(in crate::jira_sim) fn schema(
        &self,
    ) -> (&'static str, Option<&'static str>, Option<String>) {
        let system = |name: &str| Some(format!("{PREFIX}{name}"));
        let (kind, items, custom) = match (self.id, self.kind) {
            ("customfield_10107", _) => ("option", None, system("radiobuttons")),
            ("customfield_10108", _) => ("array", Some("option"), system("multicheckboxes")),
            ("customfield_10116", _) => ("string", None, Some(format!("{AGILE}gh-epic-label"))),
            (_, Kind::Project) => ("project", None, None),
            (_, Kind::IssueType) => ("issuetype", None, None),
            (_, Kind::Parent) => ("issuelink", None, None),
            (_, Kind::Priority) => ("priority", None, None),
            (_, Kind::Resolution) => ("resolution", None, None),
            (_, Kind::Assignee | Kind::Reporter) => ("user", None, None),
            (_, Kind::Components) => ("array", Some("component"), None),
            (_, Kind::Versions) => ("array", Some("version"), None),
            (_, Kind::Summary) => ("string", None, None),
            (_, Kind::Text) => ("string", None, system("textfield")),
            (_, Kind::Area) => ("string", None, system("textarea")),
            (_, Kind::Labels) => ("array", Some("string"), system("labels")),
            (_, Kind::Date) => ("date", None, system("datepicker")),
            (_, Kind::DateTime) => ("datetime", None, system("datetime")),
            (_, Kind::Number) => ("number", None, system("float")),
            (_, Kind::Url) => ("string", None, system("url")),
            (_, Kind::Select) => ("option", None, system("select")),
            (_, Kind::MultiSelect) => ("array", Some("option"), system("multiselect")),
            (_, Kind::Cascade) => ("option-with-child", None, system("cascadingselect")),
            (_, Kind::User) => ("user", None, system("userpicker")),
            (_, Kind::Users) => ("array", Some("user"), system("multiuserpicker")),
            (_, Kind::Group) => ("group", None, system("grouppicker")),
            (_, Kind::Sprint) => ("array", Some("string"), Some(format!("{AGILE}gh-sprint"))),
            (_, Kind::EpicLink) => ("any", None, Some(format!("{AGILE}gh-epic-link"))),
            (_, Kind::Unknown) => (
                "any",
                None,
                Some("com.example.boards:board-picker".to_owned()),
            ),
        };
        (kind, items, custom.filter(|_| self.is_custom()))
    }

    /// Names of the options with the first number of their ids.
    pub(in crate::jira_sim) fn options(&self) -> &'static [&'static str] {
        match self.id {
            "customfield_10100" => &["Critical", "Major", "Minor"],
            "customfield_10101" => &["Linux", "macOS", "Windows", "C# & .NET"],
            "customfield_10102" => &["Europe", "America"],
            "customfield_10107" => &["None", "Some", "High"],
            "customfield_10108" => &["Security", "Data protection", "Works council"],
            _ => &[],
        }
    }

    /// Options below the option at `index` of a cascading select.
    pub(in crate::jira_sim) fn children(&self, index: usize) -> &'static [&'static str] {
        match (self.kind, index) {
            (Kind::Cascade, 0) => &["Berlin", "Zürich"],
            (Kind::Cascade, _) => &["Boston", "Montréal"],
            _ => &[],
        }
    }

    /// Id of the option at `index`.
    pub(in crate::jira_sim) fn option_id(&self, index: usize) -> u64 {
        self.number().unwrap_or(0) * 100 + index as u64
    }

    /// The option that a new issue has.
    pub(in crate::jira_sim) fn default_option(&self) -> Option<usize> {
        (self.id == "customfield_10107").then_some(0)
    }
}

/// Priorities, the most urgent first; ids count from 1.
pub(in crate::jira_sim) const PRIORITIES: [&str; 5] =
    ["Highest", "High", "Medium", "Low", "Lowest"];
/// Issue types; ids count from 10000.
pub(in crate::jira_sim) const ISSUE_TYPES: [&str; 6] =
    ["Epic", "Story", "Task", "Sub-task", "Bug", "Improvement"];
/// Resolutions; ids count from 10000.
pub(in crate::jira_sim) const RESOLUTIONS: [&str; 4] =
    ["Done", "Won't Do", "Duplicate", "Cannot Reproduce"];
/// Groups; everybody is in the first.
pub(in crate::jira_sim) const GROUPS: [&str; 3] =
    ["jira-software-users", "jira-administrators", "R&D"];
/// Sprints with their states; ids count from 1.
pub(in crate::jira_sim) const SPRINTS: [(&str, &str); 3] = [
    ("Sprint 11", "CLOSED"),
    ("Sprint 12", "ACTIVE"),
    ("Sprint 13", "FUTURE"),
];
