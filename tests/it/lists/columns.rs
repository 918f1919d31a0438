//! The columns that a person wants.

use super::connected;
use crate::script::Script;
use serde_json::json;

#[tokio::test]
async fn columns_are_chosen_without_javascript_and_remembered_after_a_restart() {
    let (mut app, person) = connected(0).await;
    let page = person.get("/?list=reported&sort=key").await;
    let form = page.form("Apply").expect("a form");
    assert_eq!(
        (form.method.as_str(), form.action.as_str()),
        ("post", "/api/columns")
    );
    let fields: Vec<_> = form
        .fields
        .iter()
        .filter(|(name, value)| {
            name == "view" || ["status", "key", "assignee"].contains(&value.as_str())
        })
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let page = person.post("/api/columns", &fields).await;
    assert_eq!(
        page.path, "/?list=reported&sort=key",
        "back to the same list"
    );
    let chosen = ["Key", "Summary", "Status", "Assignee"];
    let heads = |page: &crate::page::Page| -> Vec<String> {
        let heads = page.texts("th");
        heads
            .iter()
            .map(|it| it.trim_end_matches([' ', '↑', '↓']).to_owned())
            .collect()
    };
    assert_eq!(heads(&page), chosen);
    app.restart().await;
    let page = person.open().await;
    assert_eq!(heads(&page), chosen);
    let checked = page.attributes(".menu input[type=checkbox]", "checked");
    assert_eq!(checked.iter().filter(|it| it.is_some()).count(), 2);
}

#[tokio::test]
async fn key_and_summary_are_always_there_and_all_are_none_in_particular() {
    let (app, _) = connected(0).await;
    let script = Script::at(&app);
    let few = script
        .call(
            "columns",
            &[("columns[]", "updated"), ("columns[]", "updated")],
        )
        .await;
    assert_eq!(few.json, json!("key summary updated"));
    let key = script.call("columns", &[("columns[]", "key")]).await;
    assert_eq!(key.json, json!("key summary"));
    let all = script.call("columns", &[]).await;
    let every = "type key summary status assignee reporter priority created updated";
    assert_eq!(all.json, json!(every));
    let unknown = script.call("columns", &[("columns[]", "votes")]).await;
    assert_eq!(unknown.json, json!(every));
}
