//! `GET mypermissions`.

use serde_json::{Map, Value, json};

use super::call::{Answer, Call, Reply};
use crate::jira_sim::model::permission::Permission;

/// What the person may do, in an issue, in a project or, without either, in any project.
pub(super) fn mine(call: &Call<'_>) -> Answer {
    let state = call.state();
    let user = call.user.as_ref();
    let first = |names: [&str; 2]| names.into_iter().find_map(|name| call.parameter(name));
    let project = if let Some(key) = first(["issueKey", "issueId"]) {
        let issue = state.visible_issue(user, &key);
        let issue = issue.ok_or_else(|| {
            Reply::message(404, "The issue key does not exist or you may not see it.")
        })?;
        Some(issue.project_key().to_owned())
    } else if let Some(key) = first(["projectKey", "projectId"]) {
        let project = state.project(&key);
        let project = project.filter(|it| state.may(user, &it.key, Permission::BrowseProjects));
        let message = format!("No project could be found with key '{key}'.");
        Some(
            project
                .ok_or_else(|| Reply::message(404, message))?
                .key
                .clone(),
        )
    } else {
        None
    };
    let mut all = Map::new();
    for (at, permission) in Permission::ALL.iter().enumerate() {
        let (key, old_key, name) = permission.parts();
        let is_given = match &project {
            Some(project) => state.may(user, project, *permission),
            None => state
                .projects
                .iter()
                .any(|it| state.may(user, &it.key, *permission)),
        };
        let entry = |key: &str, is_deprecated: bool| {
            let mut entry = json!({
                "id": (10 + at).to_string(), "key": key, "name": name, "type": "PROJECT",
                "description": name, "havePermission": is_given,
            });
            if is_deprecated {
                entry["deprecatedKey"] = json!(true);
            }
            entry
        };
        all.insert(key.to_owned(), entry(key, false));
        if !old_key.is_empty() && old_key != key {
            all.insert(old_key.to_owned(), entry(old_key, true));
        }
    }
    for (key, is_given) in [("ADMINISTER", false), ("USER_PICKER", user.is_some())] {
        all.insert(
            key.to_owned(),
            json!({ "id": "0", "key": key, "name": key, "type": "GLOBAL", "description": "", "havePermission": is_given }),
        );
    }
    Reply::ok(json!({ "permissions": Value::Object(all) }))
}
