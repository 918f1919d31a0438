//! What the form to create an issue looks like.

use super::TestApp;
use crate::e2e::browser::Browser;
use tests::jira_sim::Fault;

/// The form with all kinds of fields, refused, of an unknown outcome, where it leads on to Jira, where
/// there is nothing to create, and after an issue was created.
pub(super) async fn pages_of_a_new_issue(
    browser: &Browser,
    app: &TestApp,
    visit: &impl AsyncFn(&str),
) {
    let open = async |query: &str| {
        browser
            .goto(&format!("{}/?{query}&script=awaited", app.url()))
            .await;
        browser.until_hydrated().await;
    };
    open("create=").await;
    browser.by_role("combobox", "Project").await;
    visit("create, no project").await;
    open("create=NOWHERE").await;
    browser
        .until_true("document.querySelector('#no-types') !== null")
        .await;
    visit("create, not here").await;
    open("create=RND&type=10004").await;
    browser.fill("Summary", "Search finds too much").await;
    browser.by_role("button", "Discard draft").await;
    visit("create").await;
    browser
        .script("document.querySelector('.panel details').open = true")
        .await;
    browser.press("button", "Create").await;
    browser.alert("Severity is required.").await;
    visit("create, refused").await;
    app.jira.change_projects(|projects| {
        for project in projects {
            project.required_fields = vec!["customfield_10118"];
        }
    });
    open("create=RND&type=10001").await;
    browser.by_role("link", "Create in Jira").await;
    visit("create, in Jira").await;
    app.jira.change_projects(|projects| {
        for project in projects {
            project.required_fields.clear();
        }
    });
    open("create=DEMO&type=10004").await;
    browser.by_role("button", "Create").await;
    app.jira
        .queue_fault("/rest/api/2/issue", Fault::Status(504));
    browser.press("button", "Create").await;
    browser.alert("has not said whether").await;
    visit("create, unknown outcome").await;
    browser.press("button", "Create it anyway").await;
    browser.by_role("link", "Create another").await;
    visit("created").await;
}
