//! Small screens and large text: nothing stands out, and axe finds nothing either.

use super::{
    accessibility::all_violations,
    browser::Browser,
    states::{Words, for_each_page},
    teams_states::for_each_page_in_teams,
};
use serde_json::{Value, json};
use std::cell::RefCell;

#[tokio::test]
async fn no_page_scrolls_sideways_on_a_screen_of_320_pixels() {
    every_page_fits(&Browser::open().await, 320).await;
}

#[tokio::test]
async fn no_page_scrolls_sideways_with_text_of_twice_the_size() {
    let browser = Browser::open_with_large_text().await;
    every_page_fits(&browser, 640).await;
    let size = "return getComputedStyle(document.body).fontSize";
    assert_eq!(browser.script(size).await, "28px");
}

async fn every_page_fits(browser: &Browser, width: u32) {
    browser.resize(width, 640).await;
    let found = RefCell::new(Vec::new());
    for_each_page(browser, Words::Unbroken, async |page| {
        look(browser, page, &found).await;
    })
    .await;
    let found = found.into_inner();
    assert!(found.is_empty(), "{found:#?}");
}

#[tokio::test]
async fn no_page_in_teams_scrolls_sideways_in_a_frame_of_320_pixels() {
    let found = RefCell::new(Vec::new());
    for_each_page_in_teams(Words::Unbroken, async |browser, page| {
        browser.resize(320, 640).await;
        look(browser, page, &found).await;
    })
    .await;
    let found = found.into_inner();
    assert!(found.is_empty(), "{found:#?}");
}

async fn look(browser: &Browser, page: &str, found: &RefCell<Vec<String>>) {
    let wide = too_wide(browser).await;
    if wide != json!([]) {
        found.borrow_mut().push(format!("{page}: {wide}"));
    }
    for violation in all_violations(browser).await {
        found.borrow_mut().push(format!("{page}: {violation}"));
    }
}

/// What stands out of the screen; the page itself, if it can be scrolled sideways.
pub(super) async fn too_wide(browser: &Browser) -> Value {
    let script = "const root = document.documentElement, width = root.clientWidth; \
                  const found = root.scrollWidth > width ? ['page ' + root.scrollWidth] : []; \
                  for (const element of document.querySelectorAll('main, main *')) { \
                      const box = element.getBoundingClientRect(); \
                      if (box.width > 1 && !element.closest('thead') && element.checkVisibility() \
                          && (box.right > width + 1 || box.left < -1)) \
                          found.push(element.outerHTML.slice(0, 80) + ' ' + box.left + '…' + box.right); \
                  } \
                  return found";
    browser.script(script).await
}
