use super::{KEY, connected, open};
use crate::person::client;
use reqwest::{Response, header};
use tests::{
    Start, TestApp,
    jira_sim::{Attachment, SimOptions},
};

fn file(id: u64, name: &str, media_type: &str, size_bytes: usize) -> Attachment {
    Attachment {
        id,
        name: name.to_owned(),
        media_type: media_type.to_owned(),
        content: b"\x89PNG\r\n\x1a\n".to_vec(),
        size_bytes,
        author: "sam".to_owned(),
        created_ms: 0,
    }
}

/// The paths of the pictures in the description, whose HTML is `html`.
async fn paths(app: &TestApp, html: &str) -> Vec<String> {
    app.jira.change_issue(KEY, |issue| {
        issue
            .raw_html
            .insert("description".to_owned(), html.to_owned());
    });
    let script = connected(app).await;
    let found = open(&script).await.attributes(".wiki img", "src");
    found.into_iter().flatten().collect()
}

async fn get(app: &TestApp, path: &str) -> Response {
    let request = client(app.address()).get(format!("{}{path}", app.url()));
    request.send().await.expect("an answer")
}

#[tokio::test]
async fn a_picture_of_jira_comes_through_the_tab_and_can_do_nothing() {
    let app = TestApp::spawn().await;
    app.jira.change_issue(KEY, |issue| {
        issue
            .attachments
            .push(file(9001, "ä b+c 50%.png", "image/png", 100));
    });
    let paths = paths(
        &app,
        "<img src=\"/jira/secure/attachment/9001/%C3%A4%20b%2Bc%2050%25.png\" alt=\"x\">",
    )
    .await;
    let [path] = paths.as_slice() else {
        panic!("{paths:?}")
    };
    let answer = get(&app, path).await;
    assert_eq!(answer.status(), 200);
    let said = |name| answer.headers()[name].to_str().expect("text").to_owned();
    assert_eq!(said(header::CONTENT_TYPE), "image/png");
    assert_eq!(
        said(header::CONTENT_SECURITY_POLICY),
        "sandbox; default-src 'none'"
    );
    assert_eq!(said(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert!(said(header::CACHE_CONTROL).starts_with("private"));
    assert_eq!(answer.bytes().await.expect("a body").len(), 100);
}

#[tokio::test]
async fn only_pictures_that_run_nothing_and_are_not_huge_are_passed_on() {
    let app = TestApp::spawn().await;
    app.jira.change_issue(KEY, |issue| {
        issue
            .attachments
            .push(file(9001, "a.svg", "image/svg+xml", 10));
        issue
            .attachments
            .push(file(9002, "a.html", "text/html", 10));
        issue
            .attachments
            .push(file(9003, "a.png", "image/png", (5 << 20) + 1));
    });
    let pictures = (9001..=9004).map(|id| format!("<img src=\"/jira/secure/attachment/{id}/a\">"));
    let paths = paths(&app, &pictures.collect::<Vec<_>>().concat()).await;
    assert_eq!(paths.len(), 4);
    for path in paths {
        assert_eq!(get(&app, &path).await.status(), 404, "{path}");
    }
}

#[tokio::test]
async fn a_handle_ends_within_half_an_hour_and_with_the_grant() {
    let app = TestApp::spawn().await;
    app.jira.change_issue(KEY, |issue| {
        issue.attachments.push(file(9001, "a.png", "image/png", 10));
    });
    let paths = paths(&app, "<img src=\"/jira/secure/attachment/9001/a.png\">").await;
    assert_eq!(get(&app, &paths[0]).await.status(), 200);
    app.set_clock_offset(31 * 60);
    assert_eq!(get(&app, &paths[0]).await.status(), 404);
    app.set_clock_offset(0);
    crate::person::Person::at(&app).sign_out().await;
    assert_eq!(get(&app, &paths[0]).await.status(), 404);
    assert_eq!(get(&app, "/image/AAAA").await.status(), 404);
}

#[tokio::test]
async fn no_other_address_becomes_a_handle() {
    let app = TestApp::spawn().await;
    let html = "<img src=\"https://evil.example/secure/attachment/1/a.png\">\
                <img src=\"/jira/rest/api/2/myself\"><img src=\"/secure/attachment/1/a.png\">\
                <img src=\"/jira/plugins/servlet/oauth/users/access-tokens\">\
                <img src=\"//localhost/jira/secure/attachment/1/a.png\">\
                <img src=\"/jira/secure/attachment/..%2f..%2frest/api/2/myself\">\
                <img src=\"/jira/secure/attachment/%2e%2e/%2e%2e/rest/api/2/myself\">\
                <img src=\"/jira/secure/attachment/..%5c..%5crest\">\
                <img src=\"/jira/secure/attachment\\..\\..\\rest/api/2/myself\">";
    app.jira.change_issue(KEY, |issue| {
        issue.attachments.push(file(9001, "a.png", "image/png", 10));
    });
    let good = "<img src=\"/jira/secure/attachment/9001/a.png\">";
    let paths = paths(&app, &format!("{html}{good}")).await;
    assert_eq!(paths.len(), 1, "{paths:?}");
    assert_eq!(get(&app, &paths[0]).await.status(), 200);
}

#[tokio::test]
async fn a_picture_keeps_its_address_and_few_files_are_shown_small() {
    let app = TestApp::spawn().await;
    app.jira.change_issue(KEY, |issue| {
        let files = (9001..9031).map(|id| file(id, "a.png", "image/png", 10));
        issue.attachments.extend(files);
    });
    let script = connected(&app).await;
    let thumbnails = async || open(&script).await.attributes(".files img", "src");
    let first = thumbnails().await;
    assert_eq!(first.len(), 20);
    // The tab's clock may go on to the next quarter of an hour in between, once.
    let (second, third) = (thumbnails().await, thumbnails().await);
    assert!(first == second || second == third);
    let lazy = open(&script).await.attributes(".files img", "loading");
    assert!(lazy.iter().all(|it| it.as_deref() == Some("lazy")));
}

#[tokio::test]
async fn a_picture_under_the_address_that_jira_sees_is_one_of_jiras() {
    let app = TestApp::start(Start {
        instance_settings: "oauth_signing_base_url = \"https://inner.example/jira\"".to_owned(),
        jira: SimOptions {
            connector_origin: Some("https://inner.example".to_owned()),
            ..SimOptions::default()
        },
        ..Start::default()
    })
    .await;
    app.jira.change_issue(KEY, |issue| {
        issue.attachments.push(file(9001, "a.png", "image/png", 10));
    });
    let html = "<img src=\"https://inner.example/jira/secure/attachment/9001/a.png\">";
    let paths = paths(&app, html).await;
    assert_eq!(get(&app, &paths[0]).await.status(), 200);
}
