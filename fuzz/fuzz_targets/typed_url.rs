//! What people type as "Jira ID or Jira base URL", and the base URL of the settings.

#![no_main]

use libfuzzer_sys::fuzz_target;
use server::jira_url::{BaseUrl, find};
use std::sync::LazyLock;

static INSTANCES: LazyLock<Vec<(&str, BaseUrl)>> = LazyLock::new(|| {
    [
        ("demo", "https://jira.example.com/jira"),
        ("nested", "https://jira.example.com/jira/inner"),
        ("other", "http://[::1]:8080"),
        ("idn", "https://xn--bcher-kva.example"),
    ]
    .map(|(id, url)| (id, BaseUrl::parse(url).expect("the address is a good one")))
    .into()
});

fuzz_target!(|text: &str| {
    if let Ok(index) = find(text, INSTANCES.iter().map(|(id, url)| (*id, url))) {
        assert!(index < INSTANCES.len(), "an instance that is not there");
    }
    if let Ok(url) = BaseUrl::parse(text) {
        let again = BaseUrl::parse(&url.to_string()).expect("what was written is read again");
        assert_eq!(again, url, "read again, it is another address");
        let inside = url.join(text);
        assert_eq!(
            inside.origin(),
            url.as_url().origin(),
            "joined, it leads away"
        );
        assert!(
            inside.path().starts_with(url.context_path()),
            "joined, it leads out of the context path"
        );
    }
});
