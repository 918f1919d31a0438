use super::{Filled, connected, open, requests, value};
use crate::{page::Page, script::Script};
use tests::{
    TestApp,
    jira_sim::{Fault, Permission},
};

fn labels(page: &Page) -> Vec<String> {
    page.texts("#create .label")
}

#[tokio::test]
async fn the_form_asks_for_what_the_project_has_in_a_fixed_order() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = open(&script, "create=RND&type=10004").await;
    assert_eq!(
        labels(&page),
        [
            "Project (required)",
            "Issue type (required)",
            "Summary (required)",
            "Description",
            "Severity (required)",
            "Priority",
            "Assignee",
            "Platforms",
            "Affects versions",
            "Fix versions",
            "Components",
            "Place",
            "Customer",
            "Steps to reproduce",
            "Environment",
            "Wanted by",
            "Due date",
            "Risk",
            "Approvals",
            "Story Points",
            "Reviewer",
            "Keywords",
            "Labels",
            "Epic Link (issue key)",
            "Begins at (UTC)",
            "Team",
            "Specification",
        ]
    );
    assert_eq!(
        page.texts("#create-type option"),
        ["Epic", "Story", "Task", "Bug", "Improvement"]
    );
    assert_eq!(page.texts("#create-type option[selected]"), ["Bug"]);
    assert_eq!(page.texts("#new-priority option[selected]"), ["Medium"]);
    assert_eq!(
        page.texts("#new-customfield_10107 option[selected]"),
        ["None"]
    );
    let versions = page.texts("#create fieldset .check").join(" ");
    assert!(!versions.contains("0.9"), "an archived version: {versions}");
    let places = page.texts("#new-customfield_10102 option");
    assert!(places.contains(&"Europe – Zürich".to_owned()), "{places:?}");
}

#[tokio::test]
async fn a_known_project_opens_with_two_requests_and_then_with_none_for_ten_minutes() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    open(&script, "create=DEMO").await;
    assert_eq!(requests(&app), 2);
    open(&script, "create=DEMO").await;
    assert_eq!(requests(&app), 0);
    open(&script, "create=DEMO&type=10004").await;
    assert_eq!(requests(&app), 1, "the fields of another type");
    app.set_clock_offset(601);
    app.jira.set_clock_offset(601);
    open(&script, "create=DEMO").await;
    assert_eq!(requests(&app), 2);
}

#[tokio::test]
async fn without_a_project_the_ones_used_last_are_offered() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = open(&script, "create=").await;
    assert_eq!(requests(&app), 1);
    let offered = page.attributes("#create-projects option", "value");
    assert!(
        offered.contains(&Some("R&D (RND)".to_owned())),
        "{offered:?}"
    );
    assert!(page.form("Create").is_none());
}

#[tokio::test]
async fn a_project_is_found_by_label_name_part_or_key() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = open(&script, "create=DEMO").await;
    for (typed, key, label) in [
        ("R&D (RND)", "RND", "R&D (RND)"),
        ("r&d", "RND", "R&D (RND)"),
        ("rnd", "RND", "R&D (RND)"),
        ("C# 50% a+b", "UNI", "Ünïcode C# 50% a+b (UNI)"),
        ("Ünïcode", "UNI", "Ünïcode C# 50% a+b (UNI)"),
        ("DEMO", "DEMO", "DEMO"),
    ] {
        let answer = Filled::of(&page)
            .put("new[project]", typed)
            .send(&script, "create/form")
            .await;
        let kind = page.attributes("#create-type option", "value")[0].clone();
        let kind = kind.expect("a type");
        assert_eq!(
            answer.json["key"],
            format!("create={key}&type={kind}"),
            "{typed}"
        );
        let page = super::written(&answer.json["html"]);
        assert_eq!(
            page.attribute("#create-project", "value").as_deref(),
            Some(label),
            "{typed}"
        );
    }
    let answer = Filled::of(&page)
        .put("new[project]", "nowhere")
        .send(&script, "create/form")
        .await;
    let page = super::written(&answer.json["html"]);
    let alert = page.texts("[role=alert]").join(" ");
    assert!(alert.contains("no such project"), "{alert}");
}

#[tokio::test]
async fn suggestions_are_labels_and_come_with_one_request() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let look = async |field: &str, project: &str, text: &str| {
        let parts = [
            ("jira", "demo"),
            ("project", project),
            ("field", field),
            ("text", text),
        ];
        let answer = script.call("create/look", &parts).await;
        assert_eq!(requests(&app), 1, "{field} {text}");
        let page = super::written(&answer.json);
        let values = page.attributes("option", "value").into_iter().flatten();
        values.collect::<Vec<_>>()
    };
    assert_eq!(
        look("project", "", "50%").await,
        ["Ünïcode C# 50% a+b (UNI)"]
    );
    assert_eq!(look("project", "", "R&D").await, ["R&D (RND)"]);
    assert!(look("project", "", "").await.len() > 2);
    let people = look("assignee", "DEMO", "sam").await;
    assert_eq!(people, ["Automatic", "Unassigned", "Sam Sample (sam)"]);
    assert_eq!(
        look("customfield_10110", "RND", "sam").await,
        ["Sam Sample (sam)"]
    );
}

