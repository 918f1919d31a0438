//! `jira-tab keys`: keys are replaced and nobody notices.

use crate::{
    administration::done,
    binary::{RunningTab, jira_tab, run},
    person::Person,
    script::Script,
    wait::until,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use server::store::{self, Record, RecordKey, SledOptions, SledStore, Table, Vault};
use std::{
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};
use tests::TestApp;

const OTHER_KEY: &str = "other:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// The ids in the key file, the one that seals first.
fn ids(folder: &Path) -> Vec<String> {
    let text = fs::read_to_string(folder.join("data/keys")).expect("the keys");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let id = |line: &str| line.split(':').next().unwrap_or_default().to_owned();
    lines.map(id).collect()
}

/// What `keys list` says: id, records.
pub fn listed(folder: &Path) -> Vec<(String, u64)> {
    let text = done(folder, &["keys", "list", "--json"]);
    let keys: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let keys = keys.as_array().expect("a list").iter();
    let key = |key: &serde_json::Value| {
        let id = key["id"].as_str().expect("an id").to_owned();
        (id, key["records"].as_u64().expect("a number"))
    };
    keys.map(key).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rotation_replaces_the_key_of_every_record_while_the_tab_runs() {
    let mut app = TestApp::spawn().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    let before = listed(app.folder());
    let told = done(app.folder(), &["keys", "rotate", "--yes"]);
    assert!(told.contains("sealed anew"), "{told}");
    let after = listed(app.folder());
    assert_eq!(after.len(), 1);
    assert_ne!(after[0].0, before[0].0);
    assert_eq!(after[0].1, before[0].1);
    assert_eq!(ids(app.folder()), [after[0].0.clone()]);
    person.open().await.assert_connected();
    person.sign_out().await.assert_connect_form();
    person.sign_in(&app).await;
    app.restart().await;
    Person::at(&app).open().await.assert_connected();
}

/// How many keys the ring's file holds.
pub fn keys(folder: &Path) -> usize {
    let text = fs::read_to_string(folder.join("data/keys")).expect("the keys");
    text.lines()
        .filter(|line| line.contains(':') && !line.starts_with('#'))
        .count()
}

/// A record of somebody who is not here.
#[derive(Serialize, Deserialize)]
struct Anybodys(Value);

impl Record for Anybodys {
    const TABLE: Table = Table::Grants;
    const VERSION: u8 = 1;
}

/// Adds so many grants to those of a tab that was stopped.
pub async fn add_grants(app: &TestApp, count: usize) {
    let data = app.folder().join("data");
    let keys = store::load_or_create(&data, None).expect("the keys");
    let store = Arc::new(SledStore::open(SledOptions::new(&data)).expect("the store opens"));
    let vault = Vault::open(Arc::clone(&store) as _, Arc::new(keys.ring)).await;
    let vault = vault.expect("the keys are right");
    let mut batch = vault.batch();
    for number in 0..count {
        let key = RecordKey::new(["tenant", &number.to_string(), "demo"]);
        batch.put(&Anybodys(json!(number)), &key).expect("JSON");
    }
    vault.commit(batch).await.expect("the store takes it");
    store.close().await.expect("the store closes");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_records_are_sealed_anew_while_every_list_and_every_connect_succeeds() {
    let mut app = TestApp::spawn().await;
    Person::at(&app).sign_in(&app).await;
    app.stop().await;
    add_grants(&app, 500).await;
    app.restart().await;
    // It answers after a whole start.
    Person::at(&app).open().await.assert_connected();
    let before = listed(app.folder());
    let (ended, calls) = (AtomicBool::new(false), AtomicUsize::new(0));
    let script = Script::at(&app);
    let work = async {
        while !ended.load(Ordering::Relaxed) {
            script.call("tab", &[]).await.step("Connected");
            script
                .call("connect", &[("jira", "demo")])
                .await
                .step("Connected");
            calls.fetch_add(1, Ordering::Relaxed);
        }
    };
    let folder = app.folder().to_owned();
    let rotate = async {
        until("somebody works", || calls.load(Ordering::Relaxed) > 0).await;
        let rotating = move || done(&folder, &["keys", "rotate", "--yes"]);
        let told = tokio::task::spawn_blocking(rotating)
            .await
            .expect("it ends");
        ended.store(true, Ordering::Relaxed);
        told
    };
    let ((), told) = tokio::join!(work, rotate);
    assert!(told.contains("left the key ring"), "{told}");
    let [(id, records)] = &listed(app.folder())[..] else {
        panic!("{told}");
    };
    assert_ne!(*id, before[0].0);
    assert_eq!(*records, before[0].1);
    assert!(*records > 500);
}

#[tokio::test]
async fn a_rotation_that_was_cut_off_is_finished_by_the_next_one() {
    let mut app = TestApp::spawn().await;
    Person::at(&app).sign_in(&app).await;
    app.stop().await;
    // This far a rotation comes first: the new key is there, no record has it.
    let keys = app.folder().join("data/keys");
    let text = fs::read_to_string(&keys).expect("the keys");
    fs::write(&keys, format!("{OTHER_KEY}\n{text}")).expect("the keys");
    let told = done(app.folder(), &["keys", "rotate", "--yes"]);
    assert!(told.contains("by other;"), "{told}");
    assert_eq!(ids(app.folder()), ["other"]);
    let tab = RunningTab::start(app.folder(), &[]);
    let person = Person::at_address(tab.address);
    person.open().await.assert_connected();
}

#[tokio::test]
async fn a_ring_in_the_environment_is_rotated_by_the_administrator_with_our_words() {
    let mut app = TestApp::spawn().await;
    Person::at(&app).sign_in(&app).await;
    app.stop().await;
    let old = fs::read_to_string(app.folder().join("data/keys")).expect("the keys");
    let rotate = |ring: &str| {
        let mut command = jira_tab(app.folder(), &["keys", "rotate", "--yes"]);
        let ended = run(command.env("JIRA_TAB_KEY_RING", ring));
        assert!(ended.status.success(), "{}", ended.stderr);
        ended.stdout
    };
    let told = rotate(&old);
    assert!(told.contains("Put this line before"), "{told}");
    let line = told.lines().last().expect("a line");
    let both = format!("{line}\n{old}");
    let told = rotate(&both);
    assert!(
        told.contains("Take the lines of the other keys out"),
        "{told}"
    );
    let tab = RunningTab::start(app.folder(), &[("JIRA_TAB_KEY_RING", line)]);
    let person = Person::at_address(tab.address);
    person.open().await.assert_connected();
}
