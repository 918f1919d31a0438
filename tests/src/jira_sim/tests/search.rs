//! Queries: what they find, in which order, and what Jira says of wrong ones.

use serde_json::{Value, json};

use super::client::{Signed, access_token, options, signed};
use crate::jira_sim::JiraSim;
use crate::jira_sim::oauth::percent::encode;

pub(super) async fn get(jira: &JiraSim, token: &str, path: &str) -> (u16, Value) {
    let reply = signed(jira, "GET", path, Signed::with(token, &[])).await;
    (
        reply.status,
        serde_json::from_str(&reply.body).unwrap_or_default(),
    )
}

async fn keys(jira: &JiraSim, token: &str, jql: &str) -> Vec<String> {
    let path = format!("/rest/api/2/search?fields=key&jql={}", encode(jql));
    let (status, found) = get(jira, token, &path).await;
    assert_eq!(status, 200, "{jql}: {found}");
    let issues = found["issues"].as_array().expect("a list");
    let key = |issue: &Value| issue["key"].as_str().expect("a key").to_owned();
    issues.iter().map(key).collect()
}

#[tokio::test]
async fn queries_find_what_jira_finds() {
    let jira = JiraSim::start(options()).await;
    let (token, _) = access_token(&jira, "demo").await;
    for (jql, expected) in [
        (
            "project = \"R&D\" AND issuetype = Sub-task order by key",
            "RND-4 RND-5",
        ),
        (
            "project = 'Ünïcode C# 50% a+b' AND labels in (\"a+b\", \"C#\")",
            "UNI-1",
        ),
        ("labels = \"50%\"", "UNI-1"),
        ("watcher = currentUser() ORDER BY key ASC", "RND-1 RND-2"),
        (
            "issuekey in watchedIssues() AND status = \"In Progress\"",
            "RND-1",
        ),
        ("assignee is EMPTY", "UNI-2"),
        ("assignee = sam and not (project in (rnd, uni))", "DEMO-13"),
        (
            "project = DEMO AND status = Done ORDER BY key ASC",
            "DEMO-9 DEMO-11",
        ),
        (
            "project = DEMO AND statusCategory = Done AND resolution = Unresolved",
            "",
        ),
        (
            "project = DEMO AND priority > High ORDER BY key ASC",
            "DEMO-1 DEMO-8",
        ),
        ("project = DEMO AND priority is EMPTY", "DEMO-5"),
        (
            "project = DEMO AND created >= \"2026-10-31\" ORDER BY created ASC",
            "DEMO-1",
        ),
        (
            "project = DEMO AND key < DEMO-3 ORDER BY issuekey DESC",
            "DEMO-2 DEMO-1",
        ),
        ("text ~ \"accent*\" ORDER BY key", "RND-1 RND-5"),
        ("text ~ '\"monthly invoices\"'", "DEMO-1"),
        ("text ~ '\"invoices monthly\"'", ""),
        (
            "component = \"Search\" AND fixVersion = '1.1 \"beta\"'",
            "RND-1",
        ),
        ("due <= 2026-12-04", "RND-1"),
        ("\"Story Points\" >= 5 AND cf[10100] = Major", "RND-1"),
        ("parent = RND-1 AND resolution is not EMPTY", "RND-5"),
        ("filter = 10001 AND summary ~ release", "RND-2"),
        (
            "filter = \"R&D: what \\\"we\\\" do next\" AND type = Epic",
            "RND-3",
        ),
    ] {
        assert_eq!(keys(&jira, &token, jql).await.join(" "), expected, "{jql}");
    }
    assert!(
        keys(&jira, &token, "updated >= -1w AND updated < 0")
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn several_orders_apply_one_after_the_other() {
    let jira = JiraSim::start(options()).await;
    let (token, _) = access_token(&jira, "demo").await;
    let jql = "project = DEMO ORDER BY priority DESC, status ASC, key ASC";
    let found = keys(&jira, &token, jql).await;
    assert_eq!(
        found[..5],
        ["DEMO-5", "DEMO-8", "DEMO-1", "DEMO-2", "DEMO-4"]
    );
    let ascending = keys(&jira, &token, "project = DEMO ORDER BY priority ASC, key").await;
    assert_eq!((&*ascending[0], &*ascending[12]), ("DEMO-12", "DEMO-5"));
}

#[tokio::test]
async fn wrong_queries_are_told_in_jiras_words() {
    let jira = JiraSim::start(options()).await;
    let (token, _) = access_token(&jira, "demo").await;
    for (jql, message) in [
        (
            "flavour = sweet",
            "Field 'flavour' does not exist or you do not have permission to view it.",
        ),
        (
            "project = NOPE",
            "The value 'NOPE' does not exist for the field 'project'.",
        ),
        (
            "status = Lost",
            "The value 'Lost' does not exist for the field 'status'.",
        ),
        (
            "assignee = nobody",
            "The value 'nobody' does not exist for the field 'assignee'.",
        ),
        (
            "issuekey = \"DEMO-99\"",
            "An issue with key 'DEMO-99' does not exist for field 'issuekey'.",
        ),
        (
            "summary = x",
            "The operator '=' is not supported by the 'summary' field.",
        ),
        (
            "text ~ \"*x\"",
            "The text query '*x' for field 'text' is not allowed to start with character '*'.",
        ),
        (
            "text ~ \"a(\"",
            "Unable to parse the text 'a(' for field 'text'.",
        ),
        (
            "filter = 99",
            "A value with ID '99' does not exist for the field 'filter'.",
        ),
        (
            "filter = 10003",
            "A value with ID '10003' does not exist for the field 'filter'.",
        ),
        ("key in lucky()", "Unable to find JQL function 'lucky()'."),
        (
            "created > soon",
            "Date value 'soon' for field 'created' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.",
        ),
        (
            "order by flavour",
            "Not able to sort using field 'flavour'.",
        ),
        (
            "AND project = DEMO",
            "Error in the JQL Query: Expecting a field name but got 'AND'. You must surround 'AND' in quotation marks to use it. (line 1, character 1)",
        ),
    ] {
        let path = format!("/rest/api/2/search?jql={}", encode(jql));
        let (status, answer) = get(&jira, &token, &path).await;
        assert_eq!(
            (status, &answer["errorMessages"][0]),
            (400, &json!(message)),
            "{jql}"
        );
    }
    let path = "/rest/api/2/search?validateQuery=false&jql=project+%3D+NOPE+OR+key+%3D+DEMO-1";
    let (status, answer) = get(&jira, &token, path).await;
    assert_eq!((status, &answer["total"]), (200, &json!(1)));
    assert_eq!(
        answer["warningMessages"][0],
        "The value 'NOPE' does not exist for the field 'project'."
    );
}

#[tokio::test]
async fn the_query_editor_gets_fields_functions_and_values() {
    let jira = JiraSim::start(options()).await;
    let (token, _) = access_token(&jira, "demo").await;
    let (_, data) = get(&jira, &token, "/rest/api/2/jql/autocompletedata").await;
    let fields = data["visibleFieldNames"].as_array().expect("a list");
    assert!(
        fields
            .iter()
            .any(|it| it["value"] == "\"Story Points\"" && it["cfid"] == "cf[10109]")
    );
    let path = "/rest/api/2/jql/autocompletedata/suggestions?fieldName=project&fieldValue=R";
    let (_, offers) = get(&jira, &token, path).await;
    assert_eq!(
        offers["results"],
        json!([{ "value": "RND", "displayName": "R&D (RND)" }])
    );
    let path = "/rest/api/2/jql/autocompletedata/suggestions?fieldName=labels&fieldValue=a%2B";
    let (_, offers) = get(&jira, &token, path).await;
    assert_eq!(offers["results"][0]["value"], "\"a+b\"");
}

#[tokio::test]
async fn filters_are_seen_by_those_who_may() {
    let jira = JiraSim::start(options()).await;
    let (token, _) = access_token(&jira, "demo").await;
    let (status, all) = get(&jira, &token, "/rest/api/2/filter/favourite").await;
    assert_eq!((status, all.as_array().map(Vec::len)), (200, Some(3)));
    assert_eq!(all[1]["name"], "R&D: what \"we\" do next");
    let (status, _) = get(&jira, &token, "/rest/api/2/filter/10003").await;
    assert_eq!(status, 400);
    let (status, one) = get(&jira, &token, "/rest/api/2/filter/10002").await;
    assert_eq!((status, &one["favourite"]), (200, &json!(true)));
    let (status, _) = get(&jira, &token, "/rest/api/2/filter/search?filterName=a").await;
    assert_eq!(status, 404);
}
