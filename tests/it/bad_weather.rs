//! A Jira that does not answer is left alone for a while, and nobody waits for it.

use crate::person::Person;
use tests::{Start, TestApp, jira_sim::Fault};

#[tokio::test]
async fn a_jira_that_hangs_is_left_alone_for_ten_seconds() {
    let app = TestApp::start(Start {
        instance_settings: "timeout_s = 1".into(),
        ..Start::default()
    })
    .await;
    let person = Person::at(&app);
    app.jira.set_fault(Some(Fault::Hang));
    for _ in 0..5 {
        person.connect("demo").await.problem("jira-timeout");
    }
    let asked = app.jira.requests().len();
    app.jira.set_fault(None);
    person.connect("demo").await.problem("jira-timeout");
    assert_eq!(app.jira.requests().len(), asked, "left alone");
    app.set_clock_offset(11);
    person.connect("demo").await.assert_code_field();
}
