//! Every page that the tab shows, one after the other.

mod create;
mod issue;
mod lists;

use super::{
    browser::Browser,
    countdown::{come_back, until_counting},
    flow::{
        ALLOW, CODE, JIRA, LIST, SUCCESS, code_of_attempt, request_token_of_attempt, sign_in,
        start_attempt,
    },
};
use std::{net::Ipv4Addr, time::Duration};
use tests::{
    Start, TestApp,
    jira_sim::{Fault, Issue, SimOptions, User},
};
use tokio::{net::TcpListener, task::yield_now};

/// What the pages are full of.
#[derive(Clone, Copy)]
pub(super) enum Words {
    /// What people see every day, and a Jira with the same address each time.
    Usual,
    /// Names, summaries and states without a place to break a line.
    Unbroken,
}

impl Words {
    /// The tab and a Jira with such words.
    pub(super) async fn start(self, mut start: Start) -> TestApp {
        let jira = &mut start.jira;
        match self {
            Self::Usual => {
                jira.listen = (Ipv4Addr::LOCALHOST, 2999).into();
                // The Jira before may not have ended yet.
                while TcpListener::bind(jira.listen).await.is_err() {
                    yield_now().await;
                }
            }
            Self::Unbroken => {
                jira.users = vec![User::new("demo", "demo", "Dana".repeat(20))];
                if let Some(first) = jira.issues.first() {
                    let longest = Issue {
                        key: "VERYLONGKEY-123456".to_owned(),
                        summary: "Unbroken".repeat(25),
                        status: "Waiting for the other department".to_owned(),
                        issue_type: "Infrastructure change".to_owned(),
                        ..first.clone()
                    };
                    jira.issues.push(longest);
                }
            }
        }
        TestApp::start(start).await
    }

    /// What nobody's Jira is called.
    pub(super) fn unknown_jira(self) -> String {
        match self {
            Self::Usual => "jira.unknown.example".to_owned(),
            Self::Unbroken => "unknown".repeat(20),
        }
    }
}

/// Opens each page in `browser` and has `visit` look at it.
pub(super) async fn for_each_page(browser: &Browser, words: Words, visit: impl AsyncFn(&str)) {
    let visit = async |page: &str| {
        browser
            .until_true("document.readyState === 'complete'")
            .await;
        visit(page).await;
    };
    pages_of_a_sign_in(browser, words, &visit).await;
    pages_of_refused_codes(browser, words, &visit).await;
    pages_of_the_signed_out(browser, words, &visit).await;
    pages_of_an_end(browser, words, &visit).await;
}

async fn pages_of_a_sign_in(browser: &Browser, words: Words, visit: &impl AsyncFn(&str)) {
    let app = words.start(Start::default()).await;
    let url = app.url();

    browser.open_tab(&app).await;
    visit("connect").await;
    browser.fill(JIRA, &words.unknown_jira()).await;
    browser.press("button", "Connect").await;
    browser.alert("This tab knows no Jira").await;
    visit("connect, refused").await;

    browser.fill(JIRA, "demo").await;
    browser.press("button", "Connect").await;
    browser.by_role("heading", ALLOW).await;
    visit("authorize").await;
    let code = code_of_attempt(&app).await;
    come_back(browser).await;
    until_counting(browser).await;
    visit("authorize, link opened").await;
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
    issue::pages_of_an_issue(browser, &app, visit).await;
    create::pages_of_a_new_issue(browser, &app, visit).await;
    browser.open_tab(&app).await;
    browser.by_role("heading", LIST).await;
    lists::pages_of_lists(browser, visit).await;
    browser.open_tab(&app).await;
    browser.by_role("heading", LIST).await;
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
}

/// The code field after each refusal that ends the link.
async fn pages_of_refused_codes(browser: &Browser, words: Words, visit: &impl AsyncFn(&str)) {
    let app = words.start(Start::default()).await;
    start_attempt(&app).await;
    code_of_attempt(&app).await;
    browser.open_tab(&app).await;
    for _ in 0..4 {
        submit_wrong_code(browser).await;
        browser.alert("did not accept this code").await;
    }
    submit_wrong_code(browser).await;
    browser.alert("Too many codes were refused").await;
    visit("authorize, tries used up").await;

    browser.press("button", "Get a new link").await;
    browser.until_no("alert").await;
    app.jira.deny(&request_token_of_attempt(&app).await);
    submit_wrong_code(browser).await;
    browser.alert("Access was refused").await;
    visit("authorize, access denied").await;

    browser.press("button", "Get a new link").await;
    browser.until_no("alert").await;
    code_of_attempt(&app).await;
    app.jira.expire_request_tokens();
    submit_wrong_code(browser).await;
    browser.alert("has run out").await;
    visit("authorize, code expired").await;
}

async fn submit_wrong_code(browser: &Browser) {
    browser.fill(CODE, "wrong1").await;
    browser.press("button", "Continue").await;
    browser
        .until_true("!document.querySelector('main[aria-busy]')")
        .await;
}

/// The choice between several Jiras, a list without issues, and the notices of leaving.
async fn pages_of_the_signed_out(browser: &Browser, words: Words, visit: &impl AsyncFn(&str)) {
    let app = words
        .start(Start {
            jira: SimOptions {
                issues: Vec::new(),
                ..SimOptions::default()
            },
            more_settings: "[[jira]]\nid = \"second\"\nname = \"Second Jira\"\n\
                            base_url = \"https://second-jira.with-a-long-name.example.com/jira\"\n\
                            consumer_key = \"jira-tab-test\"\nsignature_method = \"RSA-SHA1\"\n\
                            private_key_file = \"key.pem\""
                .to_owned(),
            ..Start::default()
        })
        .await;
    browser.open_tab(&app).await;
    visit("connect, several Jiras").await;
    sign_in(&app).await;
    browser.open_tab(&app).await;
    browser.by_role("heading", LIST).await;
    visit("issues, none").await;
    browser.press("button", "Sign out").await;
    browser.message("dialog").await;
    browser.press("button", "Sign out").await;
    browser.message("status").await;
    visit("signed out, several Jiras").await;
    sign_in(&app).await;
    browser.open_tab(&app).await;
    browser.press("button", "Not you?").await;
    browser.press("button", "Disconnect this account").await;
    browser.message("status").await;
    visit("wrong account disconnected").await;
}

/// The notice before an authorisation ends, and a server that is gone.
async fn pages_of_an_end(browser: &Browser, words: Words, visit: &impl AsyncFn(&str)) {
    let life = Duration::from_hours(24 * 90);
    let mut app = words
        .start(Start {
            jira: SimOptions {
                access_token_ttl: life,
                session_ttl: life,
                ..SimOptions::default()
            },
            ..Start::default()
        })
        .await;
    sign_in(&app).await;
    app.set_clock_offset(80 * 24 * 3600);
    app.jira.set_clock_offset(80 * 24 * 3600);
    browser.open_tab(&app).await;
    browser
        .until_true("document.querySelector('.access-end') !== null")
        .await;
    visit("issues, access ends soon").await;
    app.stop().await;
    browser.press("button", "Refresh").await;
    browser.alert("did not answer").await;
    visit("issues, server gone").await;
}
