//! Typed records, and keys that were lost or changed.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Table, TokenStore, memory::MemoryStore, open, options};
use crate::store::{
    KeyRing, Record, RecordKey, SealError, SledStore, Vault, VaultError, load_or_create,
};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Grant {
    token: String,
}

impl Record for Grant {
    const TABLE: Table = Table::Grants;
    const VERSION: u8 = 1;
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Attempt {
    step: u32,
}

impl Record for Attempt {
    const TABLE: Table = Table::Attempts;
    const VERSION: u8 = 1;
}

/// What `Grant` became.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct NewerGrant {
    secret: String,
}

impl Record for NewerGrant {
    const TABLE: Table = Table::Grants;
    const VERSION: u8 = 2;

    fn upgrade(version: u8, json: serde_json::Value) -> Option<Self> {
        let secret = json.get("token")?.as_str()?.to_owned();
        (version == 1).then_some(Self { secret })
    }
}

fn grant(token: &str) -> Grant {
    Grant {
        token: token.to_owned(),
    }
}

fn key(user: &str, instance: &str) -> RecordKey {
    RecordKey::new(["tenant", user, instance])
}

async fn vault(store: &Arc<MemoryStore>, ring: &str) -> Result<Vault, VaultError> {
    Vault::open(store.clone(), Arc::new(ring.parse::<KeyRing>().unwrap())).await
}

async fn save(vault: &Vault, key: &RecordKey, token: &str) {
    let mut batch = vault.batch();
    batch.put(&grant(token), key).unwrap();
    vault.commit(batch).await.unwrap();
}

#[tokio::test]
async fn records_come_back_typed_after_a_restart_and_their_words_are_not_on_the_disk() {
    let dir = tempfile::tempdir().unwrap();
    let start = async || {
        let ring = load_or_create(dir.path(), None).unwrap().ring;
        let store = Arc::new(open(dir.path()));
        (
            Vault::open(store.clone(), Arc::new(ring)).await.unwrap(),
            store,
        )
    };
    let (vault, store) = start().await;
    let mut batch = vault.batch();
    batch
        .put(&grant("very secret"), &key("alice", "jira"))
        .unwrap();
    batch
        .put(&Attempt { step: 3 }, &key("alice", "jira"))
        .unwrap();
    vault.commit(batch).await.unwrap();
    store.close().await.unwrap();
    drop((vault, store));

    let (vault, _store) = start().await;
    let loaded = vault.load::<Grant>(&key("alice", "jira")).await.unwrap();
    assert_eq!(loaded, Some(grant("very secret")));
    let attempt = vault.load::<Attempt>(&key("alice", "jira")).await.unwrap();
    assert_eq!(attempt, Some(Attempt { step: 3 }));
    assert_eq!(
        vault.load::<Grant>(&key("bob", "jira")).await.unwrap(),
        None
    );
    let log = std::fs::read(dir.path().join("db/db")).unwrap();
    assert!(!log.windows(11).any(|bytes| bytes == b"very secret"));
}

#[tokio::test]
async fn a_batch_changes_tables_together_and_keys_are_found_by_person() {
    let store = Arc::new(MemoryStore::default());
    let vault = vault(&store, &KeyRing::generate().to_text()).await.unwrap();
    for (user, instance) in [("alice", "a"), ("alice", "b"), ("alic", "ea"), ("bob", "a")] {
        save(&vault, &key(user, instance), instance).await;
    }
    let alice = RecordKey::new(["tenant", "alice"]);
    let found = vault.keys::<Grant>(&alice).await.unwrap();
    assert_eq!(found, [key("alice", "a"), key("alice", "b")]);
    let mut batch = vault.batch();
    batch.remove::<Grant>(&key("alice", "a"));
    batch.remove::<Grant>(&key("alice", "b"));
    vault.commit(batch).await.unwrap();
    assert!(vault.keys::<Grant>(&alice).await.unwrap().is_empty());
    assert_eq!(
        vault.keys::<Grant>(&RecordKey::any()).await.unwrap().len(),
        2
    );
}

#[tokio::test]
async fn a_row_that_was_moved_to_another_person_does_not_open() {
    let store = Arc::new(MemoryStore::default());
    let vault = vault(&store, &KeyRing::generate().to_text()).await.unwrap();
    save(&vault, &key("alice", "jira"), "hers").await;
    let value = store
        .load(Table::Grants, key("alice", "jira").as_bytes())
        .await
        .unwrap()
        .unwrap();
    let moved = key("mallory", "jira").as_bytes().to_vec();
    store.apply(vec![super::put(moved, value)]).await.unwrap();
    let loaded = vault.load::<Grant>(&key("mallory", "jira")).await;
    assert!(matches!(loaded, Err(VaultError::Seal(SealError::Tampered))));
}

