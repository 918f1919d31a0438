//! What is around an issue: people, work, files, projects, permissions, new issues.

use serde_json::{Value, json};

use super::client::{Signed, access_token, options, send, signed};
use super::issues::write;
use super::search::get;
use crate::jira_sim::{Attachment, JiraSim, Permission};

#[tokio::test]
async fn watching_and_voting_follow_the_rules() {
    let jira = JiraSim::start(options()).await;
    let (token, _) = access_token(&jira, "demo").await;
    let watchers = "/rest/api/2/issue/DEMO-1/watchers";
    assert_eq!(
        write(&jira, &token, "POST", watchers, &json!("demo"))
            .await
            .0,
        204
    );
    let (_, answer) = get(&jira, &token, watchers).await;
    assert_eq!(
        (&answer["watchCount"], &answer["watchers"][0]["name"]),
        (&json!(1), &json!("demo"))
    );
    assert_eq!(
        write(&jira, &token, "POST", watchers, &json!("sam"))
            .await
            .0,
        401
    );
    let path = format!("{watchers}?username=demo");
    assert_eq!(
        write(&jira, &token, "DELETE", &path, &Value::Null).await.0,
        204
    );
    let votes = "/rest/api/2/issue/DEMO-1/votes";
    assert_eq!(write(&jira, &token, "POST", votes, &json!({})).await.0, 204);
    assert_eq!(get(&jira, &token, votes).await.1["hasVoted"], true);
    assert_eq!(
        write(&jira, &token, "DELETE", votes, &Value::Null).await.0,
        204
    );
    let own = "/rest/api/2/issue/RND-1/votes";
    let (status, answer) = write(&jira, &token, "POST", own, &json!({})).await;
    let message = json!("You cannot vote for an issue you have reported.");
    assert_eq!((status, &answer["errorMessages"][0]), (404, &message));
}

#[tokio::test]
async fn logged_work_lowers_the_estimate() {
    let jira = JiraSim::start(options()).await;
    let (token, _) = access_token(&jira, "demo").await;
    let path = "/rest/api/2/issue/RND-1/worklog";
    let work = json!({ "timeSpent": "1h 30m", "started": "2026-11-20T09:15:00.000+0100" });
    let (status, added) = write(&jira, &token, "POST", path, &work).await;
    assert_eq!((status, &added["timeSpentSeconds"]), (201, &json!(5400)));
    assert_eq!(added["started"], "2026-11-20T08:15:00.000+0000");
    let estimate = async || jira.issue("RND-1").and_then(|it| it.remaining_s);
    assert_eq!(estimate().await, Some(9000));
    let path = format!("{path}?adjustEstimate=new&newEstimate=2d");
    assert_eq!(write(&jira, &token, "POST", &path, &work).await.0, 201);
    assert_eq!(estimate().await, Some(57_600));
    for (spent, message) in [
        ("soon", "Invalid time duration entered."),
        ("0m", "You must indicate the time spent working."),
    ] {
        let (status, answer) =
            write(&jira, &token, "POST", &path, &json!({ "timeSpent": spent })).await;
        assert_eq!(
            (status, &answer["errors"]["timeLogged"]),
            (400, &json!(message))
        );
    }
}

