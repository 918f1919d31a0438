//! The checks of signed messages, whatever their token.

use super::client::{CONSUMER_KEY, Signed, options, send, signed};
use crate::jira_sim::{Consumer, JiraSim, SignatureMethod, SimOptions};

const REQUEST_TOKEN: &str = "/plugins/servlet/oauth/request-token";

/// Parameters to send instead of the right ones, and status and problem of the answer.
type Case = (&'static [(&'static str, &'static str)], u16, &'static str);

#[tokio::test]
async fn messages_are_refused_for_the_first_thing_that_is_wrong() {
    let jira = JiraSim::start(options()).await;
    let cases: [Case; 7] = [
        (
            &[
                ("oauth_signature_method", "HMAC-SHA1"),
                ("oauth_version", "2.0"),
            ],
            400,
            "signature_method_rejected",
        ),
        (
            &[("oauth_version", "1.0"), ("oauth_version", "1.0")],
            400,
            "parameter_rejected",
        ),
        (
            &[("oauth_version", "2.0"), ("oauth_timestamp", "1")],
            400,
            "version_rejected",
        ),
        (&[("oauth_timestamp", "1")], 400, "timestamp_refused"),
        (
            &[("oauth_callback", "not an address")],
            400,
            "parameter_rejected",
        ),
        (
            &[("oauth_consumer_key", "stranger")],
            401,
            "consumer_key_unknown",
        ),
        (&[("oauth_nonce", "once")], 200, ""),
    ];
    for (extra, status, problem) in cases {
        let how = Signed {
            without: "oauth_token",
            ..Signed::with("", extra)
        };
        let reply = signed(&jira, "POST", REQUEST_TOKEN, how).await;
        assert_eq!(reply.status, status, "{extra:?}");
        assert!(
            status == 200 || reply.problem() == problem,
            "{extra:?}: {reply:?}"
        );
    }
    let again = Signed {
        without: "oauth_token",
        ..Signed::with("", &[("oauth_nonce", "once")])
    };
    assert_eq!(
        signed(&jira, "POST", REQUEST_TOKEN, again).await.problem(),
        "nonce_used"
    );
    let text = Signed {
        without: "oauth_token",
        ..Signed::with("", &[("oauth_timestamp", "soon")])
    };
    assert_eq!(signed(&jira, "POST", REQUEST_TOKEN, text).await.status, 500);
    jira.set_allows_three_legged(false);
    let how = Signed {
        without: "oauth_token",
        ..Signed::default()
    };
    assert_eq!(
        signed(&jira, "POST", REQUEST_TOKEN, how).await.problem(),
        "permission_denied"
    );
}

#[tokio::test]
async fn a_connector_origin_changes_what_has_to_be_signed() {
    let origin = "https://jira.example.com";
    let jira = JiraSim::start(SimOptions {
        connector_origin: Some(origin.to_owned()),
        ..options()
    })
    .await;
    let how = Signed {
        without: "oauth_token",
        ..Signed::default()
    };
    let reply = signed(&jira, "POST", REQUEST_TOKEN, how.clone()).await;
    assert_eq!(reply.problem(), "signature_invalid");
    assert_eq!(
        signed(
            &jira,
            "POST",
            REQUEST_TOKEN,
            Signed {
                origin: Some(origin),
                ..how
            }
        )
        .await
        .status,
        200
    );
}

#[tokio::test]
async fn hmac_is_taken_only_when_told() {
    let link = Consumer::with_shared_secret(CONSUMER_KEY, "Jira for Teams", "s3cret");
    let methods = vec![SignatureMethod::HmacSha1];
    let jira = JiraSim::start(SimOptions {
        signature_methods: methods,
        ..SimOptions::with_consumer(link)
    })
    .await;
    let how = Signed {
        without: "oauth_token",
        ..Signed::default()
    };
    assert_eq!(
        signed(&jira, "POST", REQUEST_TOKEN, how).await.problem(),
        "signature_method_rejected"
    );
    let how = Signed {
        without: "oauth_token",
        ..Signed::with("", &[("oauth_signature_method", "HMAC-SHA1")])
    };
    assert_eq!(
        signed(&jira, "POST", REQUEST_TOKEN, how).await.problem(),
        "signature_invalid"
    );
}

#[tokio::test]
async fn the_token_endpoints_take_post_only() {
    let jira = JiraSim::start(options()).await;
    let url = format!("{}{REQUEST_TOKEN}", jira.base_url());
    assert_eq!(
        send("GET", &url, &[], "").await.expect("an answer").status,
        405
    );
}
