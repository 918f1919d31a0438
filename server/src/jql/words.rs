//! A search for words.
//!
//! Jira hands the value of `text ~` to Lucene, which has a syntax of its own:
//! <https://confluence.atlassian.com/jirasoftwareserver/search-syntax-for-text-fields-939938747.html>.

use super::query::Jql;

/// What Lucene would not take as a part of a word.
const SPECIAL: &[char] = &[
    '+', '-', '&', '|', '!', '(', ')', '{', '}', '[', ']', '^', '~', '*', '?', '\\', ':', '/', '"',
];

/// The query for issues with these words; where they are an issue key, for that issue too.
pub(crate) fn search_for(text: &str, key: Option<&str>) -> Jql {
    let words = Jql::clause("text", "~", &lucene(text));
    match key {
        Some(key) => Jql::clause("issuekey", "=", key).or(&words),
        None => words,
    }
}

/// The words for Lucene: what stands in quotes is looked for as it stands, a `*` at the end of a word
/// means any ending, any other sign means itself.
fn lucene(text: &str) -> String {
    let mut found = Vec::new();
    for (index, part) in text.split('"').enumerate() {
        // An odd number of quotes leaves the last one without a partner: it quotes nothing.
        let is_phrase = index % 2 == 1 && index < text.matches('"').count();
        if is_phrase && has_letters(part) {
            let words: Vec<_> = part.split_whitespace().map(escape).collect();
            found.push(format!("\"{}\"", words.join(" ")));
        } else {
            found.extend(
                part.split_whitespace()
                    .filter(|it| has_letters(it))
                    .map(word),
            );
        }
    }
    if found.is_empty() {
        // Nothing but signs: Lucene finds nothing by them, and must not read them.
        found.extend(text.split_whitespace().map(escape));
    }
    found.join(" ")
}

fn has_letters(word: &str) -> bool {
    word.contains(char::is_alphanumeric)
}

fn word(word: &str) -> String {
    if matches!(word, "AND" | "OR" | "NOT" | "TO") {
        return word.to_lowercase();
    }
    match word.strip_suffix('*') {
        Some(start) if start.chars().all(char::is_alphanumeric) => word.to_owned(),
        _ => escape(word),
    }
}

fn escape(word: &str) -> String {
    let mut escaped = String::with_capacity(word.len());
    for c in word.chars() {
        if SPECIAL.contains(&c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
