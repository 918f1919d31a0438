//! The one field for words, keys and queries.

use super::{connected, last_query, queries, search};
use tests::jira_sim::{Issue, sample_issues};

#[tokio::test]
async fn what_has_an_operator_is_asked_as_it_was_typed() {
    let (app, person) = connected(0).await;
    for typed in [
        "project = DEMO ORDER BY key ASC",
        "status = Done ORDER BY",
        "status in (\"In  Progress\", Done) OR summary ~ \"order by friday\"",
        "summary ~ \"100%25 a+b & 'c'\"",
        "issuetype in (\"Bug\") AND labels != \"A (b)\"",
    ] {
        let page = search(&person, typed).await;
        assert_eq!(last_query(&app, "jql").as_deref(), Some(typed));
        assert_eq!(page.attribute("#jql", "value").as_deref(), Some(typed));
        assert!(page.texts(".made-of")[0].starts_with("Read as JQL."));
    }
}

#[tokio::test]
async fn words_of_any_kind_find_the_issues_that_have_them() {
    let (app, person) = connected(0).await;
    let first = sample_issues().remove(0);
    for (number, words) in [
        "R&D",
        "C#",
        "50%",
        "a+b",
        "Ünïcode",
        "\"quoted words\"",
        "AND",
    ]
    .into_iter()
    .enumerate()
    {
        let key = format!("DEMO-{}", 500 + number);
        app.jira.add_issue(Issue {
            key: key.clone(),
            summary: format!("About {words} and more"),
            ..first.clone()
        });
        let page = search(&person, words).await;
        assert_eq!(page.alert(), None, "{words}");
        assert!(
            page.issue_keys().contains(&key),
            "{words}: {:?}",
            page.issue_keys()
        );
        assert!(page.texts(".made-of")[0].starts_with("Searched for these words."));
        assert_eq!(page.attribute("#jql", "value").as_deref(), Some(words));
    }
    let page = search(&person, "-").await;
    assert_eq!(page.alert(), None);
}

#[tokio::test]
async fn a_key_and_the_address_of_an_issue_find_it_and_an_unknown_key_nothing() {
    let (app, person) = connected(0).await;
    let address = format!("{}/browse/DEMO-3", app.jira.base_url());
    for typed in ["DEMO-3", " DEMO-3 ", &address] {
        let page = search(&person, typed).await;
        assert!(page.issue_keys().contains(&"DEMO-3".to_owned()), "{typed}");
    }
    let page = search(&person, "NOPE-1").await;
    assert_eq!(page.alert(), None);
    assert_eq!(page.texts(".empty strong"), ["No issue has these words."]);
}

#[tokio::test]
async fn the_other_reading_is_one_press_away() {
    let (app, person) = connected(0).await;
    let page = search(&person, "status = Done").await;
    let other = page.attribute(".made-of a", "href").expect("a link");
    let page = person.get(&other).await;
    assert_eq!(
        last_query(&app, "jql").as_deref(),
        Some("text ~ \"status Done\" ORDER BY updated DESC")
    );
    let other = page.attribute(".made-of a", "href").expect("a link");
    person.get(&other).await;
    assert_eq!(last_query(&app, "jql").as_deref(), Some("status = Done"));
}

#[tokio::test]
async fn jira_s_own_words_about_a_wrong_query_stand_at_the_field() {
    let (app, person) = connected(0).await;
    for (typed, says) in [
        ("flavour = sweet", "Field 'flavour' does not exist"),
        (
            "project = NOPE",
            "The value 'NOPE' does not exist for the field 'project'.",
        ),
        ("status = \"Done", "Error in the JQL Query"),
    ] {
        let page = search(&person, typed).await;
        assert_eq!(page.status, 200);
        assert_eq!(last_query(&app, "jql").as_deref(), Some(typed));
        assert_eq!(page.attribute("#jql", "value").as_deref(), Some(typed));
        assert_eq!(
            page.attribute("#jql", "aria-invalid").as_deref(),
            Some("true")
        );
        let place = page.attribute("#jql", "aria-describedby").expect("a place");
        assert!(
            page.texts(&format!("#{place}"))[0].contains(says),
            "{}",
            page.html
        );
        assert_eq!(page.heading(), "Search results");
    }
    assert_eq!(
        queries(&app).len(),
        6,
        "three searches, each from the first list"
    );
}

#[tokio::test]
async fn an_empty_search_lists_everything_newest_first() {
    let (app, person) = connected(0).await;
    let page = search(&person, "  ").await;
    assert_eq!(
        last_query(&app, "jql").as_deref(),
        Some("ORDER BY created DESC")
    );
    assert!(page.issue_keys().len() > 12);
}
