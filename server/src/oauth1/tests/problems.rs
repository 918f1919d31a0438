use super::super::problem::{Problem, ProblemWord};

#[test]
fn every_known_word_is_read_and_written_alike() {
    assert_eq!(ProblemWord::KNOWN.len(), 18);
    for word in ProblemWord::KNOWN {
        let problem = Problem::from_body(format!("oauth_problem={word}").as_bytes());
        let problem = problem.expect("a problem");
        assert_eq!(problem.word.as_str(), *word);
        assert!(!matches!(problem.word, ProblemWord::Other(_)));
    }
}

#[test]
fn unknown_words_are_bounded_and_sanitised() {
    let word = |body: &str| Problem::from_body(body.as_bytes()).map(|p| p.word.as_str().to_owned());
    assert_eq!(
        word("oauth_problem=brand_new").as_deref(),
        Some("brand_new")
    );
    assert_eq!(
        word("oauth_problem=%3Cb%3E%0d%0Aé").as_deref(),
        Some("?b????")
    );
    assert_eq!(
        word("oauth_problem=Token_Rejected").as_deref(),
        Some("Token_Rejected")
    );
    assert_eq!(
        word(&format!("oauth_problem={}", "x".repeat(900))).map(|w| w.len()),
        Some(64)
    );
    assert_eq!(word("oauth_problem="), None);
    assert_eq!(word("oauth_problem"), None);
    assert_eq!(word("<html>oauth_problem=token_rejected</html>"), None);
    assert_eq!(
        word(&format!("oauth_problem=x&y={}", "x".repeat(70_000))),
        None
    );
}

#[test]
fn the_body_is_asked_first_then_each_header() {
    let headers = [
        "OAuth realm=\"https%3A%2F%2Fjira.example.com\"",
        "Basic realm=\"x\", OAuth oauth_problem=\"token_expired\"",
        "OAuth oauth_problem=\"token_used\"",
    ];
    let found = Problem::find(b"oauth_problem=nonce_used\n", headers).expect("a problem");
    assert_eq!(found.word, ProblemWord::NonceUsed);
    let found = Problem::find(b"<html>", headers).expect("a problem");
    assert_eq!(found.word, ProblemWord::TokenExpired);
    assert_eq!(Problem::find(b"", [headers[0]]), None);
}

#[test]
fn an_echo_of_the_request_is_no_problem_report() {
    let echo = "OAuth realm=\"x\", oauth_token=\"t\", oauth_signature=\"s\"";
    assert_eq!(Problem::find(b"", [echo]), None);
}

#[test]
fn details_are_read_and_nonsense_in_them_is_left_out() {
    let read = |body: &str| Problem::from_body(body.as_bytes()).expect("a problem");
    for (text, expected) in [
        (
            "1700000000-1700000600",
            Some((1_700_000_000, 1_700_000_600)),
        ),
        ("5-5", Some((5, 5))),
        ("6-5", None),
        ("-5", None),
        ("5-", None),
        ("+1-%2B2", None),
        ("1-99999999999999999999", None),
        ("now", None),
    ] {
        let body = format!("oauth_problem=timestamp_refused&oauth_acceptable_timestamps={text}");
        assert_eq!(read(&body).acceptable_timestamps, expected, "{text}");
    }
    let problem = read(
        "oauth_problem=parameter_absent&oauth_parameters_absent=oauth_verifier%26oauth%255Ftoken\
         &oauth_parameters_rejected=oauth_callback%3Dsecret%2526more",
    );
    assert_eq!(problem.parameters_absent, ["oauth_verifier", "oauth_token"]);
    assert_eq!(problem.parameters_rejected, ["oauth_callback"]);
}

#[test]
fn the_base_string_of_the_provider_is_kept_but_not_shown() {
    let header = "OAuth oauth_problem=\"signature_invalid\", oauth_signature=\"x%3D\", \
        oauth_signature_base_string=\"GET%26http%253A%252F%252Fh%26oauth_token%253Dsecret\"";
    let problem = Problem::find(b"", [header]).expect("a problem");
    let text = problem.signature_base_string.as_deref();
    assert_eq!(text, Some("GET&http%3A%2F%2Fh&oauth_token%3Dsecret"));
    assert!(!format!("{problem:?}").contains("secret"));
}
