//! Where the address that Jira verified a signature for and the one that we signed part.
//!
//! Both come from signature base strings (RFC 5849 section 3.4.1), of which nothing but the method,
//! the address and the names of parameters goes any further: the values hold tokens.

use crate::oauth1::percent_encoding;
use std::fmt;
use url::Url;

/// An address is shown up to here; Jira's own are shorter.
const MAX_SHOWN_CHARS: usize = 200;

/// The first part in which the two addresses differ.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    part: &'static str,
    seen: String,
    signed: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { part, seen, signed } = self;
        write!(
            f,
            "Jira sees {seen}, this tab signs {signed}: the {part} differs"
        )
    }
}

impl Difference {
    /// Which part it is.
    pub(super) fn part(&self) -> &'static str {
        self.part
    }

    /// The first difference of scheme, host, port and path, in this order.
    pub(super) fn find(base_string: &str, signed: &Url) -> Option<Self> {
        let seen = Url::parse(&part(base_string, 1)?).ok()?;
        let part = if seen.scheme() != signed.scheme() {
            "scheme"
        } else if seen.host_str() != signed.host_str() {
            "host"
        } else if seen.port_or_known_default() != signed.port_or_known_default() {
            "port"
        } else if seen.path() != signed.path() {
            "path"
        } else {
            return None;
        };
        Some(Self {
            part,
            seen: shown(&seen),
            signed: shown(signed),
        })
    }
}

/// A base string without the values of its parameters, for the log.
pub(super) fn redact(base_string: &str) -> String {
    let method = part(base_string, 0).unwrap_or_default();
    let url = part(base_string, 1).and_then(|url| Url::parse(&url).ok());
    let parameters = part(base_string, 2).unwrap_or_default();
    let names: Vec<_> = parameters
        .split('&')
        .filter_map(|pair| Some(pair.split_once('=')?.0))
        .collect();
    format!(
        "{method} {} {}",
        url.as_ref().map(shown).unwrap_or_default(),
        names.join(" ")
    )
}

fn part(base_string: &str, index: usize) -> Option<String> {
    percent_encoding::decode(base_string.split('&').nth(index)?.as_bytes())
}

/// Neither query nor user name: both may hold secrets.
pub(super) fn shown(url: &Url) -> String {
    let text = format!("{}{}", url.origin().ascii_serialization(), url.path());
    text.chars().take(MAX_SHOWN_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEEN: &str = "POST&http%3A%2F%2Fj.example%2Fjira%2Fx&oauth_token%3Dsecret%26a%3Db";

    fn first_difference(signed: &str) -> Option<&'static str> {
        let signed = Url::parse(signed).unwrap();
        Difference::find(SEEN, &signed).map(|difference| difference.part)
    }

    #[test]
    fn the_first_difference_is_named() {
        for (signed, part) in [
            ("http://j.example/jira/x", None),
            ("http://j.example:80/jira/x?jql=a", None),
            ("https://k.example:8443/x", Some("scheme")),
            ("http://k.example:8080/x", Some("host")),
            ("http://j.example:8080/x", Some("port")),
            ("http://j.example/x", Some("path")),
        ] {
            assert_eq!(first_difference(signed), part, "{signed}");
        }
    }

    #[test]
    fn both_addresses_are_shown_without_their_queries() {
        let signed = Url::parse("https://j.example/jira/x?jql=private").unwrap();
        assert_eq!(
            Difference::find(SEEN, &signed).unwrap().to_string(),
            "Jira sees http://j.example/jira/x, this tab signs https://j.example/jira/x: the scheme differs"
        );
    }

    #[test]
    fn a_redacted_base_string_keeps_names_and_no_values() {
        assert_eq!(redact(SEEN), "POST http://j.example/jira/x oauth_token a");
        assert_eq!(redact("%%&&secret"), "  ");
    }
}
