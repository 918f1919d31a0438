//! Issue keys, and where people write them.

use crate::jira_url::BaseUrl;

/// An issue key, such as `ABC-123`: nothing in it needs quoting in JQL or in an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IssueKey(String);

impl IssueKey {
    /// Reads a key; `None` for what is none.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        is_issue_key(text).then(|| Self(text.to_owned()))
    }

    /// Finds the key that `text` is, or that stands in the address of an issue of this Jira.
    pub(crate) fn find(text: &str, base_url: &BaseUrl) -> Option<Self> {
        let text = text.trim();
        let browse = base_url.join("/browse");
        let rest = text.strip_prefix(browse.as_str());
        match rest.and_then(|rest| rest.strip_prefix('/')) {
            Some(rest) => Self::parse(rest.split(['/', '?', '#']).next()?),
            None => Self::parse(text),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Jira's default pattern is `([A-Z][A-Z]+)-number`; administrators may widen it.
pub(super) fn is_issue_key(text: &str) -> bool {
    text.len() <= 255
        && text.rsplit_once('-').is_some_and(|(project, number)| {
            !number.is_empty()
                && number.bytes().all(|byte| byte.is_ascii_digit())
                && !project.is_empty()
                && project
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
        })
}

/// Whether a text is the part of an issue key before its number.
pub(crate) fn is_project_key(text: &str) -> bool {
    is_issue_key(&format!("{text}-1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_in_an_address_of_this_jira_only() {
        let base_url = BaseUrl::parse("https://jira.example.com/jira").expect("an address");
        let find = |text: &str| IssueKey::find(text, &base_url).map(|key| key.0);
        for text in [
            "TS-3",
            " TS-3 ",
            "https://jira.example.com/jira/browse/TS-3",
            "https://jira.example.com/jira/browse/TS-3/test",
            "https://jira.example.com/jira/browse/TS-3?focusedId=1#x",
        ] {
            assert_eq!(find(text).as_deref(), Some("TS-3"), "{text}");
        }
        for text in [
            "https://jira.example.com/browse/TS-3",
            "https://test.atlassian.net/browse/TS-3",
            "https://jira.example.com/jira/browse/123",
            "https://jira.example.com/jira/browse/",
            "browse/TEST-1/hello",
            "fix TS-3",
            "",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
        assert_eq!(find("Test-123").as_deref(), Some("Test-123"));
        assert_eq!(find("TEST-3654645634").as_deref(), Some("TEST-3654645634"));
    }

    #[test]
    fn only_issue_keys_become_addresses() {
        for key in ["A-1", "DEMO-12", "R_D-3", "ab-1", "ÄB-2"] {
            assert!(is_issue_key(key), "{key}");
        }
        for text in [
            "",
            "-",
            "DEMO",
            "DEMO-",
            "-1",
            "DEMO-1/../x",
            "javascript:1-1",
            "A B-1",
            "A-1?x",
        ] {
            assert!(!is_issue_key(text), "{text}");
        }
    }
}