#[tokio::test]
async fn an_older_jira_is_asked_in_the_older_way() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    app.jira.set_version("8.3.0", "Server");
    app.jira.set_fault_on("/issuetypes", Fault::Status(404));
    app.jira
        .set_fault_on("/projects/picker", Fault::Status(404));
    let page = open(&script, "create=RND&type=10004").await;
    assert_eq!(page.texts("#create-type option[selected]"), ["Bug"]);
    assert!(labels(&page).contains(&"Severity (required)".to_owned()));
    let filled = Filled::of(&page).put("new[project]", "billing");
    let answer = filled.send(&script, "create/form").await;
    assert_eq!(answer.json["key"], "create=DEMO&type=10004");
}

#[tokio::test]
async fn who_may_create_nothing_there_is_told_and_can_choose_another_project() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    app.jira
        .set_permission("demo", "DEMO", Permission::CreateIssues, false);
    for key in ["DEMO", "NOWHERE", "SECRET"] {
        let page = open(&script, &format!("create={key}")).await;
        let what = page.texts("#no-types strong");
        assert_eq!(what, [format!("You cannot create issues in {key}.")]);
        assert!(page.form("Create").is_none());
        let filled = Filled::of(&page).put("new[project]", "R&D (RND)");
        let answer = filled.send(&script, "create/form").await;
        assert_eq!(answer.json["key"], "create=RND&type=10000", "{key}");
    }
    app.jira
        .set_permission("demo", "DEMO", Permission::CreateIssues, true);
    let page = open(&script, "create=DEMO").await;
    assert!(page.form("Create").is_some(), "it is not remembered");
}

#[tokio::test]
async fn a_required_field_of_an_unknown_kind_leads_to_jira() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = open(&script, "create=RND&type=10004").await;
    let filled = Filled::of(&page)
        .fill("summary", "R&D: a+b")
        .fill("description", "stays");
    app.jira.change_projects(|projects| {
        let project = projects.iter_mut().find(|it| it.key == "RND").expect("RND");
        project.required_fields.push("customfield_10118");
    });
    app.set_clock_offset(601);
    let answer = filled.send(&script, "create/form").await;
    let page = super::written(&answer.json["html"]);
    let what = page.texts("#lacking strong").join(" ");
    assert!(what.contains("Planning board"), "{what}");
    assert!(page.form("Create").is_none());
    let href = page
        .attribute("#lacking + .actions a", "href")
        .expect("a link");
    let (path, query) = href.split_once('?').expect("a query");
    assert!(
        path.ends_with("/secure/CreateIssueDetails!init.jspa"),
        "{path}"
    );
    assert!(
        query.ends_with("issuetype=10004&summary=R%26D%3A+a%2Bb"),
        "{query}"
    );
    let page = open(&script, "create=DEMO&type=10004").await;
    assert_eq!(value(&page, "description"), "stays");
}

#[tokio::test]
async fn a_required_sprint_is_asked_for_by_its_number() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    app.jira.change_projects(|projects| {
        let project = projects.iter_mut().find(|it| it.key == "RND").expect("RND");
        project.required_fields.push("customfield_10114");
    });
    let page = open(&script, "create=RND&type=10004").await;
    assert!(labels(&page).contains(&"Sprint (number) (required)".to_owned()));
    let severity = super::choice(&page, super::SEVERITY, "Major");
    let filled = Filled::of(&page)
        .fill("summary", "x")
        .fill(super::SEVERITY, &severity);
    let answer = filled
        .fill("customfield_10114", "2")
        .send(&script, "create")
        .await;
    let issue = super::created(&app, &answer, "RND-6");
    assert_eq!(issue.values["customfield_10114"], serde_json::json!([2]));
}

#[tokio::test]
async fn more_fields_than_a_page_holds_are_all_asked_for() {
    let app = TestApp::spawn().await;
    let script: Script = connected(&app).await;
    let page = |start: usize| {
        let fields: Vec<_> = (start..start + 2)
            .map(|at| serde_json::json!({
                "fieldId": format!("customfield_{at}"), "name": format!("Field {at}"), "required": false,
                "schema": { "type": "string", "custom": "x:textfield" },
            }))
            .collect();
        let body = serde_json::json!({
            "startAt": start, "maxResults": 2, "total": 4, "isLast": start == 2, "values": fields,
        });
        Fault::Reply {
            status: 200,
            location: String::new(),
            content_type: "application/json".to_owned(),
            body: body.to_string(),
        }
    };
    open(&script, "create=DEMO&type=10004").await;
    app.set_clock_offset(601);
    app.jira.queue_fault("issuetypes/10004", page(0));
    app.jira.queue_fault("issuetypes/10004", page(2));
    let form = open(&script, "create=DEMO&type=10004").await;
    let labels = labels(&form);
    assert_eq!(labels[2..], ["Field 0", "Field 1", "Field 2", "Field 3"]);
}
