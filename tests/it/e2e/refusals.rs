use super::{
    browser::Browser,
    flow::{ALLOW, CODE, JIRA, LIST, SUCCESS, code_of_attempt, sign_in, start_attempt},
    keyboard::focus_moves_to,
};
use tests::{Start, TestApp, jira_sim::Fault};

#[tokio::test]
async fn an_unknown_jira_is_refused_first_on_the_page_and_the_text_stays() {
    let app = TestApp::spawn().await;
    let browser = Browser::open().await;
    browser.open_tab(&app).await;
    browser.fill(JIRA, "demp").await;
    browser.press("button", "Connect").await;
    browser.alert("Did you mean demo?").await;
    assert_eq!(browser.value(JIRA).await, "demp");
    let is_first = "const alert = document.querySelector('[role=alert]'); \
                    const field = document.querySelector('form'); \
                    return !!(alert.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING)";
    assert_eq!(browser.script(is_first).await, true);

    browser.fill(JIRA, "demo").await;
    browser.press("button", "Connect").await;
    browser.by_role("heading", ALLOW).await;
    browser.until_no("alert").await;
}

#[tokio::test]
async fn a_password_in_the_address_is_taken_off_the_screen() {
    let app = TestApp::spawn().await;
    let browser = Browser::open().await;
    browser.open_tab(&app).await;
    browser
        .fill(JIRA, "https://me:secret@jira.example.com")
        .await;
    browser.press("button", "Connect").await;
    browser.alert("so it was not used").await;
    assert_eq!(browser.value(JIRA).await, "");
}

#[tokio::test]
async fn a_wrong_code_stays_in_the_field_and_the_right_one_connects() {
    let app = TestApp::spawn().await;
    start_attempt(&app).await;
    let code = code_of_attempt(&app).await;
    let browser = Browser::open().await;
    browser.open_tab(&app).await;
    browser.fill(CODE, "wrong1").await;
    browser.press("button", "Continue").await;
    browser.alert("Demo Jira did not accept this code.").await;
    assert_eq!(browser.value(CODE).await, "wrong1");
    browser.fill(CODE, &code).await;
    browser.press("button", "Continue").await;
    browser.by_role("heading", SUCCESS).await;
    browser.until_no("alert").await;
}

#[tokio::test]
async fn a_server_that_is_gone_is_said_and_loses_nothing_that_was_typed() {
    let mut app = TestApp::spawn().await;
    let browser = Browser::open().await;
    browser.open_tab(&app).await;
    browser.fill(JIRA, "Demo").await;
    app.stop().await;
    browser.press("button", "Connect").await;
    browser.alert("The tab's server did not answer.").await;
    assert_eq!(browser.value(JIRA).await, "Demo");
    app.restart().await;
    browser.press("button", "Connect").await;
    browser.by_role("heading", ALLOW).await;
    let code = code_of_attempt(&app).await;
    browser.fill(CODE, &code).await;
    app.stop().await;
    browser.press("button", "Continue").await;
    browser.alert("The tab's server did not answer.").await;
    assert_eq!(browser.value(CODE).await, code);
    app.restart().await;
    browser.press("button", "Continue").await;
    browser.by_role("heading", SUCCESS).await;
}

#[tokio::test]
async fn a_refused_answer_to_a_question_is_told_on_the_page_and_not_behind_a_dialog() {
    let mut app = TestApp::spawn().await;
    sign_in(&app).await;
    let browser = Browser::open().await;
    browser.open_tab(&app).await;
    browser.by_role("heading", LIST).await;
    app.stop().await;
    for (ask, answer) in [
        ("Not you?", "Disconnect this account"),
        ("Sign out", "Sign out"),
    ] {
        browser.press("button", ask).await;
        browser.message("dialog").await;
        browser.press("button", answer).await;
        browser.until_no("dialog").await;
        focus_moves_to(&browser, "alert", "").await;
        browser.alert("The tab's server did not answer.").await;
    }
    app.restart().await;
    browser.press("button", "Sign out").await;
    browser.message("dialog").await;
    browser.press("button", "Sign out").await;
    browser.by_role("button", "Connect").await;
    browser.until_no("alert").await;
}

#[tokio::test]
async fn after_a_revocation_in_jira_one_press_connects_again() {
    let app = TestApp::spawn().await;
    sign_in(&app).await;
    let browser = Browser::open().await;
    browser.open_tab(&app).await;
    browser.by_role("heading", LIST).await;
    app.jira.revoke_all();
    browser.press("button", "Refresh").await;
    browser.alert("it was revoked in Jira").await;
    browser.press("button", "Connect again").await;
    browser.by_role("heading", ALLOW).await;
    let code = code_of_attempt(&app).await;
    browser.fill(CODE, &code).await;
    browser.press("button", "Continue").await;
    browser.by_role("heading", SUCCESS).await;
    browser.by_role("link", "DEMO-1").await;
}

#[tokio::test]
async fn a_list_that_jira_holds_back_appears_by_itself_when_it_comes() {
    let app = TestApp::spawn().await;
    sign_in(&app).await;
    let browser = Browser::open().await;
    browser.hold_script().await;
    app.jira.set_fault(Some(Fault::Hang));
    browser.goto(&app.url()).await;
    let waiting = browser.message("status").await;
    assert!(waiting.contains("Waiting for Jira"), "{waiting}");
    assert!(browser.text().await.contains("Dana Demo"));
    browser.by_role("button", "Refresh").await;
    browser.script("window.marker = 'same page'").await;

    app.jira.set_fault(None);
    browser.release_script().await;
    browser.by_role("link", "DEMO-1").await;
    browser.until_no("status").await;
    assert_eq!(browser.script("return window.marker").await, "same page");
}

#[tokio::test]
async fn a_list_that_never_comes_is_given_up_with_words_and_refresh_gets_it() {
    let app = TestApp::start(Start {
        instance_settings: "timeout_s = 2".to_owned(),
        ..Start::default()
    })
    .await;
    sign_in(&app).await;
    let browser = Browser::open().await;
    app.jira.set_fault(Some(Fault::Hang));
    browser.open_tab(&app).await;
    browser.alert("Demo Jira did not answer in time.").await;
    browser.until_no("status").await;
    app.jira.set_fault(None);
    browser.press("button", "Refresh").await;
    browser.by_role("link", "DEMO-1").await;
    browser.until_no("alert").await;
}

#[tokio::test]
async fn signing_out_in_one_window_ends_the_other_at_its_next_refresh() {
    let app = TestApp::spawn().await;
    sign_in(&app).await;
    let browser = Browser::open().await;
    browser.open_tab(&app).await;
    browser.by_role("heading", LIST).await;

    let first = browser.client.window().await.unwrap();
    let second = browser.client.new_window(true).await.unwrap().handle;
    browser.client.switch_to_window(second).await.unwrap();
    browser.open_tab(&app).await;
    browser.press("button", "Sign out").await;
    browser.message("dialog").await;
    browser.press("button", "Sign out").await;
    browser.by_role("button", "Connect").await;

    browser.client.switch_to_window(first).await.unwrap();
    browser.by_role("link", "DEMO-1").await;
    browser.press("button", "Refresh").await;
    browser.by_role("button", "Connect").await;
    assert_eq!(browser.count("link", "DEMO-1").await, 0);
}
