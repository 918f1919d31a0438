//! The verification code and the sign-in under way.

use super::provoked;
use crate::{
    codes::{allowed, other_than},
    page::Page,
    person::Person,
};
use tests::TestApp;

provoked! {
    continue_with_an_empty_field: CodeMissing = pasted("");
    a_paste_that_is_no_code: CodeInvalid = pasted("aB3");
    a_paste_without_an_end: CodeTooLong = pasted(&"x".repeat(5000));
    an_address_of_another_link: CodeOfOtherLink =
        pasted("https://x.example/cb?oauth_token=another&oauth_verifier=aB3xY9");
    an_address_without_a_code: CodeNotInAddress = pasted("https://jira.example.com/browse/DEMO-1");
    continue_before_authorize: AuthorizeFirst = before_authorize();
    a_code_that_jira_did_not_make: CodeWrong = wrong_codes(1);
    a_fifth_wrong_code: CodeTriesUsedUp = wrong_codes(5);
    a_code_after_ten_minutes: CodeExpired = too_late();
    a_code_before_allow: NotYetAllowed = pasted("aB3xY9");
    a_code_after_deny: AccessDenied = after_deny();
    a_link_that_was_replaced: LinkReplaced = replaced_link();
    continue_without_connect: NoAttempt = without_connect();
}

/// Continue with `text` after Authorize, before Allow.
async fn pasted(text: &str) -> Page {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.connect("demo").await;
    person.authorize().await;
    person.submit_code(text).await
}

async fn before_authorize() -> Page {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.connect("demo").await;
    person.submit_code("aB3xY9").await
}

async fn wrong_codes(times: usize) -> Page {
    let app = TestApp::spawn().await;
    let (person, code) = allowed(&app).await;
    for _ in 1..times {
        person.submit_code(other_than(&code)).await;
    }
    person.submit_code(other_than(&code)).await
}

async fn too_late() -> Page {
    let app = TestApp::spawn().await;
    let (person, code) = allowed(&app).await;
    app.jira.expire_request_tokens();
    person.submit_code(&code).await
}

async fn after_deny() -> Page {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.connect("demo").await;
    let token = person.authorize().await.request_token;
    app.jira.deny(&token);
    person.submit_code("aB3xY9").await
}

async fn replaced_link() -> Page {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    let old = person.connect("demo").await.authorize_path();
    person.post("/api/new-link", &[]).await;
    person.get(&old).await
}

async fn without_connect() -> Page {
    let app = TestApp::spawn().await;
    let fields = [("verification_code", "aB3xY9")];
    Person::at(&app).post("/api/continue", &fields).await
}
