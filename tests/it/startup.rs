//! Starting: what is wrong is said in one sentence, and nothing is left half done.

use crate::{
    binary::{Ended, RunningTab, jira_tab, run},
    person::Person,
};
use std::{fs, net::TcpListener, os::unix::fs::PermissionsExt as _, path::Path, sync::OnceLock};
use tempfile::TempDir;
use tests::{TestApp, new_private_key};

const SETTINGS: &str = r#"[[jira]]
id = "demo"
base_url = "http://127.0.0.1:1/jira"
consumer_key = "jira-tab-demo"
private_key_file = "key.pem"
"#;

pub fn key() -> &'static str {
    static KEY: OnceLock<String> = OnceLock::new();
    KEY.get_or_init(new_private_key)
}

/// A folder with good settings, changed by `change`.
pub fn folder_with(change: impl FnOnce(&str) -> String) -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    fs::write(folder.path().join("key.pem"), key()).expect("the key file");
    fs::write(folder.path().join("jira-tab.toml"), change(SETTINGS)).expect("the settings");
    folder
}

pub fn serve(folder: &Path) -> Ended {
    run(&mut jira_tab(folder, &["serve", "--listen", "127.0.0.1:0"]))
}

/// The sentence on standard error: the last line, and the only one that is not the log's.
#[track_caller]
pub fn sentence(ended: &Ended) -> &str {
    assert_eq!(ended.status.code(), Some(1), "{}", ended.stderr);
    assert_eq!(ended.stdout, "");
    for sign in ["panicked", "thread '", "RUST_BACKTRACE", "stack backtrace"] {
        assert!(!ended.stderr.contains(sign), "{}", ended.stderr);
    }
    let is_log = |line: &&str| line.contains(" INFO ") || line.contains(" WARN ");
    let lines: Vec<_> = ended.stderr.lines().filter(|line| !is_log(line)).collect();
    assert_eq!(lines.len(), 1, "{}", ended.stderr);
    assert_eq!(Some(lines[0]), ended.stderr.lines().last());
    let sentence = lines[0].strip_prefix("jira-tab: ");
    let sentence = sentence.unwrap_or_else(|| panic!("{}", ended.stderr));
    assert!(!sentence.ends_with([':', ',', ';', ' ']), "{sentence}");
    assert!(!sentence.ends_with(".."), "{sentence}");
    sentence
}

#[track_caller]
pub fn assert_refused(folder: &Path, words: &[&str]) {
    let ended = serve(folder);
    let sentence = sentence(&ended);
    for word in words {
        assert!(sentence.contains(word), "no {word:?} in {sentence}");
    }
    let is_alone = ended.stderr.lines().count() == 1;
    assert!(is_alone, "nothing was begun: {}", ended.stderr);
}

#[test]
fn an_address_that_others_can_reach_is_refused() {
    let folder = folder_with(|it| format!("listen = \"0.0.0.0:3000\"\n{it}"));
    let ended = run(&mut jira_tab(folder.path(), &["serve"]));
    assert!(sentence(&ended).contains("127.0.0.1:3000"));
    for listen in ["0.0.0.0:0", "[::]:0", "192.0.2.1:3000"] {
        let arguments = ["serve", "--listen", listen];
        let ended = run(&mut jira_tab(folder.path(), &arguments));
        assert!(sentence(&ended).contains("loopback"), "{listen}");
        let mut command = jira_tab(folder.path(), &["serve"]);
        let ended = run(command.env("JIRA_TAB_LISTEN", listen));
        assert!(sentence(&ended).contains("loopback"), "{listen}");
    }
}

#[test]
fn a_port_in_use_is_named_with_the_way_out() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    let folder = folder_with(str::to_owned);
    let arguments = ["serve", "--listen", &listen];
    let ended = run(&mut jira_tab(folder.path(), &arguments));
    let sentence = sentence(&ended);
    assert!(sentence.contains(&listen) && sentence.contains("--listen"));
    assert!(!folder.path().join("data").exists(), "nothing was made");
}

