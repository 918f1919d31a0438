use super::*;

#[test]
fn an_address_says_what_is_shown_and_is_read_as_it_was_written() {
    let view = View {
        sort: Some(Sort {
            column: Column::Updated,
            descending: true,
        }),
        start_at: 50,
        issue: Some("DEMO-1".to_owned()),
        ..View::of(List::ReportedByMe)
    };
    let query = "list=reported&sort=updated&desc=1&start=50&issue=DEMO-1";
    assert_eq!(view.to_query(), query);
    assert_eq!(View::from_query(query), view);
    assert_eq!(view.href(), format!("/?{query}"));
    assert_eq!(View::default().href(), "/");
}

#[test]
fn names_with_signs_and_letters_of_any_kind_pass_through_an_address() {
    for words in [
        "R&D",
        "C#",
        "50%",
        "a+b",
        "Ünïcode",
        "\"quoted\"",
        "a=b&list=jql",
        "100%25",
        " x ",
        "\u{1F600}",
    ] {
        let text = View {
            text: words.to_owned(),
            ..View::of(List::Text)
        };
        let jql = View {
            jql: format!("project = \"{words}\""),
            ..View::of(List::Jql)
        };
        for view in [text, jql] {
            assert_eq!(View::from_query(&view.to_query()), view, "{words}");
        }
    }
}

#[test]
fn every_list_has_a_word_of_its_own() {
    for (list, _) in List::WORDS {
        assert_eq!(View::from_query(&View::of(list).to_query()).list, list);
    }
}

#[test]
fn what_no_view_knows_is_left_out() {
    for query in [
        "",
        "?",
        "&&=&",
        "script=awaited",
        "list=nobody",
        "sort=votes&desc=1",
        "start=-1",
        "start=x",
        "start=49",
        "issue=",
        "filter=1",
        "jql=a",
        "text=a",
        "%zz=%&%",
    ] {
        assert_eq!(View::from_query(query), View::default(), "{query}");
    }
    let filters = View::of(List::MyFilters);
    for id in ["", "x", "1/2", "1234567890123456789"] {
        assert_eq!(
            View::from_query(&format!("list=filters&filter={id}")),
            filters
        );
    }
}

#[test]
fn nothing_in_a_view_is_without_bounds() {
    let long = "ü".repeat(5000);
    let view = View::from_query(&format!(
        "list=jql&jql={long}&issue={long}&start=4000000000"
    ));
    assert_eq!(view.jql.chars().count(), MAX_QUERY_CHARS);
    assert_eq!(
        view.issue.map(|key| key.chars().count()),
        Some(MAX_KEY_CHARS)
    );
    assert_eq!(view.start_at, MAX_START_AT);
}

#[test]
fn another_order_begins_on_the_first_page_and_keeps_the_rest() {
    let view = View::from_query("list=text&text=invoice&start=100&issue=DEMO-1");
    let sorted = view.sorted(Sort {
        column: Column::Key,
        descending: false,
    });
    assert_eq!(
        sorted.to_query(),
        "list=text&text=invoice&sort=key&issue=DEMO-1"
    );
    assert_eq!(view.from(50).start_at, 50);
    assert_eq!(
        view.without_issue().with_issue("A-1").issue.as_deref(),
        Some("A-1")
    );
}
