//! What Lighthouse says of the pages: `make lighthouse`.

use super::{
    driver::CHROMIUM,
    flow::{sign_in, start_attempt},
};
use serde_json::Value;
use std::{
    env,
    path::Path,
    process::{Command, Stdio},
};
use tests::TestApp;
use tokio::task::spawn_blocking;

/// Lighthouse, beside a Node that is new enough for it.
const PROGRAMS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/lighthouse/node_modules/.bin");
const CATEGORIES: [&str; 3] = ["performance", "accessibility", "best-practices"];
const LEAST: u64 = 95;

#[tokio::test]
async fn lighthouse_is_content_with_every_page_when_asked_for() {
    if env::var_os("JIRA_TAB_LIGHTHOUSE").is_none_or(|value| value != "1") {
        return;
    }
    println!(
        "{:<20} {:>11} {:>13} {:>14} {:>9}",
        "", CATEGORIES[0], CATEGORIES[1], CATEGORIES[2], "bytes"
    );
    let app = TestApp::spawn().await;
    let mut too_low = measure(&app, "Sign in to Jira", "connect").await;
    start_attempt(&app).await;
    too_low.extend(measure(&app, "Allow access", "authorize").await);
    sign_in(&app).await;
    too_low.extend(measure(&app, "Assigned to me", "issues").await);
    assert!(too_low.is_empty(), "below {LEAST}: {too_low:#?}");
}

/// Prints a line for a phone and one for a desktop; returns what is too low, and why.
async fn measure(app: &TestApp, heading: &str, page: &str) -> Vec<String> {
    let html = reqwest::get(app.url()).await.unwrap().text().await.unwrap();
    assert!(html.contains(heading), "another page than {page}: {html}");
    let mut too_low = Vec::new();
    for device in ["mobile", "desktop"] {
        let url = app.url();
        // The server runs on this thread and must go on.
        let report = spawn_blocking(move || report(&url, device)).await.unwrap();
        let scores = CATEGORIES.map(|category| score(&report["categories"][category]));
        let bytes = &report["audits"]["total-byte-weight"]["numericValue"];
        println!(
            "{:<20} {:>11} {:>13} {:>14} {:>9}",
            format!("{page}, {device}"),
            scores[0],
            scores[1],
            scores[2],
            bytes.as_f64().expect("a number")
        );
        for (category, points) in CATEGORIES.into_iter().zip(scores) {
            if points < LEAST {
                let reasons = reasons(&report, category);
                too_low.push(format!("{page}, {device}: {category} {points} {reasons:?}"));
            }
        }
    }
    too_low
}

fn report(url: &str, device: &str) -> Value {
    let program = Path::new(PROGRAMS).join("lighthouse");
    assert!(
        program.exists(),
        "Lighthouse is missing: npm ci --prefix tests/lighthouse"
    );
    let path = env::var("PATH").unwrap_or_default();
    let mut lighthouse = Command::new(program);
    lighthouse
        .args([
            url,
            "--quiet",
            "--output=json",
            "--no-enable-error-reporting",
        ])
        .arg(format!("--only-categories={}", CATEGORIES.join(",")))
        .arg("--chrome-flags=--headless=new --no-sandbox --disable-gpu")
        .env("CHROME_PATH", CHROMIUM)
        .env("PATH", format!("{PROGRAMS}:{path}"))
        .stderr(Stdio::inherit());
    if device == "desktop" {
        lighthouse.arg("--preset=desktop");
    }
    let output = lighthouse.output().expect("Lighthouse starts");
    assert!(output.status.success(), "Lighthouse: {}", output.status);
    serde_json::from_slice(&output.stdout).expect("a report")
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share between 0 and 1"
)]
fn score(rated: &Value) -> u64 {
    let share = rated["score"].as_f64().expect("a score");
    (share * 100.0).round() as u64
}

/// The audits of a category that are not perfect.
fn reasons(report: &Value, category: &str) -> Vec<String> {
    let audits = report["categories"][category]["auditRefs"].as_array();
    let audits = audits
        .into_iter()
        .flatten()
        .filter(|audit| audit["weight"] != 0);
    audits
        .filter_map(|audit| report["audits"].get(audit["id"].as_str()?))
        .filter(|audit| audit["score"].as_f64().is_some_and(|score| score < 1.0))
        .map(|audit| format!("{} {}", audit["title"], audit["displayValue"]))
        .collect()
}
