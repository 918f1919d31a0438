use super::{
    browser::Browser,
    flow::{ALLOW, CODE, JIRA, LIST, SUCCESS, allow_in_jira},
};
use fantoccini::key::Key;
use tests::{TestApp, jira_sim::sample_issues};

#[tokio::test]
async fn a_person_connects_sees_their_issues_and_signs_out_on_one_page() {
    let app = TestApp::spawn().await;
    let browser = Browser::open().await;
    browser.open_tab(&app).await;
    browser.script("window.marker = 'same page'").await;

    browser.fill(JIRA, "demo").await;
    browser.press("button", "Connect").await;
    browser.by_role("heading", ALLOW).await;
    let code = allow_in_jira(&browser).await;
    browser.fill(CODE, &code).await;
    browser.press("button", "Continue").await;
    browser.by_role("heading", SUCCESS).await;
    assert_eq!(browser.script("return window.marker").await, "same page");
    sees_the_issues(&browser, &app).await;

    browser.reload_tab().await;
    browser.by_role("heading", LIST).await;
    assert_eq!(browser.count("heading", SUCCESS).await, 0);
    assert_eq!(browser.count("button", "Connect").await, 0);
    sees_the_issues(&browser, &app).await;

    signs_out_through_the_dialog(&browser).await;
}

/// The person's name, and each issue once, with a link to Jira.
pub(super) async fn sees_the_issues(browser: &Browser, app: &TestApp) {
    assert!(browser.text().await.contains("Dana Demo"));
    let issues = sample_issues();
    let (own, others): (Vec<_>, Vec<_>) = issues
        .iter()
        .partition(|issue| issue.assignee.as_deref() == Some("demo"));
    assert!(!own.is_empty() && !others.is_empty());
    for issue in own {
        let key = &issue.key;
        let link = browser.by_role("link", key).await;
        let address = link.attr("href").await.unwrap();
        let expected = format!("{}/browse/{key}", app.jira.base_url());
        assert_eq!(address, Some(expected));
        assert_eq!(elements_with_text(browser, key).await, 1, "{key}");
        assert!(browser.text().await.contains(&issue.summary), "{key}");
    }
    for issue in others {
        assert_eq!(elements_with_text(browser, &issue.key).await, 0);
    }
}

async fn elements_with_text(browser: &Browser, text: &str) -> u64 {
    let script = "return [...document.body.querySelectorAll('*')].filter(element => \
                  !element.children.length && element.textContent.trim() === arguments[0]).length";
    let count = browser.client.execute(script, vec![text.into()]).await;
    count.unwrap().as_u64().expect("a number")
}

async fn signs_out_through_the_dialog(browser: &Browser) {
    let open = async || {
        browser.press("button", "Sign out").await;
        browser.message("dialog").await
    };
    assert!(open().await.contains("Demo Jira"));
    // What lies behind an open dialog is nothing that can be pressed.
    assert_eq!(browser.count("button", "Sign out").await, 1);
    assert_eq!(browser.count("button", "Refresh").await, 0);
    browser.keys(&char::from(Key::Escape).to_string()).await;
    browser.until_no("dialog").await;
    browser.by_role("button", "Refresh").await;

    open().await;
    browser.press("button", "Cancel").await;
    browser.until_no("dialog").await;
    browser.by_role("heading", LIST).await;

    open().await;
    browser.press("button", "Sign out").await;
    browser.by_role("button", "Connect").await;
    let notice = browser.message("status").await;
    assert!(notice.contains("You are signed out of Demo Jira."));
    assert_eq!(browser.count("heading", LIST).await, 0);
}
