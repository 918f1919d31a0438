//! Names of projects, types, fields and options stay text, whatever is in them.

use super::connected;
use crate::{issue::hostile::PAYLOADS, person::Person};
use tests::{TestApp, jira_sim::Fault};

/// A screen on which every name is `payload`.
fn screen(payload: &str) -> String {
    let choice = serde_json::json!([{ "id": "1", "name": payload, "value": payload }]);
    let field = |id: &str, schema: serde_json::Value| {
        serde_json::json!({
            "fieldId": id, "name": payload, "required": false, "schema": schema,
            "allowedValues": choice, "defaultValue": payload,
        })
    };
    let fields = [
        field("summary", serde_json::json!({ "type": "string" })),
        field("description", serde_json::json!({ "type": "string" })),
        field("priority", serde_json::json!({ "type": "priority" })),
        field(
            "components",
            serde_json::json!({ "type": "array", "items": "component" }),
        ),
        field(
            "customfield_1",
            serde_json::json!({ "type": "option-with-child" }),
        ),
        field(
            "customfield_2",
            serde_json::json!({ "type": "user", "custom": "x:userpicker" }),
        ),
    ];
    serde_json::json!({ "isLast": true, "total": fields.len(), "values": fields }).to_string()
}

fn reply(body: String) -> Fault {
    Fault::Reply {
        status: 200,
        location: String::new(),
        content_type: "application/json".to_owned(),
        body,
    }
}

#[tokio::test]
async fn hostile_names_stay_text_wherever_they_stand_in_the_form() {
    for (name, payload) in PAYLOADS {
        let app = TestApp::spawn().await;
        drop(connected(&app).await);
        app.jira
            .set_fault_on("issuetypes/1", reply(screen(payload)));
        let types = serde_json::json!([{ "id": "1", "name": payload, "subtask": false }]);
        let types = serde_json::json!({ "isLast": true, "total": 1, "values": types });
        app.jira
            .set_fault_on("/issuetypes", reply(types.to_string()));
        let page = Person::at(&app).get("/?create=DEMO&type=1&wait=1").await;
        assert_eq!(
            page.texts("#create-type option"),
            [payload.trim()],
            "{name}"
        );
        assert!(
            page.texts("#create label").contains(&(*payload).to_owned()),
            "{name}"
        );
        for tag in [
            "script", "iframe", "svg", "math", "style", "base", "meta", "img", "template",
        ] {
            let found = page.texts(&format!(".panel {tag}"));
            assert_eq!(found, Vec::<String>::new(), "{name}: {tag}");
        }
        for attribute in [
            "onerror",
            "onload",
            "onfocus",
            "autofocus",
            "style",
            "srcdoc",
        ] {
            let found = page.texts(&format!(".panel [{attribute}]"));
            assert_eq!(found, Vec::<String>::new(), "{name}: {attribute}");
        }
        let mut addresses = page.attributes(".panel [href]", "href");
        addresses.extend(page.attributes(".panel form", "action"));
        addresses.extend(page.attributes(".panel [formaction]", "formaction"));
        for address in addresses.into_iter().flatten() {
            assert!(
                address.starts_with('/') && !address.starts_with("//"),
                "{name}: {address}"
            );
        }
    }
}

#[tokio::test]
async fn hostile_projects_and_people_stay_text_among_the_suggestions() {
    for (name, payload) in PAYLOADS {
        let app = TestApp::spawn().await;
        let script = connected(&app).await;
        app.jira.change_projects(|projects| {
            for project in projects {
                (*payload).clone_into(&mut project.name);
            }
        });
        app.jira.change_users(|users| {
            for user in users {
                (*payload).clone_into(&mut user.display_name);
            }
        });
        for (field, project) in [("project", ""), ("assignee", "DEMO")] {
            let parts = [("jira", "demo"), ("project", project), ("field", field)];
            let answer = script.call("create/look", &parts).await;
            let page = super::written(&answer.json);
            let values = page.attributes("option", "value");
            let is_there = |it: &Option<String>| it.as_ref().is_some_and(|it| it.contains(payload));
            assert!(values.iter().any(is_there), "{name}: {values:?}");
            assert_eq!(
                page.attributes("body > :not(option)", "class").len(),
                0,
                "{name}"
            );
        }
        let page = super::open(&script, "create=").await;
        let values = page.attributes("#create-projects option", "value");
        assert!(
            values.contains(&Some(format!("{payload} (DEMO)"))),
            "{name}: {values:?}"
        );
    }
}

#[tokio::test]
async fn ids_that_are_none_reach_no_address_of_jira() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    for key in ["../../myself", "DEMO/issuetypes/1?x=", "%2e%2e", "a b"] {
        let view = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("create", key)
            .finish();
        super::open(&script, &view).await;
    }
    for request in app.jira.requests() {
        assert_eq!(request.path, "/jira/rest/api/2/project", "{}", request.path);
    }
}

#[tokio::test]
async fn the_project_that_a_form_says_it_shows_is_a_key_or_none() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = super::open(&script, "create=DEMO&type=10002").await;
    app.jira.clear_requests();
    let filled = super::Filled::of(&page)
        .put("new[project]", "DEMO/issuetypes/1")
        .put("new[shown][project]", "DEMO/issuetypes/1");
    let answer = filled.send(&script, "create/form").await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    for request in app.jira.requests() {
        let path = request.path;
        assert!(path.ends_with("/projects/picker"), "{path}");
    }
}

#[tokio::test]
async fn what_is_looked_for_is_no_longer_than_a_name() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let long = "ü".repeat(5_000);
    for (field, project) in [("project", ""), ("assignee", "DEMO")] {
        let parts = [
            ("jira", "demo"),
            ("project", project),
            ("field", field),
            ("text", &long),
        ];
        app.jira.clear_requests();
        script.call("create/look", &parts).await;
        let query = &app.jira.requests()[0].query;
        let sent = url::form_urlencoded::parse(query.as_bytes());
        let sent: Vec<_> = sent.filter(|(_, text)| text.starts_with('ü')).collect();
        assert_eq!(sent[0].1, "ü".repeat(255), "{field}");
    }
}
