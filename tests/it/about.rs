//! The pages on privacy and terms: for everybody.

use crate::{
    page::Page,
    person::{Person, read},
};
use reqwest::{Method, StatusCode, header};
use tests::{Issuer, Start, TestApp, in_teams, with_bot};

const PAGES: [(&str, &str); 2] = [("/privacy", "Privacy"), ("/terms", "Terms of use")];

#[tokio::test]
async fn at_this_machine_both_pages_can_be_read() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    for (path, heading) in PAGES {
        let page = person.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert_eq!(page.heading(), heading);
        assert_eq!(page.texts("script"), [""; 0], "{path}");
        let policy = page.header(header::CONTENT_SECURITY_POLICY);
        assert!(!policy.contains("script-src"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(!page.html.contains("Example"), "nobody runs it for others");
    }
    let text = person.get("/privacy").await.texts("main").join(" ");
    for word in ["Entra", "Teams", "bot"] {
        assert!(!text.contains(word), "{word}: {text}");
    }
}

async fn in_teams_with(teams_settings: String) -> TestApp {
    TestApp::start(Start {
        teams_settings,
        ..Start::default()
    })
    .await
}

/// A page as a reverse proxy asks for it.
async fn by_proxy(app: &TestApp, path: &str) -> Page {
    let request = Person::at(app)
        .prepare(&Method::GET, path)
        .header(header::HOST, "tab.example.test")
        .header("x-forwarded-proto", "https");
    read(request, path).await
}

#[tokio::test]
async fn the_bot_is_named_only_where_there_is_one() {
    let issuer = Issuer::shared().await;
    for (settings, named) in [
        (in_teams(issuer), false),
        (with_bot(issuer, "smba.trafficmanager.net"), true),
    ] {
        let app = in_teams_with(settings).await;
        let text = by_proxy(&app, "/privacy").await.texts("main").join(" ");
        assert!(text.contains("Microsoft Entra ID") && text.contains("Microsoft Teams"));
        assert_eq!(text.contains(" bot"), named, "{text}");
        for slip in [" .", "..", " ,", "  "] {
            assert!(!text.contains(slip), "{slip:?}: {text}");
        }
    }
}

#[tokio::test]
async fn in_teams_both_pages_are_read_without_a_token_and_name_who_runs_the_tab() {
    let app = in_teams_with(in_teams(Issuer::shared().await)).await;
    for (path, heading) in PAGES {
        let page = by_proxy(&app, path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert_eq!(page.heading(), heading);
        assert!(page.html.contains("run by Example."), "{}", page.html);
    }
}
