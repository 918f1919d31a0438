use crate::jql::search_for;

fn search(text: &str) -> String {
    search_for(text, None).to_string()
}

#[test]
fn words_are_looked_for_as_people_mean_them() {
    for (typed, jql) in [
        ("invoice", r#"text ~ "invoice""#),
        ("monthly  invoice", r#"text ~ "monthly invoice""#),
        ("R&D", r#"text ~ "R\\&D""#),
        ("C#", r#"text ~ "C#""#),
        ("50%", r#"text ~ "50%""#),
        ("a+b", r#"text ~ "a\\+b""#),
        ("Ünïcode", r#"text ~ "Ünïcode""#),
        ("it's", r#"text ~ "it's""#),
        ("a-b-c", r#"text ~ "a\\-b\\-c""#),
        ("foo*", r#"text ~ "foo*""#),
        ("*foo", r#"text ~ "\\*foo""#),
        ("what?", r#"text ~ "what\\?""#),
        ("(a:b)", r#"text ~ "\\(a\\:b\\)""#),
        ("back\\slash", r#"text ~ "back\\\\slash""#),
    ] {
        assert_eq!(search(typed), jql, "{typed}");
    }
}

#[test]
fn words_in_quotes_stay_together() {
    assert_eq!(search("\"quoted\""), r#"text ~ "\"quoted\"""#);
    assert_eq!(search("a \"b  c\" d"), r#"text ~ "a \"b c\" d""#);
    assert_eq!(
        search("a\"b"),
        r#"text ~ "a b""#,
        "one quote quotes nothing"
    );
    assert_eq!(search("\"R&D\""), r#"text ~ "\"R\\&D\"""#);
}

#[test]
fn operators_of_lucene_are_words_like_others() {
    assert_eq!(search("AND"), r#"text ~ "and""#);
    assert_eq!(search("salt AND pepper"), r#"text ~ "salt and pepper""#);
    assert_eq!(search("salt - pepper"), r#"text ~ "salt pepper""#);
    assert_eq!(search("-"), r#"text ~ "\\-""#);
    assert_eq!(search("&& ||"), r#"text ~ "\\&\\& \\|\\|""#);
}

#[test]
fn a_key_is_looked_for_as_a_key_and_as_a_word() {
    let jql = search_for("DEMO-1", Some("DEMO-1")).to_string();
    assert_eq!(jql, r#"issuekey = "DEMO-1" OR text ~ "DEMO\\-1""#);
}
