//! The form to create an issue in Chromium: by keyboard, refused, for another project, after a reload.

use super::{
    browser::Browser,
    flow::{ALLOW, CODE, LIST, code_of_attempt, sign_in},
    keyboard::{focus_moves_to, press, tab_to},
};
use fantoccini::key::Key;
use tests::{TestApp, jira_sim::Fault};

/// A tab with the form beside the list.
async fn opened(query: &str) -> (TestApp, Browser) {
    let app = TestApp::spawn().await;
    sign_in(&app).await;
    let browser = Browser::open().await;
    open(&browser, &app, query).await;
    (app, browser)
}

/// Opens the form by its address.
async fn open(browser: &Browser, app: &TestApp, query: &str) {
    browser
        .goto(&format!("{}/?{query}&script=awaited", app.url()))
        .await;
    browser.until_hydrated().await;
    browser.by_role("textbox", "Summary").await;
}

async fn choose(browser: &Browser, menu: &str, entry: &str) {
    let menu = browser.by_role("combobox", menu).await;
    menu.select_by_label(entry).await.unwrap();
}

/// Types into the field, whose text is selected as soon as the keyboard is there.
async fn type_project(browser: &Browser, text: &str) {
    browser
        .script("document.activeElement.blur(); document.getElementById('create-project').focus()")
        .await;
    browser.keys(text).await;
}

async fn until_told(browser: &Browser, words: &str) {
    browser
        .until_true(&format!(
            "document.querySelector('#told')?.textContent === '{words}'"
        ))
        .await;
}

async fn until_kept(browser: &Browser) {
    browser.by_role("button", "Discard draft").await;
}

#[tokio::test]
async fn an_issue_is_created_by_keyboard_alone() {
    let app = TestApp::spawn().await;
    sign_in(&app).await;
    let browser = Browser::open().await;
    browser.open_tab(&app).await;
    browser.script("window.marker = 'same page'").await;
    tab_to(&browser, "button", "Create issue").await;
    press(&browser, Key::Enter).await;
    focus_moves_to(&browser, "heading", "Create issue").await;
    browser.by_role("textbox", "Summary").await;
    tab_to(&browser, "combobox", "Issue type").await;
    browser.keys("Task").await;
    browser
        .until_true("location.search === '?create=DEMO&type=10002'")
        .await;
    focus_moves_to(&browser, "combobox", "Issue type").await;
    tab_to(&browser, "textbox", "Summary").await;
    browser.keys("By keyboard").await;
    press(&browser, Key::Enter).await;
    until_told(&browser, "Created DEMO-14.").await;
    focus_moves_to(&browser, "status", "").await;
    browser.by_role("heading", LIST).await;
    let issue = app.jira.issue("DEMO-14").expect("the issue");
    assert_eq!(
        (issue.summary.as_str(), issue.issue_type.as_str()),
        ("By keyboard", "Task")
    );
    tab_to(&browser, "link", "Open DEMO-14").await;
    press(&browser, Key::Enter).await;
    focus_moves_to(&browser, "heading", "By keyboard").await;
    browser
        .until_true("location.search === '?issue=DEMO-14'")
        .await;
    assert_eq!(browser.script("return window.marker").await, "same page");
}

#[tokio::test]
async fn another_one_begins_empty_and_closing_leads_back_to_the_button() {
    let (app, browser) = opened("create=DEMO&type=10002").await;
    browser.fill("Summary", "first").await;
    browser.press("button", "Create").await;
    until_told(&browser, "Created DEMO-14.").await;
    browser.press("link", "Create another").await;
    browser.by_role("textbox", "Summary").await;
    assert_eq!(browser.value("Summary").await, "");
    browser.fill("Summary", "second").await;
    browser.press("button", "Create").await;
    until_told(&browser, "Created DEMO-15.").await;
    assert_eq!(
        app.jira.issue("DEMO-15").expect("the issue").summary,
        "second"
    );
    browser.press("link", "Close").await;
    focus_moves_to(&browser, "button", "Create issue").await;
}

