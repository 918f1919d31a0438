use proptest::prelude::*;

use super::{BaseUrl, BaseUrlProblem, InputProblem, find};

fn base(text: &str) -> BaseUrl {
    BaseUrl::parse(text).expect("a test base URL is valid")
}

#[test]
fn settings_are_read_and_written_without_a_slash_at_the_end() {
    for (text, written, context, origin, host) in [
        (
            "https://jira.example.com",
            "https://jira.example.com",
            "",
            "https://jira.example.com",
            "jira.example.com",
        ),
        (
            " https://jira.example.com/ ",
            "https://jira.example.com",
            "",
            "https://jira.example.com",
            "jira.example.com",
        ),
        (
            "https://Jira.Example.COM:443/Jira//",
            "https://jira.example.com/Jira",
            "/Jira",
            "https://jira.example.com",
            "jira.example.com",
        ),
        (
            "http://h:8080/a/b%20c/",
            "http://h:8080/a/b%20c",
            "/a/b%20c",
            "http://h:8080",
            "h:8080",
        ),
        (
            "HTTP://[2001:DB8::1]:8080/jira",
            "http://[2001:db8::1]:8080/jira",
            "/jira",
            "http://[2001:db8::1]:8080",
            "[2001:db8::1]:8080",
        ),
        (
            "https://bücher.example/jira",
            "https://xn--bcher-kva.example/jira",
            "/jira",
            "https://xn--bcher-kva.example",
            "xn--bcher-kva.example",
        ),
    ] {
        let base = base(text);
        assert_eq!(base.to_string(), written, "{text}");
        assert_eq!(base.context_path(), context, "{text}");
        assert_eq!(base.origin(), origin, "{text}");
        assert_eq!(base.host_for_display(), host, "{text}");
        assert_eq!(
            BaseUrl::parse(&base.to_string()),
            Ok(base.clone()),
            "{text}"
        );
        assert_eq!(BaseUrl::parse(base.as_url().as_str()), Ok(base), "{text}");
    }
}

#[test]
fn wrong_settings_are_refused_each_with_its_reason() {
    let long = format!("https://h/{}", "x".repeat(2048));
    for (text, problem) in [
        ("", BaseUrlProblem::Empty),
        (" \n", BaseUrlProblem::Empty),
        (&*long, BaseUrlProblem::TooLong),
        ("jira.example.com", BaseUrlProblem::Scheme),
        ("ftp://jira.example.com", BaseUrlProblem::Scheme),
        ("https:jira.example.com", BaseUrlProblem::Scheme),
        ("javascript:alert(1)", BaseUrlProblem::Scheme),
        ("https://user:secret@h", BaseUrlProblem::UserInfo),
        ("https://user@h", BaseUrlProblem::UserInfo),
        ("https://@h", BaseUrlProblem::UserInfo),
        ("https:///user@h", BaseUrlProblem::UserInfo),
        ("https://h/jira?", BaseUrlProblem::Query),
        ("https://h/?a=b", BaseUrlProblem::Query),
        ("https://h/#", BaseUrlProblem::Fragment),
        ("https://h/jira#top", BaseUrlProblem::Fragment),
        ("https://", BaseUrlProblem::Malformed),
        ("https://h:99999", BaseUrlProblem::Malformed),
        ("https://a b", BaseUrlProblem::Malformed),
        ("https://[::1", BaseUrlProblem::Malformed),
        ("https:/\t/user:secret@h", BaseUrlProblem::Malformed),
        ("https://h/ji\nra", BaseUrlProblem::Malformed),
    ] {
        assert_eq!(BaseUrl::parse(text), Err(problem), "{text}");
    }
}

