//! The one field for searches with JavaScript: suggestions, refusals, words.

use super::{
    browser::Browser,
    flow::LIST,
    keyboard::{focus_moves_to, press, tab_to},
    lists::{RESULTS, address, count_answers, opened, until_answers},
};
use fantoccini::{Locator, key::Key};
use tests::jira_sim::{Fault, Issue, sample_issues};

const SUGGESTIONS: &str = "/autocompletedata";

#[tokio::test]
async fn a_query_is_written_with_suggestions_by_keyboard_alone() {
    let (_app, browser) = opened().await;
    tab_to(&browser, "combobox", "JQL").await;
    for (typed, suggested, text) in [
        ("assi", "assignee", "assignee "),
        ("=", "=", "assignee = "),
        ("curr", "currentUser()", "assignee = currentUser() "),
        ("an", "AND", "assignee = currentUser() AND "),
    ] {
        browser.keys(typed).await;
        suggestion(&browser, suggested).await;
        press(&browser, Key::Down).await;
        browser
            .until_true("document.querySelector('#jql').ariaExpanded === 'true'")
            .await;
        let active = "return document.getElementById(document.querySelector('#jql') \
                      .getAttribute('aria-activedescendant')).textContent";
        assert_eq!(browser.script(active).await, suggested);
        press(&browser, Key::Enter).await;
        assert_eq!(jql(&browser).await, text);
    }
    browser.keys("status = \"In P").await;
    suggestion(&browser, "In Progress").await;
    press(&browser, Key::Up).await;
    press(&browser, Key::Down).await;
    press(&browser, Key::Enter).await;
    assert_eq!(
        jql(&browser).await,
        "assignee = currentUser() AND status = \"In Progress\" "
    );
    suggestion(&browser, "AND").await;
    press(&browser, Key::Escape).await;
    browser
        .until_true("document.querySelector('#jql').ariaExpanded === 'false'")
        .await;
    press(&browser, Key::Enter).await;
    browser.by_role("heading", RESULTS).await;
    focus_moves_to(&browser, "combobox", "JQL").await;
    browser.by_role("link", "DEMO-1").await;
    assert_eq!(browser.count("link", "DEMO-2").await, 0);
    assert!(
        address(&browser)
            .await
            .starts_with("/?list=jql&jql=assignee+%3D+currentUser")
    );
    assert_eq!(browser.script("return window.marker").await, "same page");
}

async fn suggestion(browser: &Browser, text: &str) {
    let first = format!("document.querySelector('#jql-options li')?.textContent === '{text}'");
    browser.until_true(&first).await;
}

