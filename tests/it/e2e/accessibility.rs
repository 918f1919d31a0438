use super::{
    browser::Browser,
    flow::sign_in,
    states::{Words, for_each_page},
    teams_states::for_each_page_in_teams,
};
use fantoccini::Locator;
use serde_json::Value;
use std::{cell::RefCell, collections::BTreeSet, fs};
use tests::{TestApp, jira_sim::Fault};

const AXE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/node_modules/axe-core/axe.min.js"
);

/// What people prefer; the last of them stays when the next page opens.
const PREFERENCES: [(&str, &str); 3] = [
    ("forced-colors", "active"),
    ("prefers-color-scheme", "dark"),
    ("prefers-color-scheme", "light"),
];

#[tokio::test]
async fn axe_finds_nothing_on_any_page_in_light_dark_or_forced_colours() {
    let browser = Browser::open().await;
    let found = RefCell::new(Vec::new());
    for_each_page(&browser, Words::Unbroken, async |page| {
        for (feature, value) in PREFERENCES {
            browser.prefer(feature, value).await;
            let preferred = format!("matchMedia('({feature}: {value})').matches");
            browser.until_true(&preferred).await;
            look_for_violations(&browser, &format!("{page}, {value}"), &found).await;
        }
    })
    .await;
    let found = found.into_inner();
    assert!(found.is_empty(), "{found:#?}");
}

#[tokio::test]
async fn axe_finds_nothing_on_any_page_in_any_theme_of_teams() {
    let found = RefCell::new(Vec::new());
    for_each_page_in_teams(Words::Unbroken, async |browser, page| {
        for theme in ["default", "dark", "contrast", "glass"] {
            let set = format!("document.documentElement.dataset.theme = '{theme}'");
            browser.script(&set).await;
            look_for_violations(browser, &format!("{page}, {theme}"), &found).await;
        }
    })
    .await;
    let found = found.into_inner();
    assert!(found.is_empty(), "{found:#?}");
}

#[tokio::test]
async fn nothing_moves_for_people_who_want_less_motion() {
    let app = TestApp::spawn().await;
    sign_in(&app).await;
    let browser = Browser::open().await;
    browser.hold_script().await;
    app.jira.set_fault(Some(Fault::Hang));
    browser.goto(&app.url()).await;
    browser.message("status").await;
    let moving = "return document.getAnimations() \
                  .filter(it => it.effect.getTiming().duration > 0).length";
    assert_ne!(browser.script(moving).await, 0);
    browser.prefer("prefers-reduced-motion", "reduce").await;
    assert_eq!(browser.script(moving).await, 0);
}

async fn look_for_violations(browser: &Browser, page: &str, found: &RefCell<Vec<String>>) {
    for violation in all_violations(browser).await {
        found.borrow_mut().push(format!("{page}: {violation}"));
    }
    let primary = "return [...document.querySelectorAll('.primary')] \
                   .filter(it => it.checkVisibility()).map(it => it.textContent)";
    let primary = browser.script(primary).await;
    if primary.as_array().is_none_or(|primary| primary.len() > 1) {
        let several = format!("{page}: more than one way on: {primary}");
        found.borrow_mut().push(several);
    }
    for violation in violations_under_the_pointer(browser).await {
        found
            .borrow_mut()
            .push(format!("{page}, pointed at: {violation}"));
    }
}

/// Every rule of axe but the experimental ones.
pub(super) async fn all_violations(browser: &Browser) -> Vec<String> {
    let axe = fs::read_to_string(AXE)
        .unwrap_or_else(|_| panic!("axe-core is missing: npm ci --prefix tests"));
    browser.script(&axe).await;
    violations(browser, "{}").await
}

/// Controls change their colours under the pointer.
async fn violations_under_the_pointer(browser: &Browser) -> Vec<String> {
    let controls = Locator::Css(".button, .choice, tbody tr:first-child");
    let mut found = BTreeSet::new();
    for control in browser.client.find_all(controls).await.unwrap() {
        if !control.is_displayed().await.unwrap() {
            continue;
        }
        browser.point_at(&control).await;
        let contrast = "{ runOnly: ['color-contrast'] }";
        found.extend(violations(browser, contrast).await);
    }
    browser.point_at_nothing().await;
    found.into_iter().collect()
}

/// What breaks the rules of axe that `options` choose.
async fn violations(browser: &Browser, options: &str) -> Vec<String> {
    let run = format!(
        "const done = arguments[0]; \
         axe.run(document, {options}) \
             .then(results => done(results.violations), error => done(String(error)))"
    );
    let violations = browser
        .client
        .execute_async(&run, Vec::new())
        .await
        .unwrap();
    let Value::Array(violations) = violations else {
        panic!("axe failed: {violations}");
    };
    let describe = |violation: Value| {
        let places = violation["nodes"].as_array().cloned().unwrap_or_default();
        let places: Vec<String> = places
            .iter()
            .map(|node| format!("{} {}", node["html"], node["failureSummary"]))
            .collect();
        format!("{}: {} {places:?}", violation["id"], violation["help"])
    };
    violations.into_iter().map(describe).collect()
}
