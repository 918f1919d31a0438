//! Pastes that the shared table does not have.

use super::{
    CODE,
    Outcome::{self, Connects, IsWrong, Refused},
    assert_comes_to,
};

/// One named test for each row.
macro_rules! pasted {
    ($($test:ident: $text:expr => $outcome:expr;)*) => {
        const OUTCOMES: &[Outcome] = &[$($outcome),*];
        $(
            #[tokio::test]
            async fn $test() {
                let text: &str = &$text;
                assert_comes_to(Some(text), $outcome).await;
            }
        )*
    };
}

const US_PAGE: &str = "Jira\r\nDashboards\tProjects\r\nAccess Approved\r\nYou have successfully authorized 'Teams1'. \
    Your verification code is 'aB3xY9'. You will need to enter this exact text when prompted. You should write this \
    value down before closing the browser window.\r\nAtlassian Jira Project Management Software (v9.12.4)\r\n";
const GB_PAGE: &str = "Access Approved\nYou have successfully authorised ‘Teams1’. Your verification code is ‘aB3xY9’. \
    You will need to enter this exact text when prompted.";
const INVISIBLE: &str =
    "\u{200b}\u{200d}\u{2060}\u{feff}aB3\u{ad}\u{200e}\u{2068}\u{202e}xY9\u{202c}\u{2069}";

