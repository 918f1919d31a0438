//! docs/security.md and docs/cases.md: each row names the test that shows it, or the file to read.

use std::{fs, path::Path};

/// The source of the module that holds a test: `bot::refusals` is `it/bot/refusals.rs`.
fn source(module: &str) -> String {
    let file = module.replace("::", "/");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("it/{file}.rs"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A function with `test` in its attribute, or a line of `provoked!`, which writes such a function.
#[track_caller]
fn assert_is_test(test: &str) {
    let (module, name) = test
        .rsplit_once("::")
        .unwrap_or_else(|| panic!("neither a test nor a file: {test}"));
    let source = source(module);
    if let Some((_, provoked)) = source.split_once("provoked! {")
        && provoked.contains(&format!("    {name}: "))
    {
        return;
    }
    let found = source
        .split_once(&format!("fn {name}()"))
        .unwrap_or_else(|| panic!("{test} is no test"));
    let attribute = found.0.trim_end().trim_end_matches("async").trim_end();
    let attribute = attribute.lines().last().unwrap_or_default();
    assert!(
        attribute.starts_with("#[") && attribute.contains("test"),
        "{test} is a function, but no test"
    );
}

/// A file, or a test in one: `server/src/jql/tests.rs::name`.
#[track_caller]
fn assert_is_file(proof: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (file, test) = proof.split_once("::").unwrap_or((proof, ""));
    let source = fs::read_to_string(root.join(file));
    let source = source.unwrap_or_else(|error| panic!("{proof}: {error}"));
    let is_there = test.is_empty() || source.contains(&format!("fn {test}("));
    assert!(is_there, "there is no {proof}");
}

/// What the last column of the tables of a page names.
fn proofs(page: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(page);
    let page = fs::read_to_string(path).unwrap_or_else(|error| panic!("{page}: {error}"));
    let lines: Vec<&str> = page.lines().collect();
    // What stands before the line of dashes is the head of a table.
    let is_row = |[line, next]: &[&str; 2]| {
        line.starts_with("| ") && !line.starts_with("|---") && !next.starts_with("|---")
    };
    let proof = |row: &str| {
        row.strip_suffix("` |")
            .and_then(|row| row.rsplit('`').next())
            .unwrap_or_else(|| panic!("nothing shows {row}"))
            .to_owned()
    };
    // The line after the last one ends nothing.
    let next = lines.iter().skip(1).chain([&""]);
    let pairs = lines.iter().zip(next).map(|(line, next)| [*line, *next]);
    pairs.filter(is_row).map(|[line, _]| proof(line)).collect()
}

#[test]
fn each_row_of_the_tables_names_a_test_or_a_file() {
    for (page, at_least) in [("docs/security.md", 100), ("docs/cases.md", 30)] {
        let proofs = proofs(page);
        assert!(proofs.len() >= at_least, "{page}: {} rows", proofs.len());
        for proof in proofs {
            if proof.contains('/') {
                assert_is_file(&proof);
            } else {
                assert_is_test(&proof);
            }
        }
    }
}
