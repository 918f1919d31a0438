use super::{Filled, connected, created, done, open, refused, requests, value};
use crate::{page::Page, person::Person, script::Script, sweep::rows};
use server::store::Table;
use tests::{TestApp, jira_sim::Fault};

const DAY_S: i64 = 24 * 3600;

async fn keep(script: &Script, filled: &Filled) {
    let answer = filled.send(script, "create/draft").await;
    let part = done(&answer, "");
    assert_eq!(
        part.texts("#draft button"),
        ["Discard draft"],
        "{}",
        answer.json
    );
}

#[tokio::test]
async fn a_draft_is_kept_without_asking_jira_until_the_issue_is_created() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = open(&script, "create=DEMO&type=10004").await;
    assert_eq!(page.texts("#draft button"), Vec::<String>::new());
    requests(&app);
    let filled = Filled::of(&page)
        .fill("summary", "not lost")
        .fill("description", "a\r\nb");
    keep(&script, &filled).await;
    assert_eq!(requests(&app), 0);
    let page = open(&script, "create=DEMO&type=10004").await;
    assert_eq!(value(&page, "summary"), "not lost");
    assert_eq!(value(&page, "description"), "a b", "the lines of a text");
    assert_eq!(page.texts("#draft button"), ["Discard draft"]);
    let answer = Filled::of(&page).send(&script, "create").await;
    created(&app, &answer, "DEMO-14");
    let page = open(&script, "create=DEMO&type=10004").await;
    assert_eq!(value(&page, "summary"), "");
    assert_eq!(page.texts("#draft button"), Vec::<String>::new());
}

#[tokio::test]
async fn what_was_typed_goes_along_to_another_project_and_back() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = open(&script, "create=RND&type=10004").await;
    let high = super::choice(&page, "priority", "High");
    let filled = Filled::of(&page)
        .fill("summary", "goes along")
        .fill("priority", &high)
        .fill("customfield_10103", "comes back");
    let answer = filled.put("new[project]", "Ünïcode C# 50% a+b (UNI)");
    let answer = answer.send(&script, "create/form").await;
    let page = super::written(&answer.json["html"]);
    assert_eq!(value(&page, "summary"), "goes along");
    let filled = Filled::of(&page).put("new[project]", "R&D (RND)");
    let answer = filled
        .fill("summary", "and changes")
        .send(&script, "create/form")
        .await;
    let page = super::written(&answer.json["html"]);
    assert_eq!(value(&page, "summary"), "and changes");
    assert_eq!(value(&page, "priority"), high);
    assert_eq!(value(&page, "customfield_10103"), "comes back");
    let story = Filled::of(&page).put("new[kind]", "10001");
    let answer = story.send(&script, "create/form").await;
    assert_eq!(answer.json["key"], "create=RND&type=10001");
}

#[tokio::test]
async fn a_text_that_was_emptied_again_is_empty() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = open(&script, "create=DEMO&type=10004").await;
    let filled = Filled::of(&page);
    keep(&script, &filled.clone().fill("summary", "x")).await;
    keep(&script, &filled.fill("summary", "")).await;
    let page = open(&script, "create=DEMO&type=10004").await;
    assert_eq!(value(&page, "summary"), "");
}

#[tokio::test]
async fn an_address_without_a_project_opens_the_draft() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = open(&script, "create=RND&type=10001").await;
    keep(&script, &Filled::of(&page).fill("summary", "x")).await;
    let answer = script.call("create/form", &[("view", "create=")]).await;
    assert_eq!(answer.json["key"], "create=RND&type=10001");
    let answer = script.call("create/form", &[("view", "create=DEMO")]).await;
    assert_eq!(answer.json["key"], "create=DEMO&type=10000");
}

#[tokio::test]
async fn a_discarded_draft_leaves_an_empty_form() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = open(&script, "create=RND&type=10001").await;
    let filled = Filled::of(&page)
        .fill("summary", "x")
        .fill("customfield_10103", "y");
    keep(&script, &filled).await;
    let answer = filled.send(&script, "create/discard").await;
    let page = done(&answer, "The draft is discarded.");
    assert_eq!(value(&page, "summary"), "");
    assert_eq!(value(&page, "customfield_10103"), "");
    assert_eq!(page.texts("#create-type option[selected]"), ["Story"]);
}

