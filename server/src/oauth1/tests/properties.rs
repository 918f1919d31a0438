use proptest::prelude::*;

use super::super::{
    authorization::Extra,
    base_string::{self, Parameters},
    challenge,
    credentials::TokenCredentials,
    percent_encoding,
    problem::Problem,
    token_reply,
};
use super::{header, hmac_client, url};

fn encode(text: &str) -> String {
    let mut out = String::new();
    percent_encoding::append(&mut out, text);
    out
}

#[test]
fn every_byte_goes_through_the_form_encoder_and_back() {
    for byte in 0..=255_u8 {
        let mut from_escape = String::new();
        percent_encoding::append_form(&mut from_escape, format!("%{byte:02x}").as_bytes());
        if byte.is_ascii() {
            let text = char::from(byte).to_string();
            assert_eq!(encode(&text), from_escape);
            assert_eq!(percent_encoding::decode(from_escape.as_bytes()), Some(text));
        } else {
            assert_eq!(from_escape, format!("%{byte:02X}"));
        }
    }
}

proptest! {
    #[test]
    fn decoding_what_was_encoded_gives_it_back(text in "\\PC*|(?s).{0,40}") {
        let encoded = encode(&text);
        prop_assert!(encoded.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~%".contains(&b)));
        prop_assert!(!encoded.contains("%a") && !encoded.contains("%f"), "upper case");
        prop_assert_eq!(percent_encoding::decode(encoded.as_bytes()), Some(text.clone()));
        prop_assert_eq!(percent_encoding::decode_form(encoded.as_bytes()), Some(text));
    }

    #[test]
    fn encoding_form_text_anew_equals_decoding_then_encoding(text in "[a-z +%=~A-F0-9é*]{0,30}") {
        let mut anew = String::new();
        percent_encoding::append_form(&mut anew, text.as_bytes());
        let (_, decoded) = url::form_urlencoded::parse(format!("n={}", text.replace('&', "")).as_bytes())
            .next()
            .map(|(n, v)| (n.into_owned(), v.into_owned()))
            .expect("one pair");
        // The WHATWG parser replaces bytes that are no UTF-8; this encoder keeps them.
        prop_assume!(!decoded.contains('\u{fffd}'));
        prop_assert_eq!(anew, encode(&decoded));
    }

    #[test]
    fn the_order_of_parameters_changes_no_signature(
        (ordered, shuffled) in prop::collection::vec(("[a-c%+~é]{0,3}", "[a-c0-9 =&]{0,4}"), 0..8)
            .prop_flat_map(|pairs| (Just(pairs.clone()), Just(pairs).prop_shuffle())),
    ) {
        let build = |pairs: &[(String, String)]| {
            let mut address = url("https://jira.example.com/jira/rest/api/2/search");
            address.query_pairs_mut().extend_pairs(pairs);
            let built = header(&hmac_client(), "GET", &address, None, None, &[]);
            built.into_string()
        };
        prop_assert_eq!(build(&ordered), build(&shuffled));
    }

    #[test]
    fn parameters_sign_alike_in_the_query_and_in_the_body(
        pairs in prop::collection::vec(("[a-c é]{1,3}", "\\PC{0,4}"), 1..6),
    ) {
        let plain = url("https://jira.example.com/x");
        let mut with_query = plain.clone();
        with_query.query_pairs_mut().extend_pairs(&pairs);
        let body = with_query.query().expect("a query").to_owned();
        let in_query = base_string::build("POST", &with_query, Parameters::default(), None);
        let in_body = base_string::build("POST", &plain, Parameters::default(), Some(body.as_bytes()));
        let mut pushed = Parameters::default();
        for (name, value) in &pairs {
            pushed.push(name, value);
        }
        prop_assert_eq!(&in_query, &in_body);
        prop_assert_eq!(in_query, base_string::build("POST", &plain, pushed, None));
    }

    #[test]
    fn a_built_header_can_be_parsed_back(token in "(?s).{1,20}", verifier in "(?s).{0,20}") {
        let credentials = TokenCredentials::new(token.clone(), "s");
        let built = header(
            &hmac_client(),
            "POST",
            &url("https://jira.example.com/jira?a=b"),
            None,
            Some((&credentials).into()),
            &[Extra::Verifier(&verifier)],
        );
        let parsed = challenge::parse(built.as_str());
        prop_assert_eq!(parsed.len(), 1);
        let value = |name: &str| {
            parsed[0].iter().find(|pair| pair.0 == name).map(|pair| pair.1.clone())
        };
        prop_assert_eq!(value("oauth_token"), Some(token));
        prop_assert_eq!(value("oauth_verifier"), Some(verifier));
        prop_assert_eq!(value("oauth_timestamp"), Some("1700000000".to_owned()));
        prop_assert_eq!(value("oauth_signature").map(|s| s.len()), Some(28));
        prop_assert_eq!(parsed[0].len(), 8);
        prop_assert!(built.as_str().bytes().all(|b| b == b' ' || b.is_ascii_graphic()));
    }

    #[test]
    fn parsers_of_foreign_text_never_panic(body in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = token_reply::parse_access(&body);
        let _ = token_reply::parse_temporary(&body);
        let _ = Problem::from_body(&body);
        let _ = Problem::find(b"", [&*String::from_utf8_lossy(&body)]);
    }

    #[test]
    fn parsers_of_nearly_right_text_never_panic(text in "(OAuth |oauth_problem|=|\"|\\\\|,| |a|%|%41|é|&|-|1){0,20}") {
        let _ = token_reply::parse_access(text.as_bytes());
        let _ = Problem::find(text.as_bytes(), [&*text]);
    }
}
