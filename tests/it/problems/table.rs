//! `docs/problems.md` is made from the catalogue.

use super::{named_for, named_in};
use app::error::{Facts, FixedBy, Problem, TabError};
use std::{env, fmt::Write as _, fs, path::Path};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/problems.md");
const WRITE: &str = "JIRA_TAB_WRITE_DOCS";

fn errors() -> impl Iterator<Item = TabError> {
    let facts = Facts::default();
    Problem::ALL.iter().map(move |it| TabError::new(*it, facts))
}

#[test]
fn each_sentence_names_who_can_fix_it_and_nobody_else() {
    for error in errors() {
        let named = named_in(&error.to_string());
        assert_eq!(named, named_for(error.problem), "{error}");
    }
}

#[test]
fn each_problem_has_sentences_of_its_own() {
    let mut causes: Vec<_> = errors().map(|error| error.cause).collect();
    causes.sort();
    let count = causes.len();
    causes.dedup();
    assert_eq!(causes.len(), count, "two problems share a cause");
    for error in errors() {
        for sentence in [&error.cause, &error.next_step] {
            let is_sentence = sentence.starts_with(char::is_uppercase) && sentence.ends_with('.');
            assert!(is_sentence, "{sentence}");
        }
    }
}

fn table() -> String {
    let mut text = String::from(
        "# What can go wrong\n\n\
         Whatever fails has one word, which the page, its address and the log share. Where somebody\n\
         else than the person must act, the page shows the request ID that finds it in the log. Where\n\
         the page knows more than this table, such as the name of the Jira or a number of seconds, it\n\
         says so. What people see, and what to do where one word has several causes:\n\
         [troubleshooting.md](troubleshooting.md).\n\n\
         | word | cause | who can fix it | next step |\n| --- | --- | --- | --- |\n",
    );
    for error in errors() {
        let who = match error.problem.fixed_by() {
            FixedBy::Person => "the person",
            FixedBy::JiraAdministrator => "the administrator of Jira",
            FixedBy::TabAdministrator => "the administrator of this tab",
            FixedBy::EntraAdministrator => "an administrator of Entra",
            FixedBy::Nobody => "nobody: it passes",
        };
        let word = error.problem.word();
        let TabError {
            cause, next_step, ..
        } = error;
        writeln!(text, "| `{word}` | {cause} | {who} | {next_step} |")
            .expect("writing to a String cannot fail");
    }
    text
}

#[test]
fn the_table_in_the_docs_is_the_catalogue() {
    let file = Path::new(FILE);
    if env::var_os(WRITE).is_some() {
        fs::write(file, table()).expect("docs/problems.md can be written");
    }
    let written = fs::read_to_string(file).unwrap_or_default();
    assert!(
        written == table(),
        "docs/problems.md differs from the catalogue; write it anew with \
         `{WRITE}=1 cargo test -p tests --test it the_table_in_the_docs`"
    );
}

#[test]
fn what_troubleshooting_names_in_its_first_column_is_in_the_catalogue() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/troubleshooting.md");
    let page = fs::read_to_string(page).expect("docs/troubleshooting.md");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| "));
    let first = rows.filter_map(|row| row.split(" | ").next());
    let words: Vec<_> = first
        .flat_map(|seen| seen.split('`').skip(1).step_by(2))
        .collect();
    assert!(words.len() >= 20, "{words:?}");
    for word in words {
        assert!(word.parse::<Problem>().is_ok(), "{word} is no problem");
    }
}
