use std::time::Duration;

use secrecy::ExposeSecret;

use super::super::token_reply::{ReplyProblem, parse_access, parse_temporary};

const TOKEN: &str = "oauth_token=T&oauth_token_secret=S";

#[test]
fn replies_that_fall_short_are_refused_each_with_its_reason() {
    use ReplyProblem::*;
    let long = |name: &str, n: usize| format!("{TOKEN}&{name}={}", "x".repeat(n));
    let token_of = |n: usize| format!("oauth_token={}&oauth_token_secret=S", "x".repeat(n));
    let secret_of = |n: usize| format!("oauth_token=T&oauth_token_secret={}", "x".repeat(n));
    let cases: Vec<(&str, String, Option<ReplyProblem>)> = vec![
        ("plain", TOKEN.into(), None),
        ("line break at the end", format!("{TOKEN}\r\n"), None),
        ("other parameters twice", format!("{TOKEN}&a=1&a=2"), None),
        ("empty", String::new(), Some(Empty)),
        ("blank", " \r\n".into(), Some(Empty)),
        ("page", "\n<!DOCTYPE html><html>".into(), Some(Html)),
        ("json", "{\"oauth_token\":\"T\"}".into(), Some(NotForm)),
        ("text", "Log in please".into(), Some(NotForm)),
        ("bad escape", format!("{TOKEN}&a=%4"), Some(NotForm)),
        ("no UTF-8", format!("{TOKEN}&a=%ff"), Some(NotForm)),
        (
            "no secret",
            "oauth_token=T".into(),
            Some(Missing("oauth_token_secret")),
        ),
        (
            "no token",
            "oauth_token_secret=S".into(),
            Some(Missing("oauth_token")),
        ),
        (
            "empty token",
            "oauth_token=&oauth_token_secret=S".into(),
            Some(Missing("oauth_token")),
        ),
        (
            "empty secret",
            "oauth_token=T&oauth_token_secret".into(),
            Some(Missing("oauth_token_secret")),
        ),
        (
            "token twice",
            format!("{TOKEN}&oauth_token=T"),
            Some(Duplicate),
        ),
        (
            "encoded duplicate",
            format!("{TOKEN}&oauth%5Ftoken=U"),
            Some(Duplicate),
        ),
        (
            "any oauth parameter twice",
            format!("{TOKEN}&oauth_x=1&oauth_x=1"),
            Some(Duplicate),
        ),
        ("longest token", token_of(255), None),
        (
            "token too long",
            token_of(256),
            Some(Invalid("oauth_token")),
        ),
        ("longest secret", secret_of(1024), None),
        (
            "secret too long",
            secret_of(1025),
            Some(Invalid("oauth_token_secret")),
        ),
        (
            "control character",
            "oauth_token=T%0A&oauth_token_secret=S".into(),
            Some(Invalid("oauth_token")),
        ),
        ("body too long", long("a", 65_536), Some(TooLong)),
        (
            "negative time",
            format!("{TOKEN}&oauth_expires_in=-1"),
            Some(Invalid("oauth_expires_in")),
        ),
        (
            "signed time",
            format!("{TOKEN}&oauth_expires_in=%2B1"),
            Some(Invalid("oauth_expires_in")),
        ),
        (
            "no time",
            format!("{TOKEN}&oauth_authorization_expires_in="),
            Some(Invalid("oauth_authorization_expires_in")),
        ),
        (
            "handle too long",
            long("oauth_session_handle", 1025),
            Some(Invalid("oauth_session_handle")),
        ),
        (
            "a problem",
            "oauth_problem=token_rejected".into(),
            Some(Missing("oauth_token")),
        ),
    ];
    for (name, body, expected) in cases {
        assert_eq!(parse_access(body.as_bytes()).err(), expected, "{name}");
    }
}

#[test]
fn a_callback_must_be_confirmed() {
    for (more, confirmed) in [
        ("", false),
        ("&oauth_callback_confirmed=false", false),
        ("&oauth_callback_confirmed=TRUE", false),
        ("&oauth_callback_confirmed=", false),
        ("&oauth_callback_confirmed=true", true),
    ] {
        let reply = parse_temporary(format!("{TOKEN}{more}").as_bytes());
        assert_eq!(reply.is_ok(), confirmed, "{more}");
        assert_eq!(
            reply.err(),
            (!confirmed).then_some(ReplyProblem::CallbackNotConfirmed)
        );
    }
}

#[test]
fn an_access_reply_keeps_what_renews_it_and_shows_no_secret() {
    let body = "oauth_token=tok&oauth_token_secret=s+%2Bec&oauth_expires_in=157680000\
        &oauth_session_handle=handle&oauth_authorization_expires_in=99999999999";
    let reply = parse_access(body.as_bytes()).expect("a reply");
    assert_eq!(reply.credentials.token(), "tok");
    assert_eq!(reply.credentials.secret(), "s +ec");
    assert_eq!(reply.expires_in, Some(Duration::from_hours(5 * 365 * 24)));
    assert_eq!(
        reply.authorization_expires_in,
        Some(Duration::from_secs(u32::MAX.into()))
    );
    let handle = reply.session_handle.as_ref().expect("a handle");
    assert_eq!(handle.expose_secret(), "handle");
    let shown = format!("{reply:?} {:?}", reply.credentials);
    assert!(!shown.contains("tok\"") && !shown.contains("ec\"") && !shown.contains("handle\""));

    let reply = parse_access(b"oauth_token=T&oauth_token_secret=S&oauth_session_handle=");
    assert!(reply.expect("a reply").session_handle.is_none());
}
