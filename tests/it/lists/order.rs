//! Order and pages.

use super::{connected, last_query};
use crate::page::Page;

fn head(page: &Page, column: &str) -> (Option<String>, String) {
    let href = page.attribute(&format!("#sort-{column}"), "href");
    let sorted = page.attributes("th", "aria-sort");
    let at = page.texts("th a").iter().position(|it| {
        it.trim_end_matches([' ', '↑', '↓'])
            .eq_ignore_ascii_case(column)
    });
    (at.and_then(|at| sorted[at].clone()), href.expect("a link"))
}

#[tokio::test]
async fn a_press_on_a_head_sorts_upwards_and_the_next_one_downwards() {
    let (app, person) = connected(0).await;
    let page = person.open().await;
    assert_eq!(head(&page, "updated").0.as_deref(), Some("descending"));
    let (none, href) = head(&page, "key");
    assert_eq!(none, None);

    let page = person.get(&href).await;
    let (order, href) = head(&page, "key");
    assert_eq!(order.as_deref(), Some("ascending"));
    assert_eq!(
        last_query(&app, "jql").as_deref(),
        Some("assignee = currentUser() ORDER BY key ASC")
    );
    assert_eq!(page.issue_keys()[..2], ["DEMO-1", "DEMO-2"]);
    assert_eq!(head(&page, "updated").0, None);

    let page = person.get(&href).await;
    assert_eq!(head(&page, "key").0.as_deref(), Some("descending"));
    assert_eq!(page.issue_keys()[0], "DEMO-12");
}

#[tokio::test]
async fn every_column_can_be_sorted_by() {
    let (_app, person) = connected(0).await;
    let page = person.open().await;
    let hrefs = page.attributes("th a", "href");
    assert_eq!(hrefs.len(), 9);
    for href in hrefs {
        let page = person.get(&href.expect("an address")).await;
        assert_eq!(page.alert(), None);
        assert_eq!(page.texts("th[aria-sort]").len(), 1);
    }
}

#[tokio::test]
async fn an_order_that_is_chosen_replaces_the_one_of_the_query() {
    let (app, person) = connected(0).await;
    let typed = "/?list=jql&jql=text+~+%22please+order+by+friday%22+order+by+key%2C+updated";
    let page = person.get(typed).await;
    assert_eq!(page.texts("th[aria-sort]"), Vec::<String>::new());
    person.get(&format!("{typed}&sort=type&desc=1")).await;
    assert_eq!(
        last_query(&app, "jql").as_deref(),
        Some("text ~ \"please order by friday\" ORDER BY issuetype DESC")
    );
}

#[tokio::test]
async fn fifty_issues_have_no_pages_and_fifty_one_have_two() {
    // Twelve more are Dana Demo's own.
    let (_app, person) = connected(38).await;
    let page = person.open().await;
    assert_eq!(page.issue_keys().len(), 50);
    assert_eq!(page.texts("nav[aria-label=Pages]"), Vec::<String>::new());
    assert!(page.texts(".list-foot .hint")[0].starts_with("1–50 of 50."));

    let (app, person) = connected(39).await;
    let page = person.open().await;
    assert_eq!(page.texts("nav[aria-label=Pages] a"), ["Next page"]);
    assert_eq!(last_query(&app, "startAt"), None);
    let next = page.attribute("#next", "href").expect("a link");
    let page = person.get(&next).await;
    assert_eq!(last_query(&app, "startAt").as_deref(), Some("50"));
    assert_eq!(page.issue_keys().len(), 1);
    assert!(page.texts(".list-foot .hint")[0].starts_with("51 of 51."));
    assert_eq!(page.texts("nav[aria-label=Pages] a"), ["Previous page"]);
    assert_eq!(page.attribute("#previous", "href").as_deref(), Some("/"));
}

#[tokio::test]
async fn the_third_page_begins_at_a_hundred_in_the_same_order() {
    let (app, person) = connected(120).await;
    let page = person.get("/?sort=key&start=100&issue=DEMO-1").await;
    assert_eq!(last_query(&app, "startAt").as_deref(), Some("100"));
    assert_eq!(last_query(&app, "maxResults").as_deref(), Some("50"));
    assert_eq!(page.issue_keys().len(), 32);
    assert_eq!(
        page.attribute("#previous", "href").as_deref(),
        Some("/?sort=key&start=50&issue=DEMO-1")
    );
    let (_, by_status) = head(&page, "status");
    assert_eq!(
        by_status, "/?sort=status&issue=DEMO-1",
        "from the first page on"
    );
}

#[tokio::test]
async fn an_order_can_be_chosen_in_a_form() {
    let (app, person) = connected(0).await;
    let page = person
        .get("/?list=reported&sort=key&desc=1&issue=DEMO-1")
        .await;
    let form = page.form("Sort").expect("a form");
    assert_eq!((form.method.as_str(), form.action.as_str()), ("get", "/"));
    let chosen = page.texts("#order-by option[selected]");
    assert_eq!(chosen, ["Key"]);
    assert!(page.attribute("#order [name=desc]", "checked").is_some());
    let fields = [("list", "reported"), ("issue", "DEMO-1")];
    for (name, value) in fields {
        let sent = form.fields.iter().find(|field| field.0 == name);
        assert_eq!(sent.map(|field| field.1.as_str()), Some(value));
    }
    person.get("/?list=reported&sort=status&desc=1").await;
    let by_status = "reporter = currentUser() ORDER BY status DESC";
    assert_eq!(last_query(&app, "jql").as_deref(), Some(by_status));
    person.get("/?list=reported&sort=").await;
    let own = "reporter = currentUser() ORDER BY updated DESC";
    assert_eq!(last_query(&app, "jql").as_deref(), Some(own));
}
