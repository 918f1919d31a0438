use super::super::{
    authorization::Extra,
    base_string::{self, Parameters},
    credentials::{ClientCredentials, TokenCredentials},
    percent_encoding,
    problem::Problem,
    signature::{HmacSha1Key, RsaSha1Key, SigningKey},
    token_reply,
};
use super::{cases, header, private_key_pem, rsa_2048, text, url};

fn encode(text: &str) -> String {
    let mut out = String::new();
    percent_encoding::append(&mut out, text);
    out
}

fn normalized(parameters: Parameters) -> String {
    let base = base_string::build("GET", &url("http://h/"), parameters, None);
    let encoded = base
        .strip_prefix("GET&http%3A%2F%2Fh%2F&")
        .expect("a known start");
    percent_encoding::decode(encoded.as_bytes()).expect("a base string is encoded")
}

fn pairs(case: &serde_json::Value, field: &str) -> Vec<(String, String)> {
    serde_json::from_value(case[field].clone()).expect("pairs of texts")
}

#[test]
fn percent_encoding_gives_every_vector() {
    for case in cases("percent_encode") {
        let input = text(case, "input");
        let hex = text(case, "input_utf8_hex");
        let bytes: Result<Vec<u8>, _> = (0..hex.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&hex[at..at + 2], 16))
            .collect();
        assert_eq!(bytes.as_deref(), Ok(input.as_bytes()), "{case}");
        assert_eq!(encode(input), text(case, "expected"), "{case}");
    }
    assert_eq!(cases("percent_encode").len(), 17);
}

#[test]
fn normalization_gives_every_vector_from_decoded_pairs_and_from_form_text() {
    for case in cases("normalize") {
        let mut decoded = Parameters::default();
        for (name, value) in pairs(case, "decoded") {
            decoded.push(&name, &value);
        }
        let mut form = Parameters::default();
        form.push_form(text(case, "form").as_bytes());
        assert_eq!(normalized(decoded), text(case, "expected"), "{case}");
        assert_eq!(normalized(form), text(case, "expected"), "{case}");
    }
    assert_eq!(cases("normalize").len(), 11);
}

#[test]
fn base_string_uri_gives_every_vector() {
    for case in cases("base_string_uri") {
        let uri = base_string::base_string_uri(&url(text(case, "url")));
        assert_eq!(uri, text(case, "expected"), "{case}");
    }
    assert_eq!(cases("base_string_uri").len(), 10);
}

#[test]
fn base_string_gives_every_vector() {
    for case in cases("base_string") {
        let mut parameters = Parameters::default();
        parameters.push_form(text(case, "params").as_bytes());
        let base = base_string::build(
            text(case, "method"),
            &url(text(case, "url")),
            parameters,
            None,
        );
        assert_eq!(base, text(case, "expected"), "{case}");
    }
    assert_eq!(cases("base_string").len(), 4);
}

#[test]
fn raw_hmac_gives_every_vector() {
    for case in cases("hmac_sha1_raw") {
        let key = HmacSha1Key::new(text(case, "consumer_secret"));
        let signature = key.sign(text(case, "text"), text(case, "token_secret"));
        assert_eq!(signature, text(case, "expected"), "{case}");
        if let Some(bytes) = case["key_bytes"].as_str() {
            assert_eq!(*key.joined_with(text(case, "token_secret")), bytes);
        }
    }
    assert_eq!(cases("hmac_sha1_raw").len(), 3);
}

fn form_body(case: &serde_json::Value) -> Option<&[u8]> {
    let form = case["content_type"]
        .as_str()?
        .starts_with("application/x-www-form-urlencoded");
    form.then(|| text(case, "body").as_bytes())
}

#[test]
fn every_signing_vector_has_its_base_string_and_signature() {
    let mut signed = 0;
    for case in cases("sign") {
        let mut parameters = Parameters::default();
        for (name, value) in pairs(case, "oauth_params") {
            parameters.push(&name, &value);
        }
        let base = base_string::build(
            text(case, "method"),
            &url(text(case, "url")),
            parameters,
            form_body(case),
        );
        assert_eq!(base, text(case, "expected_base_string"), "{case}");

        let secret = HmacSha1Key::new(text(case, "consumer_secret"));
        let token_secret = text(case, "token_secret");
        let signature = match text(case, "signature_method") {
            "HMAC-SHA1" => secret.sign(&base, token_secret),
            "PLAINTEXT" => secret.joined_with(token_secret).to_string(),
            "RSA-SHA1" => match text(case, "key") {
                "test_rsa_2048" => rsa_2048().sign(&base, "").expect("signing works"),
                small => RsaSha1Key::from_pem_of_any_size(private_key_pem(small))
                    .sign(&base)
                    .expect("signing works"),
            },
            _ => continue,
        };
        assert_eq!(signature, text(case, "expected_signature"), "{case}");
        assert_eq!(
            encode(&signature),
            text(case, "expected_signature_in_header")
        );
        signed += 1;
    }
    assert_eq!(
        (cases("sign").len(), signed),
        (22, 21),
        "HMAC-SHA256 is not signed"
    );
}

