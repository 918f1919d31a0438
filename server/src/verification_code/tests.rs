use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;

use super::{CodeProblem, CodeProblem::*, parse};

const PENDING: Option<&str> = Some("RT0");

fn outcome(input: &str) -> Result<String, CodeProblem> {
    parse(input, PENDING).map(|code| code.expose().to_owned())
}

#[test]
fn every_case_of_the_table_file_comes_out_as_it_says() {
    let text = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../tests/vectors/verification_code_cases.json"
    ));
    let file: serde_json::Value = serde_json::from_str(text).expect("the cases are JSON");
    let pending = file["meta"]["pending_request_token"].as_str();
    let cases = file["paste"].as_array().expect("an array");
    for case in cases {
        let input = case["input"].as_str().unwrap_or_default();
        let found = parse(input, pending);
        let found = found.as_ref().map(super::VerificationCode::expose);
        let expected = match case["expect"].as_str().expect("a text") {
            "code" => Ok(case["code"].as_str().expect("a code")),
            "empty" => Err(Empty),
            "invalid" => Err(Invalid),
            "denied" => Err(Denied),
            "other_attempt" => Err(OtherAttempt),
            "no_code_in_url" => Err(NoCodeInAddress),
            "too_long" => Err(TooLong),
            other => panic!("unknown expectation {other}"),
        };
        assert_eq!(found.map_err(|problem| *problem), expected, "{case}");
    }
    assert_eq!(cases.len(), 50);
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn a_pasted_code_is_found() {
    let cases = [
        ("lower case kept", "ab3xy9", "ab3xy9"),
        ("six zeros", "000000", "000000"),
        ("each letter apart", "a B 3 x Y 9", "aB3xY9"),
        ("no-break space around", "\u{a0}aB3xY9\u{a0}", "aB3xY9"),
        ("ideographic space", "\u{3000}aB3xY9\u{3000}", "aB3xY9"),
        ("line separator", "aB3xY9\u{2028}", "aB3xY9"),
        ("no-break space inside", "aB3\u{a0}xY9", "aB3xY9"),
        ("NUL inside", "aB3\0xY9", "aB3xY9"),
        (
            "every invisible mark",
            "\u{200b}\u{200d}\u{2060}\u{feff}aB3\u{ad}\u{200e}\u{2068}\u{202e}xY9\0",
            "aB3xY9",
        ),
        (
            "full width",
            "\u{ff41}\u{ff22}\u{ff13}\u{ff58}\u{ff39}\u{ff19}",
            "aB3xY9",
        ),
        ("full-width quotes", "\u{ff02}aB3xY9\u{ff02}", "aB3xY9"),
        ("double quotes", "\"aB3xY9\"", "aB3xY9"),
        ("curly quotes", "“aB3xY9”", "aB3xY9"),
        ("bold", "**aB3xY9**", "aB3xY9"),
        ("brackets", "[aB3xY9]", "aB3xY9"),
        ("quotes and full stop", " 'aB3xY9'. ", "aB3xY9"),
        (
            "label with is",
            "Your verification code is aB3xY9",
            "aB3xY9",
        ),
        (
            "label with is and colon",
            "Your verification code is: aB3xY9.",
            "aB3xY9",
        ),
        (
            "label, code in quotes",
            "Verification code: 'aB3xY9'",
            "aB3xY9",
        ),
        ("label, code apart", "CODE: aB3 xY9", "aB3xY9"),
        (
            "label, longer code",
            "Verification code: abcdefgh1",
            "abcdefgh1",
        ),
        ("German label", "Bestätigungscode: aB3xY9", "aB3xY9"),
        (
            "US page",
            "Access Approved\nYou have successfully authorized 'Teams'. Your verification code is 'qTJkPi'. You will need to enter this exact text when prompted. You should write this value down before closing the browser window.",
            "qTJkPi",
        ),
        (
            "GB page",
            "Access Approved\r\nYou have successfully authorised ‘Teams1’. Your verification code is ‘qTJkPi’. You will need",
            "qTJkPi",
        ),
        (
            "page with an address",
            "See https://jira.example.com. Your verification code is 'qTJkPi'.",
            "qTJkPi",
        ),
        (
            "verifier first",
            "https://b.example/cb?oauth_verifier=aB3xY9&oauth_token=RT0",
            "aB3xY9",
        ),
        ("verifier alone", "?oauth_verifier=aB3xY9", "aB3xY9"),
        (
            "verifier in the fragment",
            "https://b.example/cb#oauth_verifier=aB3xY9",
            "aB3xY9",
        ),
        (
            "verifier with HTML ampersand",
            "https://b.example/cb?oauth_token=RT0&amp;oauth_verifier=aB3xY9",
            "aB3xY9",
        ),
        (
            "same verifier twice",
            "https://b.example/cb?oauth_verifier=aB3xY9&oauth_verifier=aB3xY9",
            "aB3xY9",
        ),
        (
            "address in a sentence with full stop",
            "I got (https://b.example/cb?oauth_token=RT0&oauth_verifier=aB3xY9).",
            "aB3xY9",
        ),
        (
            "address in angle brackets",
            "<https://b.example/cb?oauth_token=RT0&oauth_verifier=aB3xY9>",
            "aB3xY9",
        ),
        (
            "address inside a mail filter's",
            "https://safe.example/?url=https%3A%2F%2Fb.example%2Fcb%3Foauth_token%3DRT0%26oauth_verifier%3DaB3xY9&data=1",
            "aB3xY9",
        ),
        (
            "encoded token",
            "https://b.example/cb?oauth_token=%52T0&oauth_verifier=aB3xY9",
            "aB3xY9",
        ),
        (
            "longer verifier",
            "?oauth_verifier=abcdefgh_-1",
            "abcdefgh_-1",
        ),
        (
            "a token of 32 characters",
            "35FcJ5Jil60NR9srtI6pdZz3MiYHz1qR",
            "35FcJ5Jil60NR9srtI6pdZz3MiYHz1qR",
        ),
        (
            "a UUID",
            "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
            "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        ),
        ("the word in capitals", "DENIED", "DENIED"),
        ("any six letters are joined", "my code", "mycode"),
        ("a code that looks like a label", "codeis1234", "codeis1234"),
    ];
    for (name, input, code) in cases {
        assert_eq!(outcome(input).as_deref(), Ok(code), "{name}");
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn what_is_no_code_is_refused_with_its_reason() {
    let long = "x".repeat(5000);
    let cases = [
        ("blank", "  \t\r\n", Empty),
        ("only invisible", "\u{200b}\u{feff}", Empty),
        ("only quotes", "''", Empty),
        ("label alone", "Verification code: ", Empty),
        (
            "label and nothing",
            "Your verification code is: \"\"",
            Empty,
        ),
        ("denied", "denied", Denied),
        ("denied, quoted", "'denied'", Denied),
        (
            "denied in the address",
            "https://b.example/cb?oauth_token=RT0&oauth_verifier=denied",
            Denied,
        ),
        (
            "denied in another address",
            "https://b.example/cb?oauth_token=RT1&oauth_verifier=denied",
            OtherAttempt,
        ),
        (
            "another token",
            "https://b.example/cb?oauth_token=RT1&oauth_verifier=aB3xY9",
            OtherAttempt,
        ),
        (
            "empty token",
            "https://b.example/cb?oauth_token=&oauth_verifier=aB3xY9",
            OtherAttempt,
        ),
        (
            "token in other case",
            "?oauth_token=rt0&oauth_verifier=aB3xY9",
            OtherAttempt,
        ),
        (
            "right and wrong token",
            "?oauth_token=RT0&oauth_token=RT1&oauth_verifier=aB3xY9",
            OtherAttempt,
        ),
        (
            "another token in a mail filter's",
            "https://safe.example/?url=https%3A%2F%2Fb%3Foauth_token%3DRT1%26oauth_verifier%3DaB3xY9",
            OtherAttempt,
        ),
        (
            "one verifier empty",
            "?oauth_verifier=&oauth_verifier=aB3xY9",
            Invalid,
        ),
        (
            "broken escape in the verifier",
            "?oauth_verifier=aB3x%Y9",
            Invalid,
        ),
        (
            "bytes that are no text",
            "?oauth_verifier=%ff%feaB3",
            Invalid,
        ),
        (
            "line break in the verifier",
            "?oauth_verifier=aB3xY9%0D%0AX-Evil:1",
            Invalid,
        ),
        ("another parameter", "?xoauth_verifier=aB3xY9", Invalid),
        (
            "address without scheme",
            "jira.example.com/browse/TEST-1",
            NoCodeInAddress,
        ),
        (
            "address in capitals",
            "HTTPS://JIRA.EXAMPLE.COM",
            NoCodeInAddress,
        ),
        (
            "authorize link without scheme",
            "jira.example.com/plugins/servlet/oauth/authorize?oauth_token=RT0",
            NoCodeInAddress,
        ),
        (
            "query with a token only",
            "oauth_token=RT0",
            NoCodeInAddress,
        ),
        ("emoji", "aB3xY😀", Invalid),
        ("combining mark", "aB3xY9\u{301}", Invalid),
        ("quotes and SQL", "' OR 1=1 --", Invalid),
        ("header injection", "aB3xY9\", oauth_token=\"x", Invalid),
        ("escape without an address", "aB3%78Y9", Invalid),
        ("a sentence", "I did not get a code", Invalid),
        ("over 128", &long[..129], Invalid),
        ("longest input", &long[..2048], Invalid),
        ("one byte more", &long[..2049], TooLong),
        ("far too long", &long, TooLong),
        ("too long in bytes only", &"é".repeat(1025), TooLong),
    ];
    for (name, input, problem) in cases {
        assert_eq!(outcome(input), Err(problem), "{name}");
    }
}

#[test]
fn with_nothing_pending_every_address_with_a_token_is_of_another_attempt() {
    let address = "https://b.example/cb?oauth_token=RT0&oauth_verifier=aB3xY9";
    assert_eq!(parse(address, None).err(), Some(OtherAttempt));
    assert!(parse("?oauth_verifier=aB3xY9", None).is_ok());
    assert!(parse("aB3xY9", None).is_ok());
}

#[test]
fn debug_hides_the_code() {
    let code = parse("aB3xY9", None).expect("a code");
    assert_eq!(format!("{code:?}"), "VerificationCode(…)");
}

proptest! {
    #[test]
    fn any_text_is_answered_and_every_code_is_clean(input in "(?s).{0,60}") {
        if let Ok(code) = outcome(&input) {
            prop_assert!((4..=128).contains(&code.len()));
            prop_assert!(code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-'));
            prop_assert_eq!(outcome(&code), Ok(code));
        }
    }

    #[test]
    fn nearly_right_text_is_answered_and_parsing_again_changes_nothing(
        input in "(oauth_verifier=|oauth_token=|RT0|%3D|%|&|\\?|'|\"|code|is| |:|\u{a0}|\u{200b}|aB3xY9|Zz|https://|/|\\.|é|ﬁ){0,12}",
    ) {
        if let Ok(code) = outcome(&input) {
            prop_assert_eq!(outcome(&code), Ok(code));
        }
    }

    #[test]
    fn a_code_keeps_its_case_however_it_is_wrapped(
        code in "[0-9A-Za-z]{6}",
        before in "[ \t\r\n\u{a0}\u{200b}\u{feff}'\"(\\[<*]{0,4}",
        after in "[ \t\r\n\u{a0}\u{200b}'\")\\]>*.,]{0,4}",
    ) {
        prop_assume!(code != "denied");
        prop_assert_eq!(outcome(&format!("{before}{code}{after}")), Ok(code));
    }

    #[test]
    fn a_code_is_found_in_the_address_and_on_the_page(code in "[0-9A-Za-z]{6}", name in "[A-Za-z0-9 ]{1,10}") {
        prop_assume!(code != "denied");
        let address = format!("https://b.example/cb?oauth_token=RT0&oauth_verifier={code}");
        prop_assert_eq!(outcome(&address), Ok(code.clone()));
        let page = format!("You have successfully authorized '{name}'. Your verification code is '{code}'. You");
        prop_assert_eq!(outcome(&page), Ok(code));
    }

    #[test]
    fn a_code_alone_is_sent_as_it_is_however_long(code in "[0-9A-Za-z_-]{4,128}") {
        prop_assume!(code != "denied");
        prop_assert_eq!(outcome(&code), Ok(code));
    }

    #[test]
    fn outside_an_address_a_code_stood_in_the_text_as_it_is_sent(
        input in "(code|is|: |'|\"|\\(|\u{a0}|\u{200b}|ａＢ|аВ|[0-9A-Za-z_ -]{1,7}){0,8}",
    ) {
        if let Ok(code) = outcome(&input) {
            let visible: String = input.nfkc().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect();
            prop_assert!(visible.contains(&code), "{} from {}", code, input);
        }
    }
}
