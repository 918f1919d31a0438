use super::{
    browser::Browser,
    flow::{ALLOW, CODE, LIST, SUCCESS, allow_in_jira, code_of_attempt, start_attempt},
};
use serde_json::json;
use tests::TestApp;

const TIMER: &str = "document.querySelector('[role=timer][aria-live=off]')";

/// The person comes back to the page from another window.
pub(super) async fn come_back(browser: &Browser) {
    browser
        .script("window.dispatchEvent(new Event('focus'))")
        .await;
}

/// The time left, as minutes and seconds.
async fn time_left(browser: &Browser) -> String {
    let script = format!("return {TIMER}.textContent.match(/\\d+:\\d\\d/)[0]");
    browser.script(&script).await.as_str().unwrap().to_owned()
}

pub(super) async fn until_counting(browser: &Browser) {
    browser
        .until_true(&format!("/\\d+:\\d\\d/.test({TIMER}.textContent)"))
        .await;
}

async fn at_the_code_field() -> (TestApp, Browser) {
    let app = TestApp::spawn().await;
    start_attempt(&app).await;
    let browser = Browser::open().await;
    browser.open_tab(&app).await;
    browser.by_role("heading", ALLOW).await;
    (app, browser)
}

#[tokio::test]
async fn the_time_left_counts_down_from_the_opening_of_the_link() {
    let (_app, browser) = at_the_code_field().await;
    come_back(&browser).await;
    assert_eq!(
        browser.script(&format!("return {TIMER}.textContent")).await,
        ""
    );
    allow_in_jira(&browser).await;
    come_back(&browser).await;
    until_counting(&browser).await;
    let current = "return document.querySelector('[aria-current=step]').textContent";
    assert_eq!(browser.script(current).await, "Enter code");
    let first = time_left(&browser).await;
    assert!(first == "10:00" || first.starts_with("9:"), "{first}");
    browser
        .until_true(&format!("!{TIMER}.textContent.includes('{first}')"))
        .await;
}

#[tokio::test]
async fn at_the_end_a_new_link_is_the_next_step_and_the_focus_stays() {
    let (app, browser) = at_the_code_field().await;
    code_of_attempt(&app).await;
    browser.fill(CODE, "half").await;
    app.set_clock_offset(597);
    come_back(&browser).await;
    until_counting(&browser).await;
    browser.until_true(&format!("!{TIMER}.textContent")).await;
    let end = browser.message("status").await;
    assert!(end.contains("The link has run out."), "{end}");
    assert_eq!(browser.focused().await, ("textbox".into(), CODE.into()));
    assert_eq!(browser.value(CODE).await, "half");
    let primary = "return [...document.querySelectorAll('.primary')].map(it => it.textContent)";
    assert_eq!(browser.script(primary).await, json!(["Get a new link"]));

    browser.press("button", "Get a new link").await;
    browser.until_no("status").await;
    assert_eq!(browser.script(primary).await, json!(["Authorize"]));
    let code = code_of_attempt(&app).await;
    browser.fill(CODE, &code).await;
    browser.press("button", "Continue").await;
    browser.by_role("heading", SUCCESS).await;
}

#[tokio::test]
async fn coming_back_keeps_what_was_typed_and_the_alert() {
    let (app, browser) = at_the_code_field().await;
    code_of_attempt(&app).await;
    browser.fill(CODE, "wrong1").await;
    browser.press("button", "Continue").await;
    browser.alert("did not accept this code").await;
    assert!(browser.text().await.contains("4 tries left for this link."));
    browser.fill(CODE, "half").await;
    app.set_clock_offset(60);
    come_back(&browser).await;
    browser
        .until_true(&format!("{TIMER}.textContent.includes(' 8:')"))
        .await;
    browser.alert("did not accept this code").await;
    assert_eq!(browser.focused().await, ("textbox".into(), CODE.into()));
    assert_eq!(browser.value(CODE).await, "half");
}

#[tokio::test]
async fn without_javascript_the_time_left_is_told_in_words() {
    let app = TestApp::spawn().await;
    start_attempt(&app).await;
    code_of_attempt(&app).await;
    let browser = Browser::open_without_javascript().await;
    browser.goto(&app.url()).await;
    let text = browser.text().await;
    assert!(text.contains("works for about 10 minutes more."), "{text}");
}

#[tokio::test]
async fn the_steps_stay_in_their_places_and_are_told_apart_without_colours() {
    let app = TestApp::spawn().await;
    let browser = Browser::open().await;
    browser.prefer("forced-colors", "active").await;
    browser.open_tab(&app).await;
    let places = "return [...document.querySelectorAll('.stepper li')].map(it => { \
                  const box = it.getBoundingClientRect(); return [box.x, box.y, box.width] })";
    let underlined = "return [...document.querySelectorAll('.stepper li')].filter(it => \
                      getComputedStyle(it).textDecorationLine === 'underline') \
                      .map(it => it.textContent)";
    let first = browser.script(places).await;
    assert_eq!(browser.script(underlined).await, json!(["Find Jira"]));
    browser.press("button", "Connect").await;
    browser.by_role("heading", ALLOW).await;
    assert_eq!(browser.script(places).await, first);
    assert_eq!(browser.script(underlined).await, json!(["Authorize"]));
    code_of_attempt(&app).await;
    come_back(&browser).await;
    until_counting(&browser).await;
    assert_eq!(browser.script(places).await, first);
    assert_eq!(browser.script(underlined).await, json!(["Enter code"]));
}

#[tokio::test]
async fn a_phone_that_reloads_the_page_while_the_code_is_copied_goes_on() {
    let (_app, browser) = at_the_code_field().await;
    browser.resize(390, 844).await;
    let code = allow_in_jira(&browser).await;
    browser.reload_tab().await;
    until_counting(&browser).await;
    browser.fill(CODE, &code).await;
    browser.press("button", "Continue").await;
    browser.by_role("heading", SUCCESS).await;
    browser.reload_tab().await;
    browser.by_role("heading", LIST).await;
}
