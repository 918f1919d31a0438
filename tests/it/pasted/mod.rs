//! Every text that people paste as the verification code, each a test of its own: what reaches Jira,
//! what the person is told, and that nothing of the text comes back.

mod more;
mod vectors;

use crate::{codes::exchanges, person::Person};
use tests::TestApp;

/// The code that Jira made, where a case names no other.
const CODE: &str = "aB3xY9";
/// Stands for the request token in the texts.
const TOKEN: &str = "RT0";

/// What comes of a paste.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// This is sent, it is the code, and the person is connected.
    Connects(&'static str),
    /// This is sent, although Jira did not make it.
    IsWrong(&'static str),
    /// Nothing is sent; the person is told this.
    Refused(&'static str),
}

/// Presses Continue with `text`, or without the field, after Allow; `text` names the request token
/// as [`TOKEN`].
async fn assert_comes_to(text: Option<&str>, outcome: Outcome) {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.connect("demo").await;
    let token = person.authorize().await.request_token;
    let code = match outcome {
        Outcome::Connects(code) => code,
        Outcome::IsWrong(_) | Outcome::Refused(_) => CODE,
    };
    app.jira.approve_with_code(&token, "demo", code);
    let text = text.map(|text| text.replace(TOKEN, &token));
    let field = text.as_deref().map(|text| ("verification_code", text));

    let page = person.post("/api/continue", field.as_slice()).await;

    let sent: Vec<_> = exchanges(&app)
        .iter()
        .filter_map(|request| request.oauth_parameter("oauth_verifier"))
        .collect();
    match outcome {
        Outcome::Connects(code) => {
            assert_eq!(sent, [code]);
            page.assert_connected();
            return;
        }
        Outcome::IsWrong(code) => {
            assert_eq!(sent, [code]);
            page.problem("code-wrong");
        }
        Outcome::Refused(word) => {
            assert_eq!(sent, [""; 0]);
            page.problem(word);
        }
    }
    page.assert_code_field();
    assert_eq!(page.path, "/", "nothing pasted is in an address");
    assert_eq!(page.attribute("input[type=text]", "value"), None);
    assert_eq!(page.texts("script:not([nonce])").len(), 0);
    let pasted = text.unwrap_or_default();
    // A shorter text may stand in any page.
    if pasted.trim().len() > "denied".len() {
        let shown = page.texts("body").join(" ");
        for place in [&page.html, &shown] {
            assert!(!place.contains(pasted.trim()), "{pasted} is shown again");
        }
    }
}
