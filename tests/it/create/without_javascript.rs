use super::{Filled, connected, value};
use crate::person::Person;
use tests::{
    TestApp,
    jira_sim::{Fault, Permission},
};

#[tokio::test]
async fn the_button_above_the_list_opens_the_form_for_the_project_that_is_looked_at() {
    let app = TestApp::spawn().await;
    drop(connected(&app).await);
    let person = Person::at(&app);
    let page = person.get("/?list=reported").await;
    let page = person.press(&page, "Create issue", &[]).await;
    assert_eq!(
        page.attribute("#create-project", "value").as_deref(),
        Some("RND")
    );
    assert!(!page.issue_keys().is_empty(), "the list stays");
    let close = page.attribute(".panel a[data-panel=close]", "href");
    assert_eq!(close.as_deref(), Some("/?list=reported"));
    let page = person.get("/?issue=DEMO-1").await;
    let page = person.press(&page, "Create issue", &[]).await;
    assert_eq!(
        page.attribute("#create-project", "value").as_deref(),
        Some("DEMO")
    );
}

#[tokio::test]
async fn a_plain_form_creates_an_issue_and_says_so() {
    let app = TestApp::spawn().await;
    drop(connected(&app).await);
    let person = Person::at(&app);
    let page = person.get("/?create=DEMO&type=10002&wait=1").await;
    let filled = Filled::of(&page).fill("summary", "By hand");
    let page = person.post("/api/create", &filled.parts()).await;
    assert_eq!(page.texts("#told"), ["Created DEMO-14."]);
    let href = page.attribute(".panel [data-keeps-list]", "href");
    assert_eq!(href.as_deref(), Some("/?issue=DEMO-14"));
    assert!(page.issue_keys().len() > 3);
    let again = page
        .attribute(".panel [data-do=reload]", "href")
        .expect("a link");
    let page = person.get(&again).await;
    assert_eq!(value(&page, "summary"), "");
}

#[tokio::test]
async fn another_project_is_a_press_away_and_keeps_the_text() {
    let app = TestApp::spawn().await;
    drop(connected(&app).await);
    let person = Person::at(&app);
    let page = person.get("/?create=DEMO&type=10002&wait=1").await;
    let filled = Filled::of(&page)
        .fill("summary", "goes along")
        .put("new[project]", "r&d");
    let page = person.post("/api/create/form", &filled.parts()).await;
    assert_eq!(value(&page, "summary"), "goes along");
    assert!(
        page.texts("#create label")
            .contains(&"Severity (required)".to_owned())
    );
}

#[tokio::test]
async fn a_refused_form_comes_back_with_the_reason_and_the_text() {
    let app = TestApp::spawn().await;
    drop(connected(&app).await);
    let person = Person::at(&app);
    let page = person.get("/?create=RND&type=10004&wait=1").await;
    let filled = Filled::of(&page).fill("summary", "kept");
    let page = person.post("/api/create", &filled.parts()).await;
    assert_eq!(value(&page, "summary"), "kept");
    let says = page.texts(".panel [role=alert]").join(" ");
    assert!(says.contains("Severity is required."), "{says}");
    app.jira
        .queue_fault("/rest/api/2/issue", Fault::Status(503));
    let page = person.post("/api/create", &filled.parts()).await;
    assert!(!page.path.contains("created="), "{}", page.path);
    let page = person.get("/?create=RND&type=10004&wait=1").await;
    let says = page.texts(".panel [role=alert]").join(" ");
    assert!(says.contains("not available"), "{says}");
    assert_eq!(value(&page, "summary"), "kept");
}

#[tokio::test]
async fn only_the_key_of_an_issue_is_said_to_be_created() {
    let app = TestApp::spawn().await;
    drop(connected(&app).await);
    let page = Person::at(&app)
        .get("/?create=DEMO&created=%3Cb%3EA-1&wait=1")
        .await;
    assert_eq!(page.texts("#told"), [""]);
}

#[tokio::test]
async fn a_slow_jira_does_not_hold_the_page_back() {
    let app = TestApp::spawn().await;
    drop(connected(&app).await);
    app.jira.set_fault_on("createmeta", Fault::Hang);
    let page = Person::at(&app).get("/?create=DEMO").await;
    page.assert_connected();
    assert_eq!(page.texts(".panel h2"), ["Create issue"]);
    assert!(page.texts(".panel").join(" ").contains("Waiting for Jira"));
}

#[tokio::test]
async fn without_fields_the_first_button_shows_them_and_discards_nothing() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = super::open(&script, "create=DEMO&type=10002").await;
    let filled = Filled::of(&page).fill("summary", "kept");
    filled.send(&script, "create/draft").await;
    app.jira
        .set_permission("demo", "OPS", Permission::CreateIssues, false);
    for project in ["no such project at all", "OPS"] {
        let unknown = filled.clone().put("new[project]", project);
        let answer = unknown.send(&script, "create/form").await;
        let page = super::written(&answer.json["html"]);
        let buttons = page.texts("#create > :not(noscript) button[type=submit]");
        assert_eq!(buttons, ["Show the fields", "Discard draft"], "{project}");
    }
}
