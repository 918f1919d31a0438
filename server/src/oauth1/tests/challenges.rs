use super::super::challenge::parse;

fn flat(value: &str) -> Vec<Vec<String>> {
    let show = |(name, value): (String, String)| format!("{name}={value}");
    parse(value)
        .into_iter()
        .map(|c| c.into_iter().map(show).collect())
        .collect()
}

#[test]
fn challenges_are_read_by_the_grammar_and_not_by_splitting() {
    let cases: &[(&str, &str, &[&[&str]])] = &[
        ("nothing", "", &[]),
        ("scheme alone", "OAuth", &[&[]]),
        ("scheme in other case", "oauth a=b", &[&["a=b"]]),
        (
            "another scheme",
            "Basic realm=\"OAuth oauth_problem=x\"",
            &[],
        ),
        (
            "two challenges in one value",
            "Basic realm=\"a, b\", OAuth realm=\"c\", oauth_problem=\"d\"",
            &[&["realm=c", "oauth_problem=d"]],
        ),
        (
            "OAuth first",
            "OAuth oauth_problem=\"d\", Basic realm=\"x\"",
            &[&["oauth_problem=d"]],
        ),
        (
            "two OAuth challenges",
            "OAuth realm=\"a\", OAuth oauth_problem=b",
            &[&["realm=a"], &["oauth_problem=b"]],
        ),
        (
            "a token68 before",
            "Negotiate abc==, OAuth oauth_problem=b",
            &[&["oauth_problem=b"]],
        ),
        (
            "a bare scheme before",
            "Negotiate, OAuth oauth_problem=b",
            &[&["oauth_problem=b"]],
        ),
        (
            "commas and equals signs inside quotes",
            "OAuth realm=\"a,b=\\\"c\\\\\", oauth_problem=\"d\"",
            &[&["realm=a,b=\"c\\", "oauth_problem=d"]],
        ),
        (
            "blanks around the equals sign",
            "OAuth  a = \"b\" ,, c=d ",
            &[&["a=b", "c=d"]],
        ),
        (
            "oauth values are decoded, others are not",
            "OAuth realm=\"%2F\", oauth_x=\"%2F+\"",
            &[&["realm=%2F", "oauth_x=/+"]],
        ),
        (
            "an undecodable value is left out",
            "OAuth oauth_x=\"%2\", oauth_y=\"1\"",
            &[&["oauth_y=1"]],
        ),
        ("an open quote", "OAuth oauth_problem=\"token_rejected", &[]),
        ("text after a quote", "OAuth a=\"b\"c", &[]),
        (
            "a broken challenge after a good one",
            "OAuth a=b, Basic realm=\"",
            &[&["a=b"]],
        ),
        ("a line break", "OAuth a=b\r\nX: y", &[]),
    ];
    for (name, value, expected) in cases {
        assert_eq!(flat(value), *expected, "{name}");
    }
    assert!(parse(&format!("OAuth a=\"{}\"", "x".repeat(40_000))).is_empty());
}
