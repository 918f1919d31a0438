//! What each list shows.

use super::{connected, last_query};
use crate::page::Page;
use std::time::Duration;
use tests::jira_sim::{Fault, Issue, SimOptions};
use tokio::time::timeout;

fn keys(is_listed: impl Fn(&Issue) -> bool) -> Vec<String> {
    let issues = SimOptions::default().issues;
    let mut keys: Vec<_> = issues
        .into_iter()
        .filter(is_listed)
        .map(|issue| issue.key)
        .collect();
    keys.sort();
    keys
}

fn sorted_keys(page: &Page) -> Vec<String> {
    let mut keys = page.issue_keys();
    keys.sort();
    keys
}

#[tokio::test]
async fn each_list_has_a_link_a_heading_and_its_issues() {
    let (_app, person) = connected(0).await;
    let is = |who: &Option<String>| who.as_deref() == Some("demo");
    let lists: [(&str, Vec<String>); 3] = [
        ("Assigned to me", keys(|it| is(&it.assignee))),
        ("Reported by me", keys(|it| it.reporter == "demo")),
        (
            "Watched by me",
            keys(|it| !is(&it.assignee) && it.watchers.iter().any(|who| who == "demo")),
        ),
    ];
    for (name, keys) in lists {
        let front = person.open().await;
        let at = front.texts("nav.lists a").iter().position(|it| it == name);
        let href = front.attributes("nav.lists a", "href");
        let href = at.and_then(|at| href[at].clone()).expect("a link");
        let page = person.get(&href).await;
        assert_eq!(page.heading(), name);
        assert_eq!(page.texts("nav.lists [aria-current=page]"), [name]);
        assert_eq!(sorted_keys(&page), keys, "{name}");
        assert!(!keys.is_empty(), "{name}");
    }
}

#[tokio::test]
async fn a_row_says_all_there_is_and_leads_into_the_page_and_to_jira() {
    let (app, person) = connected(0).await;
    let page = person.get("/?list=jql&jql=issuekey+%3D+DEMO-5").await;
    assert_eq!(
        page.texts("thead th"),
        [
            "Type", "Key", "Summary", "Status", "Assignee", "Reporter", "Priority", "Created",
            "Updated"
        ]
    );
    let cells = page.texts("tbody td");
    assert_eq!(cells[0], "Task");
    assert_eq!(cells[1], "DEMO-5");
    assert_eq!(cells[2], "Agree retention period for payment records");
    assert_eq!(cells[6], "–", "no priority");
    let in_jira = format!("{}/browse/DEMO-5", app.jira.base_url());
    assert_eq!(page.attribute("td.key a", "href"), Some(in_jira));
    let in_place = "/?list=jql&jql=issuekey+%3D+DEMO-5&issue=DEMO-5";
    assert_eq!(
        page.attribute("td.summary a", "href").as_deref(),
        Some(in_place)
    );
}

#[tokio::test]
async fn who_has_nobody_is_unassigned() {
    let (app, person) = connected(0).await;
    app.jira
        .change_issue("DEMO-13", |issue| issue.assignee = None);
    let page = person.get("/?list=jql&jql=issuekey+%3D+DEMO-13").await;
    assert_eq!(page.texts("tbody td")[4], "Unassigned");
}

#[tokio::test]
async fn a_filter_has_its_name_as_heading_and_its_own_order() {
    let (app, person) = connected(0).await;
    let page = person.get("/?list=filters").await;
    let names = [
        "Open bugs",
        "R&D: what \"we\" do next",
        "Ünïcode C# 50% a+b",
    ];
    assert_eq!(page.texts("nav.filters a"), names);
    assert_eq!(page.heading(), names[0], "the first one");
    assert_eq!(
        last_query(&app, "jql").as_deref(),
        Some("filter = 10000 ORDER BY priority DESC, key ASC")
    );
    for (href, name) in page.attributes("nav.filters a", "href").iter().zip(names) {
        let page = person.get(href.as_deref().expect("an address")).await;
        assert_eq!(page.heading(), name);
        assert_eq!(page.alert(), None);
        assert_eq!(page.texts("nav.filters [aria-current]"), [name]);
        assert!(!page.issue_keys().is_empty(), "{name}");
    }
}

