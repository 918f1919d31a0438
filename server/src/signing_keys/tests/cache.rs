//! The cache against a server that changes its keys, fails, hangs; the clock is turned.

use crate::clock::Clock;
use crate::signing_keys::{
    BELIEVED_S, Cache, FRESH_S, KeysError, SigningKeys,
    test_issuer::{KEY, OTHER_KEY, TestIssuer},
};
use http::StatusCode;
use serde_json::json;
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

pub(super) const START_S: u64 = 1_800_000_000;

struct Setup {
    issuer: TestIssuer,
    keys: Arc<SigningKeys>,
    now_s: Arc<AtomicU64>,
}

/// Keys of an issuer that publishes [`KEY`].
async fn setup() -> Setup {
    let issuer = TestIssuer::start(&[KEY.jwk(json!({}))]).await;
    let now_s = Arc::new(AtomicU64::new(START_S));
    let clock = {
        let now_s = Arc::clone(&now_s);
        Clock::from_fn(move || Duration::from_secs(now_s.load(Ordering::Relaxed)))
    };
    let keys = SigningKeys::new(issuer.metadata_url(), clock).expect("TLS");
    Setup {
        issuer,
        keys: Arc::new(keys),
        now_s,
    }
}

impl Setup {
    fn wait(&self, seconds: u64) {
        self.now_s.fetch_add(seconds, Ordering::Relaxed);
    }

    fn fail(&self, fails: bool) {
        let status = if fails {
            StatusCode::INTERNAL_SERVER_ERROR
        } else {
            StatusCode::OK
        };
        self.issuer.change(|it| it.metadata.0 = status);
    }

    async fn finds(&self, kid: &str) -> &'static str {
        match self.keys.find(kid).await {
            Ok(_) => "found",
            Err(KeysError::Unknown) => "unknown",
            Err(KeysError::Unavailable(_)) => "unavailable",
        }
    }
}

#[tokio::test]
async fn keys_are_fetched_once_a_day() {
    let setup = setup().await;
    assert_eq!(setup.issuer.fetches(), 0, "nothing before it is needed");
    for _ in 0..3 {
        assert_eq!(setup.finds(KEY.kid).await, "found");
    }
    setup.wait(FRESH_S - 1);
    assert_eq!(setup.finds(KEY.kid).await, "found");
    assert_eq!(setup.issuer.fetches(), 1);
    setup.wait(1);
    assert_eq!(setup.finds(KEY.kid).await, "found");
    assert_eq!(setup.issuer.fetches(), 2);
}

#[tokio::test]
async fn a_new_key_is_found_and_a_withdrawn_one_is_gone() {
    let setup = setup().await;
    assert_eq!(setup.finds(KEY.kid).await, "found");
    setup.issuer.publish(&[OTHER_KEY.jwk(json!({}))]);
    setup.wait(300);
    assert_eq!(setup.finds(OTHER_KEY.kid).await, "found");
    assert_eq!(setup.finds(KEY.kid).await, "unknown");
}

#[tokio::test]
async fn a_roll_just_after_a_fetch_is_seen_within_five_minutes() {
    let setup = setup().await;
    assert_eq!(setup.finds(KEY.kid).await, "found");
    setup.issuer.publish(&[OTHER_KEY.jwk(json!({}))]);
    setup.wait(299);
    assert_eq!(setup.finds(OTHER_KEY.kid).await, "unknown");
    setup.wait(1);
    assert_eq!(setup.finds(OTHER_KEY.kid).await, "found");
}

#[tokio::test]
async fn a_flood_of_unknown_names_makes_one_fetch_in_five_minutes() {
    let setup = setup().await;
    for minutes in [0, 5] {
        for name in 0..200 {
            let kid = format!("made up {name}");
            assert_eq!(setup.finds(&kid).await, "unknown");
            assert_eq!(setup.finds(KEY.kid).await, "found");
        }
        assert_eq!(setup.issuer.fetches(), 1 + minutes / 5);
        setup.wait(300);
    }
}

