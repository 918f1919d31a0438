mod choice;
mod complete;
mod properties;
mod words;

use super::{
    query::{Jql, Unfinished},
    reading::is_query,
};
use app::model::{Column, Sort};

const BY_SUMMARY: Sort = Sort {
    column: Column::Summary,
    descending: false,
};

fn read(text: &str) -> Jql {
    Jql::parse(text).expect("a query that closes")
}

fn in_project(text: &str) -> String {
    read(text)
        .and(Jql::clause("project", "=", "ABC"))
        .to_string()
}

#[test]
fn a_query_keeps_its_words_and_its_order() {
    for jql in [
        "status = \"To Do\" ORDER BY priority DESC, updated DESC",
        "project = ABC OR assignee = bob ORDER BY created",
        "status in (\"In  Progress\")",
        "text ~ \"please order by friday\"",
        "summary ~ 'it\\'s order by' ORDER BY key ASC",
        "\"Epic Link\" = A-1",
        "cf[10001] is EMPTY",
        "",
        "ORDER BY created DESC",
    ] {
        assert_eq!(read(jql).to_string(), jql);
    }
    assert_eq!(
        read("  status = Open   order   by  updated ").to_string(),
        "status = Open ORDER BY updated"
    );
}

#[test]
fn an_added_condition_keeps_the_precedence_of_what_was_written() {
    assert_eq!(
        in_project("assignee = a OR assignee = b"),
        "(assignee = a OR assignee = b) AND (project = \"ABC\")"
    );
    assert_eq!(
        in_project("status = \"To Do\" ORDER BY priority DESC"),
        "(status = \"To Do\") AND (project = \"ABC\") ORDER BY priority DESC"
    );
    assert_eq!(
        in_project("ORDER BY updated"),
        "project = \"ABC\" ORDER BY updated"
    );
    assert_eq!(in_project(""), "project = \"ABC\"");
}

#[test]
fn words_inside_of_quotes_are_no_keywords() {
    assert_eq!(
        in_project("status = \"project done\""),
        "(status = \"project done\") AND (project = \"ABC\")"
    );
    let by_friday = read("text ~ \"please order by friday\"").ordered(BY_SUMMARY);
    assert_eq!(
        by_friday.to_string(),
        "text ~ \"please order by friday\" ORDER BY summary ASC"
    );
}

#[test]
fn an_order_inside_of_brackets_is_not_the_query_s() {
    let odd = read("(text ~ order by) AND a = 1");
    assert_eq!(
        odd.ordered(BY_SUMMARY).to_string(),
        "(text ~ order by) AND a = 1 ORDER BY summary ASC"
    );
}

#[test]
fn another_order_replaces_the_one_that_was_written() {
    for jql in [
        "project = ABC OR assignee = bob ORDER BY created",
        "project = ABC OR assignee = bob order by a asc, b desc",
        "project = ABC OR assignee = bob",
    ] {
        assert_eq!(
            read(jql).ordered(BY_SUMMARY).to_string(),
            "project = ABC OR assignee = bob ORDER BY summary ASC"
        );
    }
    let by_type = Sort {
        column: Column::Type,
        descending: true,
    };
    assert_eq!(
        Jql::default().ordered(by_type).to_string(),
        "ORDER BY issuetype DESC"
    );
}

#[test]
fn a_saved_filter_is_asked_for_by_its_id_in_the_order_of_its_query() {
    let filter = |jql| Jql::filter(10001).ordered_as(&read(jql)).to_string();
    assert_eq!(
        filter("status = \"To Do\" order by priority DESC"),
        "filter = 10001 ORDER BY priority DESC"
    );
    assert_eq!(
        filter("ORDER BY updated"),
        "filter = 10001 ORDER BY updated"
    );
    assert_eq!(filter("a=1 OR b=2"), "filter = 10001");
    let own = read("a=1 OR b=2 ORDER BY key");
    assert_eq!(
        Jql::clause("project", "=", "TEST").and(own).to_string(),
        "(project = \"TEST\") AND (a=1 OR b=2) ORDER BY key"
    );
}

#[test]
fn nothing_is_added_to_a_query_that_breaks_off() {
    for jql in [
        "status = \"Won\"t fix\"",
        "status = 'open",
        "a = 1) OR (b = 2",
        "(a = 1",
        "a = 1)",
        "a = \"x\\\"",
        "a = x\\",
        "a = 1 ORDER BY",
        "order by ",
    ] {
        assert_eq!(Jql::parse(jql), Err(Unfinished), "{jql}");
    }
}

#[test]
fn values_with_signs_are_quoted() {
    for (value, written) in [
        ("R&D", "project = \"R&D\""),
        ("C#", "project = \"C#\""),
        ("50%25", "project = \"50%25\""),
        ("a+b", "project = \"a+b\""),
        ("Ünïcode", "project = \"Ünïcode\""),
        ("Won\"t fix", "project = \"Won\\\"t fix\""),
        ("back\\slash", "project = \"back\\\\slash\""),
        ("two\nlines\u{1}", "project = \"two\\nlines\\u0001\""),
        ("", "project = \"\""),
    ] {
        assert_eq!(Jql::clause("project", "=", value).to_string(), written);
    }
}

#[test]
fn an_order_by_one_column_is_known_and_by_several_is_not() {
    let sort = |order: &str| read(order).sort();
    assert_eq!(sort("ORDER BY summary asc"), Some(BY_SUMMARY));
    let by_update = Some(Sort {
        column: Column::Updated,
        descending: true,
    });
    assert_eq!(sort("a = 1 order by updatedDate DESC"), by_update);
    assert_eq!(
        sort("ORDER BY updated desc").map(|sort| sort.column),
        Some(Column::Updated)
    );
    for order in [
        "",
        "ORDER BY labels asc",
        "ORDER BY summary",
        "ORDER BY summary asc, key desc",
        "ORDER BY \"summary\" upwards",
    ] {
        assert_eq!(sort(order), None, "{order}");
    }
}

#[test]
fn what_has_an_operator_is_a_query_and_anything_else_is_words() {
    for jql in [
        "project = ABC",
        "assignee=currentUser()",
        "summary ~ 'x",
        "NOT status != Done",
        "(priority >= High)",
        "project in (A, B)",
        "issuekey in issueHistory()",
        "status not in (Done)",
        "resolution is EMPTY",
        "resolution is not EMPTY",
        "status was Open",
        "status changed",
        "\"Epic Link\" = A-1",
        "ORDER BY created",
        "status =",
    ] {
        assert!(is_query(jql), "{jql}");
    }
    for words in [
        "",
        "invoice",
        "DEMO-1",
        "R&D",
        "C#",
        "a+b",
        "what is new",
        "made in Japan",
        "it was raining",
        "please order by friday",
        "a -> b",
        "50% <",
        "\"quoted words\"",
        "-",
        "AND",
        "(in brackets)",
    ] {
        assert!(!is_query(words), "{words}");
    }
}
