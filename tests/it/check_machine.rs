//! `jira-tab check`: what it says of keys and data folder.

use crate::{
    binary::{jira_tab, run},
    startup::folder_with,
};
use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::Path,
};
use tests::TestApp;

const KEY: &str = "main:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// The line of a leg.
#[track_caller]
fn line(folder: &Path, variables: &[(&str, &str)], leg: &str) -> String {
    let mut command = jira_tab(folder, &["check"]);
    let ended = run(command.envs(variables.iter().copied()));
    let line = ended.stdout.lines().find(|line| line[8..].starts_with(leg));
    line.unwrap_or_else(|| panic!("{}{}", ended.stdout, ended.stderr))
        .to_owned()
}

#[test]
fn before_the_first_start_both_are_to_come_and_the_check_makes_neither() {
    let folder = folder_with(str::to_owned);
    for leg in ["key ring", "data folder"] {
        let line = line(folder.path(), &[], leg);
        assert!(line.starts_with("ok "), "{line}");
        assert!(line.ends_with("is made at the first start."), "{line}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[tokio::test]
async fn keys_beside_the_records_are_a_warning_and_so_are_keys_that_others_can_read() {
    let mut app = TestApp::spawn().await;
    app.stop().await;
    let said = line(app.folder(), &[], "key ring");
    assert!(
        said.starts_with("WARNING ") && said.contains("on the same disk"),
        "{said}"
    );
    let keys = app.folder().join("data/keys");
    fs::set_permissions(keys, fs::Permissions::from_mode(0o644)).unwrap();
    let said = line(app.folder(), &[], "key ring");
    assert!(
        said.contains("other accounts") && said.contains("chmod 600"),
        "{said}"
    );
}

#[tokio::test]
async fn a_private_key_that_others_can_read_is_a_warning_and_named() {
    let app = TestApp::spawn().await;
    let key = app.folder().join("key.pem");
    for (mode, verdict) in [(0o644, "WARNING "), (0o640, "WARNING "), (0o600, "ok ")] {
        fs::set_permissions(&key, fs::Permissions::from_mode(mode)).unwrap();
        let said = line(app.folder(), &[], "secret files");
        assert!(said.starts_with(verdict), "{mode:o}: {said}");
        let names_it = said.contains("chmod 600 ") && said.contains("key.pem");
        assert_eq!(names_it, mode != 0o600, "{said}");
    }
}

#[tokio::test]
async fn records_without_their_keys_are_a_failure_and_no_new_keys_are_made() {
    let mut app = TestApp::spawn().await;
    app.stop().await;
    let keys = app.folder().join("data/keys");
    fs::remove_file(&keys).unwrap();
    let said = line(app.folder(), &[], "key ring");
    assert!(
        said.starts_with("FAILED ") && said.contains("restore this file"),
        "{said}"
    );
    assert!(!keys.exists());
}

#[test]
fn a_key_ring_from_elsewhere_is_read_and_never_shown() {
    let folder = folder_with(|it| format!("key_ring_file = \"ring\"\n{it}"));
    let said = line(folder.path(), &[], "key ring");
    assert!(
        said.starts_with("FAILED ") && said.contains("ring"),
        "{said}"
    );
    let ring = folder.path().join("ring");
    fs::write(&ring, KEY).unwrap();
    fs::set_permissions(&ring, fs::Permissions::from_mode(0o600)).unwrap();
    let said = line(folder.path(), &[], "key ring");
    assert_eq!(said, "ok      key ring: can be used.");
    fs::write(&ring, "main:c2VzYW1l").unwrap();
    let said = line(folder.path(), &[("JIRA_TAB_KEY_RING", KEY)], "key ring");
    assert_eq!(said, "ok      key ring: can be used.");
    let said = line(folder.path(), &[], "key ring");
    assert!(
        said.starts_with("FAILED ") && said.contains("Line 1"),
        "{said}"
    );
    assert!(!said.contains("c2VzYW1l"), "{said}");
}

#[test]
fn what_lies_in_the_data_folder_is_not_touched_by_trying_to_write_there() {
    let folder = folder_with(str::to_owned);
    let (data, precious) = (folder.path().join("data"), folder.path().join("precious"));
    fs::create_dir(&data).unwrap();
    fs::write(&precious, "kept").unwrap();
    symlink(&precious, data.join(".jira-tab-check")).unwrap();
    let said = line(folder.path(), &[], "data folder");
    assert!(said.contains("can be read and written"), "{said}");
    assert_eq!(fs::read_to_string(&precious).unwrap(), "kept");
    assert_eq!(fs::read_dir(&data).unwrap().count(), 1);
}

#[test]
fn a_data_folder_that_is_none_is_a_failure() {
    let folder = folder_with(str::to_owned);
    fs::write(folder.path().join("file"), "not a folder").unwrap();
    let data = [("JIRA_TAB_DATA", "file")];
    let said = line(folder.path(), &data, "data folder");
    assert!(
        said.starts_with("FAILED ") && said.contains("file cannot be read"),
        "{said}"
    );
    assert!(said.contains("account that runs the tab"), "{said}");
    let data = [("JIRA_TAB_DATA", "file/data")];
    let said = line(folder.path(), &data, "data folder");
    assert!(
        said.starts_with("FAILED ") && said.contains("cannot be made"),
        "{said}"
    );
}