#[tokio::test]
async fn a_second_process_leaves_the_data_folder_to_the_first() {
    let folder = folder_with(str::to_owned);
    let first = RunningTab::start(folder.path(), &[]);
    let person = Person::at_address(first.address);
    person.open().await.assert_connect_form();
    let ended = serve(folder.path());
    assert!(sentence(&ended).contains("Another jira-tab is running"));
    person.open().await.assert_connect_form();
    let (status, log) = first.terminate();
    assert!(status.success(), "{log}");
}

#[test]
fn a_data_folder_that_is_a_file_is_refused() {
    let folder = folder_with(str::to_owned);
    fs::write(folder.path().join("data"), "not a folder").unwrap();
    let ended = serve(folder.path());
    assert!(sentence(&ended).contains("data"));
    let kept = fs::read_to_string(folder.path().join("data")).unwrap();
    assert_eq!(kept, "not a folder");
}

#[test]
fn what_the_system_said_is_said_once() {
    let folder = folder_with(str::to_owned);
    fs::write(folder.path().join("data"), "not a folder").unwrap();
    let ended = serve(folder.path());
    let words = sentence(&ended);
    assert_eq!(words.matches("(os error").count(), 1, "{words}");
    fs::remove_file(folder.path().join("jira-tab.toml")).unwrap();
    let ended = serve(folder.path());
    let words = sentence(&ended);
    assert_eq!(words.matches("(os error").count(), 1, "{words}");
}

#[test]
fn a_tab_that_cannot_open_its_store_does_not_say_where_it_is() {
    let folder = folder_with(str::to_owned);
    fs::write(folder.path().join("data"), "not a folder").unwrap();
    let ended = serve(folder.path());
    assert!(!ended.stderr.contains("the tab is at"), "{}", ended.stderr);
}

#[tokio::test]
async fn a_damaged_database_is_never_replaced_by_an_empty_one() {
    let mut app = TestApp::spawn().await;
    Person::at(&app).sign_in(&app).await;
    app.stop().await;
    let database = app.folder().join("data/db/db");
    let whole = fs::read(&database).unwrap();
    for damaged in [
        Vec::new(),
        vec![0; whole.len()],
        b"garbage".repeat(whole.len() / 7),
    ] {
        fs::write(&database, &damaged).unwrap();
        let ended = serve(app.folder());
        let sentence = sentence(&ended);
        assert!(sentence.contains("restore"), "{sentence}");
    }
    fs::write(&database, &whole).unwrap();
    app.restart().await;
    Person::at(&app).open().await.assert_connected();
}

#[test]
fn the_tab_s_files_are_its_owners_alone() {
    let folder = folder_with(str::to_owned);
    let tab = RunningTab::start(folder.path(), &[]);
    let (status, log) = tab.terminate();
    assert!(status.success(), "{log}");
    assert!(log.contains("stopping"));
    let data = folder.path().join("data");
    for (path, mode) in [(data.clone(), 0o700), (data.join("keys"), 0o600)] {
        let found = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(found, mode, "{}", path.display());
    }
}

#[test]
fn a_key_ring_from_the_environment_takes_the_place_of_the_keys_file() {
    let folder = folder_with(str::to_owned);
    let key = "main:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    let tab = RunningTab::start(folder.path(), &[("JIRA_TAB_KEY_RING", key)]);
    let (status, log) = tab.terminate();
    assert!(status.success(), "{log}");
    assert!(!folder.path().join("data/keys").exists());

    let mut command = jira_tab(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
    let ended = run(command.env("JIRA_TAB_KEY_RING", "main:sesame"));
    assert!(!ended.status.success());
    assert!(ended.stderr.contains("the environment"), "{}", ended.stderr);
    assert!(
        !ended.stderr.contains("sesame"),
        "the key itself is not shown"
    );
}
