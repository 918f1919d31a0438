//! Requests that the tab does not take, and a server that cannot do its work.

use super::provoked;
use crate::{
    binary::RunningTab,
    page::Page,
    person::{Person, client, read},
    raw::exchange,
    script::Answer,
    store::fill_disk,
};
use reqwest::{Method, StatusCode, header};
use tests::TestApp;

provoked! {
    a_form_of_another_site: CrossSite = foreign_form();
    a_name_that_is_not_this_machine: WrongHost = with_header("host", "evil.example");
    a_proxy_before_a_local_tab: BehindProxy = with_header("via", "1.1 proxy");
    a_form_of_more_than_64_kib: RequestTooLarge = large_form();
    a_form_that_is_no_text: BadRequest = unreadable_form();
    a_full_disk: StoreUnavailable = full_disk();
    a_defect: Internal = defect();
    a_disk_that_is_nearly_full: DiskFull = nearly_full_disk();
}

async fn foreign_form() -> Page {
    let app = TestApp::spawn().await;
    let request = client(app.address())
        .post(format!("{}/api/connect", app.url()))
        .header(header::ORIGIN, "https://evil.example")
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body("jira=demo");
    read(request, "/api/connect").await
}

async fn with_header(name: &str, value: &str) -> Page {
    let app = TestApp::spawn().await;
    let request = Person::at(&app).prepare(&Method::GET, "/");
    read(request.header(name, value), "/").await
}

async fn large_form() -> Answer {
    let app = TestApp::spawn().await;
    let request = format!(
        "POST /api/connect HTTP/1.1\r\nHost: {}\r\nOrigin: {}\r\nAccept: application/json\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 65537\r\n\
         Connection: close\r\n\r\n",
        app.host(),
        app.url(),
    );
    let answer = exchange(&app, &request).await;
    Answer {
        status: StatusCode::from_u16(answer.status).expect("a status"),
        json: serde_json::from_str(&answer.body).expect("JSON"),
    }
}

async fn unreadable_form() -> Page {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    let request = person.prepare(&Method::POST, "/api/connect");
    let answer = read(request.body(vec![0xff, 0xfe]), "/api/connect").await;
    person.get(answer.header(header::LOCATION)).await
}

async fn full_disk() -> Page {
    let mut app = TestApp::spawn().await;
    app.stop().await;
    let tab = RunningTab::start_on_full_disk(app.folder());
    let person = Person::at_address(tab.address);
    person.post("/api/connect", &[("jira", "demo")]).await
}

async fn defect() -> Page {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.connect("demo").await;
    app.set_clock_panics(true);
    person.open().await
}

async fn nearly_full_disk() -> Page {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.open().await.assert_connect_form();
    fill_disk(&app);
    person.post("/api/connect", &[("jira", "demo")]).await
}
