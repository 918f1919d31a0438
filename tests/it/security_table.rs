//! docs/security.md: each row names the test that shows it, or the file to read.

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

#[test]
fn each_row_of_the_tables_names_a_test_or_a_file() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let page = fs::read_to_string(root.join("docs/security.md")).expect("docs/security.md");
    let lines: Vec<&str> = page.lines().collect();
    // What stands before the line of dashes is the head of a table.
    let is_row = |[line, next]: &[&str; 2]| {
        line.starts_with("| ") && !line.starts_with("|---") && !next.starts_with("|---")
    };
    let pairs = lines.windows(2).map(|pair| [pair[0], pair[1]]);
    let rows: Vec<_> = pairs.filter(is_row).map(|[line, _]| line).collect();
    assert!(rows.len() >= 100, "only {} rows were found", rows.len());
    for row in rows {
        let proof = row
            .strip_suffix("` |")
            .and_then(|row| row.rsplit('`').next())
            .unwrap_or_else(|| panic!("nothing shows {row}"));
        if proof.contains('/') {
            assert!(root.join(proof).is_file(), "there is no {proof}");
        } else {
            assert_is_test(proof);
        }
    }
}
