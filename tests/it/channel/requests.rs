//! How often Jira is asked, as docs/performance.md says.

use super::{choose, connected, open, saved};

#[tokio::test]
async fn the_form_is_one_or_two_requests_and_a_count_one() {
    let (app, ada) = connected().await;
    let count = || {
        let count = app.jira.requests().len();
        app.jira.clear_requests();
        count
    };
    open(&ada, "").await;
    assert_eq!(count(), 1, "the filters");
    let counted = choose(&ada, "filter", &[("wanted[filter]", "10000")]).await;
    assert_eq!(count(), 1, "the count");
    ada.call("configuration", &[("wanted[what]", "project")])
        .await;
    assert_eq!(count(), 1, "the recent projects");
    choose(&ada, "project", &[("wanted[find]", "R&D")]).await;
    assert_eq!(count(), 1, "a search for projects");
    choose(&ada, "project", &[("wanted[project]", "RND R&D")]).await;
    assert_eq!(count(), 2, "statuses of each type, and priorities");
    let fields = [("wanted[project]", "RND R&D"), ("wanted[narrowed]", "RND")];
    let narrowed = choose(&ada, "project", &fields).await;
    assert_eq!(count(), 1, "the count");
    ada.call("configuration", &[("wanted[what]", "jql")]).await;
    assert_eq!(count(), 0, "a field for a query");
    choose(&ada, "jql", &[("wanted[jql]", "project = DEMO")]).await;
    assert_eq!(count(), 1, "the count");
    open(&ada, &saved(&narrowed).content).await;
    assert_eq!(count(), 3, "the settings of a tab with a project");

    ada.call("tab", &[("view", "list=nothing")])
        .await
        .step("Connected");
    assert_eq!(count(), 0, "who is connected is known here");
    for tab in [counted, narrowed] {
        let view = saved(&tab).view();
        ada.call("tab", &[("view", &view)]).await.step("Connected");
        assert_eq!(count(), 1, "the list");
    }
}
