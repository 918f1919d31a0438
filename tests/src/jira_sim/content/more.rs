//! Projects and filters beside DEMO.

use crate::jira_sim::model::field::FIELDS;
use crate::jira_sim::model::filter::Filter;
use crate::jira_sim::model::project::{Project, Version};

/// DEMO, OPS, and two projects whose names have to be quoted and encoded.
pub(in crate::jira_sim) fn sample_projects() -> Vec<Project> {
    let custom_fields = FIELDS.iter().filter(|it| it.is_custom()).map(|it| it.id);
    vec![
        Project {
            description: "Invoices, payments and what goes wrong with them.".to_owned(),
            ..Project::new("DEMO", "Billing", "sam")
        },
        Project::new("OPS", "Operations", "sam"),
        Project {
            description: "New things. See [the plan|https://example.com/plan].".to_owned(),
            components: texts(&["Search", "R&D lab", "API"]),
            versions: vec![
                version("0.9", true, true),
                version("1.0", true, false),
                version("1.1 \"beta\"", false, false),
            ],
            custom_fields: custom_fields.collect(),
            required_fields: vec!["customfield_10100"],
            ..Project::new("RND", "R&D", "sam")
        },
        Project {
            components: texts(&["a+b", "50%"]),
            has_priority: false,
            ..Project::new("UNI", "Ünïcode C# 50% a+b", "sam")
        },
    ]
}

fn texts(items: &[&str]) -> Vec<String> {
    items.iter().map(ToString::to_string).collect()
}

fn version(name: &str, is_released: bool, is_archived: bool) -> Version {
    Version {
        name: name.to_owned(),
        is_released,
        is_archived,
    }
}

/// Three favourites of `demo`, one of `sam` that nobody else sees.
pub(in crate::jira_sim) fn sample_filters() -> Vec<Filter> {
    let filter = |id, name: &str, jql: &str| Filter {
        id,
        name: name.to_owned(),
        description: String::new(),
        jql: jql.to_owned(),
        owner: "sam".to_owned(),
        favourite_of: vec!["demo".to_owned()],
        is_private: false,
    };
    vec![
        filter(
            10_000,
            "Open bugs",
            "issuetype = Bug AND resolution = Unresolved ORDER BY priority DESC, key ASC",
        ),
        filter(
            10_001,
            "R&D: what \"we\" do next",
            "project = \"R&D\" AND statusCategory != Done ORDER BY updated DESC",
        ),
        filter(
            10_002,
            "Ünïcode C# 50% a+b",
            "project = \"Ünïcode C# 50% a+b\" OR labels = \"a+b\"",
        ),
        Filter {
            favourite_of: vec!["sam".to_owned()],
            is_private: true,
            ..filter(10_003, "Mine alone", "assignee = currentUser()")
        },
    ]
}