#[tokio::test]
async fn a_new_issue_stands_in_the_list_at_once() {
    let (app, browser) = opened("create=DEMO&type=10002").await;
    browser.fill("Summary", "Mine").await;
    let assignee = browser.by_role("combobox", "Assignee").await;
    assignee.send_keys("dana").await.unwrap();
    browser
        .until_true("[...document.querySelectorAll('#new-assignee-people option')].some(it => it.value === 'Dana Demo (demo)')")
        .await;
    assignee.clear().await.unwrap();
    assignee.send_keys("Dana Demo (demo)").await.unwrap();
    browser.press("button", "Create").await;
    browser.by_role("link", "Mine").await;
    let issue = app.jira.issue("DEMO-14").expect("the issue");
    assert_eq!(issue.assignee.as_deref(), Some("demo"));
}

#[tokio::test]
async fn a_refused_field_is_named_where_it_stands_and_keeps_its_text() {
    let (app, browser) = opened("create=RND&type=10004").await;
    browser.fill("Summary", "kept").await;
    browser.press("button", "Create").await;
    browser.alert("Severity is required.").await;
    let place = "return document.querySelector('#new-customfield_10100-error').textContent";
    assert_eq!(browser.script(place).await, "Severity is required.");
    assert_eq!(browser.value("Summary").await, "kept");
    choose(&browser, "Severity", "Major").await;
    browser.press("button", "Create").await;
    until_told(&browser, "Created RND-6.").await;
    assert_eq!(app.jira.issue("RND-6").expect("the issue").summary, "kept");
}

#[tokio::test]
async fn several_choices_are_ticked_and_sent() {
    let (app, browser) = opened("create=RND&type=10004").await;
    browser.fill("Summary", "ticked").await;
    choose(&browser, "Severity", "Minor").await;
    browser
        .script("document.querySelector('.panel details').open = true")
        .await;
    for name in ["Linux", "C# & .NET"] {
        let tick = format!(
            "[...document.querySelectorAll('.panel .check')].find(it => it.innerText.trim() === '{name}').click()"
        );
        browser.script(&tick).await;
    }
    choose(&browser, "Place", "Europe – Berlin").await;
    browser.press("button", "Create").await;
    until_told(&browser, "Created RND-6.").await;
    let issue = app.jira.issue("RND-6").expect("the issue");
    assert_eq!(issue.texts("customfield_10101"), ["Linux", "C# & .NET"]);
    assert_eq!(issue.texts("customfield_10102"), ["Europe", "Berlin"]);
}

#[tokio::test]
async fn another_project_keeps_what_was_typed() {
    let (_app, browser) = opened("list=reported&create=DEMO&type=10004").await;
    browser.fill("Summary", "goes along").await;
    type_project(&browser, "R&D").await;
    browser
        .until_true("[...document.querySelectorAll('#create-projects option')].some(it => it.value === 'R&D (RND)')")
        .await;
    browser.keys(" (RND)").await;
    press(&browser, Key::Tab).await;
    browser.by_role("combobox", "Severity").await;
    assert_eq!(browser.value("Summary").await, "goes along");
    browser
        .until_true("location.search === '?list=reported&create=RND&type=10004'")
        .await;
    type_project(&browser, "nowhere").await;
    press(&browser, Key::Tab).await;
    browser.alert("no such project").await;
}

#[tokio::test]
async fn a_reload_keeps_the_draft_and_discarding_it_does_not() {
    let (app, browser) = opened("create=DEMO&type=10004").await;
    browser.fill("Summary", "not lost").await;
    until_kept(&browser).await;
    open(&browser, &app, "create=DEMO&type=10004").await;
    assert_eq!(browser.value("Summary").await, "not lost");
    browser.press("button", "Discard draft").await;
    until_told(&browser, "The draft is discarded.").await;
    assert_eq!(browser.value("Summary").await, "");
    open(&browser, &app, "create=DEMO&type=10004").await;
    assert_eq!(browser.value("Summary").await, "");
}

#[tokio::test]
async fn what_was_typed_is_kept_although_the_form_is_closed_at_once() {
    let (app, browser) = opened("create=DEMO&type=10004").await;
    browser.fill("Summary", "not lost").await;
    browser.press("link", "Close").await;
    browser
        .until_true("!document.querySelector('.panel')")
        .await;
    browser
        .until_true("performance.getEntriesByType('resource').some(it => it.name.endsWith('/api/create/draft'))")
        .await;
    open(&browser, &app, "create=DEMO&type=10004").await;
    assert_eq!(browser.value("Summary").await, "not lost");
}

