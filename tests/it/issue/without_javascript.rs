use super::{KEY, connected};
use crate::person::Person;
use tests::{TestApp, jira_sim::Fault};

const PATH: &str = "/?issue=DEMO-1";

#[tokio::test]
async fn the_first_html_holds_the_whole_issue_beside_the_list() {
    let app = TestApp::spawn().await;
    drop(connected(&app).await);
    let page = Person::at(&app).get(PATH).await;
    page.assert_connected();
    let summary = app.jira.issue(KEY).expect("the issue").summary;
    assert_eq!(page.texts(".panel h2"), [summary]);
    assert_eq!(
        page.attribute(".panel a[data-panel=close]", "href")
            .as_deref(),
        Some("/")
    );
    let links = page.attributes(".issues .summary a", "href");
    assert!(links.contains(&Some(PATH.to_owned())), "{links:?}");
}

#[tokio::test]
async fn comment_status_and_assignee_change_by_plain_forms() {
    let app = TestApp::spawn().await;
    drop(connected(&app).await);
    app.jira.change_issue(KEY, |issue| {
        issue.assignee = Some("sam".to_owned());
        issue.status = "To Do".to_owned();
    });
    let person = Person::at(&app);
    let page = person.get(PATH).await;
    let mut form = page.form("Comment").expect("a form");
    assert_eq!(page.texts("label[for=new-comment]"), ["Add a comment"]);
    form.fields
        .push(("change[Comment][text]".to_owned(), "By hand".to_owned()));
    let fields: Vec<_> = form
        .fields
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    let page = person.post(&form.action, &fields).await;
    assert!(
        page.texts(".comments .wiki").join(" ").contains("By hand"),
        "{:?}",
        page.texts(".comments")
    );
    let fields = [
        ("jira", "demo"),
        ("key", KEY),
        ("change[Save][transition]", "11"),
    ];
    let page = person.post("/api/issue/change", &fields).await;
    assert_eq!(page.texts(".panel .status")[0], "In Progress");
    let fields = [
        ("jira", "demo"),
        ("key", KEY),
        ("change[AssignToMe][was]", "sam"),
    ];
    let page = person.post("/api/issue/change", &fields).await;
    assert_eq!(page.texts(".facts dd")[0], "Dana Demo");
}

#[tokio::test]
async fn a_form_that_jira_refuses_says_so_on_the_page_of_the_issue() {
    let app = TestApp::spawn().await;
    drop(connected(&app).await);
    let person = Person::at(&app);
    let fields = [
        ("jira", "demo"),
        ("key", KEY),
        ("change[Save][transition]", "999"),
    ];
    let page = person.post("/api/issue/change", &fields).await;
    page.problem("change-refused");
    assert!(!page.texts(".panel h2").is_empty());
}

#[tokio::test]
async fn a_form_that_came_to_nothing_does_not_look_done() {
    let app = TestApp::spawn().await;
    drop(connected(&app).await);
    let person = Person::at(&app);
    for (fault, problem) in [
        (Fault::Status(429), "jira-busy"),
        (Fault::Status(503), "jira-down"),
        (Fault::CloseAfter, "outcome-unknown"),
    ] {
        let page = person.get("/?list=reported&issue=DEMO-1").await;
        let form = page.form("Comment").expect("a form");
        let mut fields: Vec<_> = form
            .fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        fields.push(("change[Comment][text]", "x"));
        app.jira.queue_fault("/comment", fault);
        let page = person.post(&form.action, &fields).await;
        page.problem(problem);
        assert!(!page.texts(".panel h2").is_empty());
        assert_eq!(page.texts("h1#list"), ["Reported by me"]);
    }
}

#[tokio::test]
async fn an_issue_that_cannot_be_shown_leaves_the_list() {
    let app = TestApp::spawn().await;
    drop(connected(&app).await);
    let page = Person::at(&app).get("/?issue=SECRET-1").await;
    assert!(!page.issue_keys().is_empty());
    assert!(page.texts(".panel [role=alert]")[0].contains("Jira shows you no issue"));
    assert_eq!(
        page.attribute(".panel a[data-do=reload]", "href")
            .as_deref(),
        Some("/?issue=SECRET-1")
    );
}

#[tokio::test]
async fn a_slow_issue_does_not_hold_the_page_back() {
    let app = TestApp::spawn().await;
    drop(connected(&app).await);
    app.jira.set_fault_on("/issue/", Fault::Hang);
    let page = Person::at(&app).get(PATH).await;
    page.assert_connected();
    assert!(page.texts(".panel").join(" ").contains("Waiting for Jira"));
}
