use super::{browser::Browser, states::for_each_page, teams_states::for_each_page_in_teams};
use fantoccini::Locator;
use serde_json::Value;
use std::{cell::RefCell, collections::BTreeSet, fs};

const AXE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/node_modules/axe-core/axe.min.js"
);

#[tokio::test]
async fn axe_finds_nothing_on_any_page_in_light_or_dark() {
    let browser = Browser::open().await;
    let found = RefCell::new(Vec::new());
    for_each_page(&browser, async |page| {
        for scheme in ["light", "dark"] {
            browser.prefer("prefers-color-scheme", scheme).await;
            look_for_violations(&browser, &format!("{page}, {scheme}"), &found).await;
        }
    })
    .await;
    let found = found.into_inner();
    assert!(found.is_empty(), "{found:#?}");
}

#[tokio::test]
async fn axe_finds_nothing_on_any_page_in_any_theme_of_teams() {
    let found = RefCell::new(Vec::new());
    for_each_page_in_teams(async |browser, page| {
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

async fn look_for_violations(browser: &Browser, page: &str, found: &RefCell<Vec<String>>) {
    let axe = fs::read_to_string(AXE)
        .unwrap_or_else(|_| panic!("axe-core is missing: npm ci --prefix tests"));
    browser.script(&axe).await;
    for violation in violations(browser, "{}").await {
        found.borrow_mut().push(format!("{page}: {violation}"));
    }
    for violation in violations_under_the_pointer(browser).await {
        found
            .borrow_mut()
            .push(format!("{page}, pointed at: {violation}"));
    }
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

/// Every rule of axe but the experimental ones, unless `options` choose.
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
