//! Request token, access token, renewal, and the checks of signed messages.

use std::time::Duration;

use super::client::{Signed, access_token, exchange, myself, options, request_token, signed};
use crate::jira_sim::{JiraSim, SimOptions};

const REQUEST_TOKEN: &str = "/plugins/servlet/oauth/request-token";
const ACCESS_TOKEN: &str = "/plugins/servlet/oauth/access-token";

#[tokio::test]
async fn a_right_code_gives_a_token_that_acts_for_the_user() {
    let jira = JiraSim::start(options()).await;
    let token = request_token(&jira).await;
    let reply = exchange(&jira, &token, &jira.approve(&token, "demo")).await;
    let form = reply.form();
    assert_eq!(form["oauth_expires_in"], "157680000");
    assert_eq!(form["oauth_authorization_expires_in"], "160272000");
    let reply = myself(&jira, &form["oauth_token"]).await;
    assert_eq!(reply.json()["displayName"], "Dana Demo");
    assert_eq!(reply.header("x-ausername"), "demo");
}

#[tokio::test]
async fn a_wrong_code_does_not_use_up_the_request_token() {
    let jira = JiraSim::start(options()).await;
    let token = request_token(&jira).await;
    let verifier = jira.approve(&token, "demo");
    let reply = exchange(&jira, &token, "wrong0").await;
    assert_eq!(
        (reply.status, reply.problem().as_str()),
        (401, "token_rejected")
    );
    assert_eq!(exchange(&jira, &token, &verifier).await.status, 200);
    assert_eq!(
        exchange(&jira, &token, &verifier).await.problem(),
        "token_rejected"
    );
}

#[tokio::test]
async fn the_token_is_looked_at_before_the_signature() {
    let jira = JiraSim::start(options()).await;
    let token = request_token(&jira).await;
    let broken = |verifier: &'static str| Signed {
        wrong_key: true,
        timestamp_offset_s: -9000,
        ..Signed::with("", &[("oauth_verifier", verifier)])
    };
    let early = Signed {
        token: &token,
        ..broken("wrong0")
    };
    assert_eq!(
        signed(&jira, "POST", ACCESS_TOKEN, early.clone())
            .await
            .problem(),
        "permission_unknown"
    );
    let verifier = jira.approve(&token, "demo");
    assert_eq!(
        signed(&jira, "POST", ACCESS_TOKEN, early).await.problem(),
        "token_rejected"
    );
    let late = Signed {
        timestamp_offset_s: -9000,
        ..Signed::with(&token, &[("oauth_verifier", &verifier)])
    };
    assert_eq!(
        signed(&jira, "POST", ACCESS_TOKEN, late).await.problem(),
        "timestamp_refused"
    );
    let wrong_key = Signed {
        wrong_key: true,
        ..Signed::with(&token, &[("oauth_verifier", &verifier)])
    };
    let reply = signed(&jira, "POST", ACCESS_TOKEN, wrong_key).await;
    assert_eq!(
        (reply.status, reply.problem().as_str()),
        (401, "signature_invalid")
    );
    assert!(reply.form()["oauth_signature_base_string"].starts_with("POST&http%3A%2F%2F127.0.0.1"));
    let no_verifier = signed(&jira, "POST", ACCESS_TOKEN, Signed::with(&token, &[])).await;
    assert_eq!(
        no_verifier.form()["oauth_parameters_absent"],
        "oauth_verifier"
    );
}

#[tokio::test]
async fn denied_and_expired_request_tokens_are_refused() {
    let jira = JiraSim::start(options()).await;
    let token = request_token(&jira).await;
    jira.deny(&token);
    assert_eq!(
        exchange(&jira, &token, "denied").await.problem(),
        "permission_denied"
    );
    jira.expire_request_tokens();
    assert_eq!(
        exchange(&jira, &token, "denied").await.problem(),
        "token_expired"
    );
}

#[tokio::test]
async fn a_request_token_lives_for_its_time_by_jiras_clock() {
    let jira = JiraSim::start(SimOptions {
        request_token_ttl: Duration::from_mins(2),
        ..options()
    })
    .await;
    let token = request_token(&jira).await;
    let verifier = jira.approve(&token, "demo");
    jira.set_clock_offset(121);
    assert_eq!(
        exchange(&jira, &token, &verifier).await.problem(),
        "token_expired"
    );
}

#[tokio::test]
async fn without_a_callback_it_is_oauth_1_0_and_asks_for_no_verifier() {
    let jira = JiraSim::start(options()).await;
    let how = Signed {
        without: "oauth_token",
        ..Signed::default()
    };
    let form = signed(&jira, "POST", REQUEST_TOKEN, how).await.form();
    assert!(!form.contains_key("oauth_callback_confirmed"));
    let _ = jira.approve(&form["oauth_token"], "demo");
    let reply = signed(
        &jira,
        "POST",
        ACCESS_TOKEN,
        Signed::with(&form["oauth_token"], &[]),
    )
    .await;
    assert_eq!(reply.status, 200);
}

#[tokio::test]
async fn renewal_replaces_token_and_handle() {
    let jira = JiraSim::start(options()).await;
    let (token, handle) = access_token(&jira, "demo").await;
    jira.expire_access_tokens();
    assert_eq!(myself(&jira, &token).await.problem(), "token_expired");
    let renew = async |handle: &str| {
        let how = Signed::with(&token, &[("oauth_session_handle", handle)]);
        signed(&jira, "POST", ACCESS_TOKEN, how).await
    };
    let absent = signed(&jira, "POST", ACCESS_TOKEN, Signed::with(&token, &[])).await;
    assert_eq!(
        absent.form()["oauth_parameters_absent"],
        "oauth_session_handle"
    );
    assert_eq!(renew("other").await.problem(), "token_rejected");
    let form = renew(&handle).await.form();
    assert_ne!(form["oauth_session_handle"], handle);
    assert_eq!(myself(&jira, &token).await.problem(), "token_rejected");
    assert_eq!(myself(&jira, &form["oauth_token"]).await.status, 200);
}

#[tokio::test]
async fn a_session_that_is_over_cannot_be_renewed() {
    let jira = JiraSim::start(options()).await;
    let (token, handle) = access_token(&jira, "demo").await;
    jira.expire_sessions();
    let how = Signed::with(&token, &[("oauth_session_handle", &handle)]);
    assert_eq!(
        signed(&jira, "POST", ACCESS_TOKEN, how).await.problem(),
        "permission_denied"
    );
}
