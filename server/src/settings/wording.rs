//! The TOML parser's words for a mistake, in ours.
//!
//! What a value was is never said again: it may be a secret at the wrong place.

/// Says what is allowed in place of what the parser did not take, the value of a key or a table.
pub(super) fn reword(message: &str, key: Option<&str>) -> String {
    let message = message.replace('\n', " ");
    match expected(&message) {
        // Only the Jiras are a list of tables.
        Some("a sequence") if key.is_none() => {
            return "allowed is [[jira]], in two brackets".into();
        }
        Some(expected) => return format!("allowed is {}", in_plain_words(expected)),
        None => {}
    }
    let names: Vec<_> = message.split('`').skip(1).step_by(2).collect();
    match names.as_slice() {
        [missing] if message.starts_with("missing field") => {
            format!("the key {missing} is missing")
        }
        [unknown, allowed @ ..] if message.starts_with("unknown field") => {
            format!(
                "there is no key {unknown}; allowed are {}",
                allowed.join(", ")
            )
        }
        [unknown, allowed @ ..] if message.starts_with("unknown variant") => {
            format!(
                "{unknown} is not allowed; allowed are {}",
                allowed.join(", ")
            )
        }
        _ if message == "wanted string or table" => "allowed is a word in quotes".to_owned(),
        _ if message == "duplicate key" => "the key is there twice; allowed is once".to_owned(),
        _ => format!("this line cannot be read as TOML ({message})"),
    }
}

/// What kind of value serde expected in place of another kind.
fn expected(message: &str) -> Option<&str> {
    let is_mismatch = ["invalid type: ", "invalid value: "]
        .iter()
        .any(|start| message.starts_with(start));
    // The value itself comes first, and may hold these words.
    let (_, expected) = message.rsplit_once(", expected ").filter(|_| is_mismatch)?;
    Some(expected)
}

fn in_plain_words(expected: &str) -> &str {
    match expected {
        "u64" => "a whole number, such as 15",
        "a sequence" => "a list in brackets, such as [\"…\", \"…\"]",
        "a string" | "path string" => "a text in quotes, such as \"…\"",
        _ if expected.starts_with("struct ") => {
            "a table: its name in brackets on a line of its own, its keys below"
        }
        other => other,
    }
}
