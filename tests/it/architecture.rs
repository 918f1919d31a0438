//! Imports of the server go down only: `http -> usecase -> jira | entra | bot | store -> pure`.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// What each module of the server may import from the others.
const MAY_USE: &[(&str, &[&str])] = &[
    ("clock", &[]),
    ("entropy", &[]),
    ("oauth1", &[]),
    ("verification_code", &["oauth1"]),
    ("jira_url", &[]),
    ("html", &["jira_url"]),
    ("image_handle", &[]),
    ("jql", &[]),
    ("store", &[]),
    ("telemetry", &[]),
    ("bearer", &[]),
    ("keyed_rate", &[]),
    ("chat", &[]),
    ("outbound", &[]),
    ("connection", &["bearer", "chat", "oauth1"]),
    (
        "jira",
        &[
            "clock",
            "connection",
            "entropy",
            "html",
            "image_handle",
            "jira_url",
            "jql",
            "keyed_rate",
            "oauth1",
            "outbound",
            "verification_code",
        ],
    ),
    ("signing_keys", &["clock", "outbound"]),
    ("entra", &["clock", "settings", "signing_keys"]),
    (
        "bot",
        &["clock", "oauth1", "outbound", "settings", "signing_keys"],
    ),
    (
        "settings",
        &["jira", "jira_url", "oauth1", "outbound", "store"],
    ),
    (
        "usecase",
        &[
            "bearer",
            "bot",
            "chat",
            "clock",
            "connection",
            "entra",
            "entropy",
            "html",
            "image_handle",
            "jira",
            "jira_url",
            "jql",
            "oauth1",
            "settings",
            "store",
            "verification_code",
        ],
    ),
    (
        "http",
        &["bot", "entropy", "keyed_rate", "settings", "usecase"],
    ),
    ("fuzz", &["jira", "jira_url"]),
    ("admin", &["clock", "settings", "store", "usecase"]),
    ("setup", &["settings"]),
    ("teams_package", &["settings"]),
    (
        "check",
        &[
            "bot",
            "clock",
            "entra",
            "entropy",
            "jira",
            "jira_url",
            "outbound",
            "settings",
            "signing_keys",
            "store",
            "usecase",
        ],
    ),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .expect("the server's sources")
        .map(|entry| entry.expect("an entry").path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                sources(&path)
            } else {
                vec![path]
            }
        })
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .collect()
}

/// The modules named after `crate::` in a source, one for each of a braced list.
fn imported(source: &str) -> Vec<String> {
    let code: String = source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let word = |text: &str| {
        text.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect::<String>()
    };
    let mut found = Vec::new();
    for rest in code.split("crate::").skip(1) {
        let Some(list) = rest.strip_prefix('{') else {
            found.push(word(rest));
            continue;
        };
        let (mut depth, mut item) = (0_u32, String::new());
        for c in list.chars() {
            match c {
                '}' if depth == 0 => break,
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => found.push(word(std::mem::take(&mut item).trim())),
                c if depth == 0 => item.push(c),
                _ => {}
            }
        }
        found.push(word(item.trim()));
    }
    found.retain(|module| !module.is_empty());
    found
}

#[test]
fn imports_of_the_server_go_down_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/src");
    let mut checked = 0;
    for path in sources(&root) {
        let relative = path.strip_prefix(&root).expect("below the root");
        let module = relative
            .iter()
            .next()
            .expect("a part")
            .to_string_lossy()
            .replace(".rs", "");
        if matches!(module.as_str(), "lib" | "main" | "commands") {
            continue;
        }
        let (_, allowed) = MAY_USE
            .iter()
            .find(|(name, _)| *name == module)
            .unwrap_or_else(|| panic!("{module} is new: say in this test what it may import"));
        for other in imported(&fs::read_to_string(&path).expect("a source")) {
            assert!(
                other == module || allowed.contains(&other.as_str()),
                "{} imports {other}, which is not below {module}",
                relative.display()
            );
            checked += 1;
        }
    }
    assert!(
        checked > 20,
        "only {checked} imports were found: the test no longer reads them"
    );
}

#[test]
fn the_simulator_shares_no_code_with_the_signer() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/jira_sim");
    for path in sources(&root) {
        let source = fs::read_to_string(&path).expect("a source");
        let uses_server = source
            .match_indices("server::")
            .any(|(at, _)| !source[..at].ends_with(':'));
        assert!(!uses_server, "{} uses the server", path.display());
    }
}
