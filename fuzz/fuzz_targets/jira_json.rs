//! Jira's answer to a search.

#![no_main]

use libfuzzer_sys::fuzz_target;
use server::{fuzz::read_search, jira_url::BaseUrl};
use std::sync::LazyLock;

static BASE_URL: LazyLock<BaseUrl> = LazyLock::new(|| {
    BaseUrl::parse("https://jira.example.com/jira").expect("the address is a good one")
});

fuzz_target!(|body: &[u8]| {
    for issue in read_search(body, &BASE_URL).unwrap_or_default() {
        assert!(
            issue
                .url
                .starts_with("https://jira.example.com/jira/browse/"),
            "an address outside of Jira"
        );
        let shown = [
            Some(&issue.summary),
            Some(&issue.status),
            issue.priority.as_ref(),
        ];
        for text in shown.into_iter().flatten() {
            assert!(text.chars().count() <= 255, "a text without bounds");
            assert!(!text.chars().any(char::is_control), "a control character");
        }
    }
});
