//! Where the shared cases of the exchange, and some more, leave the person in the browser.

use super::{
    browser::Browser,
    flow::{
        ALLOW, CODE, LIST, SUCCESS, code_of_attempt, log_in_at_jira, press_by_id, start_attempt,
    },
    keyboard::focus_moves_to,
};
use crate::{
    codes::{EXCHANGE, exchanges, other_than},
    flow_cases::{arrange, cases, impatient_tab, outcome},
};
use serde_json::{Value, json};
use tests::{TestApp, jira_sim::Fault};

/// A person at the code field who has pressed Allow in Jira, and the code.
async fn allowed() -> (TestApp, Browser, String) {
    let app = impatient_tab().await;
    start_attempt(&app).await;
    let code = code_of_attempt(&app).await;
    let browser = Browser::open().await;
    browser.open_tab(&app).await;
    app.jira.clear_requests();
    (app, browser, code)
}

/// Presses Continue for the `times`th time and waits for the answer.
async fn press_continue(browser: &Browser, times: usize) {
    browser.press("button", "Continue").await;
    answered(browser, times).await;
}

async fn answered(browser: &Browser, times: usize) {
    browser
        .until_true(&format!(
            "performance.getEntriesByType('resource') \
             .filter(it => it.name.endsWith('/api/continue')).length === {times} \
             && !document.querySelector('main[aria-busy]')"
        ))
        .await;
}

/// Refused: the same step, the alert has the keyboard, the field still holds what was pasted, and
/// the way on is the main one.
async fn assert_refused(browser: &Browser, problem: &str, field: &str) {
    focus_moves_to(browser, "alert", "").await;
    let needs_new_link = matches!(
        problem,
        "code-expired" | "code-tries-used-up" | "access-denied"
    );
    let (step, way_on) = match problem {
        _ if needs_new_link => ("Authorize", json!(["Get a new link"])),
        // The code was good and is used up.
        "not-recognised" => ("Authorize", json!(["Authorize"])),
        _ => ("Enter code", json!(["Continue"])),
    };
    let expected = json!({
        "heading": ALLOW,
        "step": step,
        "problem": problem,
        "field": field,
        "main": way_on,
    });
    assert_eq!(state(browser).await, expected);
    assert_eq!(browser.count("button", "Continue").await, 1);
}

/// Connected: the news has the keyboard; alert, field and code are gone.
async fn assert_connected(browser: &Browser, code: &str) {
    focus_moves_to(browser, "heading", SUCCESS).await;
    let expected = json!({
        "heading": SUCCESS,
        "step": null,
        "problem": null,
        "field": null,
        "main": [],
    });
    assert_eq!(state(browser).await, expected);
    browser.by_role("heading", LIST).await;
    browser.by_role("link", "DEMO-1").await;
    assert!(!browser.text().await.contains(code));
}

async fn state(browser: &Browser) -> Value {
    let script = "const at = it => document.querySelector(it); return { \
                  heading: at('h1').textContent, \
                  step: at('[aria-current=step]')?.textContent ?? null, \
                  problem: at('[role=alert]')?.dataset.problem ?? null, \
                  field: at('#verification-code')?.value ?? null, \
                  main: [...document.querySelectorAll('main .primary')] \
                      .filter(it => it.checkVisibility()).map(it => it.textContent) }";
    browser.script(script).await
}

/// After a refusal that ended the link: a new one, and its code, connect.
async fn assert_new_link_helps(app: &TestApp, browser: &Browser) {
    browser.press("button", "Get a new link").await;
    browser.until_no("alert").await;
    let expected = json!({
        "heading": ALLOW,
        "step": "Authorize",
        "problem": null,
        "field": "",
        "main": ["Authorize"],
    });
    assert_eq!(state(browser).await, expected);
    let code = code_of_attempt(app).await;
    browser.fill(CODE, &code).await;
    browser.press("button", "Continue").await;
    assert_connected(browser, &code).await;
}

/// Plays the case `id` of the table, and how the person goes on.
async fn play(id: &str) {
    let case = cases().into_iter().find(|case| case["id"] == id);
    let case = case.expect("a case of the table");
    let expected = outcome(id);
    let (app, browser, code) = allowed().await;
    let times = arrange(&app, id, &case["provider"]);
    browser.fill(CODE, &code).await;
    for time in 1..=times {
        press_continue(&browser, time).await;
    }
    assert_eq!(exchanges(&app).len(), expected.calls);
    let Some(problem) = expected.problem else {
        return assert_connected(&browser, &code).await;
    };
    assert_refused(&browser, problem, &code).await;

    app.jira.set_fault(None);
    press_continue(&browser, times + 1).await;
    match expected.then {
        None => assert_connected(&browser, &code).await,
        Some(problem) => {
            assert_refused(&browser, problem, &code).await;
            assert_new_link_helps(&app, &browser).await;
        }
    }
}

