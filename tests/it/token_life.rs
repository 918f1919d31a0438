//! The announced end of an authorisation, and the word before it.

use crate::{person::Person, script::Script};
use std::time::Duration;
use tests::{Start, TestApp, jira_sim::SimOptions};

const DAY_S: i64 = 24 * 3600;

/// A person whose authorisation ends `days` after the sign-in, with a token that lives as long.
async fn signed_in_for(days: u64) -> (TestApp, Person) {
    let life = Duration::from_hours(24 * days);
    let app = TestApp::start(Start {
        jira: SimOptions {
            access_token_ttl: life,
            session_ttl: life,
            ..Default::default()
        },
        ..Start::default()
    })
    .await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    (app, person)
}

#[tokio::test]
async fn the_end_of_an_authorisation_is_told_two_weeks_before() {
    let (app, person) = signed_in_for(90).await;
    for (day, told) in [(0, false), (75, false), (77, true), (89, true)] {
        app.set_clock_offset(day * DAY_S);
        app.jira.set_clock_offset(day * DAY_S);
        let page = person.open().await;
        page.assert_connected();
        let notice = page.texts(".access-end");
        assert_eq!(notice.len(), usize::from(told), "day {day}: {notice:?}");
        let script = Script::at(&app).call("tab", &[]).await;
        let end = &script.step("Connected")["access_ends_on"];
        assert_eq!(end.is_string(), told, "day {day}: {end}");
        if let (Some(notice), Some(end)) = (notice.first(), end.as_str()) {
            let told = format!("access to Demo Jira ends on {end}. Nothing is lost then");
            assert!(notice.contains(&told), "{notice}");
        }
    }
}

#[tokio::test]
async fn connecting_again_starts_a_new_term() {
    let (app, person) = signed_in_for(90).await;
    app.set_clock_offset(80 * DAY_S);
    app.jira.set_clock_offset(80 * DAY_S);
    assert_eq!(person.open().await.texts(".access-end").len(), 1);
    person.sign_out().await;
    person.sign_in(&app).await;
    assert!(person.open().await.texts(".access-end").is_empty());
}
