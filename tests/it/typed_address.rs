//! What is typed into "Jira ID or Jira base URL", and what the tab's own address may claim.

use crate::{page::Page, person::Person, script::Script};
use reqwest::StatusCode;
use tests::TestApp;

fn typed(page: &Page) -> Option<String> {
    page.attribute("input[type=text]", "value")
}

#[tokio::test]
async fn an_empty_field_is_asked_for() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    for nothing in ["", "   ", "\u{a0}\t"] {
        let page = person.connect(nothing).await;
        assert_eq!(page.heading(), "Sign in to Jira");
        assert!(page.problem("jira-missing").contains("Enter the Jira ID"));
    }
    let page = person.post("/api/connect", &[]).await;
    page.problem("jira-missing");
    assert_eq!(app.jira.requests().len(), 0);
}

#[tokio::test]
async fn an_unknown_jira_is_never_fetched_and_the_typed_text_is_shown_again() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    for text in [
        "wiki.example.com",
        "\"><script>alert(1)</script>",
        "http://169.254.169.254/latest/meta-data",
        &format!("http://{}.evil.example/jira", app.jira.address().ip()),
        "ünïcödé ☃",
    ] {
        let page = person.connect(text).await;
        let words = page.problem("jira-unknown");
        assert!(words.contains("knows no Jira by that ID"), "{words}");
        assert_eq!(typed(&page).as_deref(), Some(text));
        assert!(!page.texts("script").contains(&"alert(1)".to_owned()));
        let nonces = page.attributes("script", "nonce");
        assert!(nonces.iter().all(Option::is_some), "only the page's own");
    }
    assert_eq!(app.jira.requests().len(), 0);
}

#[tokio::test]
async fn a_slip_of_the_pen_is_answered_by_a_suggestion() {
    let app = TestApp::spawn().await;
    let page = Person::at(&app).connect("demp").await;
    assert!(page.problem("jira-unknown").contains("Did you mean demo?"));
    let answer = Script::at(&app).call("connect", &[("jira", "demp")]).await;
    assert_eq!(answer.problem(), Some("jira-unknown"));
    assert!(answer.words().contains("Did you mean demo?"));
    assert_eq!(answer.step("Connect")["typed"], "demp");
}

#[tokio::test]
async fn a_password_in_the_address_is_never_shown_again() {
    let app = TestApp::spawn().await;
    let address = app.jira.address();
    for text in [
        format!("http://dana:geheim42@{address}/jira"),
        format!("dana:geheim42@{address}"),
        "https://geheim42@unknown.example/".to_owned(),
    ] {
        let answer = Person::at(&app)
            .post_only("/api/connect", &[("jira", &text)])
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert!(
            !answer
                .header(reqwest::header::LOCATION)
                .contains("geheim42")
        );
        assert!(!answer.html.contains("geheim42"));
        let page = Person::at(&app).connect(&text).await;
        page.problem("jira-with-password");
        assert!(!page.html.contains("geheim42"));
        let answer = Script::at(&app).call("connect", &[("jira", &text)]).await;
        assert_eq!(answer.problem(), Some("jira-with-password"));
        assert!(!answer.json.to_string().contains("geheim42"));
    }
    assert_eq!(app.jira.requests().len(), 0);
}

#[tokio::test]
async fn a_text_longer_than_any_address_is_refused_and_not_shown_again() {
    let app = TestApp::spawn().await;
    for text in ["x".repeat(2049), "x".repeat(5000), "é".repeat(1025)] {
        let page = Person::at(&app).connect(&text).await;
        page.problem("jira-too-long");
        assert!(!page.html.contains(&text));
        assert!(page.path.len() < 100, "{}", page.path);
    }
    let page = Person::at(&app).connect(&"x".repeat(2048)).await;
    page.problem("jira-unknown");
}

#[tokio::test]
async fn a_word_of_the_address_that_is_not_in_the_catalogue_says_nothing() {
    let app = TestApp::spawn().await;
    for query in [
        "problem=<script>",
        "problem=JIRA-DOWN",
        "problem=",
        "notice=nobody",
        "problem[]=x",
        "%ff=%fe",
    ] {
        let page = Person::at(&app).get(&format!("/?{query}")).await;
        assert_eq!(page.status, StatusCode::OK, "{query}");
        page.assert_connect_form();
        assert_eq!(page.alert(), None, "{query}");
    }
}

#[tokio::test]
async fn the_address_cannot_make_a_later_step_claim_a_problem() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    let page = person.get("/?problem=access-revoked&jira=x").await;
    page.assert_connected();
}
