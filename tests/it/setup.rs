//! `jira-tab setup`: the guide for administrators, with the operator's own values.

use crate::{
    binary::{Ended, jira_tab, run},
    startup::folder_with,
};
use std::fs;
use tempfile::TempDir;

const DOMAIN: &str = "jira.intranet.example.org";
const TENANT_ID: &str = "aaaaaaaa-0000-4000-8000-000000000001";
const CLIENT_ID: &str = "bbbbbbbb-0000-4000-8000-000000000002";
const BOT_ID: &str = "cccccccc-0000-4000-8000-000000000003";

fn setup(arguments: &[&str]) -> Ended {
    let folder = TempDir::new().expect("a temporary folder");
    run(jira_tab(folder.path(), &["setup"]).args(arguments))
}

#[track_caller]
fn steps(arguments: &[&str]) -> String {
    let ended = setup(arguments);
    assert!(ended.status.success(), "{}", ended.stderr);
    assert!(!ended.stdout.contains("<!--"), "{}", ended.stdout);
    ended.stdout
}

/// The blocks of the settings file, in their order.
fn settings(steps: &str) -> String {
    let blocks = steps.split("```toml\n").skip(1);
    let blocks = blocks.map(|rest| rest.split("```").next().expect("a part"));
    blocks.collect::<Vec<_>>().join("\n")
}

#[test]
fn what_setup_prints_is_all_that_the_settings_take() {
    let known = [
        "--domain",
        DOMAIN,
        "--tenant-id",
        TENANT_ID,
        "--client-id",
        CLIENT_ID,
    ];
    for (more, uri) in [
        (&[][..], format!("api://{DOMAIN}/botid-{CLIENT_ID}")),
        (&["--no-bot"], format!("api://{DOMAIN}/{CLIENT_ID}")),
        (
            &["--bot-id", BOT_ID],
            format!("api://{DOMAIN}/botid-{BOT_ID}"),
        ),
    ] {
        let steps = steps(&[&known, more].concat());
        assert!(steps.contains(&format!("`{uri}`")), "{uri} in {steps}");
        assert!(!steps.contains("jira-tab.example.com"), "{steps}");
        assert!(!steps.contains("_ID"), "{steps}");

        let folder = folder_with(|jira| format!("{}\n{jira}", settings(&steps)));
        fs::write(folder.path().join("bot-secret"), "secret").unwrap();
        let made = run(&mut jira_tab(folder.path(), &["teams-package"]));
        assert!(made.status.success(), "{}", made.stderr);

        // The settings know the URI that the steps say, and take no other.
        let app_id_uri = format!("\n[entra]\napp_id_uri = \"{uri}\"\n");
        let with_uri = fs::read_to_string(folder.path().join("jira-tab.toml")).unwrap();
        let with_uri = with_uri.replace("\n[entra]\n", &app_id_uri);
        assert!(with_uri.contains(&uri));
        fs::write(folder.path().join("jira-tab.toml"), with_uri).unwrap();
        let made = run(&mut jira_tab(folder.path(), &["teams-package"]));
        assert!(made.status.success(), "the same URI: {}", made.stderr);
    }
}

#[test]
fn a_port_stands_in_addresses_and_in_no_name() {
    let with_port = format!("{DOMAIN}:8443");
    for domain in [with_port.clone(), format!("https://{with_port}/")] {
        let steps = steps(&["--domain", &domain, "--client-id", CLIENT_ID]);
        for said in [
            format!("public_url = \"https://{with_port}\""),
            format!("`api://{with_port}/botid-{CLIENT_ID}`"),
            format!("https://{with_port}/api/messages"),
            format!("curl -I https://{with_port}/"),
            format!("the host name `{DOMAIN}`"),
            format!("only if `{DOMAIN}` or"),
            "listen 8443 ssl;".to_owned(),
            format!("server_name {DOMAIN};"),
            format!("\n{with_port} {{"),
        ] {
            assert!(steps.contains(&said), "{said} in {steps}");
        }
    }
    let steps = steps(&["--domain", DOMAIN]);
    assert!(steps.contains("listen 443 ssl;"), "{steps}");
}

#[test]
fn before_there_are_ids_their_places_are_named() {
    let steps = steps(&["--domain", DOMAIN]);
    assert!(steps.contains(&format!("`api://{DOMAIN}/botid-CLIENT_ID`")));
    assert!(steps.contains("tenant_ids = [\"TENANT_ID\"]"));
    assert!(steps.contains(&format!("https://{DOMAIN}/api/messages")));
    assert!(steps.contains(&format!("server_name {DOMAIN};")));
    for id in [
        "1fec8e78-bce4-4aaf-ab1b-5451cc387264",
        "5e3ce6c0-2b1f-4285-8d4b-75ee78787346",
        "access_as_user",
        "requestedAccessTokenVersion",
    ] {
        assert!(steps.contains(id), "{id}");
    }
}

#[test]
fn without_a_bot_nothing_is_said_of_one() {
    let steps = steps(&["--domain", DOMAIN, "--no-bot"]).to_lowercase();
    let said = steps.replace("without a bot", "").replace("`--no-bot`", "");
    for word in ["azure bot", "bot-secret", "[bot]", "/api/messages", "botid"] {
        assert!(!said.contains(word), "{word}: {said}");
    }
}

#[test]
fn a_domain_or_an_id_that_is_none_is_refused_with_what_is_allowed() {
    for (arguments, words) in [
        (&["--domain", "192.0.2.1"][..], "full host name"),
        (
            &["--domain", "http://jira-tab.example.com"],
            "full host name",
        ),
        (&["--domain", "jira-tab.example.com/tab"], "full host name"),
        (&["--domain", "localhost"], "full host name"),
        (
            &["--domain", DOMAIN, "--tenant-id", "example.org"],
            "11111111-2222",
        ),
        (&["--domain", DOMAIN, "--client-id", ""], "11111111-2222"),
        (
            &["--domain", DOMAIN, "--no-bot", "--bot-id", BOT_ID],
            "cannot be used with",
        ),
        (&[], "--domain"),
    ] {
        let refused = setup(arguments);
        assert!(!refused.status.success());
        assert!(refused.stderr.contains(words), "{}", refused.stderr);
    }
    let upper = CLIENT_ID.to_uppercase();
    assert!(steps(&["--domain", DOMAIN, "--client-id", &upper]).contains(CLIENT_ID));
}
