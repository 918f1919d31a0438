//! `jira-tab check`: what it says of a Jira.

use crate::{
    check::{check, with_base_url},
    tls::{Certificate, Tls},
};
use std::fs;
use tests::{TestApp, jira_sim::Fault};

#[tokio::test]
async fn a_jira_whose_clock_is_wrong_is_a_warning_for_its_requests_are_corrected() {
    let app = TestApp::spawn().await;
    app.jira.set_clock_offset(-3600);
    let ended = check(app.folder(), &[]).await;
    assert!(ended.status.success(), "{}{}", ended.stdout, ended.stderr);
    let warning = ended
        .stdout
        .lines()
        .find(|it| it.starts_with("WARNING jira demo clock: "));
    let warning = warning.unwrap_or_else(|| panic!("{}", ended.stdout));
    assert!(
        warning.contains(
            "seconds behind this machine's; requests are corrected. Keep the time by NTP"
        ),
        "{warning}"
    );
}

#[tokio::test]
async fn a_jira_that_this_tab_is_not_made_for_is_named() {
    let app = TestApp::spawn().await;
    for (version, deployment_type, exit, words) in [
        ("9.0.0", "Server", 0, "ok      jira demo server-info: "),
        ("11.3.1", "Server", 0, "ok      jira demo server-info: "),
        ("8.20.30", "Server", 0, "Jira 8.20.30 answers. Update Jira"),
        ("12.0.0", "Server", 0, "newer release of this tab"),
        ("1001.0.0", "Cloud", 1, "is a Jira Cloud. Take it out"),
    ] {
        app.jira.set_version(version, deployment_type);
        let ended = check(app.folder(), &[]).await;
        assert_eq!(ended.status.code(), Some(exit), "{}", ended.stdout);
        assert!(ended.stdout.contains(words), "{}", ended.stdout);
    }
}

#[tokio::test]
async fn a_jira_that_hides_its_version_is_a_warning_and_a_gateway_before_it_a_failure() {
    let app = TestApp::spawn().await;
    let gateway = Fault::RedirectToSso("https://sso.example.com/login".into());
    for (fault, exit, words) in [
        (
            Fault::BareUnauthorized,
            0,
            "WARNING jira demo server-info: ",
        ),
        (Fault::Status(403), 0, "WARNING jira demo server-info: "),
        (gateway, 1, "to sso.example.com"),
        (
            Fault::HtmlLogin,
            1,
            "a log-in page or a proxy's page stands before Jira",
        ),
        (
            Fault::CloseConnection,
            1,
            "-       jira demo tls: not known",
        ),
    ] {
        app.jira.set_fault(None);
        app.jira.set_fault_on("serverInfo", fault);
        let ended = check(app.folder(), &[]).await;
        assert_eq!(ended.status.code(), Some(exit), "{}", ended.stdout);
        assert!(ended.stdout.contains(words), "{}", ended.stdout);
    }
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted_says_why() {
    for (fault, words) in [
        (Certificate::Untrusted, "ca_file"),
        (Certificate::Expired, "has run out"),
        (Certificate::OfAnotherName, "is for another name"),
        (Certificate::None, "does not speak TLS"),
    ] {
        let server = Tls::listen(fault).await;
        let mut app = TestApp::spawn().await;
        app.stop().await;
        let text = fs::read_to_string(app.settings_file()).expect("the settings");
        let text = with_base_url(&text, &format!("https://localhost:{}", server.port));
        let text = text.replacen("[[jira]]", "[[jira]]\nca_file = \"ca.pem\"", 1);
        fs::write(app.settings_file(), text).expect("the settings");
        fs::write(app.folder().join("ca.pem"), &server.trusted).expect("the issuer");
        let ended = check(app.folder(), &[]).await;
        assert_eq!(ended.status.code(), Some(1), "{}", ended.stdout);
        let line = ended.stdout.lines().find(|it| it.starts_with("FAILED"));
        let line = line.unwrap_or_default();
        assert!(
            line.starts_with("FAILED  jira demo tls: "),
            "{}",
            ended.stdout
        );
        assert!(line.contains(words), "{line}");
    }
}