async fn jql(browser: &Browser) -> String {
    let value = browser
        .script("return document.querySelector('#jql').value")
        .await;
    value.as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_wrong_query_is_explained_at_the_field_and_what_was_typed_stays() {
    let (_app, browser) = opened().await;
    tab_to(&browser, "combobox", "JQL").await;
    browser.keys("flavour = sweet").await;
    press(&browser, Key::Escape).await;
    press(&browser, Key::Enter).await;
    browser.alert("Field 'flavour' does not exist").await;
    focus_moves_to(&browser, "combobox", "JQL").await;
    assert_eq!(jql(&browser).await, "flavour = sweet");
    let described = "const field = document.querySelector('#jql'); \
                     return document.getElementById(field.getAttribute('aria-describedby')).textContent";
    let words = browser.script(described).await;
    assert!(
        words.as_str().is_some_and(|it| it.contains("flavour")),
        "{words}"
    );
    browser.press("link", LIST).await;
    browser.by_role("heading", LIST).await;
    browser.until_no("alert").await;
}

#[tokio::test]
async fn words_with_signs_and_letters_of_any_kind_find_their_issues() {
    let (app, browser) = opened().await;
    let first = sample_issues().remove(0);
    for (number, words) in ["R&D", "C#", "50%", "a+b", "Ünïcode"]
        .into_iter()
        .enumerate()
    {
        let key = format!("DEMO-{}", 700 + number);
        app.jira.add_issue(Issue {
            key: key.clone(),
            summary: format!("About {words}"),
            ..first.clone()
        });
        let field = browser.client.find(Locator::Id("jql")).await.unwrap();
        field.clear().await.unwrap();
        field.send_keys(words).await.unwrap();
        press(&browser, Key::Escape).await;
        browser.press("button", "Search").await;
        browser.by_role("link", &key).await;
        assert_eq!(jql(&browser).await, words);
    }
    browser.press("link", "Read it as JQL instead").await;
    browser.alert("Jira does not take this query").await;
}

async fn count_options(browser: &Browser) -> serde_json::Value {
    browser
        .script("return document.querySelectorAll('#jql-options li').length")
        .await
}

#[tokio::test]
async fn no_suggestion_comes_after_search_was_pressed() {
    let (app, browser) = opened().await;
    app.jira.queue_fault(SUGGESTIONS, Fault::Hold);
    tab_to(&browser, "combobox", "JQL").await;
    count_answers(&browser).await;
    browser.keys("status").await;
    browser
        .until("a question about what can follow", async || {
            (app.jira.count_requests(SUGGESTIONS) > 0).then_some(())
        })
        .await;
    press(&browser, Key::Enter).await;
    browser.by_role("heading", RESULTS).await;
    app.jira.release();
    until_answers(&browser, 2).await;
    assert_eq!(count_options(&browser).await, 0);
    focus_moves_to(&browser, "combobox", "JQL").await;
}

#[tokio::test]
async fn a_suggestion_for_another_place_is_not_taken() {
    let (_app, browser) = opened().await;
    tab_to(&browser, "combobox", "JQL").await;
    browser.keys("assi").await;
    suggestion(&browser, "assignee").await;
    press(&browser, Key::Home).await;
    press(&browser, Key::Down).await;
    press(&browser, Key::Enter).await;
    browser
        .until_true("!document.querySelector('#jql-options li')")
        .await;
    assert_eq!(jql(&browser).await, "assi");
}

#[tokio::test]
async fn the_suggestions_stay_while_somebody_types_and_the_chosen_one_is_in_view() {
    let (_app, browser) = opened().await;
    tab_to(&browser, "combobox", "JQL").await;
    press(&browser, Key::Down).await;
    browser
        .until_true("document.querySelectorAll('#jql-options li').length === 12")
        .await;
    browser
        .script("document.querySelectorAll('#jql-options li').forEach(it => { it.style.minHeight = '40px' })")
        .await;
    press(&browser, Key::Up).await;
    let in_view = "const bottom = it => it.getBoundingClientRect().bottom; \
                   return bottom(document.querySelector('[aria-selected=true]')) \
                   <= bottom(document.querySelector('#jql-options'))";
    assert_eq!(browser.script(in_view).await, true);
    count_answers(&browser).await;
    browser
        .script(
            "window.timesClosed = 0; new MutationObserver(() => { \
             window.timesClosed += document.querySelector('#jql').ariaExpanded !== 'true' }) \
             .observe(document.querySelector('#jql'), { attributes: true })",
        )
        .await;
    browser.keys("a").await;
    until_answers(&browser, 1).await;
    suggestion(&browser, "affectedVersion").await;
    assert_eq!(browser.script("return window.timesClosed").await, 0);
}

#[tokio::test]
async fn what_is_typed_while_jira_searches_stays() {
    let (app, browser) = opened().await;
    app.jira.queue_fault("/search", Fault::Hold);
    tab_to(&browser, "combobox", "JQL").await;
    browser.keys("invoice").await;
    press(&browser, Key::Enter).await;
    browser.keys(" numbers").await;
    app.jira.release();
    browser.by_role("heading", RESULTS).await;
    assert_eq!(jql(&browser).await, "invoice numbers");
    browser.script("history.back()").await;
    browser.by_role("heading", LIST).await;
    browser.script("history.forward()").await;
    browser.by_role("heading", RESULTS).await;
    browser
        .until_true("document.querySelector('#jql').value === 'invoice'")
        .await;
}