#[test]
fn joining_keeps_the_context_path_and_stays_behind_it() {
    for (start, path, expected) in [
        (
            "https://h",
            "/rest/api/2/myself",
            "https://h/rest/api/2/myself",
        ),
        (
            "https://h/jira/",
            "/rest/api/2/myself",
            "https://h/jira/rest/api/2/myself",
        ),
        ("https://h/a/jira", "rest/x", "https://h/a/jira/rest/x"),
        ("https://h/jira", "", "https://h/jira"),
        ("https://h/jira", "/", "https://h/jira"),
        (
            "https://h/jira",
            "/../../admin/./x",
            "https://h/jira/admin/x",
        ),
        ("https://h/jira", "/%2e%2e/x", "https://h/jira/%252e%252e/x"),
        (
            "https://h/jira",
            "/a?b#c d/é",
            "https://h/jira/a%3Fb%23c%20d/%C3%A9",
        ),
        (
            "https://h/jira",
            "//evil.example/x",
            "https://h/jira/evil.example/x",
        ),
        ("https://h/jira", "/\t../.\n./x\r", "https://h/jira/x"),
        ("https://h/j%20a", "/x", "https://h/j%20a/x"),
    ] {
        assert_eq!(base(start).join(path).as_str(), expected, "{start} {path}");
    }
}

/// In this order, so that the tests can name them by index.
const INSTANCES: &[(&str, &str)] = &[
    ("PROD", "https://jira.example.com/jira"),
    ("test", "https://jira.example.com/jira-test"),
    ("nested", "https://jira.example.com/jira/sub"),
    ("solo", "https://solo.example.org/ctx"),
    ("port", "https://port.example.org:8443/jira"),
    ("root", "https://root.example.org"),
    ("rootctx", "https://root.example.org/jira"),
    ("v6", "http://[2001:db8::1]:8080"),
    ("v6default", "http://[2001:db8::2]"),
    ("idn", "https://bücher.example"),
    ("local", "http://localhost:2990/jira"),
    ("plain", "http://plain.example.org"),
];

