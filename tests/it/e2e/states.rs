//! Every page that the tab shows, one after the other.

use super::{
    browser::Browser,
    flow::{ALLOW, CODE, JIRA, LIST, SUCCESS, code_of_attempt},
};
use tests::{
    Start, TestApp,
    jira_sim::{Fault, Issue, User},
};

/// Opens each page in `browser` and has `visit` look at it.
pub(super) async fn for_each_page(browser: &Browser, visit: impl AsyncFn(&str)) {
    let app = app_with_long_words(Start::default()).await;
    let url = app.url();
    let visit = async |page: &str| {
        browser
            .until_true("document.readyState === 'complete'")
            .await;
        visit(page).await;
    };

    browser.open_tab(&app).await;
    visit("connect").await;
    browser.fill(JIRA, &"unknown".repeat(20)).await;
    browser.press("button", "Connect").await;
    browser.alert("This tab knows no Jira").await;
    visit("connect, refused").await;

    browser.fill(JIRA, "demo").await;
    browser.press("button", "Connect").await;
    browser.by_role("heading", ALLOW).await;
    visit("authorize").await;
    let code = code_of_attempt(&app).await;
    browser.fill(CODE, "wrong1").await;
    browser.press("button", "Continue").await;
    browser.alert("did not accept this code").await;
    browser
        .script("document.querySelector('details').open = true")
        .await;
    visit("authorize, refused").await;
    app.set_clock_offset(600);
    browser.open_tab(&app).await;
    browser.message("status").await;
    visit("authorize, run out").await;
    app.set_clock_offset(0);

    browser.goto(&format!("{url}/authorize/replaced")).await;
    browser.by_role("heading", "This did not work").await;
    visit("authorize, failed").await;
    browser.goto(&format!("{url}/nowhere")).await;
    browser.by_role("heading", "There is no such page").await;
    visit("not found").await;
    browser.goto(&format!("{url}/privacy")).await;
    browser.by_role("heading", "How to delete it").await;
    visit("privacy").await;
    browser.goto(&format!("{url}/terms")).await;
    browser.by_role("heading", "Terms of use").await;
    visit("terms").await;

    browser.open_tab(&app).await;
    browser.fill(CODE, &code).await;
    browser.press("button", "Continue").await;
    browser.by_role("heading", SUCCESS).await;
    visit("just connected").await;
    browser.open_tab(&app).await;
    browser.by_role("heading", LIST).await;
    visit("issues").await;
    browser.press("button", "Sign out").await;
    browser.message("dialog").await;
    visit("sign-out dialog").await;
    browser.goto(&format!("{url}/sign-out")).await;
    browser.by_role("button", "Sign out").await;
    visit("sign-out page").await;

    browser.goto(&format!("{url}/not-you")).await;
    browser.by_role("link", "Cancel").await;
    visit("not-you page").await;
    browser.open_tab(&app).await;
    browser.press("button", "Not you?").await;
    browser.message("dialog").await;
    visit("not-you dialog").await;

    app.jira.set_fault(Some(Fault::Status(503)));
    browser.open_tab(&app).await;
    browser.alert("is not available just now").await;
    visit("issues, failed").await;
    app.jira.set_fault(None);
    browser.hold_script().await;
    app.jira.set_fault(Some(Fault::Hang));
    browser.goto(&url).await;
    browser.message("status").await;
    browser.script("window.stop()").await;
    visit("issues, waiting").await;
    app.jira.set_fault(None);
    browser.release_script().await;

    app.jira.revoke_all();
    browser.open_tab(&app).await;
    browser.by_role("button", "Connect again").await;
    visit("reconnect").await;
    signed_out_pages(browser, visit).await;
}

/// The notice after signing out, and the choice between several Jiras.
async fn signed_out_pages(browser: &Browser, visit: impl AsyncFn(&str)) {
    let app = TestApp::start(Start {
        more_settings: "[[jira]]\nid = \"second\"\nname = \"Second Jira\"\n\
                        base_url = \"https://second-jira.with-a-long-name.example.com/jira\"\n\
                        consumer_key = \"jira-tab-test\"\nsignature_method = \"RSA-SHA1\"\n\
                        private_key_file = \"key.pem\""
            .to_owned(),
        ..Start::default()
    })
    .await;
    super::flow::sign_in(&app).await;
    browser.open_tab(&app).await;
    browser.press("button", "Sign out").await;
    browser.message("dialog").await;
    browser.press("button", "Sign out").await;
    browser.message("status").await;
    visit("signed out, several Jiras").await;
    super::flow::sign_in(&app).await;
    browser.open_tab(&app).await;
    browser.press("button", "Not you?").await;
    browser.press("button", "Disconnect this account").await;
    browser.message("status").await;
    visit("wrong account disconnected").await;
}

/// Names, summaries and states without a place to break a line.
pub(super) async fn app_with_long_words(mut start: Start) -> TestApp {
    let jira = &mut start.jira;
    jira.users = vec![User::new("demo", "demo", "Dana".repeat(20))];
    let longest = Issue {
        key: "VERYLONGKEY-123456".to_owned(),
        summary: "Unbroken".repeat(25),
        status: "Waiting for the other department".to_owned(),
        issue_type: "Infrastructure change".to_owned(),
        ..jira.issues[0].clone()
    };
    jira.issues.push(longest);
    TestApp::start(start).await
}