#[test]
fn the_header_of_every_jira_vector_is_byte_for_byte_as_expected() {
    let mut compared = 0;
    for case in cases("sign") {
        if !text(case, "id").starts_with("jira-") {
            continue;
        }
        let key = match text(case, "signature_method") {
            "HMAC-SHA1" => SigningKey::HmacSha1(HmacSha1Key::new(text(case, "consumer_secret"))),
            _ => rsa_2048(),
        };
        let client = ClientCredentials::new("OauthKey", key);
        let parameters = pairs(case, "oauth_params");
        let value = |name: &str| {
            let pair = parameters.iter().find(|pair| pair.0 == name)?;
            Some(pair.1.as_str())
        };
        let token = value("oauth_token")
            .map(|token| TokenCredentials::new(token, text(case, "token_secret")));
        let extra: Vec<Extra<'_>> = [
            value("oauth_callback").map(Extra::Callback),
            value("oauth_verifier").map(Extra::Verifier),
        ]
        .into_iter()
        .flatten()
        .collect();
        let built = header(
            &client,
            text(case, "method"),
            &url(text(case, "url")),
            form_body(case),
            token.as_ref().map(Into::into),
            &extra,
        );
        assert_eq!(
            built.as_str(),
            text(case, "example_authorization_header"),
            "{case}"
        );
        compared += 1;
    }
    assert_eq!(compared, 11);
}

#[test]
fn token_responses_are_read_or_refused_as_the_vectors_say() {
    for case in cases("token_response") {
        let body = text(case, "body").as_bytes();
        let expected = &case["expected"];
        let id = text(case, "id");
        if expected.is_null() {
            assert!(token_reply::parse_temporary(body).is_err(), "{id}");
            continue;
        }
        if let Some(word) = expected["oauth_problem"].as_str() {
            let problem = Problem::find(body, []).expect("a problem");
            assert_eq!(problem.word.as_str(), word, "{id}");
            assert_eq!(problem.acceptable_timestamps.is_some(), id == "problem-ts");
            assert_eq!(
                problem.parameters_absent.len(),
                usize::from(id == "problem-params")
            );
            assert!(token_reply::parse_access(body).is_err(), "{id}");
            continue;
        }
        let reply = token_reply::parse_access(body).expect("an access reply");
        assert_eq!(reply.credentials.token(), text(expected, "oauth_token"));
        assert_eq!(
            reply.credentials.secret(),
            text(expected, "oauth_token_secret")
        );
        let seconds = reply.expires_in.map(|d| d.as_secs().to_string());
        assert_eq!(seconds.as_deref(), expected["oauth_expires_in"].as_str());
        assert_eq!(token_reply::parse_temporary(body).is_ok(), id == "tok-ok");
    }
    assert_eq!(cases("token_response").len(), 7);
}

#[test]
fn www_authenticate_headers_are_read_as_the_vectors_say() {
    for case in cases("www_authenticate") {
        let challenges = super::super::challenge::parse(text(case, "header"));
        let expected = case["expected"].as_object().expect("an object");
        for (name, value) in expected {
            let pair = (name.clone(), value.as_str().expect("a text").to_owned());
            assert!(challenges[0].contains(&pair), "{case}");
        }
        let problem = Problem::find(b"", [text(case, "header")]);
        assert_eq!(
            problem.as_ref().map(|problem| problem.word.as_str()),
            case["expected"]["oauth_problem"].as_str(),
        );
    }
    assert_eq!(cases("www_authenticate").len(), 3);
}

/// Traps without a published vector.
#[test]
fn base_strings_fall_into_no_known_trap() {
    let cases: &[(&str, &str, Option<&str>, &str)] = &[
        (
            "names that begin alike sort by name, not as joined text",
            "http://h/?a=1&a-b=2&a1=3&a%20=4",
            None,
            "a%3D1%26a%2520%3D4%26a-b%3D2%26a1%3D3",
        ),
        (
            "a plus is a space and an escaped plus is a plus",
            "http://h/?q=a+b%2Bc",
            None,
            "q%3Da%2520b%252Bc",
        ),
        (
            "duplicates of query and body are all kept",
            "http://h/?k=b&k=a",
            Some("k=b&k="),
            "k%3D%26k%3Da%26k%3Db%26k%3Db",
        ),
        ("an empty query adds nothing", "http://h/?", None, ""),
        ("empty pairs add nothing", "http://h/?&&a&", None, "a%3D"),
        (
            "an equals sign in a value stays",
            "http://h/?a=b=c",
            None,
            "a%3Db%253Dc",
        ),
        (
            "lower-case escapes become upper case",
            "http://h/?a=%c3%a9%7e",
            None,
            "a%3D%25C3%25A9~",
        ),
        (
            "an escape that is none keeps its percent sign",
            "http://h/?a=%zz%4",
            None,
            "a%3D%2525zz%25254",
        ),
        (
            "a signature in the query is left out",
            "http://h/?oauth_signature=x&a=1",
            None,
            "a%3D1",
        ),
        (
            "a realm in the query is an ordinary parameter",
            "http://h/?realm=x",
            None,
            "realm%3Dx",
        ),
    ];
    for (name, address, body, expected) in cases {
        let base = base_string::build(
            "GET",
            &url(address),
            Parameters::default(),
            body.map(str::as_bytes),
        );
        assert_eq!(base, format!("GET&http%3A%2F%2Fh%2F&{expected}"), "{name}");
    }
}

#[test]
fn base_string_uris_fall_into_no_known_trap() {
    for (address, expected) in [
        ("https://[2001:DB8::1]:443/x", "https://[2001:db8::1]/x"),
        ("http://h:80/a%2fb/%7Ec/~d", "http://h/a%2fb/%7Ec/~d"),
        ("https://h:80/", "https://h:80/"),
        ("https://user:secret@h/x", "https://h/x"),
        ("https://h/jira//x/", "https://h/jira//x/"),
        ("https://BÜCHER.example/", "https://xn--bcher-kva.example/"),
    ] {
        assert_eq!(base_string::base_string_uri(&url(address)), expected);
    }
}
