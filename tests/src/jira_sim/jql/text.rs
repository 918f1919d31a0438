//! The text search of `~`: a small part of Lucene's query syntax.

/// Words that have to be in the text; a phrase is several words in a row.
pub(super) struct TextQuery(Vec<Vec<Term>>);

struct Term {
    word: String,
    is_prefix: bool,
}

/// Reads what stands right of `~`.
///
/// # Errors
/// Jira's messages for what Lucene does not parse.
pub(super) fn parse(text: &str, field: &str) -> Result<TextQuery, String> {
    let refused = || format!("Unable to parse the text '{text}' for field '{field}'.");
    if let Some(first) = text
        .trim_start()
        .chars()
        .next()
        .filter(|it| "*?".contains(*it))
    {
        return Err(format!(
            "The text query '{text}' for field '{field}' is not allowed to start with character \
             '{first}'."
        ));
    }
    let mut phrases: Vec<Vec<Term>> = Vec::new();
    let (mut word, mut in_phrase, mut brackets) = (String::new(), false, 0_i32);
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                // The escaped sign parts words, as it does in the index.
                characters.next().ok_or_else(refused)?;
                push_word(&mut phrases, &mut word, in_phrase);
            }
            '"' => {
                push_word(&mut phrases, &mut word, in_phrase);
                in_phrase = !in_phrase;
                if in_phrase {
                    phrases.push(Vec::new());
                }
            }
            '(' | ')' if !in_phrase => brackets += if character == '(' { 1 } else { -1 },
            '[' | ']' | '{' | '}' | '^' | '!' | ':' if !in_phrase => return Err(refused()),
            '*' => word.push('*'),
            it if it.is_alphanumeric() => word.extend(it.to_lowercase()),
            _ => push_word(&mut phrases, &mut word, in_phrase),
        }
        if brackets < 0 {
            return Err(refused());
        }
    }
    push_word(&mut phrases, &mut word, in_phrase);
    if in_phrase || brackets != 0 {
        return Err(refused());
    }
    phrases.retain(|phrase| !phrase.is_empty());
    Ok(TextQuery(phrases))
}

fn push_word(phrases: &mut Vec<Vec<Term>>, word: &mut String, in_phrase: bool) {
    let text = std::mem::take(word);
    let term = Term {
        word: text.replace('*', ""),
        is_prefix: text.ends_with('*'),
    };
    if term.word.is_empty() {
        return;
    }
    match phrases.last_mut() {
        Some(phrase) if in_phrase => phrase.push(term),
        _ => phrases.push(vec![term]),
    }
}

impl TextQuery {
    pub(super) fn finds(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        let words: Vec<&str> = lower
            .split(|it: char| !it.is_alphanumeric())
            .filter(|it| !it.is_empty())
            .collect();
        let holds = |phrase: &Vec<Term>| {
            words.windows(phrase.len()).any(|run| {
                run.iter().zip(phrase).all(|(word, term)| {
                    *word == term.word || (term.is_prefix && word.starts_with(&term.word))
                })
            })
        };
        !self.0.is_empty() && self.0.iter().all(holds)
    }
}
