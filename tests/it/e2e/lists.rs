//! The lists with JavaScript: one page, one address for each view, all of it by keyboard.

use super::{
    browser::Browser,
    flow::{LIST, sign_in},
    keyboard::{focus_moves_to, press, tab_to},
};
use fantoccini::{Locator, key::Key};
use tests::{
    Start, TestApp,
    jira_sim::{Fault, Issue, SimOptions, sample_issues},
};

const RESULTS: &str = "Search results";

/// A connected person's tab, with more issues than one page has.
async fn opened() -> (TestApp, Browser) {
    let app = TestApp::start(Start {
        jira: SimOptions::default().add_generated_issues("demo", 60),
        ..Start::default()
    })
    .await;
    sign_in(&app).await;
    let browser = Browser::open().await;
    browser.open_tab(&app).await;
    browser.by_role("heading", LIST).await;
    browser.script("window.marker = 'same page'").await;
    (app, browser)
}

async fn address(browser: &Browser) -> String {
    let address = browser
        .script("return location.pathname + location.search")
        .await;
    address.as_str().unwrap_or_default().to_owned()
}

async fn first_key(browser: &Browser) -> String {
    let key = browser
        .script("return document.querySelector('td.key').textContent")
        .await;
    key.as_str().unwrap_or_default().to_owned()
}

/// Waits until an order is shown, and says which issue comes first.
async fn until_sorted(browser: &Browser, column: &str, order: &str) -> String {
    let sorted =
        format!("document.querySelector('#sort-{column}').parentNode.ariaSort === '{order}'");
    browser.until_true(&sorted).await;
    first_key(browser).await
}

#[tokio::test]
async fn every_list_opens_on_the_same_page_and_back_and_forward_lead_through_them() {
    let (_app, browser) = opened().await;
    let lists = [
        ("Reported by me", "/?list=reported", "Reported by me"),
        ("Watched by me", "/?list=watched", "Watched by me"),
        ("My filters", "/?list=filters&filter=10000", "Open bugs"),
        ("Recently viewed", "/?list=recent", "Recently viewed"),
        (LIST, "/", LIST),
    ];
    for (link, expected, heading) in lists {
        browser.press("link", link).await;
        browser.by_role("heading", heading).await;
        assert_eq!(address(&browser).await, expected);
    }
    let filter = "R&D: what \"we\" do next";
    browser.press("link", "My filters").await;
    browser.press("link", filter).await;
    browser.by_role("heading", filter).await;
    for (step, heading) in [
        ("back", "Open bugs"),
        ("back", LIST),
        ("back", "Recently viewed"),
        ("forward", LIST),
        ("forward", "Open bugs"),
    ] {
        browser.script(&format!("history.{step}()")).await;
        browser.by_role("heading", heading).await;
    }
    assert_eq!(browser.script("return window.marker").await, "same page");
    browser.client.refresh().await.unwrap();
    browser.by_role("heading", "Open bugs").await;
}

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

#[tokio::test]
async fn the_keyboard_stays_on_the_head_that_sorts_and_comes_to_the_list_from_the_pager() {
    let (_app, browser) = opened().await;
    tab_to(&browser, "link", "Key").await;
    press(&browser, Key::Enter).await;
    let first = until_sorted(&browser, "key", "ascending").await;
    assert_eq!(first, "DEMO-1");
    focus_moves_to(&browser, "link", "Key").await;
    press(&browser, Key::Enter).await;
    let first = until_sorted(&browser, "key", "descending").await;
    assert_eq!(first, "OPS-60");
    assert_eq!(address(&browser).await, "/?sort=key&desc=1");

    browser.press("link", "Next page").await;
    browser.by_role("link", "Previous page").await;
    assert!(browser.text().await.contains("51–72 of 72"));
    focus_moves_to(&browser, "heading", LIST).await;
    browser.press("link", "Previous page").await;
    browser.by_role("link", "Next page").await;
    assert_eq!(first_key(&browser).await, "OPS-60");
}