macro_rules! cases_of_the_table {
    ($($name:ident: $id:literal,)*) => {
        const PLAYED: &[&str] = &[$($id),*];
        $(
            #[tokio::test]
            async fn $name() {
                play($id).await;
            }
        )*
    };
}

cases_of_the_table! {
    a_wrong_code_and_then_the_right_one_connect: "wrong-then-right",
    five_wrong_codes_need_a_new_link: "five-wrong",
    a_code_before_allow_can_be_sent_again: "not-approved",
    a_code_that_expired_at_jira_needs_a_new_link: "expired",
    a_code_older_than_ten_minutes_needs_a_new_link: "local-expiry",
    a_used_link_needs_a_new_one: "used-token",
    clocks_that_differ_keep_the_code: "clock",
    a_used_nonce_is_not_noticed: "nonce",
    a_missing_application_link_keeps_the_code: "consumer-unknown",
    a_refused_signature_method_keeps_the_code: "method",
    a_log_in_page_before_jira_keeps_the_code: "html-200",
    a_redirect_before_jira_keeps_the_code: "redirect",
    an_unknown_problem_keeps_the_code: "unknown-problem",
    a_jira_that_is_down_keeps_the_code: "503",
    a_jira_that_never_answers_keeps_the_code: "timeout",
    an_answer_without_a_secret_keeps_the_code: "no-secret",
    an_unknown_person_is_asked_for_again: "identity-check",
}

#[test]
fn every_case_of_the_table_is_played_in_the_browser() {
    let ids: Vec<_> = cases().iter().map(|case| case["id"].clone()).collect();
    assert_eq!(ids, PLAYED);
}

/// The exchange is struck by `fault` once; the same code connects after that.
async fn is_refused_once(fault: Fault, problem: &str) {
    let (app, browser, code) = allowed().await;
    app.jira.queue_fault(EXCHANGE, fault);
    browser.fill(CODE, &code).await;
    press_continue(&browser, 1).await;
    assert_refused(&browser, problem, &code).await;
    press_continue(&browser, 2).await;
    assert_connected(&browser, &code).await;
}

#[tokio::test]
async fn an_invalid_signature_keeps_the_code() {
    is_refused_once(
        Fault::OAuthProblem("signature_invalid"),
        "signature-invalid",
    )
    .await;
}

#[tokio::test]
async fn a_problem_only_in_the_header_is_told_like_any_other() {
    is_refused_once(
        Fault::ProblemInHeader("permission_unknown"),
        "not-yet-allowed",
    )
    .await;
}

#[tokio::test]
async fn the_address_of_another_attempt_stays_in_the_field_and_the_own_code_connects() {
    let (app, browser, code) = allowed().await;
    let address = format!(
        "https://x.example/cb?oauth_token=another&oauth_verifier={}",
        other_than(&code)
    );
    browser.fill(CODE, &address).await;
    press_continue(&browser, 1).await;
    assert_refused(&browser, "code-of-other-link", &address).await;
    assert!(exchanges(&app).is_empty());
    browser.fill(CODE, &code).await;
    browser.press("button", "Continue").await;
    assert_connected(&browser, &code).await;
}

#[tokio::test]
async fn continue_pressed_twice_at_once_is_sent_once_and_connects() {
    let (app, browser, code) = allowed().await;
    app.jira.queue_fault(EXCHANGE, Fault::Hold);
    browser.fill(CODE, &code).await;
    browser
        .script(
            "const button = [...document.querySelectorAll('button')] \
             .find(it => it.textContent === 'Continue'); button.click(); button.click()",
        )
        .await;
    browser
        .until_true("document.querySelector('main[aria-busy]') !== null")
        .await;
    browser.press("button", "Continue").await;
    app.jira.release();
    answered(&browser, 1).await;
    assert_connected(&browser, &code).await;
    assert_eq!(exchanges(&app).len(), 1);
}

#[tokio::test]
async fn deny_in_jira_needs_a_new_link() {
    let app = impatient_tab().await;
    start_attempt(&app).await;
    let browser = Browser::open().await;
    browser.open_tab(&app).await;
    let authorize = async || browser.press("link", "Authorize").await;
    let tab = browser.open_window(authorize).await;
    log_in_at_jira(&browser).await;
    press_by_id(&browser, "deny").await;
    browser.until_true("!document.querySelector('#deny')").await;
    browser.close_window(tab).await;
    browser.fill(CODE, "aB3xY9").await;
    press_continue(&browser, 1).await;
    assert_refused(&browser, "access-denied", "aB3xY9").await;
    assert_new_link_helps(&app, &browser).await;
}