fn look_up(typed: &str) -> Result<&'static str, InputProblem> {
    let bases: Vec<_> = INSTANCES.iter().map(|(_, text)| base(text)).collect();
    let pairs = INSTANCES.iter().map(|(id, _)| *id).zip(&bases);
    find(typed, pairs).map(|at| INSTANCES[at].0)
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn instances_are_found_however_they_are_typed() {
    for (name, typed, id) in [
        ("ID", "PROD", "PROD"),
        ("ID in other case", "prod", "PROD"),
        ("ID with space around", " \tTest\r\n", "test"),
        (
            "ID with invisible characters",
            "\u{200b}pr\u{ad}od\u{feff}",
            "PROD",
        ),
        ("ID in quotes", "\"solo\"", "solo"),
        ("ID in curly quotes", "“solo”", "solo"),
        ("base URL", "https://jira.example.com/jira", "PROD"),
        ("slash at the end", "https://jira.example.com/jira/", "PROD"),
        (
            "no-break space around",
            "\u{a0}https://jira.example.com/jira\u{a0}",
            "PROD",
        ),
        ("angle brackets", "<https://jira.example.com/jira>", "PROD"),
        (
            "full stop at the end",
            "https://jira.example.com/jira.",
            "PROD",
        ),
        ("comma at the end", "jira.example.com/jira,", "PROD"),
        ("no scheme", "jira.example.com/jira", "PROD"),
        ("two slashes, no scheme", "//jira.example.com/jira", "PROD"),
        ("http for https", "http://jira.example.com/jira", "PROD"),
        ("https for http", "https://plain.example.org", "plain"),
        (
            "scheme in capitals",
            "HTTPS://jira.example.com/jira",
            "PROD",
        ),
        ("one slash", "https:/jira.example.com/jira", "PROD"),
        ("backslashes", "https:\\\\jira.example.com\\jira", "PROD"),
        ("host in capitals", "JIRA.EXAMPLE.COM/jira", "PROD"),
        (
            "dot after the host",
            "https://jira.example.com./jira",
            "PROD",
        ),
        ("default port", "https://jira.example.com:443/jira", "PROD"),
        (
            "default port, no scheme",
            "jira.example.com:443/jira",
            "PROD",
        ),
        (
            "default port of the other scheme",
            "http://jira.example.com:80/jira",
            "PROD",
        ),
        (
            "default port of an http instance",
            "plain.example.org:80",
            "plain",
        ),
        (
            "deep link",
            "https://jira.example.com/jira/browse/ABC-1",
            "PROD",
        ),
        (
            "deep link with query",
            "jira.example.com/jira/secure/Dashboard.jspa?x=1",
            "PROD",
        ),
        (
            "deep link with fragment",
            "https://jira.example.com/jira/#top",
            "PROD",
        ),
        (
            "an @ behind the host",
            "https://jira.example.com/jira/secure/ViewProfile.jspa?name=a@b",
            "PROD",
        ),
        (
            "query right behind the context",
            "https://jira.example.com/jira?os_authType=any",
            "PROD",
        ),
        (
            "longer segment is another instance",
            "https://jira.example.com/jira-test/browse/X-1",
            "test",
        ),
        (
            "longest context path",
            "https://jira.example.com/jira/sub/browse/X-1",
            "nested",
        ),
        (
            "segment boundary of the longest",
            "https://jira.example.com/jira/subway",
            "PROD",
        ),
        ("host alone, one instance", "solo.example.org", "solo"),
        (
            "host alone with scheme and slash",
            "https://solo.example.org/",
            "solo",
        ),
        ("host alone with full stop", "solo.example.org.", "solo"),
        (
            "host alone, other port configured",
            "port.example.org",
            "port",
        ),
        (
            "port given",
            "https://port.example.org:8443/jira/browse/A-1",
            "port",
        ),
        ("host and port alone", "port.example.org:8443", "port"),
        ("root instance", "https://root.example.org/", "root"),
        (
            "root instance before its neighbour",
            "root.example.org",
            "root",
        ),
        (
            "deep link at the root",
            "https://root.example.org/browse/A-1",
            "root",
        ),
        (
            "context beside a root instance",
            "https://root.example.org/jira/browse/A-1",
            "rootctx",
        ),
        (
            "segment boundary beside a root instance",
            "https://root.example.org/jira2",
            "root",
        ),
        ("IPv6", "http://[2001:DB8::1]:8080/browse/A-1", "v6"),
        ("IPv6, long form, no scheme", "[2001:db8:0:0::1]:8080", "v6"),
        ("IPv6 default port", "http://[2001:db8::2]:80", "v6default"),
        ("IPv6 without brackets", "2001:db8::2", "v6default"),
        (
            "name in other letters",
            "https://BÜCHER.example/browse/A-1",
            "idn",
        ),
        ("decomposed letters", "bu\u{308}cher.example", "idn"),
        ("punycode", "XN--BCHER-KVA.example", "idn"),
        (
            "one label with port",
            "localhost:2990/jira/browse/A-1",
            "local",
        ),
        ("one label", "localhost", "local"),
    ] {
        assert_eq!(look_up(typed), Ok(id), "{name}");
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn what_names_no_instance_is_refused_with_its_reason() {
    let unknown = |id: Option<&str>| InputProblem::Unknown {
        suggestion: id.map(|id| {
            let known = INSTANCES.iter().position(|(other, _)| *other == id);
            known.expect("a known ID")
        }),
    };
    let long = format!("https://jira.example.com/jira/{}", "x".repeat(2048));
    for (name, typed, problem) in [
        ("empty", "", InputProblem::Empty),
        ("blank", " \r\n\u{a0}", InputProblem::Empty),
        ("invisible", "\u{200b}\u{feff}", InputProblem::Empty),
        ("only quotes", "\"\"", InputProblem::Empty),
        ("too long", &*long, InputProblem::TooLong),
        (
            "user and password",
            "https://me:secret@jira.example.com/jira",
            InputProblem::UserInfo,
        ),
        (
            "user",
            "https://me@jira.example.com",
            InputProblem::UserInfo,
        ),
        (
            "user without scheme",
            "me:secret@jira.example.com",
            InputProblem::UserInfo,
        ),
        ("e-mail address", "me@example.com", InputProblem::UserInfo),
        (
            "user and nothing",
            "https://@jira.example.com",
            InputProblem::UserInfo,
        ),
        (
            "user in a broken address",
            "https://me:secret@jira example",
            InputProblem::UserInfo,
        ),
        (
            "user with other scheme",
            "ftp://me:secret@jira.example.com",
            InputProblem::UserInfo,
        ),
        (
            "user behind backslashes",
            "https:\\\\me@jira.example.com",
            InputProblem::UserInfo,
        ),
        (
            "user hidden by an invisible character",
            "https\u{200b}://me@jira.example.com",
            InputProblem::UserInfo,
        ),
        (
            "user hidden by a tab",
            "https:/\t/me:secret@jira.example.com/jira",
            InputProblem::UserInfo,
        ),
        (
            "host of several",
            "https://jira.example.com",
            InputProblem::Ambiguous,
        ),
        (
            "Cloud",
            "https://Acme.atlassian.net/browse/A-1",
            InputProblem::Cloud,
        ),
        (
            "Cloud without scheme",
            "acme.atlassian.net",
            InputProblem::Cloud,
        ),
        (
            "host that ends like a Cloud's",
            "https://notatlassian.net",
            unknown(None),
        ),
        ("no address", "not an address", unknown(None)),
        ("script", "javascript:alert(1)", unknown(None)),
        ("other scheme", "ftp://jira.example.com/jira", unknown(None)),
        ("other host", "https://jira.other.org/jira", unknown(None)),
        (
            "lookalike host",
            "https://jira.example.com.evil.org/jira",
            unknown(None),
        ),
        (
            "host inside a path",
            "https://evil.org/jira.example.com/jira",
            unknown(None),
        ),
        (
            "longer segment",
            "https://solo.example.org/ctx2",
            unknown(Some("solo")),
        ),
        (
            "outside the context",
            "https://solo.example.org/browse/A-1",
            unknown(Some("solo")),
        ),
        (
            "context in other case",
            "https://solo.example.org/CTX",
            unknown(Some("solo")),
        ),
        (
            "dots out of the context",
            "https://solo.example.org/ctx/../x",
            unknown(Some("solo")),
        ),
        (
            "other port",
            "https://solo.example.org:8443/ctx",
            unknown(Some("solo")),
        ),
        ("slip in the ID", "prdo", unknown(Some("PROD"))),
        ("slip in a longer ID", "nestde", unknown(Some("nested"))),
        (
            "slip in the host",
            "https://solo.exmaple.org/ctx",
            unknown(Some("solo")),
        ),
        ("one letter", "p", unknown(None)),
    ] {
        assert_eq!(look_up(typed), Err(problem), "{name}");
    }
}

#[test]
fn nothing_is_found_where_nothing_is_configured() {
    let unknown = InputProblem::Unknown { suggestion: None };
    assert_eq!(find("prod", []), Err(unknown));
}

#[test]
fn problems_never_hold_what_was_typed() {
    let typed = "https://me:hunter2@jira.example.com";
    let shown = format!("{:?} {:?}", look_up(typed), BaseUrl::parse(typed));
    assert!(!shown.contains("hunter2"));
}

proptest! {
    #[test]
    fn any_text_is_answered(typed in "(?s).{0,60}") {
        let _ = look_up(&typed);
        let _ = BaseUrl::parse(&typed);
    }

    #[test]
    fn nearly_right_text_is_answered(
        typed in "(https://|http:|\t|\n|jira\\.example\\.com|solo\\.example\\.org|/|\\\\|:|443|@|\\?|#|%|\\[|\\]|ctx|jira| |\u{200b}|é|\\.){0,10}",
    ) {
        let _ = look_up(&typed);
        if let Ok(base) = BaseUrl::parse(&typed) {
            prop_assert_eq!(BaseUrl::parse(&base.to_string()), Ok(base));
        }
    }

    #[test]
    fn no_joined_path_leaves_the_context(path in "(\\.|/|\\\\|%2e|%2F|\\?|#|a|\t|é|;){0,16}") {
        let joined = base("https://h/jira").join(&path);
        prop_assert!(joined.path() == "/jira" || joined.path().starts_with("/jira/"), "{}", joined);
        prop_assert_eq!(joined.query(), None);
        prop_assert_eq!(joined.host_str(), Some("h"));
    }

    #[test]
    fn every_address_behind_a_base_url_finds_it(rest in "[A-Za-z0-9/?#&=%@.~-]{0,30}") {
        prop_assume!(!rest.contains(".."));
        let typed = format!("https://solo.example.org/ctx/{rest}");
        prop_assert_eq!(look_up(&typed), Ok("solo"));
    }
}