#[tokio::test]
async fn requests_at_once_share_one_fetch() {
    let setup = setup().await;
    setup.issuer.set_open(false);
    let people: Vec<_> = (0..50)
        .map(|number| {
            let keys = Arc::clone(&setup.keys);
            let kid = if number % 2 == 0 { KEY.kid } else { "made up" };
            tokio::spawn(async move { keys.find(kid).await.is_ok() })
        })
        .collect();
    until(|| setup.issuer.change(|it| it.asked.0) > 0).await;
    setup.issuer.set_open(true);
    let mut found = 0;
    for person in people {
        found += usize::from(person.await.expect("no panic"));
    }
    assert_eq!((found, setup.issuer.fetches()), (25, 1));
}

#[tokio::test]
async fn who_has_a_key_to_go_on_with_waits_for_nobody() {
    let setup = setup().await;
    assert_eq!(setup.finds(KEY.kid).await, "found");
    setup.wait(FRESH_S);
    setup.issuer.set_open(false);
    let keys = Arc::clone(&setup.keys);
    let first = tokio::spawn(async move { keys.find(KEY.kid).await.is_ok() });
    until(|| setup.issuer.change(|it| it.asked.0) > 1).await;
    assert_eq!(setup.finds(KEY.kid).await, "found");
    assert!(!first.is_finished(), "the fetch is still under way");
    setup.issuer.set_open(true);
    assert!(first.await.expect("no panic"));
}

#[tokio::test]
async fn who_hangs_up_does_not_stop_the_fetch() {
    let setup = setup().await;
    setup.issuer.set_open(false);
    let keys = Arc::clone(&setup.keys);
    let impatient = tokio::spawn(async move { keys.find(KEY.kid).await.is_ok() });
    until(|| setup.issuer.change(|it| it.asked.0) > 0).await;
    impatient.abort();
    assert!(impatient.await.is_err(), "it was cut off");
    setup.issuer.set_open(true);
    assert_eq!(setup.finds(KEY.kid).await, "found");
    assert_eq!(setup.issuer.change(|it| it.asked), (1, 1));
}

#[tokio::test]
async fn old_keys_are_believed_for_three_days_while_the_issuer_fails() {
    let setup = setup().await;
    assert_eq!(setup.finds(KEY.kid).await, "found");
    setup.fail(true);
    setup.wait(FRESH_S);
    assert_eq!(setup.finds(KEY.kid).await, "found");
    assert_eq!(setup.finds("made up").await, "unavailable");
    setup.wait(BELIEVED_S - FRESH_S - 1);
    assert_eq!(setup.finds(KEY.kid).await, "found");
    setup.wait(1);
    assert_eq!(setup.finds(KEY.kid).await, "unavailable");
    setup.fail(false);
    setup.wait(30);
    assert_eq!(setup.finds(KEY.kid).await, "found");
    assert_eq!(setup.finds("made up").await, "unknown");
}

#[tokio::test]
async fn a_failing_issuer_is_asked_twice_a_minute_at_most() {
    let setup = setup().await;
    setup.fail(true);
    for _ in 0..100 {
        assert_eq!(setup.finds(KEY.kid).await, "unavailable");
    }
    assert_eq!(setup.issuer.change(|it| it.asked.0), 1);
    setup.fail(false);
    setup.wait(29);
    assert_eq!(setup.finds(KEY.kid).await, "unavailable");
    setup.wait(1);
    assert_eq!(setup.finds(KEY.kid).await, "found");
}

#[test]
fn a_clock_that_was_set_back_delays_nothing() {
    let year_s = 365 * FRESH_S;
    let cache = Cache {
        fetched_at_s: Some(START_S + year_s),
        asked_at_s: Some(START_S + year_s),
        ..Cache::default()
    };
    assert!(!cache.is_fresh(START_S));
    assert!(cache.may_ask(START_S));
}

/// Waits until `condition` holds.
async fn until(mut condition: impl FnMut() -> bool) {
    let mut tick = tokio::time::interval(Duration::from_millis(2));
    let poll = async {
        while !condition() {
            tick.tick().await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(30), poll).await;
    assert!(waited.is_ok(), "waited in vain");
}
