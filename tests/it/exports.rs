//! `jira-tab export` and `import`, and exports by the settings.

use crate::{
    administration::done,
    binary::{RunningTab, jira_tab, run},
    key_rotation::keys,
    person::Person,
    startup::sentence,
    store::replace,
    wait::until,
};
use std::{fs, os::unix::fs::MetadataExt as _, path::Path};
use tempfile::TempDir;
use tests::{Start, TestApp};

const DAY_S: i64 = 24 * 3600;

/// A tab with somebody signed in, and an export of it.
async fn exported() -> TestApp {
    let app = TestApp::spawn().await;
    Person::at(&app).sign_in(&app).await;
    let told = done(app.folder(), &["export", "backup"]);
    assert!(told.contains("2 records exported, sealed by k"), "{told}");
    app
}

/// A new folder with settings, key ring and export, and no database.
fn fresh(app: &TestApp) -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    fs::create_dir(folder.path().join("data")).expect("a folder");
    for name in ["jira-tab.toml", "key.pem", "data/keys", "backup"] {
        let (from, to) = (app.folder().join(name), folder.path().join(name));
        fs::copy(from, to).expect("a copy");
    }
    folder
}

/// Changes the export in a folder.
fn spoil(folder: &Path, change: impl FnOnce(String) -> String) {
    let path = folder.join("backup");
    let text = fs::read_to_string(&path).expect("an export");
    fs::write(&path, change(text)).expect("an export");
}

/// The names of the exports in a folder.
fn exports(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let names = names.map(|name| name.into_string().expect("a name"));
    let mut names: Vec<_> = names.filter(|name| name.ends_with(".export")).collect();
    names.sort();
    names
}