#[tokio::test]
async fn files_need_somebody_who_sees_the_issue() {
    let jira = JiraSim::start(options()).await;
    let (token, _) = access_token(&jira, "demo").await;
    jira.change_issue("RND-1", |issue| {
        issue.attachments.push(Attachment {
            id: 20_000,
            name: "a b<i>.html".to_owned(),
            media_type: "text/html".to_owned(),
            content: b"<script>".to_vec(),
            size_bytes: 1000,
            author: "sam".to_owned(),
            created_ms: 0,
        });
    });
    let (_, issue) = get(&jira, &token, "/rest/api/2/issue/RND-1?fields=attachment").await;
    let files = &issue["fields"]["attachment"];
    assert_eq!(
        (&files[0]["mimeType"], &files[1]["thumbnail"]),
        (&json!("image/png"), &Value::Null)
    );
    let url = files[1]["content"].as_str().expect("an address");
    let path = url
        .strip_prefix(jira.base_url())
        .expect("an address of Jira");
    let file = signed(&jira, "GET", path, Signed::with(&token, &[])).await;
    assert_eq!(
        (file.status, file.header("content-type"), file.body.len()),
        (200, "text/html", 1000)
    );
    assert!(
        file.header("content-disposition")
            .starts_with("attachment;")
    );
    assert_eq!(
        send("GET", url, &[], "").await.expect("an answer").status,
        302
    );
    jira.set_permission("demo", "RND", Permission::BrowseProjects, false);
    assert_eq!(
        signed(&jira, "GET", path, Signed::with(&token, &[]))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn permissions_are_told_under_new_and_old_names() {
    let jira = JiraSim::start(options()).await;
    let (token, _) = access_token(&jira, "demo").await;
    jira.set_permission("demo", "DEMO", Permission::EditIssues, false);
    let path = "/rest/api/2/mypermissions?issueKey=DEMO-1";
    let all = get(&jira, &token, path).await.1["permissions"].clone();
    assert_eq!(all["EDIT_ISSUES"]["havePermission"], false);
    assert_eq!(all["EDIT_ISSUE"]["deprecatedKey"], true);
    assert_eq!(all["BROWSE"]["havePermission"], true);
    let path = "/rest/api/2/mypermissions?projectKey=RND";
    let all = get(&jira, &token, path).await.1["permissions"].clone();
    assert_eq!(all["EDIT_ISSUES"]["havePermission"], true);
    assert_eq!(
        get(&jira, &token, "/rest/api/2/mypermissions?issueKey=NO-1")
            .await
            .0,
        404
    );
}

#[tokio::test]
async fn projects_and_people_are_found() {
    let jira = JiraSim::start(options()).await;
    let (token, _) = access_token(&jira, "demo").await;
    let (_, all) = get(&jira, &token, "/rest/api/2/project").await;
    let keys: Vec<_> = all
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| &it["key"])
        .collect();
    assert_eq!(keys, ["DEMO", "OPS", "RND", "UNI"]);
    let (_, project) = get(&jira, &token, "/rest/api/2/project/RND").await;
    assert_eq!(
        (&project["name"], &project["versions"][2]["name"]),
        (&json!("R&D"), &json!("1.1 \"beta\""))
    );
    let (_, kinds) = get(&jira, &token, "/rest/api/2/project/RND/statuses").await;
    assert_eq!(kinds[0]["statuses"].as_array().map(Vec::len), Some(5));
    assert_eq!(get(&jira, &token, "/rest/api/2/project/NOPE").await.0, 404);
    let (_, found) = get(
        &jira,
        &token,
        "/rest/api/2/projects/picker?query=C%23%2050%25%20a%2Bb",
    )
    .await;
    assert_eq!(found["projects"][0]["key"], "UNI");
    jira.set_permission("sam", "RND", Permission::AssignableUser, false);
    for (query, expected) in [
        ("issueKey=RND-1&username=", "demo"),
        ("project=UNI&username=sa", "sam"),
    ] {
        let path = format!("/rest/api/2/user/assignable/search?{query}");
        let (_, people) = get(&jira, &token, &path).await;
        assert_eq!(
            (people.as_array().map(Vec::len), &people[0]["name"]),
            (Some(1), &json!(expected))
        );
    }
    let (_, offers) = get(
        &jira,
        &token,
        "/rest/api/1.0/labels/10001/suggest?query=%C3%BC",
    )
    .await;
    assert_eq!(
        offers["suggestions"][0],
        json!({ "label": "Ünïcode", "html": "<b>Ü</b>nïcode" })
    );
    let (_, found) = get(&jira, &token, "/rest/api/2/issue/picker?query=accents").await;
    assert_eq!(found["sections"][0]["issues"][0]["key"], "RND-1");
}

#[tokio::test]
async fn a_new_issue_needs_what_its_screen_requires() {
    let jira = JiraSim::start(options()).await;
    let (token, _) = access_token(&jira, "demo").await;
    let meta = "/rest/api/2/issue/createmeta/RND/issuetypes";
    let (_, kinds) = get(&jira, &token, meta).await;
    assert_eq!(
        (&kinds["total"], &kinds["values"][4]["id"]),
        (&json!(6), &json!("10004"))
    );
    let (_, fields) = get(&jira, &token, &format!("{meta}/10004?maxResults=100")).await;
    let fields = fields["values"].as_array().expect("a list");
    let severity = fields
        .iter()
        .find(|it| it["fieldId"] == "customfield_10100");
    assert_eq!(severity.map(|it| &it["required"]), Some(&json!(true)));
    let new = |fields: Value| json!({ "fields": fields });
    let base = json!({ "project": { "key": "RND" }, "issuetype": { "id": "10004" } });
    let (status, answer) = write(
        &jira,
        &token,
        "POST",
        "/rest/api/2/issue",
        &new(base.clone()),
    )
    .await;
    assert_eq!(status, 400);
    assert_eq!(
        answer["errors"],
        json!({
            "summary": "You must specify a summary of the issue.",
            "customfield_10100": "Severity is required.",
        })
    );
    let mut fields = base;
    fields["summary"] = json!("New");
    fields["customfield_10100"] = json!({ "value": "Minor" });
    let (status, made) = write(&jira, &token, "POST", "/rest/api/2/issue", &new(fields)).await;
    assert_eq!((status, &made["key"]), (201, &json!("RND-6")));
    let issue = jira.issue("RND-6").expect("an issue");
    assert_eq!(
        (issue.reporter.as_str(), issue.text("customfield_10107")),
        ("demo", "None")
    );
    let (status, answer) = write(&jira, &token, "POST", "/rest/api/2/issue", &new(json!({}))).await;
    assert_eq!(
        (status, &answer["errors"]["project"]),
        (400, &json!("project is required"))
    );
    let classic = "/rest/api/2/issue/createmeta?projectKeys=RND&expand=projects.issuetypes.fields";
    assert_eq!(get(&jira, &token, classic).await.0, 404);
    jira.set_version("8.3.0", "Server");
    let (_, old) = get(&jira, &token, classic).await;
    assert_eq!(
        old["projects"][0]["issuetypes"][4]["fields"]["summary"]["required"],
        true
    );
}

#[tokio::test]
async fn hostile_texts_and_changes_of_others_can_be_planted() {
    let jira = JiraSim::start(options()).await;
    let (token, _) = access_token(&jira, "demo").await;
    let hostile = "<img src=x onerror=alert(1)>";
    jira.change_users(|users| users[1].display_name = hostile.to_owned());
    jira.change_projects(|projects| projects[0].name = hostile.to_owned());
    jira.change_filters(|filters| filters[0].name = hostile.to_owned());
    jira.change_issue("DEMO-1", |issue| {
        issue
            .raw_html
            .insert("description".to_owned(), hostile.to_owned());
        "Changed".clone_into(&mut issue.summary);
    });
    let path = "/rest/api/2/issue/DEMO-1?expand=renderedFields";
    let (_, issue) = get(&jira, &token, path).await;
    assert_eq!(issue["renderedFields"]["description"], hostile);
    assert_eq!(issue["fields"]["summary"], "Changed");
    assert_eq!(issue["fields"]["reporter"]["displayName"], hostile);
    assert_eq!(issue["fields"]["project"]["name"], hostile);
    assert_eq!(jira.count_requests("/issue/DEMO-1"), 1);
}
