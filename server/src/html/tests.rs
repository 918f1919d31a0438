use super::{MAX_DEPTH, Source, depth};
use crate::jira_url::BaseUrl;
use std::sync::Arc;

fn clean(html: &str) -> String {
    let base_url = BaseUrl::parse("https://jira.example.com/jira").expect("an address");
    let image = |url: &url::Url| {
        (url.host_str() == Some("jira.example.com")).then(|| "/image/handle".to_owned())
    };
    let source = Source {
        base_url,
        image: Arc::new(image),
    };
    source.clean(html)
}

#[test]
fn what_jira_renders_stays() {
    let html = "<p>A <b>b</b> <em>c</em></p>\n<ul>\n\t<li>x</li>\n</ul>\n<pre>code</pre>\
                <table><tbody><tr><th>h</th><td>d</td></tr></tbody></table>";
    assert_eq!(clean(html), html);
}

#[test]
fn headings_stand_below_those_of_the_panel_on_one_level() {
    assert_eq!(
        clean("<h1>a</h1><h2>b</h2><h3>c</h3><h6>d</h6>"),
        "<h4>a</h4><h4>b</h4><h4>c</h4><h4>d</h4>"
    );
}

#[test]
fn links_are_absolute_and_open_beside_the_tab() {
    assert_eq!(
        clean(r#"<a href="/jira/browse/A-1" class="x" onclick="y">A-1</a>"#),
        r#"<a href="https://jira.example.com/jira/browse/A-1" target="_blank" rel="noopener noreferrer nofollow">A-1</a>"#
    );
    assert!(clean("<a href='browse/A-1'>").contains("https://jira.example.com/jira/browse/A-1"));
    assert!(clean("<a href='mailto:a@example.com'>").contains("mailto:a@example.com"));
}

#[test]
fn no_other_address_stays() {
    for address in [
        "javascript:alert(1)",
        " java\nscript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "https://jira.example.com@evil.example/",
        "mailto:a<img src=x>",
        "blob:https://jira.example.com/x",
    ] {
        let html = clean(&format!(
            "<a href=\"{address}\">x</a><img src=\"{address}\">"
        ));
        assert!(!html.contains("href") && !html.contains("src"), "{html}");
    }
}

#[test]
fn own_pictures_come_through_this_server_and_foreign_ones_become_links() {
    assert_eq!(
        clean(r#"<img src="/jira/secure/attachment/1/a.png" alt="a" onerror="x" width="9">"#),
        r#"<img src="/image/handle" alt="a" loading="lazy">"#
    );
    assert_eq!(
        clean(r#"<img src="https://evil.example/a.png?x=1&y=2" alt="a">"#),
        r#"<a href="https://evil.example/a.png?x=1&amp;y=2" target="_blank" rel="noopener noreferrer nofollow">a</a>"#
    );
    assert_eq!(
        clean(r#"<img src="data:image/png;base64,x" alt="a<b">"#),
        "ab"
    );
}

#[test]
fn nothing_that_runs_or_loads_stays() {
    for html in [
        "<script>alert(1)</script>",
        "<p onclick=alert(1) style='background:url(//evil.example)'>x</p>",
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<form action=//evil.example><button formaction=javascript:alert(1)>x</button></form>",
        "<meta http-equiv=refresh content='0;url=//evil.example'>",
        "<base href=//evil.example>",
        "<link rel=stylesheet href=//evil.example>",
        "<object data=//evil.example></object><embed src=//evil.example>",
        "<video src=//evil.example><audio src=//evil.example><source srcset=//evil.example>",
        "<template><script>alert(1)</script></template>",
        "<img src=x:x alt='\"><script>alert(1)</script>'>",
        "<a href=\"http://x.example/\"onmouseover=\"alert(1)\">",
    ] {
        let clean = clean(html);
        let tags: Vec<&str> = clean.split('<').skip(1).collect();
        let known = |tag: &&str| {
            [
                "p>", "/p>", "a ", "/a>", "img ", "table>", "/table>", "tbody", "/tbody",
            ]
            .iter()
            .any(|it| tag.starts_with(it))
        };
        assert!(tags.iter().all(known), "{html}: {clean}");
        for tag in tags {
            let attributes = tag.split('>').next().unwrap_or_default();
            for word in [" on", "style", "srcdoc", "action", "evil.example"] {
                assert!(!attributes.contains(word), "{html}: {clean}");
            }
        }
    }
}

#[test]
fn ten_thousand_tags_in_tags_become_text() {
    for tag in ["div", "b", "ul", "blockquote", "a href=x"] {
        let html = clean(&format!("{}text", format!("<{tag}>").repeat(9_999)));
        assert!(html.contains("text"), "{tag}");
        // No link stands in a link: they come to stand side by side.
        assert!(depth(&html) <= MAX_DEPTH, "{tag}: {}", depth(&html));
        let html = clean(&format!(
            "{}&amp;text<script>",
            format!("<{tag}>").repeat(10_001)
        ));
        assert!(html.starts_with("<p>") && html.ends_with("</p>"), "{tag}");
        assert_eq!(html.matches('<').count(), 2, "{tag}");
    }
}

#[test]
fn a_text_without_end_is_cut_and_says_so() {
    let html = clean(&"ä".repeat(1 << 20));
    assert!(html.len() < 300 << 10 && html.contains("The rest is in Jira."));
}

#[test]
fn what_turns_text_over_is_left_out() {
    assert_eq!(clean("a\u{202e}b&#x202e;c\u{2066}d"), "abcd");
}
