use crate::jql::{
    is_query, position,
    query::Jql,
    quote::{as_value, quoted, unquoted},
    search_for,
    token::{Kind, tokens},
};
use proptest::prelude::*;

proptest! {
    #[test]
    fn a_value_never_escapes_its_quotes(value in any::<String>()) {
        let jql = Jql::clause("project", "=", &value).to_string();
        let tokens = tokens(&jql);
        let kinds: Vec<Kind> = tokens.iter().map(|token| token.kind).collect();
        prop_assert_eq!(kinds, [Kind::Word, Kind::Operator, Kind::Quoted]);
        prop_assert_eq!(unquoted(tokens[2].text), Some(value));
    }

    #[test]
    fn words_never_escape_their_quotes(text in any::<String>()) {
        let jql = search_for(&text, None).to_string();
        let kinds: Vec<Kind> = tokens(&jql).iter().map(|token| token.kind).collect();
        prop_assert_eq!(kinds, [Kind::Word, Kind::Operator, Kind::Quoted]);
    }

    #[test]
    fn lucene_reads_no_sign_but_the_star_at_an_end(text in "[ a-c+*?:\\\\(){}^~!&|/-]{0,12}") {
        let jql = search_for(&text, None).to_string();
        let value = unquoted(jql.trim_start_matches("text ~ ")).expect("a quoted value");
        let mut rest = value.chars().peekable();
        while let Some(c) = rest.next() {
            match c {
                '\\' => drop(rest.next()),
                '*' => prop_assert!(matches!(rest.peek(), None | Some(' '))),
                c => prop_assert!(c.is_alphanumeric() || c == ' ', "{} in {}", c, value),
            }
        }
    }

    #[test]
    fn the_tokens_of_a_query_survive_another_order(jql in "[a-c ()=~,\"'\\\\!&|]{0,20}( order by [a-c, ]{0,6})?") {
        if let Ok(read) = Jql::parse(&jql) {
            let texts = |jql: &str| -> Vec<String> {
                tokens(jql).iter().map(|token| token.text.to_lowercase()).collect()
            };
            let again = read.to_string();
            prop_assert_eq!(texts(&again), texts(&jql));
            prop_assert_eq!(Jql::parse(&again), Ok(read));
        }
    }

    #[test]
    fn brackets_around_a_condition_hold_all_of_it(jql in "[a-c ()=\"'\\\\]{1,20}") {
        if let Ok(read) = Jql::parse(&jql) && !tokens(&jql).is_empty() {
            let both = read.and(Jql::clause("project", "=", "ABC")).to_string();
            let mut depth = 0_i32;
            let mut outside = Vec::new();
            for token in tokens(&both) {
                match token.kind {
                    Kind::Open => depth += 1,
                    Kind::Close => depth -= 1,
                    _ if depth == 0 => outside.push(token.text.to_owned()),
                    _ => {}
                }
            }
            prop_assert_eq!(outside, ["AND"]);
        }
    }

    #[test]
    fn whatever_is_typed_is_read(text in any::<String>()) {
        let _ = is_query(&text);
        let position = position(&text);
        prop_assert!(text.is_char_boundary(position.at));
        prop_assert_eq!(unquoted(&quoted(&text)), Some(text.clone()));
        let value = as_value(&text, &[]);
        prop_assert_eq!(tokens(&value).len(), 1);
    }
}
