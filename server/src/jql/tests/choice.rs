use crate::jql::{Choice, Jql, is_query, position};

const NEWEST_FIRST: &str = "updated DESC";

fn texts(values: &[&str]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

fn in_project(condition: &str, project: &str) -> String {
    let project = Choice {
        project: Some(project.to_owned()),
        ..Choice::default()
    };
    let typed = Jql::parse(condition).expect("a query that closes");
    let query = typed.and(project.to_jql()).ordered_else(NEWEST_FIRST);
    query.to_string()
}

/// Case D: what a tab shows of a project, and a query that a person wrote.
#[test]
fn case_d_conditions_are_bracketed_quoted_and_never_dropped() {
    let choice = Choice {
        project: Some("ABC".to_owned()),
        types: texts(&["Bug"]),
        priorities: texts(&["High"]),
        ..Choice::default()
    };
    assert_eq!(
        choice.to_jql().ordered_else(NEWEST_FIRST).to_string(),
        "(project = \"ABC\") AND (issuetype in (\"Bug\")) AND (priority in (\"High\")) ORDER BY updated DESC"
    );
    for (condition, expected) in [
        ("", "project = \"ABC\" ORDER BY updated DESC"),
        (
            "assignee = a OR assignee = b",
            "(assignee = a OR assignee = b) AND (project = \"ABC\") ORDER BY updated DESC",
        ),
        (
            "status = \"project done\"",
            "(status = \"project done\") AND (project = \"ABC\") ORDER BY updated DESC",
        ),
        (
            "text ~ \"please order by friday\"",
            "(text ~ \"please order by friday\") AND (project = \"ABC\") ORDER BY updated DESC",
        ),
        (
            "status in (\"In  Progress\")",
            "(status in (\"In  Progress\")) AND (project = \"ABC\") ORDER BY updated DESC",
        ),
        (
            "status = \"50%25 a+b\" ORDER BY priority DESC",
            "(status = \"50%25 a+b\") AND (project = \"ABC\") ORDER BY priority DESC",
        ),
    ] {
        assert_eq!(in_project(condition, "ABC"), expected, "{condition}");
    }
    let won_t_fix = Choice {
        statuses: texts(&["Won\"t fix"]),
        ..Choice::default()
    };
    assert_eq!(
        won_t_fix.to_jql().to_string(),
        "status in (\"Won\\\"t fix\")"
    );
}

/// Case E: a saved filter by its number, in an order.
#[test]
fn case_e_a_saved_filter_keeps_its_conditions_and_its_order() {
    let filter = Choice {
        filter: Some(10001),
        ..Choice::default()
    };
    let saved_as = |jql: &str| {
        let saved = Jql::parse(jql).expect("a query that closes");
        let query = filter.to_jql().ordered_as(&saved);
        query.ordered_else(NEWEST_FIRST).to_string()
    };
    assert_eq!(
        saved_as("ORDER BY updated"),
        "filter = 10001 ORDER BY updated"
    );
    assert_eq!(
        saved_as("a = 1 OR b = 2"),
        "filter = 10001 ORDER BY updated DESC"
    );
    let and = |condition: &str| {
        let typed = Jql::parse(condition).expect("a query that closes");
        filter.to_jql().and(typed).to_string()
    };
    assert_eq!(and("a=1 OR b=2"), "(filter = 10001) AND (a=1 OR b=2)");
    assert_eq!(
        and("status = \"To Do\" order by priority DESC"),
        "(filter = 10001) AND (status = \"To Do\") ORDER BY priority DESC"
    );
}

/// Case F: the name that a tab gets from its query.
#[test]
fn case_f_a_heading_is_made_of_the_values_with_all_their_signs() {
    for (jql, heading) in [
        ("type in (\"Task\",\"Sub-task\")", "Task, Sub-task"),
        (
            "issuetype in (Bug) AND status in (\"To Do\", Done)",
            "Bug, To Do, Done",
        ),
        ("type in (\"A (b)\")", "A (b)"),
        (
            "type = \"R&D, C# 50% a+b Ünïcode\" ORDER BY updated DESC",
            "R&D, C# 50% a+b Ünïcode",
        ),
        ("filter = 10001 ORDER BY updated", ""),
    ] {
        let choice = Choice::parse(jql).unwrap_or_else(|| panic!("{jql} is simple"));
        assert_eq!(choice.heading(), heading, "{jql}");
    }
}

#[test]
fn a_choice_is_read_as_it_was_written() {
    let names = texts(&[
        "R&D",
        "C#",
        "50%",
        "a+b",
        "Ünïcode",
        "A (b), \"c\" \\",
        "' OR 1",
    ]);
    let choice = Choice {
        filter: None,
        project: Some("RND".to_owned()),
        types: names.clone(),
        statuses: names[..1].to_vec(),
        priorities: names,
    };
    let jql = choice.to_jql().ordered_else(NEWEST_FIRST).to_string();
    assert_eq!(Choice::parse(&jql), Some(choice), "{jql}");
}

#[test]
fn what_nobody_can_choose_is_no_choice() {
    for jql in [
        "",
        "ORDER BY updated",
        "project != ABC",
        "project = A OR project = B",
        "project = A AND project = B",
        "project in (A, B)",
        "NOT project = A",
        "type in (Bug) AND type in (Task)",
        "type in ()",
        "type in (a b)",
        "type in standardIssueTypes()",
        "assignee = currentUser()",
        "filter = \"Open bugs\"",
        "(project = A",
        "project = A)",
        "project = \"A",
        "project = A AND",
        "project = A ORDER BY",
    ] {
        assert_eq!(Choice::parse(jql), None, "{jql}");
    }
}

#[test]
fn brackets_around_a_condition_mean_nothing_and_too_many_are_no_choice() {
    let in_brackets = |count: usize| {
        let (open, close) = ("(".repeat(count), ")".repeat(count));
        Choice::parse(&format!("{open}project = A{close} AND (status = Open)"))
    };
    let plain = in_brackets(0);
    assert!(plain.is_some());
    assert_eq!(in_brackets(16), plain);
    for count in [17, 60_000] {
        assert_eq!(in_brackets(count), None, "{count}");
    }
    assert_eq!(Choice::parse(&"(".repeat(60_000)), None);
}

#[test]
fn no_reader_of_queries_minds_how_deep_they_are() {
    for deep in [
        "(".repeat(60_000),
        ")".repeat(60_000),
        "(a = 1 AND ".repeat(60_000),
        "NOT ".repeat(60_000),
        "a in (".repeat(60_000),
        "a in (b, ".repeat(60_000) + &")".repeat(60_000),
    ] {
        assert_eq!(Choice::parse(&deep), None);
        assert_eq!(position(&deep).begun, "");
        assert_eq!(Jql::typed(&deep).to_string().trim(), deep.trim());
        assert_eq!(is_query(&deep), deep.contains('a'));
    }
}
