//! The grammar and its messages.

use super::parse::{Condition, Operand, parse};

#[test]
fn and_binds_closer_than_or_and_brackets_win() {
    let query = parse("a = 1 OR b = 2 AND c = 3 ORDER BY d, e DESC").expect("a query");
    let Some(Condition::Any(parts)) = query.condition else {
        panic!("OR is outside");
    };
    assert!(matches!(parts[1], Condition::All(_)));
    assert_eq!(query.order.len(), 2);
    assert_eq!(query.order[1].is_descending, Some(true));
    let query = parse("(a = 1 or b = 2) && not c in (3, empty)").expect("a query");
    let Some(Condition::All(parts)) = query.condition else {
        panic!("AND is outside");
    };
    assert!(matches!(parts[1], Condition::Not(_)));
}

#[test]
fn escapes_and_quotes_are_read() {
    for (jql, text) in [
        (r#"a = "x\"y""#, "x\"y"),
        (r"a = 'it\'s'", "it's"),
        (r#"a = "back\\slash""#, "back\\slash"),
        (r#"a = "R&D""#, "R&D"),
        (r#"a = "\u00e4""#, "ä"),
        (r"a = one\ word", "one word"),
        (r#"a = "order by b""#, "order by b"),
    ] {
        let query = parse(jql).expect(jql);
        let Some(Condition::Clause(clause)) = query.condition else {
            panic!("{jql}");
        };
        assert_eq!(clause.operands, [Operand::Text(text.to_owned())], "{jql}");
    }
}

#[test]
fn errors_say_where() {
    for (jql, message) in [
        (
            "project = ",
            "Error in the JQL Query: Expecting either a value, list or function before the end of the query.",
        ),
        (
            "project = C#",
            "Error in the JQL Query: The character '#' is a reserved JQL character. You must enclose it in a string or use the escape '\\u0023' instead. (line 1, character 12)",
        ),
        (
            "a = 1 b",
            "Error in the JQL Query: Expecting either 'OR' or 'AND' but got 'b'. (line 1, character 7)",
        ),
        (
            "a = \"x",
            "Error in the JQL Query: The quoted string 'x' has not been completed. (line 1, character 5)",
        ),
        (
            "a = 1\nAND b like c",
            "Error in the JQL Query: Expecting operator but got 'like'. The valid operators are '=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', 'NOT IN', 'IS' and 'IS NOT'. (line 2, character 7)",
        ),
        (
            "(a = 1",
            "Error in the JQL Query: Expecting ')' before the end of the query.",
        ),
    ] {
        assert_eq!(parse(jql), Err(message.to_owned()));
    }
    assert!(parse(&"(".repeat(10_000)).is_err());
}