#[tokio::test]
async fn a_draft_outlives_the_end_of_the_session_and_not_signing_out() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = open(&script, "create=DEMO&type=10004").await;
    let filled = Filled::of(&page);
    app.jira.revoke_all();
    let answer = filled
        .clone()
        .fill("summary", "sent")
        .send(&script, "create")
        .await;
    assert_eq!(answer.problem(), Some("not-connected"));
    keep(&script, &filled.fill("description", "later")).await;
    let script = connected(&app).await;
    let page = open(&script, "create=DEMO&type=10004").await;
    assert_eq!(value(&page, "summary"), "");
    assert_eq!(value(&page, "description"), "later");
    script.call("sign-out", &[]).await;
    let script = connected(&app).await;
    let page = open(&script, "create=DEMO&type=10004").await;
    assert_eq!(value(&page, "description"), "");
}

#[tokio::test]
async fn a_draft_is_deleted_after_a_week() {
    let mut app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = open(&script, "create=DEMO&type=10004").await;
    let long = Filled::of(&page).fill("description", &"Zürich ".repeat(4_000));
    keep(&script, &long).await;
    app.set_clock_offset(6 * DAY_S);
    app.restart().await;
    let page = open(&Script::at(&app), "create=DEMO&type=10004").await;
    assert_eq!(value(&page, "description").chars().count(), 4_000 * 7 - 1);
    app.set_clock_offset(7 * DAY_S + 60);
    let page = open(&Script::at(&app), "create=DEMO&type=10004").await;
    assert_eq!(value(&page, "description"), "");
    assert!(rows(&mut app, Table::Drafts).await.len() > 5);
    app.restart().await;
    assert_eq!(rows(&mut app, Table::Drafts).await.len(), 0);
}

#[tokio::test]
async fn what_is_too_long_to_be_kept_is_told_and_can_still_be_sent() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = open(&script, "create=DEMO&type=10004").await;
    let filled = Filled::of(&page)
        .fill("summary", "long")
        .fill("description", &"d".repeat(32_000))
        .fill("environment", &"\u{1F600}".repeat(16_000));
    let answer = filled.send(&script, "create/draft").await;
    let part = done(&answer, "");
    assert!(part.texts("#draft")[0].contains("too long"));
    created(&app, &filled.send(&script, "create").await, "DEMO-14");
}

#[tokio::test]
async fn without_javascript_the_draft_is_kept_as_well() {
    let app = TestApp::spawn().await;
    drop(connected(&app).await);
    let person = Person::at(&app);
    let page = person.get("/?create=DEMO&type=10004&wait=1").await;
    let filled = Filled::of(&page)
        .fill("summary", " ")
        .fill("description", "kept");
    let page = person.post("/api/create", &filled.parts()).await;
    assert_eq!(value(&page, "description"), "kept");
}

#[tokio::test]
async fn what_is_too_long_is_nowhere_said_to_be_kept() {
    let app = TestApp::spawn().await;
    let script = connected(&app).await;
    let page = open(&script, "create=DEMO&type=10004").await;
    let filled = Filled::of(&page)
        .fill("summary", "long")
        .fill("description", &"d".repeat(32_000))
        .fill("environment", &"\u{1F600}".repeat(16_000));
    let assert_not_kept = |page: &Page| {
        assert!(page.texts("#draft")[0].contains("too long"));
        let says = page.texts("body").join(" ");
        assert!(!says.contains("kept for") && !says.contains("is kept"));
    };
    let answer = filled.send(&script, "create/form").await;
    assert_not_kept(&super::written(&answer.json["html"]));
    let empty = filled.clone().fill("summary", " ");
    assert_not_kept(&refused(&empty.send(&script, "create").await).0);
    app.jira.queue_fault("/rest/api/2/issue", Fault::HtmlLogin);
    assert_not_kept(&refused(&filled.send(&script, "create").await).0);
}