#[tokio::test]
async fn columns_are_chosen_by_keyboard_and_still_there_after_a_reload() {
    let (_app, browser) = opened().await;
    let heads = "return [...document.querySelectorAll('th a')].map(it => it.id.slice(5)).join(' ')";
    let all = "type key summary status assignee reporter priority created updated";
    assert_eq!(browser.script(heads).await, all);
    browser
        .script("document.querySelector('.menu summary').focus()")
        .await;
    press(&browser, Key::Enter).await;
    for column in ["Type", "Reporter", "Created"] {
        tab_to(&browser, "checkbox", column).await;
        browser.keys(" ").await;
    }
    tab_to(&browser, "button", "Apply").await;
    press(&browser, Key::Enter).await;
    let chosen = "key summary status assignee priority updated";
    browser
        .until("the chosen columns", async || {
            (browser.script(heads).await == chosen).then_some(())
        })
        .await;
    assert_eq!(
        browser
            .script("return document.querySelector('.menu').open")
            .await,
        false
    );
    assert_eq!(
        browser
            .script("return document.activeElement.localName")
            .await,
        "summary"
    );
    browser.reload_tab().await;
    assert_eq!(browser.script(heads).await, chosen);
}

#[tokio::test]
async fn rows_stay_while_jira_is_asked_and_a_long_wait_is_told() {
    let (app, browser) = opened().await;
    app.jira.set_fault_on("/search", Fault::Hold);
    browser.press("button", "Refresh").await;
    browser
        .until_true("document.querySelector('main').ariaBusy === 'true'")
        .await;
    browser.by_role("link", "DEMO-1").await;
    let message = browser.message("status").await;
    assert_eq!(message, "Jira is taking longer than usual.");
    browser.by_role("link", "DEMO-1").await;
    app.jira.release();
    browser.until_no("status").await;
    browser
        .until_true("!document.querySelector('main').ariaBusy")
        .await;
}

#[tokio::test]
async fn the_last_list_asked_for_is_the_one_that_is_shown() {
    let (app, browser) = opened().await;
    app.jira.queue_fault("/search", Fault::Hold);
    browser.press("link", "Reported by me").await;
    browser.press("link", "Watched by me").await;
    browser.by_role("heading", "Watched by me").await;
    app.jira.release();
    browser.press("button", "Refresh").await;
    browser
        .until_true("!document.querySelector('main').ariaBusy")
        .await;
    browser.by_role("heading", "Watched by me").await;
    assert_eq!(address(&browser).await, "/?list=watched");
}

#[tokio::test]
async fn a_list_that_cannot_be_had_says_why_and_another_one_can() {
    let (mut app, browser) = opened().await;
    app.jira.set_fault(Some(Fault::Status(503)));
    browser.press("link", "Reported by me").await;
    browser.alert("is not available just now").await;
    app.jira.set_fault(None);
    browser.press("button", "Refresh").await;
    browser.by_role("link", "DEMO-13").await;
    browser.until_no("alert").await;
    app.stop().await;
    browser.press("link", LIST).await;
    browser.alert("The tab's server did not answer.").await;
    browser.by_role("link", "DEMO-13").await;
}

#[tokio::test]
async fn lists_pages_orders_and_searches_work_without_javascript() {
    let app = TestApp::start(Start {
        jira: SimOptions::default().add_generated_issues("demo", 60),
        ..Start::default()
    })
    .await;
    sign_in(&app).await;
    let browser = Browser::open_without_javascript().await;
    browser.goto(&app.url()).await;
    browser.press("link", "Key").await;
    assert_eq!(until_sorted(&browser, "key", "ascending").await, "DEMO-1");
    browser.press("link", "Next page").await;
    browser.by_role("link", "Previous page").await;
    assert_eq!(address(&browser).await, "/?sort=key&start=50");
    browser.press("link", "Watched by me").await;
    browser.by_role("heading", "Watched by me").await;
    let field = browser.client.find(Locator::Id("jql")).await.unwrap();
    field
        .send_keys("project = DEMO AND status = Done")
        .await
        .unwrap();
    browser.press("button", "Search").await;
    browser.by_role("heading", RESULTS).await;
    browser.by_role("link", "DEMO-9").await;
    assert_eq!(browser.count("link", "DEMO-1").await, 0);
    browser
        .press("link", "Search for these words instead")
        .await;
    browser.by_role("heading", RESULTS).await;
    browser.by_role("link", "Read it as JQL instead").await;
}

#[tokio::test]
async fn a_link_with_a_modifier_is_left_to_the_browser() {
    let (_app, browser) = opened().await;
    let taken = "const link = document.querySelector('#sort-key'); \
                 const event = new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey: true }); \
                 let prevented; \
                 document.addEventListener('click', it => { prevented = it.defaultPrevented; it.preventDefault(); }, { once: true }); \
                 link.dispatchEvent(event); return prevented";
    assert_eq!(browser.script(taken).await, false);
    assert_eq!(address(&browser).await, "/");
}
