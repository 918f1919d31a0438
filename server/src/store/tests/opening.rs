//! The first start, keys, permissions, and who else is there.

use std::fs;

use zeroize::Zeroizing;

use super::{OpenError, fill, open, options, refusal};
use crate::store::{KeyRing, KeyRingSource, KeyWarning, KeysError, SledStore, load_or_create};

#[test]
fn keys_are_made_once_and_loaded_from_then_on() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("made/recursively");
    let first = load_or_create(&data, None).unwrap();
    assert_eq!(
        first.warnings,
        [KeyWarning::BesideRecords(data.join("keys"))]
    );
    drop(open(&data));
    let second = load_or_create(&data, None).unwrap();
    assert_eq!(first.ring.to_text(), second.ring.to_text());
    assert_eq!(fs::read_dir(&data).unwrap().count(), 3, "keys, epoch, db");
}

#[tokio::test]
async fn keys_are_never_made_beside_records() {
    let dir = tempfile::tempdir().unwrap();
    load_or_create(dir.path(), None).unwrap();
    fill(dir.path(), 0..1).await;
    let keys = dir.path().join("keys");
    fs::remove_file(&keys).unwrap();
    let error = load_or_create(dir.path(), None).unwrap_err();
    assert!(
        matches!(&error, KeysError::Missing { path } if *path == keys),
        "{error}"
    );
    assert!(error.to_string().contains(&keys.display().to_string()));
    assert!(
        error
            .to_string()
            .contains("restore this file from its backup"),
        "{error}"
    );
    assert!(!keys.exists());
}

#[tokio::test]
async fn keys_whose_database_is_gone_are_no_first_start() {
    let dir = tempfile::tempdir().unwrap();
    load_or_create(dir.path(), None).unwrap();
    load_or_create(dir.path(), None).expect("a start that was cut short after the keys");
    fill(dir.path(), 0..1).await;
    fs::remove_dir_all(dir.path().join("db")).unwrap();
    fs::remove_file(dir.path().join("epoch")).unwrap();
    let error = load_or_create(dir.path(), None).unwrap_err();
    let gone = matches!(&error, KeysError::Folder(OpenError::DatabaseMissing { .. }));
    assert!(gone, "{error}");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "keys");
}

#[test]
fn a_configured_ring_is_used_and_none_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let text = KeyRing::generate().to_text();
    let from = |source| load_or_create(dir.path(), Some(&source)).unwrap();
    assert_eq!(from(KeyRingSource::Text(text.clone())).ring.to_text(), text);
    let path = dir.path().join("ring");
    fs::write(&path, text.as_bytes()).unwrap();
    assert_eq!(from(KeyRingSource::File(path)).ring.to_text(), text);
    assert!(!dir.path().join("keys").exists());
}

#[test]
fn a_ring_that_cannot_be_read_is_refused_without_its_contents() {
    let dir = tempfile::tempdir().unwrap();
    let source = KeyRingSource::Text(Zeroizing::new("a:sesame".to_owned()));
    assert!(!format!("{source:?}").contains("sesame"));
    let error = load_or_create(dir.path(), Some(&source)).unwrap_err();
    assert!(matches!(error, KeysError::Ring { .. }));
    assert!(error.to_string().contains("Line 1"), "{error}");
    let missing = KeyRingSource::File(dir.path().join("nowhere"));
    assert!(matches!(
        load_or_create(dir.path(), Some(&missing)),
        Err(KeysError::Io { .. })
    ));
}

#[test]
fn a_second_open_in_the_same_process_is_refused_and_the_folder_is_free_afterwards() {
    let dir = tempfile::tempdir().unwrap();
    for _ in 0..20 {
        let store = open(dir.path());
        assert!(matches!(
            refusal(dir.path()),
            OpenError::AnotherProcess { .. }
        ));
        drop(store);
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, b"").unwrap();
    let Err(error) = SledStore::open(options(&file.join("data"))) else {
        panic!("it opened")
    };
    assert!(matches!(error, OpenError::FolderUnusable { .. }), "{error}");
    assert!(error.to_string().contains("cannot be used"), "{error}");
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_may_read_what_is_made() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    load_or_create(&data, None).unwrap();
    fill(&data, 0..1).await;
    drop(open(&data));
    let mode = |path: &str| fs::metadata(data.join(path)).unwrap().permissions().mode() & 0o777;
    for (path, expected) in [
        ("", 0o700),
        ("db", 0o700),
        ("db/db", 0o600),
        ("epoch", 0o600),
        ("keys", 0o600),
    ] {
        assert_eq!(mode(path), expected, "{path}");
    }
    fs::set_permissions(data.join("keys"), fs::Permissions::from_mode(0o644)).unwrap();
    let warnings = load_or_create(&data, None).unwrap().warnings;
    assert!(warnings.contains(&KeyWarning::ReadableByOthers(data.join("keys"))));
}
