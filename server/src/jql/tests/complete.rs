use crate::jql::{
    Awaited::{By, Connection, Direction, Field, Nothing, Operator, OrderField, Value},
    as_value, position,
};

#[test]
fn it_is_known_what_can_follow_a_beginning() {
    let field = |name: &str| name.to_owned();
    for (before, awaited, begun) in [
        ("", Field, ""),
        ("sta", Field, "sta"),
        ("\"Epic L", Field, "Epic L"),
        ("status ", Operator(field("status")), ""),
        ("status !", Operator(field("status")), "!"),
        ("status n", Operator(field("status")), "n"),
        ("status = ", Value(field("status")), ""),
        ("status = Op", Value(field("status")), "Op"),
        ("status = \"In P", Value(field("status")), "In P"),
        ("\"Epic Link\" = ", Value(field("Epic Link")), ""),
        ("status in (", Value(field("status")), ""),
        ("status not in (Open, ", Value(field("status")), ""),
        ("status not in (Open, \"In", Value(field("status")), "In"),
        ("resolution is not ", Value(field("resolution")), ""),
        ("status = Open ", Connection, ""),
        ("status in (Open) ", Connection, ""),
        ("assignee = currentUser() A", Connection, "A"),
        ("status = Open AND ", Field, ""),
        ("(status = Open OR NOT pri", Field, "pri"),
        ("status changed ", Connection, ""),
        ("status changed AND ", Field, ""),
        ("status was Open ", Connection, ""),
        ("ORDER ", By, ""),
        ("status = Open ORDER ", By, ""),
        ("status = Open ORDER B", By, "B"),
        ("status = Open ORDER BY ", OrderField, ""),
        ("ORDER BY up", OrderField, "up"),
        ("ORDER BY updated ", Direction, ""),
        ("ORDER BY updated DESC ", Nothing, ""),
        ("ORDER BY updated DESC, ", OrderField, ""),
        ("ORDER BY updated, ", OrderField, ""),
    ] {
        let position = position(before);
        assert_eq!(
            (position.awaited, position.begun.as_str()),
            (awaited, begun),
            "{before}"
        );
    }
}

#[test]
fn what_is_begun_is_replaced_with_its_quote() {
    assert_eq!(position("status = \"In P").at, 9);
    assert_eq!(position("ü = x").at, 5);
    assert_eq!(position("status = ").at, 9);
}

#[test]
fn a_value_stands_in_quotes_only_where_it_must() {
    let reserved = ["empty".to_owned()];
    for (value, written) in [
        ("Done", "Done"),
        ("DEMO-1", "DEMO-1"),
        ("In Progress", "\"In Progress\""),
        ("R&D", "\"R&D\""),
        ("Empty", "\"Empty\""),
        ("-1", "\"-1\""),
        ("2024", "\"2024\""),
        ("2024.1", "2024.1"),
        ("", "\"\""),
    ] {
        assert_eq!(as_value(value, &reserved), written);
    }
}
