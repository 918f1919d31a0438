//! The two JQL queries that the simulator knows.

/// Order of the found issues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::jira_sim) enum Order {
    /// No `ORDER BY`: newest key first.
    Key,
    UpdatedAscending,
    UpdatedDescending,
}

/// What is searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::jira_sim) enum Query {
    /// `assignee = currentUser() [ORDER BY updated [ASC|DESC]]`.
    AssignedToMe(Order),
    /// `issuekey = "ABC-1"`.
    Key(String),
}

/// Parses a query, keywords in any case.
///
/// # Errors
/// A message like Jira's for everything else.
pub(in crate::jira_sim) fn parse(jql: &str) -> Result<Query, String> {
    let quoted = jql
        .trim()
        .strip_prefix("issuekey = \"")
        .and_then(|rest| rest.strip_suffix('"'));
    if let Some(key) = quoted.filter(|key| !key.contains(['"', '\\'])) {
        return Ok(Query::Key(key.to_owned()));
    }
    assigned_to_me(jql).map(Query::AssignedToMe)
}

fn assigned_to_me(jql: &str) -> Result<Order, String> {
    let tokens = tokens(jql);
    let lower: Vec<String> = tokens
        .iter()
        .map(|(_, token)| token.to_ascii_lowercase())
        .collect();
    let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
    let rest = match lower.as_slice() {
        ["assignee", "=", "currentuser", "(", ")", rest @ ..] => rest,
        [field, ..] if field.starts_with(char::is_alphabetic) && !is_known_field(field) => {
            let field = &tokens[0].1;
            return Err(format!(
                "Field '{field}' does not exist or you do not have permission to view it."
            ));
        }
        _ => return Err(unexpected(jql, &tokens, 0)),
    };
    match rest {
        [] => Ok(Order::Key),
        ["order", "by", "updated" | "updateddate"]
        | ["order", "by", "updated" | "updateddate", "asc"] => {
            // Jira sorts dates newest first unless told otherwise.
            Ok(if rest.len() == 4 {
                Order::UpdatedAscending
            } else {
                Order::UpdatedDescending
            })
        }
        ["order", "by", "updated" | "updateddate", "desc"] => Ok(Order::UpdatedDescending),
        _ => Err(unexpected(jql, &tokens, 5)),
    }
}

fn is_known_field(name: &str) -> bool {
    matches!(
        name,
        "assignee"
            | "project"
            | "status"
            | "summary"
            | "reporter"
            | "updated"
            | "created"
            | "priority"
            | "issuetype"
            | "type"
            | "key"
            | "issuekey"
            | "resolution"
            | "text"
            | "order"
    )
}

fn unexpected(jql: &str, tokens: &[(usize, String)], at: usize) -> String {
    let Some((offset, token)) = tokens.get(at) else {
        return "Error in the JQL Query: Expecting operator before the end of the query."
            .to_owned();
    };
    let character = jql[..*offset].chars().count();
    format!(
        "Error in the JQL Query: '{token}' is not understood here. (line 1, character {character})"
    )
}

/// Words, and each other visible character alone, with their byte offsets.
fn tokens(jql: &str) -> Vec<(usize, String)> {
    let mut tokens: Vec<(usize, String)> = Vec::new();
    let mut continues = false;
    for (at, character) in jql.char_indices() {
        let is_word = character.is_alphanumeric() || character == '_';
        match tokens.last_mut() {
            Some((_, token)) if is_word && continues => token.push(character),
            _ if !character.is_whitespace() => tokens.push((at, character.to_string())),
            _ => {}
        }
        continues = is_word;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_is_known_in_any_case_and_spacing() {
        assert_eq!(assigned_to_me("assignee = currentUser()"), Ok(Order::Key));
        assert_eq!(
            assigned_to_me("ASSIGNEE=currentuser( ) order by updated"),
            Ok(Order::UpdatedDescending)
        );
        assert_eq!(
            assigned_to_me("assignee = currentUser() ORDER BY updated ASC"),
            Ok(Order::UpdatedAscending)
        );
        assert_eq!(
            assigned_to_me("assignee = currentUser() ORDER BY updated DESC"),
            Ok(Order::UpdatedDescending)
        );
    }

    #[test]
    fn anything_else_is_an_error() {
        for jql in [
            "",
            "assignee",
            "assignee = demo",
            "assignee = currentUser() AND x = 1",
            "(",
            "é = 1",
        ] {
            assert!(assigned_to_me(jql).is_err(), "{jql}");
        }
        let error = assigned_to_me("flavour = sweet").expect_err("no such field");
        assert_eq!(
            error,
            "Field 'flavour' does not exist or you do not have permission to view it."
        );
    }
}
