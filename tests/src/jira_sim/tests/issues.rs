//! One issue: what is shown, and what a change does.

use serde_json::{Value, json};

use super::client::{Signed, access_token, options, send};
use super::search::get;
use crate::jira_sim::{JiraSim, Permission};

/// A signed request with a JSON body.
pub(super) async fn write(
    jira: &JiraSim,
    token: &str,
    method: &str,
    path: &str,
    body: &Value,
) -> (u16, Value) {
    let url = format!("{}{path}", jira.base_url());
    let authorization = Signed::with(token, &[]).header(method, &url);
    let headers = [
        ("Authorization", authorization.as_str()),
        ("Content-Type", "application/json"),
    ];
    let reply = send(method, &url, &headers, &body.to_string())
        .await
        .expect("an answer");
    (
        reply.status,
        serde_json::from_str(&reply.body).unwrap_or_default(),
    )
}

const BUG: &str = "/rest/api/2/issue/RND-1";

#[tokio::test]
async fn an_issue_shows_what_is_asked_for() {
    let jira = JiraSim::start(options()).await;
    let (token, _) = access_token(&jira, "demo").await;
    let path = format!("{BUG}?expand=renderedFields,editmeta,transitions,changelog,names,schema");
    let (status, issue) = get(&jira, &token, &path).await;
    assert_eq!(status, 200);
    let fields = &issue["fields"];
    assert_eq!(fields["customfield_10102"]["child"]["value"], "Zürich");
    assert_eq!(fields["subtasks"].as_array().map(Vec::len), Some(2));
    assert_eq!(fields["issuelinks"][0]["outwardIssue"]["key"], "RND-2");
    assert_eq!(fields["timetracking"]["timeSpent"], "1h 30m");
    assert_eq!(fields["watches"]["isWatching"], true);
    let html = issue["renderedFields"]["description"]
        .as_str()
        .expect("HTML");
    for part in [
        "<b>names with accents</b>",
        "<ol>",
        "confluenceTh",
        "/secure/thumbnail/10000/result.png",
        ">Sam Sample</a>",
        "<pre class=\"code-java\">",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert_eq!(
        issue["renderedFields"]["comment"]["comments"][0]["body"],
        "<p>Seen on <b>two</b> servers.</p>"
    );
    assert_eq!(
        issue["editmeta"]["fields"]["customfield_10100"]["required"],
        true
    );
    assert_eq!(
        issue["changelog"]["histories"][0]["items"][0]["toString"],
        "In Progress"
    );
    assert_eq!(
        issue["schema"]["customfield_10118"]["custom"],
        "com.example.boards:board-picker"
    );
    let (_, few) = get(&jira, &token, &format!("{BUG}?fields=summary,status")).await;
    assert_eq!(few["fields"].as_object().map(serde_json::Map::len), Some(2));
}

#[tokio::test]
async fn a_hidden_issue_and_none_are_the_same() {
    let jira = JiraSim::start(options()).await;
    let (token, _) = access_token(&jira, "demo").await;
    let none = get(&jira, &token, "/rest/api/2/issue/RND-99").await;
    assert_eq!(
        (none.0, &none.1["errorMessages"][0]),
        (404, &json!("Issue Does Not Exist"))
    );
    jira.set_permission("demo", "RND", Permission::BrowseProjects, false);
    assert_eq!(get(&jira, &token, BUG).await, none);
    let (status, _) = get(&jira, &token, "/rest/api/2/search?jql=project=RND").await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn a_change_is_kept_with_its_history() {
    let jira = JiraSim::start(options()).await;
    let (token, _) = access_token(&jira, "demo").await;
    let before = jira.issue("RND-1").expect("an issue");
    let change = json!({
        "fields": {
            "summary": "Accents", "priority": { "id": "1" }, "assignee": { "name": "demo" },
            "customfield_10108": [{ "value": "Security" }], "customfield_10115": null,
        },
        "update": {
            "labels": [{ "add": "new" }, { "remove": "search" }],
            "comment": [{ "add": { "body": "Done so." } }],
        },
    });
    let (status, body) = write(&jira, &token, "PUT", BUG, &change).await;
    assert_eq!((status, body), (204, Value::Null));
    let issue = jira.issue("RND-1").expect("an issue");
    assert_eq!(issue.texts("labels"), ["accents", "new"]);
    assert_eq!(
        (issue.priority.as_deref(), issue.assignee.as_deref()),
        (Some("Highest"), Some("demo"))
    );
    assert_eq!(issue.comments.len(), before.comments.len() + 1);
    assert_eq!(issue.history.len(), before.history.len() + 1);
    assert!(issue.updated_ms > before.updated_ms);
}

#[tokio::test]
async fn one_wrong_field_changes_nothing_and_each_is_named() {
    let jira = JiraSim::start(options()).await;
    let (token, _) = access_token(&jira, "demo").await;
    let change = json!({ "fields": {
        "summary": " ", "flavour": "sweet", "reporter": { "name": "demo" }, "labels": ["a b"],
        "priority": { "name": "Soon" }, "duedate": "tomorrow", "customfield_10100": null,
        "customfield_10109": "five", "components": [{ "name": "Nope" }], "environment": "New",
        "assignee": { "name": "nobody" },
    } });
    let (status, answer) = write(&jira, &token, "PUT", BUG, &change).await;
    assert_eq!(status, 400);
    let unknown = |id| {
        format!("Field '{id}' cannot be set. It is not on the appropriate screen, or unknown.")
    };
    assert_eq!(
        answer["errors"],
        json!({
            "summary": "You must specify a summary of the issue.",
            "flavour": unknown("flavour"),
            "reporter": unknown("reporter"),
            "labels": "The label 'a b' contains spaces which is invalid.",
            "priority": "The priority selected is invalid.",
            "duedate": "Error parsing date string: tomorrow",
            "customfield_10100": "Severity is required.",
            "customfield_10109": "Operation value must be a number",
            "components": "Component name 'Nope' is not valid",
            "assignee": "User 'nobody' does not exist.",
        })
    );
    assert_eq!(
        jira.issue("RND-1").expect("an issue").text("environment"),
        "Linux"
    );
    jira.set_permission("demo", "RND", Permission::EditIssues, false);
    let (status, _) = write(
        &jira,
        &token,
        "PUT",
        BUG,
        &json!({ "fields": { "summary": "x" } }),
    )
    .await;
    assert_eq!(status, 403);
    let (_, meta) = get(&jira, &token, &format!("{BUG}/editmeta")).await;
    assert_eq!(meta, json!({ "fields": {} }));
}

#[tokio::test]
async fn transitions_depend_on_status_person_and_screen() {
    let jira = JiraSim::start(options()).await;
    let (token, _) = access_token(&jira, "demo").await;
    let path = format!("{BUG}/transitions");
    let names = async || {
        let (_, all) = get(&jira, &token, &format!("{path}?expand=transitions.fields")).await;
        let all = all["transitions"].as_array().expect("a list").clone();
        all.iter()
            .map(|it| it["name"].as_str().expect("a name").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names().await, ["Send to review", "Resolve"]);
    jira.change_issue("RND-1", |issue| issue.assignee = Some("demo".to_owned()));
    assert_eq!(
        names().await,
        ["Stop progress", "Send to review", "Resolve"]
    );
    let resolve = json!({ "transition": { "id": "51" } });
    let (status, answer) = write(&jira, &token, "POST", &path, &resolve).await;
    assert_eq!(
        (status, &answer["errors"]["resolution"]),
        (400, &json!("Resolution is required."))
    );
    let resolve = json!({
        "transition": { "id": "51" }, "fields": { "resolution": { "name": "Won't Do" } },
        "update": { "comment": [{ "add": { "body": "No." } }] },
    });
    assert_eq!(write(&jira, &token, "POST", &path, &resolve).await.0, 204);
    let issue = jira.issue("RND-1").expect("an issue");
    assert_eq!(
        (issue.status.as_str(), issue.resolution.as_deref()),
        ("Done", Some("Won't Do"))
    );
    assert_eq!(issue.comments.len(), 3);
    let (status, answer) = write(&jira, &token, "POST", &path, &resolve).await;
    let message = answer["errorMessages"][0].as_str().expect("a message");
    assert!(status == 400 && message.contains("(Resolve)"), "{message}");
}

#[tokio::test]
async fn comments_are_paged_written_and_deleted_by_permission() {
    let jira = JiraSim::start(options()).await;
    let (token, _) = access_token(&jira, "demo").await;
    let path = format!("{BUG}/comment");
    let (status, added) = write(
        &jira,
        &token,
        "POST",
        &path,
        &json!({ "body": "*Hello* <b>" }),
    )
    .await;
    assert_eq!((status, &added["author"]["name"]), (201, &json!("demo")));
    let (_, page) = get(
        &jira,
        &token,
        &format!("{path}?maxResults=1&orderBy=-created&expand=renderedBody"),
    )
    .await;
    assert_eq!(
        (&page["total"], &page["comments"][0]["renderedBody"]),
        (&json!(3), &json!("<p><b>Hello</b> &lt;b&gt;</p>"))
    );
    let own = format!("{path}/{}", added["id"].as_str().expect("an id"));
    let (status, changed) = write(&jira, &token, "PUT", &own, &json!({ "body": "Bye" })).await;
    assert_eq!((status, &changed["body"]), (200, &json!("Bye")));
    let others = format!("{path}/10001");
    let (status, answer) = write(&jira, &token, "PUT", &others, &json!({ "body": "Mine" })).await;
    assert_eq!(
        (status, &answer["errorMessages"][0]),
        (
            400,
            &json!("Dana Demo, you do not have the permission to edit this comment.")
        )
    );
    jira.set_permission("demo", "RND", Permission::DeleteAllComments, true);
    for path in [&own, &others] {
        assert_eq!(
            write(&jira, &token, "DELETE", path, &Value::Null).await.0,
            204
        );
        assert_eq!(get(&jira, &token, path).await.0, 404);
    }
    let (status, answer) = write(&jira, &token, "POST", &path, &json!({ "body": " " })).await;
    assert_eq!(
        (status, &answer["errors"]["comment"]),
        (400, &json!("Comment body can not be empty!"))
    );
    jira.set_permission("demo", "RND", Permission::AddComments, false);
    assert_eq!(
        write(&jira, &token, "POST", &path, &json!({ "body": "x" }))
            .await
            .0,
        400
    );
}
