//! What an issuer's answers must be; what they are instead is told to the operator.

use super::cache::START_S;
use crate::{
    clock::Clock,
    signing_keys::{
        SigningKeys,
        fetch::Source,
        test_issuer::{KEY, OTHER_KEY, TestIssuer},
    },
};
use http::StatusCode;
use serde_json::json;
use std::{
    net::{Ipv4Addr, TcpListener},
    time::Duration,
};
use url::Url;

async fn issuer() -> TestIssuer {
    TestIssuer::start(&[KEY.jwk(json!({}))]).await
}

fn keys(metadata_url: Url) -> SigningKeys {
    let clock = Clock::from_fn(|| Duration::from_secs(START_S));
    SigningKeys::new(metadata_url, clock).expect("TLS")
}

async fn problem(metadata_url: Url) -> String {
    let outcome = keys(metadata_url).check().await;
    outcome.expect_err("no keys").to_string()
}

#[tokio::test]
async fn an_issuer_that_is_not_there_is_named() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let url = format!("http://{address}/metadata");
    let problem = problem(Url::parse(&url).expect("an address")).await;
    let start = format!("{url} cannot be reached: ");
    assert!(problem.starts_with(&start), "{problem}");
    assert!(problem.contains("refused"), "{problem}");
}

#[tokio::test]
async fn an_issuer_that_hangs_is_given_up() {
    let issuer = issuer().await;
    issuer.set_open(false);
    let limit = Duration::from_millis(50);
    let source = Source::new(issuer.metadata_url(), limit).expect("TLS");
    let problem = source.fetch().await.err().expect("no answer").to_string();
    assert!(problem.ends_with("took longer than 50ms"), "{problem}");
}

#[tokio::test]
async fn metadata_that_are_none_are_named() {
    let issuer = issuer().await;
    let ok = StatusCode::OK;
    let too_long = " ".repeat((1 << 20) + 1);
    let no_address = "answers without the address of keys (jwks_uri)";
    let rows = [
        (StatusCode::FOUND, "{}", "answers 302 Found instead of 200"),
        (StatusCode::GONE, "{}", "answers 410 Gone instead of 200"),
        (ok, &too_long, "answers with more than 1 MB"),
        (ok, "<html>", no_address),
        (ok, "{}", no_address),
        (ok, r#"{"jwks_uri":7}"#, no_address),
        (ok, r#"{"jwks_uri":"/keys"}"#, no_address),
    ];
    for (status, body, words) in rows {
        issuer.change(|it| it.metadata = (status, body.to_owned()));
        let url = issuer.metadata_url();
        assert_eq!(problem(url.clone()).await, format!("{url} {words}"));
    }
    assert_eq!(issuer.change(|it| it.elsewhere.clone()), [""; 0]);
}

#[tokio::test]
async fn keys_on_another_host_are_not_asked_for() {
    let (issuer, other) = (issuer().await, issuer().await);
    let https = issuer.url.as_str().replace("http:", "https:");
    let name = issuer.url.as_str().replace("127.0.0.1", "localhost");
    for keys in [other.url.as_str(), &https, &name, "file:///keys"] {
        let body = json!({"jwks_uri": keys}).to_string();
        issuer.change(|it| it.metadata.1 = body);
        let url = issuer.metadata_url();
        let words = format!("{url} names keys on another host: {keys}");
        assert_eq!(problem(url).await, words);
    }
    assert_eq!((issuer.fetches(), other.fetches()), (0, 0));
    assert_eq!(other.change(|it| it.elsewhere.clone()), [""; 0]);
}

#[tokio::test]
async fn keys_that_are_none_are_named() {
    let issuer = issuer().await;
    let ok = StatusCode::OK;
    let too_long = " ".repeat((1 << 20) + 1);
    let no_key = "answers without an RSA key for signatures, or with more than 100 keys";
    let rows = [
        (StatusCode::FOUND, "{}", "answers 302 Found instead of 200"),
        (ok, &too_long, "answers with more than 1 MB"),
        (ok, "", no_key),
        (ok, r#"{"keys":{}}"#, no_key),
        (ok, r#"{"keys":[]}"#, no_key),
        (ok, r#"{"keys":[7, null, "key", {}]}"#, no_key),
    ];
    for (status, body, words) in rows {
        issuer.change(|it| it.keys = (status, body.to_owned()));
        let expected = format!("{}keys {words}", issuer.url);
        assert_eq!(problem(issuer.metadata_url()).await, expected);
    }
    assert_eq!(issuer.change(|it| it.elsewhere.clone()), [""; 0]);
}

#[tokio::test]
async fn the_operators_check_counts_keys_and_compares_clocks() {
    let issuer = issuer().await;
    issuer.publish(&[KEY.jwk(json!({})), OTHER_KEY.jwk(json!({}))]);
    let report = keys(issuer.metadata_url()).check().await.expect("keys");
    assert_eq!(report.keys, 2);
    let server_s = START_S.checked_add_signed(report.clock_offset_s.expect("a date"));
    let off_s = server_s.map(|at| at.abs_diff(Clock::system().now_s()));
    assert!(off_s.is_some_and(|off_s| off_s < 60), "{report:?}");
}
