use super::*;
use crate::model::Columns;

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
    let read = |query: &str| View::from_query(&format!("list=jql&{query}&start=4000000000"));
    let (longest, key) = ("ü".repeat(MAX_QUERY_CHARS), "A".repeat(MAX_KEY_CHARS));
    let view = read(&format!("jql={longest}&issue={key}"));
    assert_eq!((view.jql, view.issue), (longest.clone(), Some(key.clone())));
    assert_eq!(view.start_at, MAX_START_AT);
    let view = read(&format!("jql={longest}a&issue={key}A"));
    assert_eq!((view.jql, view.issue), (String::new(), None), "none is cut");
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

#[test]
fn an_order_and_columns_are_written_as_words() {
    for (descending, words) in [(false, "updated"), (true, "updated desc")] {
        let column = Column::Updated;
        let sort = Sort { column, descending };
        assert_eq!(String::from(sort), words);
        assert_eq!(Sort::try_from(words.to_owned()), Ok(sort));
    }
    assert!(Sort::try_from("votes".to_owned()).is_err());
    let columns = Columns::chosen(["votes", "updated", "updated"]);
    assert_eq!(String::from(columns.clone()), "key summary updated");
    assert_eq!(Columns::from("key summary updated".to_owned()), columns);
    assert_eq!(Columns::chosen(["votes"]), Columns::all());
}

#[test]
fn a_form_stands_beside_the_list_and_never_with_an_issue() {
    let view = View::from_query("list=reported&create=R%26D&type=10004");
    assert_eq!(view.to_query(), "list=reported&create=R%26D&type=10004");
    assert_eq!(view.beside().as_deref(), Some("create=R%26D&type=10004"));
    assert_eq!(view.without_issue().to_query(), "list=reported");
    let issue = view.with_issue("A-1");
    assert_eq!(issue.to_query(), "list=reported&issue=A-1");
    assert_eq!(issue.beside().as_deref(), Some("A-1"));
    assert_eq!(issue.with_form("").to_query(), "list=reported&create=");
    assert_eq!(issue.keeping(&view), view);
    for (query, tidy) in [
        ("create=A&issue=A-1&type=1", "issue=A-1"),
        ("type=1", ""),
        ("create=A&type=Bug", "create=A"),
        ("issue=create%3DA", ""),
    ] {
        assert_eq!(View::from_query(query).to_query(), tidy, "{query}");
    }
}
