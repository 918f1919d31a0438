//! The pages on privacy and terms: for everybody.

use crate::person::{Person, read};
use reqwest::{Method, StatusCode, header};
use tests::{Issuer, Start, TestApp, in_teams};

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
}

#[tokio::test]
async fn in_teams_both_pages_are_read_without_a_token_and_name_who_runs_the_tab() {
    let app = TestApp::start(Start {
        teams_settings: in_teams(Issuer::shared().await),
        ..Start::default()
    })
    .await;
    let person = Person::at(&app);
    for (path, heading) in PAGES {
        // As a reverse proxy sends it.
        let request = person
            .prepare(&Method::GET, path)
            .header(header::HOST, "tab.example.test")
            .header("x-forwarded-proto", "https");
        let page = read(request, path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert_eq!(page.heading(), heading);
        assert!(page.html.contains("run by Example."), "{}", page.html);
    }
}
