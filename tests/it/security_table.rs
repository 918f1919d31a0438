//! docs/security.md: each row is a test.

use std::{fs, path::Path};

/// The source of the module that holds a test: `bot::refusals` is `it/bot/refusals.rs`.
fn source(module: &str) -> String {
    let file = module.replace("::", "/");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("it/{file}.rs"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn each_row_of_the_table_names_a_test() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/security.md");
    let page = fs::read_to_string(page).expect("docs/security.md");
    let is_row = |line: &&str| {
        line.starts_with("| ") && !line.ends_with(" test |") && !line.starts_with("|---")
    };
    let rows: Vec<&str> = page.lines().filter(is_row).collect();
    assert!(rows.len() >= 30, "only {} rows were found", rows.len());
    for row in rows {
        let test = row
            .rsplit('`')
            .nth(1)
            .unwrap_or_else(|| panic!("no test in {row}"));
        let (module, name) = test
            .rsplit_once("::")
            .unwrap_or_else(|| panic!("no module in {row}"));
        let source = source(module);
        let found = source
            .split_once(&format!("fn {name}()"))
            .unwrap_or_else(|| panic!("{test} is no test"));
        let attribute = found.0.trim_end().trim_end_matches("async").trim_end();
        assert!(
            attribute.ends_with("test]"),
            "{test} is a function, but no test"
        );
    }
}