#[tokio::test]
async fn the_end_of_the_session_keeps_the_draft() {
    let (app, browser) = opened("create=DEMO&type=10004").await;
    browser.fill("Summary", "not lost").await;
    app.jira.revoke_all();
    browser.press("button", "Create").await;
    browser.press("button", "Connect again").await;
    browser.by_role("heading", ALLOW).await;
    let code = code_of_attempt(&app).await;
    browser.fill(CODE, &code).await;
    browser.press("button", "Continue").await;
    browser.by_role("textbox", "Summary").await;
    assert_eq!(browser.value("Summary").await, "not lost");
    browser.press("button", "Create").await;
    until_told(&browser, "Created DEMO-14.").await;
}

#[tokio::test]
async fn the_form_works_without_javascript() {
    let app = TestApp::spawn().await;
    sign_in(&app).await;
    let browser = Browser::open_without_javascript().await;
    browser.goto(&format!("{}/?wait=1", app.url())).await;
    browser.press("button", "Create issue").await;
    browser.by_role("textbox", "Summary").await;
    browser.fill("Summary", "By hand").await;
    choose(&browser, "Issue type", "Bug").await;
    browser.press("button", "Show the fields").await;
    browser
        .until_true("document.querySelector('#create-type')?.selectedOptions[0].text === 'Bug'")
        .await;
    assert_eq!(browser.value("Summary").await, "By hand");
    browser.press("button", "Create").await;
    until_told(&browser, "Created DEMO-14.").await;
    let issue = app.jira.issue("DEMO-14").expect("the issue");
    assert_eq!(
        (issue.summary.as_str(), issue.issue_type.as_str()),
        ("By hand", "Bug")
    );
    browser.press("link", "Open DEMO-14").await;
    browser.by_role("heading", "By hand").await;
}

#[tokio::test]
async fn an_unknown_required_kind_leads_to_jira() {
    let app = TestApp::spawn().await;
    app.jira.change_projects(|projects| {
        let project = projects.iter_mut().find(|it| it.key == "RND").expect("RND");
        project.required_fields.push("customfield_10118");
    });
    sign_in(&app).await;
    let browser = Browser::open().await;
    browser.goto(&format!("{}/?create=RND", app.url())).await;
    let link = browser.by_role("link", "Create in Jira").await;
    let href = link.attr("href").await.unwrap().expect("an address");
    assert!(href.contains("CreateIssueDetails!init.jspa?pid="), "{href}");
    assert_eq!(browser.count("button", "Create").await, 0);
}

#[tokio::test]
async fn a_slow_jira_is_called_slow_when_opening_and_when_creating() {
    let app = TestApp::spawn().await;
    sign_in(&app).await;
    let browser = Browser::open().await;
    browser.open_tab(&app).await;
    let says =
        |words: &str| format!("document.querySelector('.panel')?.textContent.includes('{words}')");
    app.jira.set_fault_on("createmeta", Fault::Hold);
    browser.press("button", "Create issue").await;
    browser
        .until_true(&says("It is taking longer than usual."))
        .await;
    app.jira.release();
    app.jira.release();
    browser.by_role("textbox", "Summary").await;
    browser.fill("Summary", "slow").await;
    app.jira.set_fault_on("/rest/api/2/issue", Fault::Hold);
    browser.press("button", "Create").await;
    browser.until_true(&says("longer than usual.")).await;
    app.jira.release();
    until_told(&browser, "Created DEMO-14.").await;
    browser
        .until_true(&format!("!({})", says("longer than usual.")))
        .await;
}

#[tokio::test]
async fn the_form_fits_into_320_pixels() {
    let (_app, browser) = opened("create=RND&type=10004").await;
    browser.resize(320, 800).await;
    browser
        .script("document.querySelector('.panel details').open = true")
        .await;
    browser
        .until_true("document.documentElement.scrollWidth <= 320")
        .await;
    let wide = "return [...document.querySelectorAll('#create *')].filter(it => it.getBoundingClientRect().right > 320).length";
    assert_eq!(browser.script(wide).await, 0);
}
