use super::{
    browser::Browser,
    flow::{ALLOW, CODE, JIRA, LIST, SUCCESS, code_of_attempt, start_attempt},
};
use fantoccini::key::Key;
use tests::TestApp;

#[tokio::test]
async fn the_whole_flow_works_by_keyboard_and_focus_is_always_visible() {
    let app = TestApp::spawn().await;
    let browser = Browser::open().await;
    browser.open_tab(&app).await;

    tab_to(&browser, "textbox", JIRA).await;
    browser.keys("unknown").await;
    press(&browser, Key::Enter).await;
    focus_moves_to(&browser, "alert", "").await;

    tab_to(&browser, "textbox", JIRA).await;
    // Tab has selected the text of the field; typing replaces it.
    browser.keys("demo").await;
    tab_to(&browser, "button", "Connect").await;
    press(&browser, Key::Enter).await;
    focus_moves_to(&browser, "heading", ALLOW).await;

    tab_to(&browser, "link", "Authorize").await;
    let authorize = async || press(&browser, Key::Enter).await;
    let tab = browser.open_window(authorize).await;
    browser.close_window(tab).await;
    let code = code_of_attempt(&app).await;
    tab_to(&browser, "textbox", CODE).await;
    browser.keys("wrong1").await;
    press(&browser, Key::Enter).await;
    focus_moves_to(&browser, "alert", "").await;

    tab_to(&browser, "textbox", CODE).await;
    browser.keys(&code).await;
    tab_to(&browser, "button", "Continue").await;
    press(&browser, Key::Enter).await;
    focus_moves_to(&browser, "heading", SUCCESS).await;
    tab_to(&browser, "link", "DEMO-1").await;

    browser.reload_tab().await;
    tab_to(&browser, "button", "Sign out").await;
    press(&browser, Key::Enter).await;
    browser.message("dialog").await;
    focus_is_visible(&browser).await;
    press(&browser, Key::Escape).await;
    browser.until_no("dialog").await;
    focus_moves_to(&browser, "button", "Sign out").await;

    press(&browser, Key::Enter).await;
    browser.message("dialog").await;
    tab_to(&browser, "link", "Cancel").await;
    press(&browser, Key::Enter).await;
    browser.until_no("dialog").await;
    browser.by_role("heading", LIST).await;
    focus_moves_to(&browser, "button", "Sign out").await;

    press(&browser, Key::Enter).await;
    let dialog = browser.message("dialog").await;
    assert!(dialog.contains("Demo Jira"), "{dialog}");
    tab_to(&browser, "button", "Sign out").await;
    press(&browser, Key::Enter).await;
    focus_moves_to(&browser, "heading", "Sign in to Jira").await;
}

#[tokio::test]
async fn the_focus_moves_to_the_heading_after_a_new_link_and_another_jira() {
    let app = TestApp::spawn().await;
    start_attempt(&app).await;
    let browser = Browser::open().await;
    browser.open_tab(&app).await;
    tab_to(&browser, "button", "Get a new link").await;
    press(&browser, Key::Enter).await;
    focus_moves_to(&browser, "heading", ALLOW).await;
    tab_to(&browser, "button", "Use another Jira").await;
    press(&browser, Key::Enter).await;
    focus_moves_to(&browser, "heading", "Sign in to Jira").await;
}

#[tokio::test]
async fn the_steps_of_signing_in_follow_each_other_in_the_tab_order() {
    let app = TestApp::spawn().await;
    let browser = Browser::open().await;
    browser.open_tab(&app).await;
    assert_eq!(
        stops(&browser, 2).await,
        [("textbox", JIRA), ("button", "Connect")].map(owned)
    );
    browser.press("button", "Connect").await;
    focus_moves_to(&browser, "heading", ALLOW).await;
    let stops = stops(&browser, 6).await;
    let last = [("button", "Get a new link"), ("button", "Use another Jira")];
    assert_eq!(
        stops[..3],
        [
            ("link", "Authorize"),
            ("textbox", CODE),
            ("button", "Continue")
        ]
        .map(owned)
    );
    assert_eq!(stops[3].1, "I don’t see my verification code");
    assert_eq!(stops[4..], last.map(owned));
}

fn owned((role, name): (&str, &str)) -> (String, String) {
    (role.to_owned(), name.to_owned())
}

async fn stops(browser: &Browser, count: usize) -> Vec<(String, String)> {
    let mut stops = Vec::new();
    for _ in 0..count {
        press(browser, Key::Tab).await;
        focus_is_visible(browser).await;
        stops.push(browser.focused().await);
    }
    stops
}

pub(super) async fn press(browser: &Browser, key: Key) {
    browser.keys(&char::from(key).to_string()).await;
}

/// Presses Tab until the control has the keyboard. Every stop on the way shows that it has it.
pub(super) async fn tab_to(browser: &Browser, role: &str, name: &str) {
    let mut stops = Vec::new();
    for _ in 0..40 {
        let focused = browser.focused().await;
        if focused == owned((role, name)) {
            return;
        }
        stops.push(focused);
        press(browser, Key::Tab).await;
        focus_is_visible(browser).await;
    }
    panic!("Tab never comes to the {role} “{name}”, only to {stops:?}");
}

pub(super) async fn focus_moves_to(browser: &Browser, role: &str, name: &str) {
    browser
        .until(&format!("focus on the {role} “{name}”"), async || {
            let focused = browser.focused().await;
            (focused == owned((role, name))).then_some(())
        })
        .await;
}

async fn focus_is_visible(browser: &Browser) {
    let script = "const element = document.activeElement; \
                  if (element === document.body) return true; \
                  const style = getComputedStyle(element); \
                  const box = element.getBoundingClientRect(); \
                  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 \
                      && box.width > 0 && box.bottom > 0 && box.top < innerHeight";
    let is_visible = browser.script(script).await;
    assert!(
        is_visible == true,
        "no outline on {:?}",
        browser.focused().await
    );
}
