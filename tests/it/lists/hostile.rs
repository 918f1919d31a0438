//! What strangers call their filters, issue types, states and themselves stays text.

use super::connected;
use crate::issue::hostile::{PAYLOADS, plant};

/// What would run, be loaded or break the page.
const NEVER: &str = "main script, main style, main iframe, main svg, main math, main base, main meta, \
                     main img, main [onerror], main [onload], main [onfocus], main [autofocus], \
                     main [style], main [srcdoc], main [formaction]";

#[tokio::test]
async fn hostile_names_stay_text_in_lists_and_filters() {
    for &(name, payload) in PAYLOADS {
        let (app, person) = connected(0).await;
        plant(&app, payload);
        app.jira.change_issue("DEMO-1", |issue| {
            issue.issue_type = payload.to_owned();
            issue.status = payload.to_owned();
            issue.priority = Some(payload.to_owned());
        });
        app.jira.change_filters(|filters| {
            for filter in filters {
                filter.name = payload.to_owned();
            }
        });
        for path in ["/", "/?list=filters", "/?list=jql&jql=key%20%3D%20DEMO-1"] {
            let page = person.get(path).await;
            assert_eq!(page.alert(), None, "{name}: {path}");
            assert_eq!(page.texts(NEVER), Vec::<String>::new(), "{name}: {path}");
        }
        let page = person.get("/?list=filters").await;
        assert_eq!(page.heading(), payload, "{name}");
        let page = person.get("/?list=jql&jql=key%20%3D%20DEMO-1").await;
        for cell in [".summary", ".kind", ".status", ".priority", "td.assignee"] {
            let shown = page.texts(&format!(".issues tbody {cell}")).concat();
            // A long name is cut.
            let is_cut = shown.trim().len() > 50 && payload.starts_with(shown.trim());
            assert!(is_cut || shown.trim() == payload, "{name}: {cell}: {shown}");
        }
    }
}