#[tokio::test]
async fn an_older_version_is_upgraded_and_a_newer_one_is_named() {
    let store = Arc::new(MemoryStore::default());
    let vault = vault(&store, &KeyRing::generate().to_text()).await.unwrap();
    save(&vault, &key("alice", "jira"), "token").await;
    let newer = vault
        .load::<NewerGrant>(&key("alice", "jira"))
        .await
        .unwrap();
    assert_eq!(
        newer,
        Some(NewerGrant {
            secret: "token".to_owned()
        })
    );
    let mut batch = vault.batch();
    batch.put(&newer.unwrap(), &key("alice", "jira")).unwrap();
    vault.commit(batch).await.unwrap();
    let error = vault
        .load::<Grant>(&key("alice", "jira"))
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            VaultError::Version {
                found: 2,
                known: 1,
                ..
            }
        ),
        "{error}"
    );
}

#[tokio::test]
async fn a_key_that_is_gone_is_named_with_what_it_sealed_until_it_is_back() {
    let store = Arc::new(MemoryStore::default());
    let (old, new) = (KeyRing::generate(), KeyRing::generate());
    let before = vault(&store, &old.to_text()).await.unwrap();
    save(&before, &key("alice", "jira"), "a").await;
    save(&before, &key("bob", "jira"), "b").await;
    let error = vault(&store, &new.to_text()).await.err().unwrap();
    let lost = matches!(&error, VaultError::KeyLost { key_id, unreadable: 2, grants: 2 }
        if key_id == old.active_id());
    assert!(lost, "{error}");

    let both = format!("{}{}", *new.to_text(), *old.to_text());
    let after = vault(&store, &both).await.unwrap();
    assert_eq!(
        after.load(&key("alice", "jira")).await.unwrap(),
        Some(grant("a"))
    );
    save(&after, &key("alice", "jira"), "a").await;
    save(&after, &key("bob", "jira"), "b").await;
    vault(&store, &new.to_text())
        .await
        .expect("every record was sealed anew");
    assert_eq!(store.scan(Table::Canary, b"").await.unwrap().len(), 1);
}

#[tokio::test]
async fn another_key_under_the_same_id_is_told_apart_by_its_canary() {
    let dir = tempfile::tempdir().unwrap();
    let ring = |text: &str| Arc::new(text.parse::<KeyRing>().unwrap());
    let renamed = |ring: &KeyRing| ring.to_text().replace(ring.active_id(), "main");
    let (one, other) = (renamed(&KeyRing::generate()), renamed(&KeyRing::generate()));
    let store = Arc::new(SledStore::open(options(dir.path())).unwrap());
    let vault = Vault::open(store.clone(), ring(&one)).await.unwrap();
    save(&vault, &key("alice", "jira"), "a").await;
    let error = Vault::open(store.clone(), ring(&other))
        .await
        .err()
        .unwrap();
    let changed = matches!(&error, VaultError::KeyChanged { key_id, unreadable: 1, grants: 1 }
        if key_id == "main");
    assert!(changed, "{error}");
    Vault::open(store, ring(&one))
        .await
        .expect("nothing was written over the canary");
}

#[tokio::test]
async fn records_under_a_gap_are_read_and_new_ones_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let ring = Arc::new(load_or_create(dir.path(), None).unwrap().ring);
    let key = RecordKey::new(["ada"]);
    let store = Arc::new(open(dir.path()));
    let vault = Vault::open(Arc::clone(&store) as _, Arc::clone(&ring))
        .await
        .unwrap();
    vault.ready().await.unwrap();
    let mut batch = vault.batch();
    batch.put(&Attempt { step: 1 }, &key).unwrap();
    vault.commit(batch).await.unwrap();
    // The canaries are among what is missing.
    let canaries = store.scan(Table::Canary, b"").await.unwrap();
    drop((vault, store));
    super::beneath(dir.path(), |tree| {
        for (key, _) in &canaries {
            tree.remove([&[5], &key[..]].concat()).unwrap().unwrap();
        }
    });

    let vault = Vault::open(Arc::new(open(dir.path())), ring).await.unwrap();
    let read: Option<Attempt> = vault.load(&key).await.unwrap();
    assert_eq!(read, Some(Attempt { step: 1 }));
    let refused = vault.ready().await.unwrap_err();
    assert!(refused.to_string().contains("missing"), "{refused}");
}
