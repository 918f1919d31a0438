use super::{KEY, connected};
use crate::person::Person;
use tests::{
    TestApp,
    jira_sim::{Attachment, Comment, IssueLink},
};

/// Each is tried at every place where Jira's content stands.
pub const PAYLOADS: &[(&str, &str)] = &[
    ("script", "<script>attack()</script>"),
    ("handler", "<img src=x onerror=attack()>"),
    ("handler without space", "<img/src=x/onerror=attack()>"),
    ("javascript link", "<a href=\"javascript:attack()\">x</a>"),
    (
        "hidden javascript link",
        "<a href=\"jav&#x09;ascript:attack()\">x</a>",
    ),
    (
        "data link",
        "<a href=\"data:text/html,<script>attack()</script>\">x</a>",
    ),
    (
        "svg",
        "<svg onload=attack()><script>attack()</script></svg>",
    ),
    (
        "svg use",
        "<svg><use href=\"data:image/svg+xml,<svg id=x onload=attack()>#x\"/></svg>",
    ),
    (
        "style",
        "<style>body{background:url(//evil.example)}</style>",
    ),
    (
        "style attribute",
        "<p style=\"background:url(//evil.example)\">x</p>",
    ),
    (
        "iframe",
        "<iframe src=\"//evil.example\" srcdoc=\"<script>attack()</script>\"></iframe>",
    ),
    (
        "form",
        "<form action=//evil.example><button formaction=//evil.example>x</button></form>",
    ),
    (
        "meta refresh",
        "<meta http-equiv=refresh content=\"0;url=//evil.example\">",
    ),
    ("base", "<base href=//evil.example>"),
    (
        "mathml",
        "<math><mtext><table><mglyph><style><img src=x onerror=attack()>",
    ),
    (
        "noscript",
        "<noscript><p title=\"</noscript><img src=x onerror=attack()>\">",
    ),
    (
        "end of state",
        "</script></textarea></template><img src=x onerror=attack()>",
    ),
    ("attribute", "\" autofocus onfocus=\"attack()\" x=\""),
    ("single quotes", "' autofocus onfocus='attack()' x='"),
    ("comment", "<!--><img src=x onerror=attack()>-->"),
];

#[tokio::test]
async fn hostile_content_stays_text_wherever_it_stands() {
    for (name, payload) in PAYLOADS {
        let app = TestApp::spawn().await;
        drop(connected(&app).await);
        plant(&app, payload);
        let page = Person::at(&app).get(&format!("/?issue={KEY}&wait=1")).await;
        assert_eq!(page.status, 200, "{name}");
        let panel = page.texts(".panel h2").join(" ");
        assert!(!panel.is_empty(), "{name}: no panel");
        let link = page.texts(".relations a").join(" ");
        assert_eq!(link, format!("DEMO-2 {payload}"), "{name}");
        for tag in [
            "script", "iframe", "svg", "math", "object", "embed", "style", "base", "meta",
            "template",
        ] {
            let found = page.texts(&format!(".panel {tag}"));
            assert_eq!(found, Vec::<String>::new(), "{name}: {tag}");
        }
        for attribute in [
            "onerror",
            "onload",
            "onclick",
            "onfocus",
            "autofocus",
            "style",
            "srcdoc",
            "formaction",
        ] {
            let found = page.texts(&format!(".panel [{attribute}]"));
            assert_eq!(found, Vec::<String>::new(), "{name}: {attribute}");
        }
        let mut addresses = page.attributes(".panel [href]", "href");
        addresses.extend(page.attributes(".panel [src]", "src"));
        addresses.extend(page.attributes(".panel form", "action"));
        for address in addresses.into_iter().flatten() {
            let known = ["/", "http://localhost", "http://127.0.0.1"];
            assert!(
                known.iter().any(|it| address.starts_with(it)) && !address.starts_with("//"),
                "{name}: {address}"
            );
        }
    }
}

/// Puts `payload` wherever Jira lets people write.
pub fn plant(app: &TestApp, payload: &str) {
    let text = payload.to_owned();
    app.jira.change_users(|users| {
        for user in users {
            user.display_name.clone_from(&text);
        }
    });
    app.jira.change_projects(|projects| {
        for project in projects {
            project.name.clone_from(&text);
        }
    });
    app.jira
        .change_issue("DEMO-2", |other| other.summary.clone_from(&text));
    app.jira.change_issue(KEY, |issue| {
        issue.summary.clone_from(&text);
        issue.links = vec![IssueLink {
            kind: "Blocks".to_owned(),
            to: "DEMO-2".to_owned(),
        }];
        issue
            .raw_html
            .insert("description".to_owned(), text.clone());
        issue.comments.push(Comment {
            id: 9100,
            author: "demo".to_owned(),
            body: text.clone(),
            raw_html: Some(text.clone()),
            role: None,
            created_ms: 0,
            updated_ms: 0,
        });
        issue.attachments.push(Attachment {
            id: 9101,
            name: text.clone(),
            media_type: "image/png".to_owned(),
            content: Vec::new(),
            size_bytes: 1,
            author: "demo".to_owned(),
            created_ms: 0,
        });
    });
}
