//! The cases of the shared table of pastes, each by its ID.

use super::{CODE, Outcome, assert_comes_to};
use serde_json::Value;
use std::collections::HashSet;

/// One named test for each case of the table.
macro_rules! cases {
    ($($test:ident: $id:literal;)*) => {
        const IDS: &[&str] = &[$($id),*];
        $(
            #[tokio::test]
            async fn $test() {
                assert_case($id).await;
            }
        )*
    };
}

cases! {
    a_code_alone: "plain";
    a_code_that_begins_with_zero: "leading-zero";
    a_code_that_reads_as_a_number: "sci-notation";
    a_code_in_capitals_stays_so: "case-kept-1";
    spaces_around_a_code: "space-around";
    a_tab_before_and_a_line_end_after_a_code: "tab-crlf";
    no_break_spaces_around_a_code: "nbsp";
    a_line_separator_after_a_code: "line-sep";
    a_space_inside_a_code: "inner-space";
    a_line_end_inside_a_code: "inner-newline";
    a_no_break_space_inside_a_code: "inner-nbsp";
    a_zero_width_space_inside_a_code: "zwsp";
    a_zero_width_joiner_inside_a_code: "zwj";
    a_word_joiner_before_a_code: "word-joiner";
    a_byte_order_mark_before_a_code: "bom";
    a_soft_hyphen_inside_a_code: "soft-hyphen";
    marks_of_direction_around_a_code: "lrm";
    an_isolated_code: "bidi-isolate";
    a_code_with_its_direction_overridden: "rlo";
    a_code_in_single_quotes: "wrap-sq";
    a_code_in_backticks: "wrap-backtick";
    a_code_in_curly_single_quotes: "wrap-smart-sq";
    a_code_in_guillemets: "wrap-guillemets";
    a_code_in_german_quotes: "wrap-low-9";
    a_code_in_parentheses: "wrap-parens";
    a_code_in_angle_brackets: "wrap-angle";
    a_full_stop_after_a_code: "trailing-dot";
    a_comma_after_a_code: "trailing-comma";
    a_code_behind_its_label: "label-en";
    a_code_on_the_line_below_its_label: "label-newline";
    jiras_page_with_an_application_name_of_six_letters: "approved-page-name6";
    the_address_of_a_callback: "url";
    an_address_with_a_fragment: "url-fragment";
    an_address_with_more_parameters: "url-extra";
    an_address_with_a_percent_encoded_code: "url-pct";
    the_query_of_an_address_alone: "query-only";
    an_address_inside_a_sentence: "url-safelink-text";
    an_address_with_an_empty_code: "url-empty-verifier";
    an_address_with_two_codes: "url-two-verifiers";
    the_authorize_link_itself: "authorize-url";
    any_address_of_jira: "some-url";
    an_empty_field: "empty";
    a_missing_field: "null";
    a_code_of_three_characters: "too-short";
    a_cyrillic_letter_that_looks_latin: "cyrillic";
    a_combining_accent: "combining";
    a_letter_with_an_accent: "accent";
    markup_with_a_script: "html";
    a_line_that_looks_like_a_header: "crlf-injection";
    two_codes: "two-codes";
}

fn table() -> Vec<Value> {
    let text = include_str!("../../vectors/verification_code_cases.json");
    let mut file: Value = serde_json::from_str(text).expect("JSON");
    match file["paste"].take() {
        Value::Array(cases) => cases,
        other => panic!("no list: {other}"),
    }
}

async fn assert_case(id: &str) {
    let cases = table();
    let case = cases.iter().find(|case| case["id"] == id);
    let case = case.expect("a case with this ID");
    let outcome = match case["expect"].as_str().expect("an expectation") {
        "code" => Outcome::Connects(case["code"].as_str().map(known).expect("a code")),
        "empty" => Outcome::Refused("code-missing"),
        "invalid" => Outcome::Refused("code-invalid"),
        "no_code_in_url" => Outcome::Refused("code-not-in-address"),
        other => panic!("unknown expectation {other}"),
    };
    assert_comes_to(case["input"].as_str(), outcome).await;
}

/// The codes of the table.
fn known(code: &str) -> &'static str {
    let all = [CODE, "012345", "1e1000", "AB3XY9", "qTJkPi"];
    all.into_iter()
        .find(|known| *known == code)
        .expect("a known code")
}

#[test]
fn every_case_of_the_table_has_its_test() {
    let cases = table();
    let listed: HashSet<_> = cases
        .iter()
        .filter_map(|case| case["id"].as_str())
        .collect();
    let tested: HashSet<_> = IDS.iter().copied().collect();
    assert_eq!(listed, tested);
    assert_eq!((cases.len(), IDS.len()), (50, 50), "an ID is there twice");
}
