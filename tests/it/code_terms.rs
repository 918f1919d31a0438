//! How long and how often a code can be entered, as the page says it.

use crate::{
    codes::{allowed, other_than},
    page::Page,
    person::Person,
    script::Script,
};
use tests::TestApp;

const TIMER: &str = "[role=timer][aria-live=off]";

#[track_caller]
fn assert_current(page: &Page, step: &str) {
    let steps = page.texts(".stepper li");
    assert_eq!(steps, ["Find Jira", "Authorize", "Enter code"]);
    assert_eq!(page.texts(".stepper [aria-current=step]"), [step]);
}

#[tokio::test]
async fn the_steps_are_named_and_the_current_one_is_marked() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    assert_current(&person.open().await, "Find Jira");
    assert_current(&person.connect("demo").await, "Authorize");
    person.authorize().await;
    assert_current(&person.open().await, "Enter code");
    app.set_clock_offset(600);
    assert_current(&person.open().await, "Authorize");
}

#[tokio::test]
async fn the_time_left_is_told_from_the_opening_of_the_link_to_its_end() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    let page = person.connect("demo").await;
    assert_eq!(page.texts(TIMER), [""], "before the link was opened");
    person.authorize().await;
    for (clock_s, words) in [
        (0, "The code works for about 10 minutes more."),
        (301, "The code works for about 5 minutes more."),
        (550, "The code works for about 1 minute more."),
    ] {
        app.set_clock_offset(clock_s);
        assert_eq!(person.open().await.texts(TIMER), [words]);
    }
    app.set_clock_offset(600);
    let page = person.open().await;
    assert_eq!(page.texts(TIMER), [""]);
    assert!(page.texts("[role=status]")[0].contains("The link has run out."));
    assert_eq!(page.texts(".primary"), ["Get a new link"]);

    let page = person.press(&page, "Get a new link", &[]).await;
    assert_eq!(page.texts("[role=status]"), [""]);
    assert_eq!(page.texts(".primary"), ["Authorize"]);
}

#[tokio::test]
async fn the_script_learns_the_seconds_and_the_tries_left() {
    let app = TestApp::spawn().await;
    let script = Script::at(&app);
    let page = script.call("connect", &[("jira", "demo")]).await;
    assert!(page.json["code"].is_null());
    let token = script.authorize(&page).await;
    app.jira.approve_with_code(&token, "demo", "aB3xY9");
    let page = script.call("tab", &[]).await;
    let left = page.json["code"]["seconds_left"].as_u64();
    assert!(left.is_some_and(|left| (590..=600).contains(&left)));
    assert!(page.json["code"]["tries_left"].is_null());
    let wrong = [("verification_code", "aaaaaa")];
    let page = script.call("continue", &wrong).await;
    assert_eq!(page.json["code"]["tries_left"], 4);
    let right = [("verification_code", "aB3xY9")];
    let page = script.call("continue", &right).await;
    page.step("Connected");
    assert!(page.json["code"].is_null());
}

#[tokio::test]
async fn after_a_wrong_code_the_tries_left_are_told() {
    let app = TestApp::spawn().await;
    let (person, code) = allowed(&app).await;
    assert_eq!(person.open().await.texts("#tries-left"), [""]);
    for words in ["4 tries left", "3 tries left", "2 tries left", "1 try left"] {
        let page = person.submit_code(other_than(&code)).await;
        assert_eq!(page.texts(".primary"), ["Continue"]);
        let told = page.texts("#tries-left");
        assert_eq!(told, [format!("{words} for this link.")]);
        let described_by = page.attribute("#verification-code", "aria-describedby");
        assert!(described_by.is_some_and(|ids| ids.contains("tries-left")));
    }
    let page = person.submit_code(other_than(&code)).await;
    page.problem("code-tries-used-up");
    assert_eq!(page.texts("#tries-left"), [""]);
    assert_eq!(page.texts(TIMER), [""]);
    assert_eq!(page.texts(".primary"), ["Get a new link"]);
}
