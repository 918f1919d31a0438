//! The store when something is wrong with it: what goes on, what is refused, who is told.

use crate::{
    binary::RunningTab,
    person::{Person, client},
    script::Script,
    tickets,
};
use reqwest::StatusCode;
use std::{fs, net::SocketAddr, path::Path, time::Duration};
use tests::{Start, TestApp, jira_sim::SimOptions};

/// The tab keeps three times its database free. This one now claims to be larger than any disk.
pub fn fill_disk(app: &TestApp) {
    resize_database(app.folder(), 1 << 43);
}

/// The file keeps what was written into it and takes no room on the disk.
fn resize_database(folder: &Path, bytes: u64) {
    let database = folder.join("data/db/db");
    let database = fs::File::options().write(true).open(database);
    let resized = database.and_then(|database| database.set_len(bytes));
    resized.expect("a file system with sparse files");
}

fn database_bytes(app: &TestApp) -> u64 {
    let database = fs::metadata(app.folder().join("data/db/db"));
    database.expect("a database").len()
}

/// What a monitor sees.
pub async fn ready(address: SocketAddr) -> (StatusCode, String) {
    let url = format!("http://localhost:{}/readyz", address.port());
    let answer = client(address).get(url).send().await.expect("an answer");
    (answer.status(), answer.text().await.expect("a text"))
}

pub async fn assert_ready(address: SocketAddr) {
    assert_eq!(ready(address).await, (StatusCode::OK, "ready\n".to_owned()));
}

async fn assert_not_ready(address: SocketAddr, words: &str) {
    let (status, text) = ready(address).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{text}");
    assert!(text.contains(words), "{text}");
}

#[tokio::test]
async fn a_nearly_full_disk_refuses_sign_ins_and_nothing_else() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    assert_ready(app.address()).await;
    let bytes = database_bytes(&app);
    fill_disk(&app);
    assert_not_ready(app.address(), "should free space").await;
    person.open().await.assert_connected();
    let left = person.sign_out().await;
    left.assert_connect_form();
    let page = person.connect("demo").await;
    page.problem("disk-full");

    resize_database(app.folder(), bytes);
    assert_ready(app.address()).await;
    person.sign_in(&app).await;
}

#[tokio::test]
async fn on_a_nearly_full_disk_a_person_signs_out_although_a_dialog_is_open() {
    let app = tickets::tab().await;
    let ada = tickets::ada(&app).await;
    let page = tickets::sign_in(&app, &ada, "demo").await;
    page.step("Connected");
    tickets::ticket_of(&ada).await;
    fill_disk(&app);
    ada.call("sign-out", &[]).await.step("Connect");
    ada.call("tab", &[]).await.step("Connect");
}

#[tokio::test]
async fn on_a_nearly_full_disk_access_is_not_renewed_and_the_page_says_so() {
    let app = TestApp::start(Start {
        jira: SimOptions {
            access_token_ttl: Duration::from_hours(1),
            ..SimOptions::default()
        },
        ..Start::default()
    })
    .await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    app.set_clock_offset(3600);
    app.jira.set_clock_offset(3600);
    let bytes = database_bytes(&app);
    fill_disk(&app);
    let page = person.open().await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.display_name().as_deref(), Some("Dana Demo"));
    let words = page.problem("disk-full");
    assert!(words.contains("needs no renewal"), "{words}");
    let answer = Script::at(&app).call("issue", &[("key", "DEMO-1")]).await;
    assert_eq!(answer.problem(), Some("disk-full"));

    resize_database(app.folder(), bytes);
    person.open().await.assert_connected();
}

#[tokio::test]
async fn a_code_is_not_used_up_while_nothing_can_be_saved() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.connect("demo").await.assert_code_field();
    let token = person.authorize().await.request_token;
    let code = app.jira.approve(&token, "demo");
    let bytes = database_bytes(&app);
    fill_disk(&app);
    person.submit_code(&code).await.problem("disk-full");
    resize_database(app.folder(), bytes);
    person.submit_code(&code).await.assert_connected();
}

#[tokio::test]
async fn a_database_from_before_the_last_sign_in_is_read_and_reported_until_accepted() {
    let mut app = TestApp::spawn().await;
    Person::at(&app).sign_in(&app).await;
    app.stop().await;
    let database = app.folder().join("data/db");
    let old = app.folder().join("old");
    replace(&old, &database);
    app.restart().await;
    Person::at(&app).sign_out().await.assert_connect_form();
    app.stop().await;
    replace(&database, &old);

    let mut tab = RunningTab::start(app.folder(), &[]);
    let person = Person::at_address(tab.address);
    person.open().await.assert_connected();
    person.sign_out().await.problem("store-unavailable");
    assert_not_ready(tab.address, "are missing from it").await;
    let (status, log) = tab.terminate();
    assert!(status.success(), "{log}");
    for words in [
        "saved after commit",
        "is missing",
        "restore the data folder",
        "--accept-gap",
    ] {
        assert!(log.contains(words), "no {words:?} in {log}");
    }

    tab = RunningTab::start_with(app.folder(), &["--accept-gap"]);
    let person = Person::at_address(tab.address);
    assert_ready(tab.address).await;
    person.sign_out().await.assert_connect_form();
    let (status, log) = tab.terminate();
    assert!(
        status.success() && log.contains("The gap was accepted"),
        "{log}"
    );
    app.restart().await;
    assert_ready(app.address()).await;
}

/// Replaces a folder by a copy of another.
pub fn replace(to: &Path, from: &Path) {
    if to.exists() {
        fs::remove_dir_all(to).expect("the old files");
    }
    fs::create_dir(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the files") {
        let path = entry.expect("an entry").path();
        let to = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            replace(&to, &path);
        } else if path.is_file() {
            // A killed tab leaves its socket.
            fs::copy(&path, to).expect("a copy");
        }
    }
}