pasted! {
    six_zeros: "000000" => Connects("000000");
    a_code_in_small_letters_stays_so: "ab3xy9" => Connects("ab3xy9");
    the_right_letters_in_the_wrong_case_are_sent_as_they_are: "AB3XY9" => IsWrong("AB3XY9");
    a_letter_that_looks_like_a_digit_is_sent_as_it_is: "aBEx79" => IsWrong("aBEx79");
    ideographic_spaces_around_a_code: "\u{3000}aB3xY9\u{3000}" => Connects(CODE);
    every_letter_apart: "a B 3 x Y 9" => Connects(CODE);
    a_nul_inside_a_code: "aB3\0xY9" => Connects(CODE);
    every_invisible_mark: INVISIBLE => Connects(CODE);
    full_width_letters: "\u{ff41}\u{ff22}\u{ff13}\u{ff58}\u{ff39}\u{ff19}" => Connects(CODE);
    a_code_in_double_quotes: "\"aB3xY9\"" => Connects(CODE);
    a_code_in_curly_double_quotes: "“aB3xY9”" => Connects(CODE);
    a_code_in_bold_as_markdown_writes_it: "**aB3xY9**" => Connects(CODE);
    a_code_in_quotes_before_a_full_stop: " 'aB3xY9'. " => Connects(CODE);
    a_code_behind_is: "Your verification code is aB3xY9" => Connects(CODE);
    a_code_behind_is_and_a_colon: "Your verification code is: aB3xY9." => Connects(CODE);
    a_code_with_a_space_behind_its_label: "CODE: aB3 xY9" => Connects(CODE);
    a_code_behind_a_german_label: "Bestätigungscode: aB3xY9" => Connects(CODE);
    the_whole_page_in_american_spelling: US_PAGE => Connects(CODE);
    the_whole_page_in_british_spelling: GB_PAGE => Connects(CODE);
    the_whole_page_with_the_name_of_the_application_unquoted: US_PAGE.replace("'Teams1'", "Teams1") => Connects(CODE);
    a_code_longer_than_jiras: "abcdefgh_-1" => Connects("abcdefgh_-1");

    the_code_before_the_token: "https://b.example/cb?oauth_verifier=aB3xY9&oauth_token=RT0" => Connects(CODE);
    the_code_in_the_fragment: "https://b.example/cb#oauth_token=RT0&oauth_verifier=aB3xY9" => Connects(CODE);
    the_code_alone_in_a_query: "?oauth_verifier=aB3xY9" => Connects(CODE);
    the_same_code_twice: "?oauth_verifier=aB3xY9&oauth_verifier=aB3xY9" => Connects(CODE);
    an_address_copied_from_the_source_of_a_page: "https://b.example/cb?oauth_token=RT0&amp;oauth_verifier=aB3xY9" => Connects(CODE);
    an_address_in_parentheses_before_a_full_stop: "I got (https://b.example/cb?oauth_token=RT0&oauth_verifier=aB3xY9)." => Connects(CODE);
    an_address_that_a_mail_filter_wrapped:
        "https://safe.example/?url=https%3A%2F%2Fb.example%2Fcb%3Foauth_token%3DRT0%26oauth_verifier%3DaB3xY9&data=1" => Connects(CODE);

    an_address_of_another_link: "https://b.example/cb?oauth_token=RT1&oauth_verifier=aB3xY9" => Refused("code-of-other-link");
    a_token_with_another_ending: "https://b.example/cb?oauth_token=RT0x&oauth_verifier=aB3xY9" => Refused("code-of-other-link");
    the_right_token_beside_another: "?oauth_token=RT0&oauth_token=RT1&oauth_verifier=aB3xY9" => Refused("code-of-other-link");
    an_address_of_another_link_that_a_mail_filter_wrapped:
        "https://safe.example/?url=https%3A%2F%2Fb%3Foauth_token%3DRT1%26oauth_verifier%3DaB3xY9" => Refused("code-of-other-link");
    one_empty_code_beside_another: "?oauth_verifier=&oauth_verifier=aB3xY9" => Refused("code-invalid");
    a_broken_escape_in_an_address: "?oauth_verifier=aB3x%Y9" => Refused("code-invalid");
    an_escape_of_no_text_in_an_address: "?oauth_verifier=%ff%feaB3" => Refused("code-invalid");
    the_authorize_link_without_its_scheme:
        "jira.example.com/plugins/servlet/oauth/authorize?oauth_token=RT0" => Refused("code-not-in-address");
    an_address_of_jira_in_capitals: "HTTPS://JIRA.EXAMPLE.COM/BROWSE/TEST-1" => Refused("code-not-in-address");

    the_word_denied: "denied" => Refused("access-denied");
    the_word_denied_in_quotes: "'denied'" => Refused("access-denied");
    the_address_after_deny: "https://b.example/cb?oauth_token=RT0&oauth_verifier=denied" => Refused("access-denied");
    the_address_after_deny_of_another_link:
        "https://b.example/cb?oauth_token=RT1&oauth_verifier=denied" => Refused("code-of-other-link");

    blanks_only: "  \t\r\n" => Refused("code-missing");
    a_zero_width_space_only: "\u{200b}" => Refused("code-missing");
    quotes_only: "''" => Refused("code-missing");
    a_label_only: "Verification code: " => Refused("code-missing");

    an_emoji: "aB3xY😀" => Refused("code-invalid");
    a_cyrillic_word: "код аВЗхУ9" => Refused("code-invalid");
    an_escape_outside_an_address: "aB3%78Y9" => Refused("code-invalid");
    a_sentence: "I did not get a code" => Refused("code-invalid");
    an_image_with_a_handler: "\"><img src=x onerror=alert(1)>" => Refused("code-invalid");
    a_closed_title_and_a_script: "</title></textarea><script>alert(1)</script>" => Refused("code-invalid");
    quotes_and_sql: "' OR 1=1 --" => Refused("code-invalid");
    a_forged_parameter: "aB3xY9\", oauth_token=\"x" => Refused("code-invalid");
    a_header_inside_an_address: "?oauth_verifier=aB3xY9%0D%0AX-Evil:%201" => Refused("code-invalid");
    a_code_over_128_characters: "x".repeat(129) => Refused("code-invalid");
    a_text_of_2048_bytes: "x".repeat(2048) => Refused("code-invalid");
    a_text_of_2049_bytes: "x".repeat(2049) => Refused("code-too-long");
    a_text_of_5000_characters: "x".repeat(5000) => Refused("code-too-long");
    a_page_of_5000_characters_around_the_code: format!("{}{US_PAGE}", "x ".repeat(2500)) => Refused("code-too-long");
    a_token_of_32_characters: "35FcJ5Jil60NR9srtI6pdZz3MiYHz1qR" => IsWrong("35FcJ5Jil60NR9srtI6pdZz3MiYHz1qR");
}

#[test]
fn every_way_to_refuse_a_paste_is_provoked() {
    for word in [
        "code-missing",
        "code-invalid",
        "code-too-long",
        "code-of-other-link",
        "code-not-in-address",
        "access-denied",
    ] {
        assert!(OUTCOMES.contains(&Refused(word)), "{word}");
    }
    assert_eq!(OUTCOMES.len(), 60, "a row was lost");
}
