//! The `Authorization: OAuth …` header, RFC 5849 section 3.5.1.

use super::percent::{decode, is_encoded};

/// What an Authorization header holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::jira_sim) struct HeaderParameters {
    /// Decoded pairs without `realm`.
    pub(in crate::jira_sim) pairs: Vec<(String, String)>,
    /// Parts that RFC 5849 does not allow: unquoted or not percent-encoded.
    pub(in crate::jira_sim) malformed: Vec<String>,
}

/// Parses one header value; `None` when the scheme is not `OAuth` (in any case).
pub(in crate::jira_sim) fn parse(value: &str) -> Option<HeaderParameters> {
    let value = value.trim();
    let scheme_end = value.find(char::is_whitespace).unwrap_or(value.len());
    if !value[..scheme_end].eq_ignore_ascii_case("OAuth") {
        return None;
    }
    let mut found = HeaderParameters::default();
    for part in split_outside_quotes(&value[scheme_end..]) {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        let quoted = part.split_once('=').and_then(|(name, value)| {
            let value = value.trim().strip_prefix('"')?.strip_suffix('"')?;
            Some((name.trim(), value))
        });
        match quoted {
            // The realm is a quoted string of HTTP and no parameter of OAuth.
            Some((name, _)) if name.eq_ignore_ascii_case("realm") => {}
            Some((name, value)) if !name.is_empty() && is_encoded(name) && is_encoded(value) => {
                found.pairs.push((decode(name), decode(value)));
            }
            Some((name, _)) => found.malformed.push(name.to_owned()),
            None => found.malformed.push(part.to_owned()),
        }
    }
    Some(found)
}

fn split_outside_quotes(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut in_quotes = false;
    for (at, character) in text.char_indices() {
        match character {
            '"' => in_quotes = !in_quotes,
            ',' if !in_quotes => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_decoded_and_the_realm_is_left_out() {
        let found =
            parse(r#"oauth realm="a, b=c", oauth_token="x%20y",oauth_nonce="""#).expect("OAuth");
        assert_eq!(
            found.pairs,
            [
                ("oauth_token".to_owned(), "x y".to_owned()),
                ("oauth_nonce".to_owned(), String::new())
            ]
        );
        assert!(found.malformed.is_empty());
    }

    #[test]
    fn unquoted_and_unencoded_values_are_malformed() {
        let found = parse(r#"OAuth oauth_token=abc, oauth_signature="a+b/c=""#).expect("OAuth");
        assert!(found.pairs.is_empty());
        assert_eq!(found.malformed, ["oauth_token=abc", "oauth_signature"]);
    }

    #[test]
    fn another_scheme_is_no_oauth() {
        assert_eq!(parse("Bearer abc"), None);
        assert_eq!(parse("OAuth2 abc"), None);
    }
}
