//! The cache against a server that changes its keys, fails, hangs; the clock is turned.

use crate::clock::Clock;
use crate::signing_keys::{
    BELIEVED_S, Cache, FRESH_S, KeysError, SigningKeys,
    fetch::Source,
    test_issuer::{KEY, OTHER_KEY, TestIssuer},
};
use http::StatusCode;
use serde_json::json;
use std::{
    net::{Ipv4Addr, TcpListener},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use url::Url;

const START_S: u64 = 1_800_000_000;

struct Setup {
    issuer: TestIssuer,
    keys: Arc<SigningKeys>,
    now_s: Arc<AtomicU64>,
}

/// Keys of an issuer that publishes [`KEY`].
async fn setup() -> Setup {
    let issuer = TestIssuer::start(&[KEY.jwk(json!({}))]).await;
    let now_s = Arc::new(AtomicU64::new(START_S));
    let keys = SigningKeys::new(issuer.metadata_url(), clock(&now_s)).expect("TLS");
    Setup {
        issuer,
        keys: Arc::new(keys),
        now_s,
    }
}

fn clock(now_s: &Arc<AtomicU64>) -> Clock {
    let now_s = Arc::clone(now_s);
    Clock::from_fn(move || Duration::from_secs(now_s.load(Ordering::Relaxed)))
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

#[tokio::test]
async fn an_issuer_that_is_not_there_is_named() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let url = format!(
        "http://{}/v1/keys",
        listener.local_addr().expect("an address")
    );
    drop(listener);
    let now_s = Arc::new(AtomicU64::new(START_S));
    let url = Url::parse(&url).expect("an address");
    let keys = SigningKeys::new(url.clone(), clock(&now_s)).expect("TLS");
    let problem = keys.find(KEY.kid).await.expect_err("no issuer").to_string();
    assert!(
        problem.starts_with(&format!("{url} cannot be reached: ")),
        "{problem}"
    );
    assert!(problem.contains("refused"), "{problem}");
}

#[tokio::test]
async fn an_issuer_that_hangs_is_given_up() {
    let setup = setup().await;
    setup.issuer.set_open(false);
    let limit = Duration::from_millis(50);
    let source = Source::new(setup.issuer.metadata_url(), limit).expect("TLS");
    let problem = source.fetch().await.err().expect("no answer").to_string();
    assert!(problem.ends_with("took longer than 50ms"), "{problem}");
}

#[tokio::test]
async fn answers_that_are_none_are_named() {
    let ok = StatusCode::OK;
    let too_long = " ".repeat((1 << 20) + 1);
    let other_port = json!({"jwks_uri": "http://127.0.0.1:1/keys"}).to_string();
    let other_host = json!({"jwks_uri": "https://keys.example.com/"}).to_string();
    let rows = [
        (StatusCode::FOUND, "{}", "answers 302 Found instead of 200"),
        (
            StatusCode::NOT_FOUND,
            "{}",
            "answers 404 Not Found instead of 200",
        ),
        (
            ok,
            "<html>",
            "answers without the address of keys (jwks_uri)",
        ),
        (
            ok,
            r#"{"jwks_uri":7}"#,
            "answers without the address of keys (jwks_uri)",
        ),
        (
            ok,
            r#"{"jwks_uri":"/keys"}"#,
            "answers without the address of keys (jwks_uri)",
        ),
        (ok, &too_long, "answers with more than 1 MB"),
        (
            ok,
            &other_port,
            "names keys on another host: http://127.0.0.1:1/keys",
        ),
        (
            ok,
            &other_host,
            "names keys on another host: https://keys.example.com/",
        ),
    ];
    let setup = setup().await;
    for (status, body, words) in rows {
        setup
            .issuer
            .change(|it| it.metadata = (status, body.to_owned()));
        let problem = setup.keys.check().await.expect_err(words).to_string();
        let expected = format!("{} {words}", setup.issuer.metadata_url());
        assert_eq!(problem, expected);
    }
    let setup = self::setup().await;
    let none = "answers without an RSA key for signatures, or with more than 100 keys";
    let rows = [
        (StatusCode::FOUND, "{}", "answers 302 Found instead of 200"),
        (ok, "{}", none),
        (ok, r#"{"keys":[]}"#, none),
        (ok, &too_long, "answers with more than 1 MB"),
    ];
    for (status, body, words) in rows {
        setup
            .issuer
            .change(|it| it.keys = (status, body.to_owned()));
        let problem = setup.keys.check().await.expect_err(words).to_string();
        assert_eq!(problem, format!("{}keys {words}", setup.issuer.url));
    }
    let elsewhere = setup.issuer.change(|it| it.elsewhere.clone());
    assert_eq!(elsewhere, [""; 0], "no redirect is followed");
}

#[tokio::test]
async fn the_operators_check_counts_keys_and_compares_clocks() {
    let setup = setup().await;
    setup
        .issuer
        .publish(&[KEY.jwk(json!({})), OTHER_KEY.jwk(json!({}))]);
    let report = setup.keys.check().await.expect("an answer");
    assert_eq!(report.keys, 2);
    let server_s = START_S.checked_add_signed(report.clock_offset_s.expect("a date"));
    let now_s = Clock::system().now_s();
    assert!(
        server_s.is_some_and(|at| at.abs_diff(now_s) < 60),
        "{report:?}"
    );
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
    assert!(cache.must_ask("any", START_S));
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