fn refusal(folder: &Path) -> String {
    sentence(&run(&mut jira_tab(folder, &["import", "backup"]))).to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn export_and_key_ring_restored_into_a_fresh_folder_sign_nobody_out() {
    let app = exported().await;
    let backup = app.folder().join("backup");
    assert_eq!(fs::metadata(&backup).expect("a file").mode() & 0o777, 0o600);
    let folder = fresh(&app);
    for told in ["2 records imported, 0", "0 records imported, 2"] {
        let said = done(folder.path(), &["import", "backup"]);
        assert!(said.starts_with(told), "{said}");
    }
    let tab = RunningTab::start(folder.path(), &[]);
    let person = Person::at_address(tab.address);
    person.open().await.assert_connected();
    // Once more, into the tab that runs.
    let said = done(folder.path(), &["import", "backup"]);
    assert!(said.starts_with("0 records imported, 2"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_replaces_an_export_and_nothing_else() {
    let app = exported().await;
    done(app.folder(), &["export", "backup"]);
    for name in [
        "data/keys",
        "data/db/db",
        "jira-tab.toml",
        "key.pem",
        "data",
    ] {
        let bytes = fs::read(app.folder().join(name)).ok();
        let refused = sentence(&run(&mut jira_tab(app.folder(), &["export", name]))).to_owned();
        assert!(refused.contains("is no export"), "{refused}");
        if name != "data/db/db" {
            assert_eq!(fs::read(app.folder().join(name)).ok(), bytes, "{name}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_that_was_cut_off_or_changed_is_refused_before_the_first_write() {
    let app = exported().await;
    let cut_line = |text: String| text[..=text.trim_end().rfind('\n').unwrap()].to_owned();
    let cut_end = |text: String| text[..text.len() - 40].to_owned();
    let bent = |text: String| text.replacen("[\"grants\"", "[\"owners\"", 1);
    let spoiling: [fn(String) -> String; 3] = [cut_line, cut_end, bent];
    for change in spoiling {
        let folder = fresh(&app);
        spoil(folder.path(), change);
        let refused = refusal(folder.path());
        assert!(refused.contains("damaged"), "{refused}");
        // Not even an empty database, which a start would take for a first one.
        assert!(!folder.path().join("data/db").exists());
        fs::copy(app.folder().join("backup"), folder.path().join("backup")).expect("a copy");
        let said = done(folder.path(), &["import", "backup"]);
        assert!(said.starts_with("2 records imported"), "{said}");
    }
    let folder = fresh(&app);
    spoil(folder.path(), |_| "{}\n".to_owned());
    let refused = refusal(folder.path());
    assert!(refused.contains("no export"), "{refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_without_its_key_is_refused_and_the_key_is_named() {
    let app = exported().await;
    let folder = fresh(&app);
    fs::remove_file(folder.path().join("data/keys")).expect("the keys");
    let refused = refusal(folder.path());
    assert!(refused.contains("sealed by k"), "{refused}");
    assert!(refused.contains("data/keys"), "{refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_has_changed_since_is_replaced_only_by_force() {
    let app = exported().await;
    let person = Person::at(&app);
    // Nothing is there that the export lacks: whoever signed out must not come back by it.
    person.sign_out().await.assert_connect_form();
    let refused = refusal(app.folder());
    assert!(refused.contains("--force"), "{refused}");
    person.open().await.assert_connect_form();
    done(app.folder(), &["import", "--force", "backup"]);
    let list = done(app.folder(), &["grants", "list"]);
    assert!(list.ends_with("1 in all.\n"), "{list}");
}

#[tokio::test]
async fn a_store_that_lacks_records_is_not_exported_over_the_good_exports() {
    let mut app = TestApp::start(Start {
        more_settings: "[export]\nfolder = \"exports\"\nevery = \"1h\"\nkeep = 1\n".to_owned(),
        ..Start::default()
    })
    .await;
    let folder = app.folder().join("exports");
    until("the first export is there", || exports(&folder).len() == 1).await;
    app.stop().await;
    let whole = exports(&folder);
    let cut_off = folder.join(format!("{}.jira-tab-new", whole[0]));
    fs::write(&cut_off, "half").expect("a file");
    let database = app.folder().join("data/db");
    let old = app.folder().join("old");
    replace(&old, &database);
    app.restart().await;
    Person::at(&app).sign_in(&app).await;
    app.stop().await;
    replace(&database, &old);

    app.set_clock_offset(DAY_S);
    app.restart().await;
    let refused = run(&mut jira_tab(app.folder(), &["export", "left"]));
    assert!(!refused.status.success());
    assert!(refused.stderr.contains("would lack"), "{}", refused.stderr);
    let refused = run(&mut jira_tab(app.folder(), &["keys", "rotate", "--yes"]));
    assert!(!refused.status.success());
    assert_eq!(keys(app.folder()), 1, "no new key");
    app.stop().await;
    assert_eq!(exports(&folder), whole);

    // Once the gap is accepted it goes on, and what was cut off is gone.
    drop(RunningTab::start_with(app.folder(), &["--accept-gap"]));
    app.restart().await;
    until("there is a new one", || exports(&folder) != whole).await;
    assert!(!cut_off.exists());
}

#[tokio::test]
async fn the_settings_have_exports_made_and_the_newest_kept() {
    let mut app = TestApp::start(Start {
        more_settings: "[export]\nfolder = \"exports\"\nevery = \"12h\"\nkeep = 2\n".to_owned(),
        ..Start::default()
    })
    .await;
    let folder = app.folder().join("exports");
    let files = || exports(&folder);
    until("the first export is there", || files().len() == 1).await;
    let first = files();
    app.restart().await;
    app.stop().await;
    assert_eq!(files(), first, "none is due");
    for days in 1..=3 {
        let before = files();
        app.set_clock_offset(days * DAY_S);
        app.restart().await;
        until("there is a new one", || {
            let now = files();
            now != before && now.len() <= 2
        })
        .await;
        app.stop().await;
    }
    assert_eq!(files().len(), 2);
    assert!(!files().contains(&first[0]));
}
