//! REST: who a request acts for, search, XSRF.

use super::client::{Signed, access_token, myself, options, send, signed};
use crate::jira_sim::JiraSim;

const MINE: &str =
    "/rest/api/2/search?jql=assignee%20%3D%20currentUser()%20ORDER%20BY%20updated%20DESC";

#[tokio::test]
async fn a_missing_oauth_parameter_makes_the_request_anonymous() {
    let jira = JiraSim::start(options()).await;
    let (token, _) = access_token(&jira, "demo").await;
    let how = Signed {
        without: "oauth_nonce",
        ..Signed::with(&token, &[])
    };
    let reply = signed(&jira, "GET", "/rest/api/2/myself", how.clone()).await;
    assert_eq!(reply.status, 401);
    assert!(
        reply
            .header("www-authenticate")
            .starts_with("OAuth realm=\"http%3A%2F%2F127.0.0.1")
    );
    assert!(!reply.header("www-authenticate").contains("oauth_problem"));
    assert_eq!(reply.header("x-ausername"), "anonymous");
    let reply = signed(&jira, "GET", MINE, how).await;
    assert_eq!(
        (reply.status, reply.json()["total"].as_u64()),
        (200, Some(0))
    );
}

#[tokio::test]
async fn revoked_and_foreign_tokens_are_rejected() {
    let jira = JiraSim::start(options()).await;
    let (token, _) = access_token(&jira, "demo").await;
    jira.revoke_all();
    assert_eq!(myself(&jira, &token).await.problem(), "token_rejected");
    let (token, _) = access_token(&jira, "demo").await;
    let foreign = Signed::with(&token, &[("oauth_consumer_key", "stranger")]);
    assert_eq!(
        signed(&jira, "GET", "/rest/api/2/myself", foreign)
            .await
            .problem(),
        "token_rejected"
    );
    jira.set_allows_three_legged(false);
    assert_eq!(myself(&jira, &token).await.problem(), "permission_denied");
    assert_eq!(myself(&jira, "").await.problem(), "permission_denied");
}

#[tokio::test]
async fn a_deactivated_user_gets_the_own_parameters_back_without_a_problem() {
    let jira = JiraSim::start(options()).await;
    let (token, _) = access_token(&jira, "demo").await;
    jira.deactivate_user("demo");
    let reply = myself(&jira, &token).await;
    let challenge = reply.header("www-authenticate");
    assert_eq!(reply.status, 401);
    assert!(
        challenge.contains(&format!("oauth_token=\"{token}\""))
            && challenge.contains("oauth_signature=")
    );
    assert!(!challenge.contains("oauth_problem"));
}

#[tokio::test]
async fn a_clock_that_is_ahead_refuses_timestamps_and_shows_in_the_date() {
    let jira = JiraSim::start(options()).await;
    let (token, _) = access_token(&jira, "demo").await;
    jira.set_clock_offset(3600);
    let reply = myself(&jira, &token).await;
    assert_eq!(
        (reply.status, reply.problem().as_str()),
        (400, "timestamp_refused")
    );
    let range = reply.form()["oauth_acceptable_timestamps"].clone();
    let (earliest, latest) = range.split_once('-').expect("two numbers");
    let number = |text: &str| text.parse::<i64>().expect("a number");
    assert_eq!(number(latest) - number(earliest), 600);
    let middle = i64::midpoint(number(earliest), number(latest));
    let date = crate::jira_sim::clock::http_date(middle);
    // The middle is rounded and the answer may be written in the next second.
    let next = crate::jira_sim::clock::http_date(middle + 1);
    let before = crate::jira_sim::clock::http_date(middle - 1);
    assert!(
        [date.as_str(), &next, &before].contains(&reply.header("date")),
        "{reply:?}"
    );
    let how = Signed {
        timestamp_offset_s: 3600,
        ..Signed::with(&token, &[])
    };
    assert_eq!(
        signed(&jira, "GET", "/rest/api/2/myself", how).await.status,
        200
    );
}

#[tokio::test]
async fn search_pages_sorts_and_picks_fields() {
    let jira = JiraSim::start(options().add_generated_issues("demo", 60)).await;
    let (token, _) = access_token(&jira, "demo").await;
    let found = signed(&jira, "GET", MINE, Signed::with(&token, &[]))
        .await
        .json();
    assert_eq!(
        (found["total"].as_u64(), found["maxResults"].as_u64()),
        (Some(72), Some(50))
    );
    let issues = found["issues"].as_array().expect("a list");
    assert_eq!(issues.len(), 50);
    let updated: Vec<&str> = issues
        .iter()
        .filter_map(|it| it["fields"]["updated"].as_str())
        .collect();
    assert!(updated.is_sorted_by(|a, b| a >= b));
    assert_eq!(
        issues[0]["fields"]["status"]["statusCategory"]["key"],
        "indeterminate"
    );
    let path = format!("{MINE}&startAt=70&maxResults=5&fields=summary,priority");
    let found = signed(&jira, "GET", &path, Signed::with(&token, &[]))
        .await
        .json();
    let issues = found["issues"].as_array().expect("a list");
    assert_eq!(issues.len(), 2);
    assert_eq!(
        issues[0]["fields"].as_object().map(serde_json::Map::len),
        Some(2)
    );
    let refused = signed(
        &jira,
        "GET",
        "/rest/api/2/search?jql=project=X",
        Signed::with(&token, &[]),
    )
    .await;
    assert_eq!(refused.status, 400);
    assert!(refused.json()["errorMessages"][0].is_string());
}

#[tokio::test]
async fn posts_of_browsers_and_of_simple_types_are_refused() {
    let jira = JiraSim::start(options()).await;
    let (token, _) = access_token(&jira, "demo").await;
    let url = format!("{}/rest/api/2/search", jira.base_url());
    let body = r#"{"jql":"assignee = currentUser()","maxResults":2}"#;
    let post = async |headers: &[(&str, &str)]| {
        let authorization = Signed::with(&token, &[]).header("POST", &url);
        let headers: Vec<_> = headers
            .iter()
            .copied()
            .chain([("Authorization", authorization.as_str())])
            .collect();
        send("POST", &url, &headers, body).await.expect("an answer")
    };
    let json = ("Content-Type", "application/json");
    let reply = post(&[json]).await;
    assert_eq!(
        (
            reply.status,
            reply.json()["issues"].as_array().map(Vec::len)
        ),
        (200, Some(2))
    );
    assert_eq!(post(&[]).await.body, "XSRF check failed");
    assert_eq!(post(&[("X-Atlassian-Token", "no-check")]).await.status, 415);
    let browser = ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64)");
    assert_eq!(
        post(&[json, browser, ("X-Atlassian-Token", "no-check")])
            .await
            .status,
        403
    );
}

#[tokio::test]
async fn server_info_is_open_to_everyone() {
    let jira = JiraSim::start(options()).await;
    let url = format!("{}/rest/api/2/serverInfo", jira.base_url());
    let info = send("GET", &url, &[], "").await.expect("an answer").json();
    assert_eq!(info["baseUrl"], jira.base_url());
    assert_eq!(info["deploymentType"], "Server");
}
