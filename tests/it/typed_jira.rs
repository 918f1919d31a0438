//! Every way to type a Jira into "Jira ID or Jira base URL", each a test of its own: which configured
//! Jira is meant, or what is wrong. What is typed is never fetched.

use crate::{page::Page, person::Person};
use std::fmt::Write as _;
use tests::{Start, TestApp};

/// ID, name and base URL of what is configured beside `demo`. Nothing listens at the proxy before
/// them, so no name is looked up, and the refusal says which one was meant.
const JIRAS: [(&str, &str, &str); 7] = [
    ("Prod", "Production", "https://jira.example.com/jira"),
    ("test", "Test", "https://jira.example.com/jira-test"),
    ("root", "Root", "https://root.example.org"),
    ("port", "Port", "https://port.example.org:8443/jira"),
    ("six", "Six", "http://[2001:db8::1]:8080"),
    ("books", "Books", "https://bücher.example/jira"),
    (GUID, "Guid", "https://guid.example.org/jira"),
];

const GUID: &str = "08a8dde9-b347-4355-895c-5b75ec9ea058";

/// What comes of a text.
#[derive(Clone, Copy)]
enum Outcome {
    /// This Jira was meant.
    Means(&'static str),
    /// None was; the person is told this, and sees again what they typed.
    Refused(&'static str),
    /// None was, but this ID is proposed.
    Proposes(&'static str),
    /// The text holds a password or a name, and is not shown again.
    Hidden,
}

use Outcome::{Hidden, Means, Proposes, Refused};

/// One named test for each row.
macro_rules! typed {
    ($($test:ident: $text:expr => $outcome:expr;)*) => {$(
        #[tokio::test]
        async fn $test() {
            let text: &str = &$text;
            assert_comes_to(text, $outcome).await;
        }
    )*};
}

typed! {
    the_id: "Prod" => Means("Production");
    the_id_in_small_letters: "prod" => Means("Production");
    the_id_in_capitals: "TEST" => Means("Test");
    the_id_with_space_around: " \tprod\r\n" => Means("Production");
    the_id_in_quotes: "“Prod”" => Means("Production");
    an_id_of_hexadecimal_digits: GUID => Means("Guid");
    an_id_of_hexadecimal_digits_in_capitals: GUID.to_uppercase() => Means("Guid");
    an_id_of_hexadecimal_digits_with_space_around: format!(" {GUID} ") => Means("Guid");
    half_an_id_of_hexadecimal_digits: GUID[..23] => Refused("jira-unknown");
    another_id_of_hexadecimal_digits: "5716b702-b515-4f7f-bf29-e9dd1fa8925f" => Refused("jira-unknown");

    the_base_url: "https://jira.example.com/jira" => Means("Production");
    the_base_url_without_its_scheme: "jira.example.com/jira" => Means("Production");
    the_base_url_with_a_slash_at_its_end: "https://jira.example.com/jira/" => Means("Production");
    the_base_url_with_two_slashes_at_its_end: "https://jira.example.com/jira//" => Means("Production");
    the_base_url_with_space_around: "\u{a0}https://jira.example.com/jira \r\n" => Means("Production");
    the_base_url_in_angle_brackets: "<https://jira.example.com/jira>" => Means("Production");
    the_base_url_before_a_full_stop: "https://jira.example.com/jira." => Means("Production");
    the_scheme_in_capitals: "HTTPS://jira.example.com/jira" => Means("Production");
    the_host_in_capitals: "https://JIRA.EXAMPLE.COM/jira" => Means("Production");
    the_host_with_its_last_dot: "https://jira.example.com./jira" => Means("Production");
    http_in_place_of_https: "http://jira.example.com/jira" => Means("Production");
    the_default_port: "https://jira.example.com:443/jira" => Means("Production");
    the_default_port_without_a_scheme: "jira.example.com:443/jira" => Means("Production");
    the_only_jira_of_a_host_by_the_host: "guid.example.org" => Means("Guid");
    the_only_jira_of_a_host_by_the_host_with_its_scheme: "https://guid.example.org/" => Means("Guid");
    a_host_without_a_context_path: "root.example.org" => Means("Root");

    a_port_of_its_own: "https://port.example.org:8443/jira" => Means("Port");
    a_port_of_its_own_without_a_scheme: "port.example.org:8443" => Means("Port");
    the_host_alone_of_a_port_of_its_own: "port.example.org" => Means("Port");
    an_ipv6_address: "http://[2001:db8::1]:8080" => Means("Six");
    an_ipv6_address_in_capitals_and_in_full: "[2001:DB8:0:0:0:0:0:1]:8080/" => Means("Six");
    an_ipv6_address_without_brackets: "2001:db8::1" => Means("Six");
    a_host_in_unicode: "https://bücher.example/jira" => Means("Books");
    a_host_in_unicode_and_capitals: "BÜCHER.example/jira" => Means("Books");
    a_host_in_decomposed_unicode: "bu\u{308}cher.example/jira" => Means("Books");
    a_host_in_punycode: "https://xn--bcher-kva.example/jira" => Means("Books");
    a_host_in_punycode_and_capitals: "XN--BCHER-KVA.EXAMPLE/jira" => Means("Books");

    the_address_of_an_issue: "https://jira.example.com/jira/browse/ABC-1" => Means("Production");
    the_address_of_an_issue_without_a_context_path: "root.example.org/browse/ABC-1" => Means("Root");
    the_address_of_the_dashboard: "https://jira.example.com/jira/secure/Dashboard.jspa" => Means("Production");
    the_address_of_a_projects_issues:
        "https://jira.example.com/jira/projects/X/issues/X-1?filter=allopenissues#comments" => Means("Production");
    the_address_of_a_board: "jira.example.com/jira/secure/RapidBoard.jspa?rapidView=1" => Means("Production");
    the_address_of_a_log_in_page: "https://jira.example.com/jira/login.jsp?os_destination=%2Fbrowse%2FABC-1" => Means("Production");
    the_address_of_an_issue_behind_another_context_path: "https://jira.example.com/jira-test/browse/ABC-1" => Means("Test");
    the_address_of_an_issue_on_a_port: "https://port.example.org:8443/jira/browse/ABC-1" => Means("Port");
    the_address_of_an_issue_on_an_ipv6_address: "http://[2001:db8::1]:8080/browse/ABC-1" => Means("Six");

    a_host_of_several_jiras: "https://jira.example.com" => Refused("jira-ambiguous");
    a_context_path_that_only_begins_like_one: "https://guid.example.org/jira2" => Proposes(GUID);
    a_context_path_in_capitals: "https://guid.example.org/JIRA" => Proposes(GUID);
    an_address_outside_the_context_path: "https://guid.example.org/browse/ABC-1" => Proposes(GUID);
    a_path_that_climbs_out: "https://guid.example.org/jira/../admin" => Proposes(GUID);
    another_port: "https://port.example.org:8444/jira" => Proposes("port");
    a_slip_in_the_id: "pord" => Proposes("Prod");
    a_letter_too_many_in_the_id: "testt" => Proposes("test");
    a_slip_in_the_host: "https://root.exmaple.org" => Proposes("root");
    a_letter_missing_in_the_host: "https://rot.example.org/browse/ABC-1" => Proposes("root");

    a_user_and_a_password: "https://dana:geheim42@jira.example.com/jira" => Hidden;
    a_user_and_a_password_without_a_scheme: "dana:geheim42@jira.example.com/jira" => Hidden;
    a_user_alone: "https://geheim42@root.example.org" => Hidden;
    a_password_for_a_host_that_nobody_knows: "https://dana:geheim42@nowhere.example" => Hidden;
    a_password_in_a_broken_address: "https://dana:geheim42@[::1" => Hidden;
    a_password_with_another_scheme: "ftp://dana:geheim42@jira.example.com" => Hidden;
    a_password_behind_a_tab: "https:/\t/dana:geheim42@jira.example.com/jira" => Hidden;
    an_e_mail_address: "geheim42@example.com" => Hidden;

    nothing: "" => Refused("jira-missing");
    blanks_only: " \t\u{a0}" => Refused("jira-missing");
    what_nobody_sees_only: "\u{200b}\u{feff}" => Refused("jira-missing");
    a_scheme_alone: "https://" => Refused("jira-unknown");
    one_label: "localhost" => Refused("jira-unknown");
    one_label_with_a_port: "localhost:8080" => Refused("jira-unknown");
    a_host_and_a_port_that_nobody_knows: "jira.example.net:8443" => Refused("jira-unknown");
    an_address_inside_the_network: "http://10.0.0.5:8080" => Refused("jira-unknown");
    the_address_of_cloud_metadata: "http://169.254.169.254/latest/meta-data" => Refused("jira-unknown");
    a_script: "javascript:alert(1)" => Refused("jira-unknown");
    a_file: "file:///etc/passwd" => Refused("jira-unknown");
    another_scheme: "ftp://jira.example.com/jira" => Refused("jira-unknown");
    a_host_that_begins_like_ours: "https://jira.example.com.evil.example/jira" => Refused("jira-unknown");
    our_host_inside_a_path: "https://evil.example/jira.example.com/jira" => Refused("jira-unknown");
    markup: "\"><script>alert(1)</script>" => Refused("jira-unknown");
    a_jira_cloud: "oyatsenko.atlassian.net" => Refused("jira-cloud");
    an_issue_in_a_jira_cloud: "https://oyatsenko.atlassian.net/browse/ABC-1" => Refused("jira-cloud");
}

async fn app() -> TestApp {
    let mut settings = String::new();
    for (id, name, base_url) in JIRAS {
        writeln!(
            settings,
            "[[jira]]\nid = \"{id}\"\nname = \"{name}\"\nbase_url = \"{base_url}\"\nconsumer_key = \"x\"\n\
             private_key_file = \"key.pem\"\nproxy = \"http://127.0.0.1:1\""
        )
        .expect("writing to a String cannot fail");
    }
    TestApp::start(Start {
        more_settings: settings,
        ..Start::default()
    })
    .await
}

fn shown_again(page: &Page) -> Option<String> {
    page.attribute("input[type=text]", "value")
}

async fn assert_comes_to(text: &str, outcome: Outcome) {
    let app = app().await;
    let page = Person::at(&app).connect(text).await;
    page.assert_connect_form();
    match outcome {
        Means(name) => {
            let words = page.problem("jira-unreachable");
            let meant = format!("cannot reach {name}.");
            assert!(words.contains(&meant), "{words}");
        }
        Refused(word) => {
            let words = page.problem(word);
            assert!(!words.contains("Did you mean"), "{words}");
            if word != "jira-missing" {
                assert_eq!(shown_again(&page).as_deref(), Some(text));
            }
        }
        Proposes(id) => {
            let words = page.problem("jira-unknown");
            let proposed = format!("Did you mean {id}?");
            assert!(words.contains(&proposed), "{words}");
            assert_eq!(shown_again(&page).as_deref(), Some(text));
        }
        Hidden => {
            page.problem("jira-with-password");
            assert!(!page.html.contains("geheim42"));
            assert!(!page.path.contains("geheim42"));
        }
    }
    let scripts = page.attributes("script", "nonce");
    assert!(scripts.iter().all(Option::is_some), "only the page's own");
    assert_eq!(app.jira.requests().len(), 0);
}

#[tokio::test]
async fn each_way_to_write_an_address_leads_to_the_jira_that_is_there() {
    let app = TestApp::spawn().await;
    let person = Person::at(&app);
    let (address, port) = (app.jira.address(), app.jira.address().port());
    for text in [
        "DEMO".to_owned(),
        format!("http://{address}/jira"),
        format!("https://{address}/jira/"),
        format!("{address}"),
        format!("{address}/jira/browse/DEMO-1"),
        format!("HTTP://127.0.0.1:{port}/jira/secure/Dashboard.jspa?x=1#y"),
    ] {
        person.connect(&text).await.assert_code_field();
        person.post("/api/leave", &[]).await.assert_connect_form();
    }
}

#[tokio::test]
async fn one_configured_jira_is_filled_in() {
    let app = TestApp::spawn().await;
    let page = Person::at(&app).open().await;
    assert_eq!(shown_again(&page).as_deref(), Some("demo"));
    assert_eq!(page.texts("button.choice"), [""; 0]);
}

#[tokio::test]
async fn several_configured_jiras_are_offered_and_none_is_filled_in() {
    let app = app().await;
    let person = Person::at(&app);
    let page = person.open().await;
    assert_eq!(shown_again(&page).unwrap_or_default(), "");
    let offered = page.texts("button.choice .choice-name");
    let names = JIRAS.map(|(_, name, _)| name.to_owned());
    assert_eq!(offered, [&["Demo Jira".to_owned()], &names[..]].concat());
    let ids = page.attributes("button.choice", "value");
    assert_eq!(ids[0].as_deref(), Some("demo"));
    person
        .post("/api/connect", &[("jira", "demo")])
        .await
        .assert_code_field();
}

#[tokio::test]
async fn the_jira_used_last_is_filled_in() {
    let app = app().await;
    let person = Person::at(&app);
    person.sign_in(&app).await;
    person.sign_out().await;
    assert_eq!(shown_again(&person.open().await).as_deref(), Some("demo"));
}
