//! Screens of transitions: only what the person changed there is sent.

use super::{KEY, change, connected, done, open, refused, requests, seen};
use crate::script::{Answer, Script};
use serde_json::json;
use tests::{TestApp, jira_sim::Version};

const RESOLVE: &str = "51";

/// An issue that can be resolved, in a project with versions.
async fn with_versions() -> (TestApp, Script) {
    let app = TestApp::spawn().await;
    app.jira.change_projects(|projects| {
        let demo = projects.iter_mut().find(|it| it.key == "DEMO");
        let version = |name: &str| Version {
            name: name.to_owned(),
            is_released: false,
            is_archived: false,
        };
        demo.expect("DEMO").versions = vec![version("1.0"), version("2.0")];
    });
    app.jira
        .change_issue(KEY, |issue| "To Do".clone_into(&mut issue.status));
    let script = connected(&app).await;
    (app, script)
}

fn versions(app: &TestApp) -> Vec<String> {
    let issue = app.jira.issue(KEY).expect("the issue");
    let names = issue.texts("fixVersions").into_iter();
    names.map(str::to_owned).collect()
}

/// Presses Save after Resolve was chosen; what the screen says of versions was left alone.
async fn resolve(script: &Script, fields: &[(&str, &str)]) -> Answer {
    let resolution = {
        let panel = open(script).await;
        let choices = panel.attributes("[data-screen='51'] select option", "value");
        let first = choices.into_iter().flatten().find(|it| !it.is_empty());
        first.expect("a resolution")
    };
    let mut parts = vec![
        ("[Save][transition]", RESOLVE),
        ("[Save][screen][0][id]", "resolution"),
        ("[Save][screen][0][kind]", "One"),
        ("[Save][screen][0][value]", &resolution),
        ("[Save][screen][1][id]", "fixVersions"),
        ("[Save][screen][1][kind]", "Many"),
        ("[Save][screen][1][value]", ""),
        ("[Save][screen][1][was]", ""),
    ];
    parts.extend(fields);
    change(script, &parts).await
}

/// The field of versions below "Edit more fields", with the first one ticked.
const TICKED: [(&str, &str); 4] = [
    ("[Save][fields][0][id]", "fixVersions"),
    ("[Save][fields][0][kind]", "Many"),
    ("[Save][fields][0][name]", "Fix versions"),
    ("[Save][fields][0][was]", ""),
];

async fn id_of_first_version(script: &Script) -> String {
    let panel = open(script).await;
    let boxes = panel.attributes("[id^=field-fixVersions-]", "value");
    boxes.into_iter().flatten().next().expect("a version")
}

#[tokio::test]
async fn a_step_does_not_undo_what_the_same_save_has_set() {
    let (app, script) = with_versions().await;
    let id = id_of_first_version(&script).await;
    let mut fields = TICKED.to_vec();
    fields.push(("[Save][fields][0][value]", &id));
    done(&resolve(&script, &fields).await, "Saved.");
    assert_eq!(versions(&app), ["1.0"]);
    assert_eq!(app.jira.issue(KEY).expect("the issue").status, "Done");
}

#[tokio::test]
async fn a_step_does_not_take_back_what_somebody_else_set_meanwhile() {
    let (app, script) = with_versions().await;
    open(&script).await;
    app.jira.change_issue(KEY, |issue| {
        issue
            .values
            .insert("fixVersions".to_owned(), json!(["2.0"]));
    });
    done(&resolve(&script, &[]).await, "Saved.");
    assert_eq!(versions(&app), ["2.0"]);
}

#[tokio::test]
async fn the_screens_show_what_was_just_saved() {
    let (_app, script) = with_versions().await;
    let id = id_of_first_version(&script).await;
    let mut fields = TICKED.to_vec();
    fields.push(("[Save][fields][0][value]", &id));
    fields.push(("[Save][transition]", "999"));
    let (panel, _) = refused(&change(&script, &fields).await);
    assert_eq!(seen(&panel, "fixVersions"), id);
    let on_screen = panel.attribute("[data-screen='51'] [data-was=fixVersions]", "value");
    assert_eq!(on_screen, Some(id));
}

#[tokio::test]
async fn who_takes_an_issue_over_is_offered_the_steps_of_its_assignee() {
    let (app, script) = with_versions().await;
    app.jira.change_issue(KEY, |issue| {
        issue.status = "In Progress".to_owned();
        issue.assignee = None;
    });
    let steps = |panel: &crate::page::Page| panel.texts("#status option");
    let panel = open(&script).await;
    assert!(!steps(&panel).contains(&"Stop progress".to_owned()));
    requests(&app);
    let answer = change(&script, &[("[AssignToMe][was]", "")]).await;
    let panel = done(&answer, "The issue is assigned to you.");
    assert!(steps(&panel).contains(&"Stop progress".to_owned()));
    assert_eq!(requests(&app), 3);
}