#[tokio::test]
async fn a_list_without_issues_says_what_to_do_next() {
    let (app, person) = connected(0).await;
    app.jira.change_filters(Vec::clear);
    for (view, says) in [
        ("/?list=filters", "You have no favourite filter yet."),
        (
            "/?list=recent",
            "You have not opened an issue in Jira lately.",
        ),
        (
            "/?list=jql&jql=key+%3D+DEMO-1+AND+status+%3D+Done",
            "No issue meets this query.",
        ),
        (
            "/?list=text&text=nobodywritesthis",
            "No issue has these words.",
        ),
        ("/?start=50", "This page of the list is empty by now."),
    ] {
        let page = person.get(view).await;
        assert_eq!(page.texts(".empty strong"), [says], "{view}");
        assert!(!page.texts(".empty a").is_empty(), "{view}");
        assert_eq!(page.alert(), None, "{view}");
    }
    assert_eq!(person.get("/?list=filters").await.heading(), "My filters");
}

#[tokio::test]
async fn a_hung_jira_holds_no_list_and_the_page_asks_again_for_the_same_one() {
    let (app, person) = connected(0).await;
    app.jira.set_fault_on("/search", Fault::Hang);
    let waiting = timeout(
        Duration::from_secs(5),
        person.get("/?list=reported&sort=key"),
    );
    let page = waiting.await.expect("a page without the list");
    assert_eq!(page.heading(), "Reported by me");
    assert!(
        page.html
            .contains("1; url=/?wait=1&amp;list=reported&amp;sort=key"),
        "{}",
        page.html
    );
    let refresh = page.form("Refresh").expect("a button");
    let fields = ["list", "sort", "wait"];
    assert_eq!(
        refresh
            .fields
            .iter()
            .map(|it| it.0.as_str())
            .collect::<Vec<_>>(),
        fields
    );
    app.jira.set_fault(None);
    let page = person.press(&page, "Refresh", &[]).await;
    assert_eq!(page.heading(), "Reported by me");
    assert!(!page.issue_keys().is_empty());
}

#[tokio::test]
async fn whatever_stands_in_the_address_is_a_page() {
    let (_app, person) = connected(0).await;
    for view in [
        "/?list=%FF%00",
        "/?start=99999999999999",
        "/?sort=votes",
        "/?list=filters&filter=../x",
        "/?issue=%3Cscript%3E",
        "/?list=text&text=%22%5C%22",
    ] {
        let page = person.get(view).await;
        assert_eq!(page.status, 200, "{view}");
        assert!(!page.html.contains("<script>"), "{view}");
    }
}

#[tokio::test]
async fn a_filter_that_cannot_be_shown_leaves_the_others_to_choose_from() {
    let (app, person) = connected(0).await;
    app.jira
        .change_filters(|filters| filters[0].jql = "flavour = sweet".to_owned());
    let page = person.get("/?list=filters").await;
    assert!(page.alert().is_some());
    assert_eq!(page.texts("nav.filters a").len(), 3);
    assert!(page.texts(".empty p")[1].starts_with("Choose another filter"));
}

#[tokio::test]
async fn filters_that_jira_names_nobody_for_are_shown_and_not_kept() {
    let (app, person) = connected(0).await;
    let nobodys = Fault::Reply {
        status: 200,
        location: String::new(),
        content_type: "application/json".to_owned(),
        body: "[]".to_owned(),
    };
    app.jira.queue_fault("/filter/favourite", nobodys);
    let page = person.get("/?list=filters").await;
    assert_eq!(page.texts("nav.filters a").len(), 0);
    let page = person.get("/?list=filters").await;
    assert_eq!(page.texts("nav.filters a").len(), 3);
}

#[tokio::test]
async fn the_heading_of_a_list_can_take_the_keyboard_below_any_other_heading() {
    let (_app, person) = connected(0).await;
    for path in ["/", "/?notice=connected"] {
        let page = person.get(path).await;
        assert_eq!(page.attribute("#list", "tabindex").as_deref(), Some("-1"));
    }
}
