//! Mistakes in the settings of a tab inside Teams: named with file, line, key and what is allowed.

use crate::startup::{assert_refused, folder_with, serve};
use std::fs;
use tempfile::TempDir;

/// Settings without a mistake; nothing listens at the Jira's address.
pub const TEAMS: &str = r#"identity = "entra"
public_url = "https://jira-tab.example.com"
trusted_proxies = ["127.0.0.1", "10.0.0.0/8"]

[entra]
tenant_ids = ["aaaaaaaa-0000-4000-8000-000000000001"]
client_id = "bbbbbbbb-0000-4000-8000-000000000002"

[developer]
name = "Example Organisation"

[[jira]]
id = "demo"
base_url = "http://127.0.0.1:1/jira"
consumer_key = "jira-tab-demo"
private_key_file = "key.pem"
"#;

/// To be added to [`TEAMS`].
pub const BOT: &str = r#"
[bot]
app_id = "cccccccc-0000-4000-8000-000000000003"
client_secret_file = "secret"
"#;

/// A folder with these settings and the files that they name.
pub fn folder_with_teams(settings: &str) -> TempDir {
    let folder = folder_with(|_| settings.to_owned());
    fs::write(folder.path().join("secret"), "geheim42\n").expect("the secret file");
    folder
}

type Change = fn(&str) -> String;

#[track_caller]
fn assert_each_is_refused(cases: &[(Change, &[&str])]) {
    let good = format!("{TEAMS}{BOT}");
    for (change, words) in cases {
        let changed = change(&good);
        assert_ne!(changed, good, "{words:?}");
        let folder = folder_with_teams(&changed);
        assert_refused(folder.path(), words);
        let shown = serve(folder.path()).stderr;
        assert!(!shown.contains("geheim42"), "{shown}");
        assert!(!folder.path().join("data").exists(), "nothing was made");
    }
}

#[test]
fn a_mistake_about_where_the_tab_is_is_named() {
    let address = "https://jira-tab.example.com";
    assert_each_is_refused(&[
        (
            |it| it.replace("\"entra\"", "\"teams\""),
            &["jira-tab.toml:1", "teams", "local", "entra"],
        ),
        (
            |it| it.replace("public_url =", "public_uri ="),
            &["jira-tab.toml:2", "public_uri", "public_url"],
        ),
        (
            |it| it.replace("public_url = \"https://jira-tab.example.com\"\n", ""),
            &["jira-tab.toml", "public_url", "https://", "jira-tab setup"],
        ),
        (
            |it| it.replace("https://jira-tab", "http://jira-tab"),
            &["jira-tab.toml:2", "public_url", address],
        ),
        (
            |it| it.replace("jira-tab.example.com", "jira-tab.example.com/tab"),
            &["jira-tab.toml:2", "public_url", "without a path"],
        ),
        (
            |it| it.replace("jira-tab.example.com", "192.0.2.1"),
            &["jira-tab.toml:2", "public_url", "no IP address"],
        ),
        (
            |it| it.replace("jira-tab.example.com", "localhost"),
            &["jira-tab.toml:2", "public_url", address],
        ),
        (
            |it| it.replace("https://jira-tab", "https://me:geheim42@jira-tab"),
            &["jira-tab.toml:2", "public_url", address],
        ),
        (
            |it| it.replace("10.0.0.0/8", "10.0.0.0/33"),
            &["jira-tab.toml:3", "trusted_proxies", "10.0.0.16/28"],
        ),
        (
            |it| it.replace("\"127.0.0.1\"", "\"proxy\""),
            &["jira-tab.toml:3", "trusted_proxies", "addresses"],
        ),
        (
            |it| it.replace("\"127.0.0.1\", \"10.0.0.0/8\"", ""),
            &[
                "jira-tab.toml:3",
                "trusted_proxies",
                "an empty list",
                "leave the key out",
            ],
        ),
    ]);
}

#[test]
fn a_mistake_about_entra_is_named() {
    let guid = "11111111-2222-3333-4444-555555555555, in lower case";
    assert_each_is_refused(&[
        (
            |it| it.replace("[entra]", "[azure]"),
            &["jira-tab.toml:5", "azure", "entra"],
        ),
        (
            |it| it.replace("client_id = \"bbbbbbbb-0000-4000-8000-000000000002\"\n", ""),
            &["jira-tab.toml:5", "client_id"],
        ),
        (
            |it| it.replace("client_id = \"bbbb", "client_id = \"BBBB"),
            &["jira-tab.toml:7", "entra.client_id", guid],
        ),
        (
            |it| it.replace("aaaaaaaa-0000", "example.onmicrosoft.com-0000"),
            &["jira-tab.toml:6", "entra.tenant_ids", guid],
        ),
        (
            |it| it.replace("[\"aaaaaaaa-0000-4000-8000-000000000001\"]", "[]"),
            &[
                "jira-tab.toml:6",
                "entra.tenant_ids",
                "empty",
                "Directory (tenant) ID",
            ],
        ),
        (
            |it| it.replace("[\"aaaaaaaa-0000-4000-8000-000000000001\"]", "\"aaaaaaaa\""),
            &["jira-tab.toml:6", "tenant_ids"],
        ),
        (
            |it| {
                it.replace(
                    "\n[developer]",
                    "app_id_uri = \"api://other.example.com/x\"\n[developer]",
                )
            },
            &[
                "jira-tab.toml:8",
                "entra.app_id_uri",
                "api://jira-tab.example.com/botid-cccccccc-0000-4000-8000-000000000003",
            ],
        ),
        (
            |it| it.replace("\n[developer]", "cloud = \"china\"\n[developer]"),
            &["jira-tab.toml:8", "china", "global", "us-government"],
        ),
        (
            |it| {
                it.replace(
                    "\n[developer]",
                    "authority = \"http://login.example.com\"\n[developer]",
                )
            },
            &["jira-tab.toml:8", "entra.authority", "https://"],
        ),
        (
            |it| it.replace("\n[developer]", "tenant_id = \"x\"\n[developer]"),
            &["jira-tab.toml:8", "tenant_id", "tenant_ids"],
        ),
    ]);
}

#[test]
fn a_mistake_about_the_bot_is_named() {
    assert_each_is_refused(&[
        (
            |it| it.replace("cccccccc-0000-4000-8000-000000000003", "jira-bot"),
            &["jira-tab.toml:19", "bot.app_id", "in lower case"],
        ),
        (
            |it| it.replace("client_secret_file", "client_secret"),
            &["jira-tab.toml:20", "client_secret", "client_secret_file"],
        ),
        (
            |it| it.replace("client_secret_file = \"secret\"\n", ""),
            &["jira-tab.toml:18", "client_secret_file"],
        ),
        (
            |it| it.replace("\"secret\"", "\"missing\""),
            &[
                "jira-tab.toml:20",
                "bot.client_secret_file",
                "missing",
                "read",
            ],
        ),
        (
            |it| it.to_owned() + "metadata_url = \"login.botframework.com\"\n",
            &["jira-tab.toml:21", "bot.metadata_url", "https://"],
        ),
        (
            |it| it.to_owned() + "token_url = \"https://me:geheim42@example.com/token\"\n",
            &["jira-tab.toml:21", "bot.token_url", "https://"],
        ),
        (
            |it| it.to_owned() + "service_url_hosts = [\"https://smba.example.com\"]\n",
            &[
                "jira-tab.toml:21",
                "bot.service_url_hosts",
                "smba.trafficmanager.net",
            ],
        ),
    ]);
    let folder = folder_with_teams(&format!("{TEAMS}{BOT}"));
    fs::write(folder.path().join("secret"), "\n").unwrap();
    let words = ["jira-tab.toml:20", "bot.client_secret_file", "empty"];
    assert_refused(folder.path(), &words);
}

#[test]
fn a_mistake_about_who_offers_the_app_is_named() {
    assert_each_is_refused(&[
        (
            |it| it.replace("[developer]\nname = \"Example Organisation\"\n", ""),
            &["jira-tab.toml", "developer", "name of your organisation"],
        ),
        (
            |it| it.replace("name = \"Example Organisation\"\n", ""),
            &["jira-tab.toml:9", "name"],
        ),
        (
            |it| it.replace("\"Example Organisation\"", "\" \""),
            &["jira-tab.toml:10", "developer.name", "1 to 32"],
        ),
        (
            |it| it.replace("Organisation", "Organisation with a very long name"),
            &["jira-tab.toml:10", "developer.name", "1 to 32"],
        ),
        (
            |it| it.replace("\n[[jira]]", "privacy_url = \"/privacy\"\n[[jira]]"),
            &["jira-tab.toml:11", "developer.privacy_url", "https://"],
        ),
        (
            |it| {
                it.replace(
                    "\n[[jira]]",
                    "terms_of_use_url = \"http://example.com\"\n[[jira]]",
                )
            },
            &["jira-tab.toml:11", "developer.terms_of_use_url", "https://"],
        ),
        (
            |it| it.replace("\n[[jira]]", "website_url = \"\"\n[[jira]]"),
            &["jira-tab.toml:11", "developer.website_url", "https://"],
        ),
    ]);
}

#[test]
fn keys_of_a_tab_in_teams_are_refused_where_there_is_no_teams() {
    let tables = [
        ("[entra]\ntenant_ids = []\nclient_id = \"\"\n", "entra"),
        (
            "[bot]\napp_id = \"\"\nclient_secret_file = \"secret\"\n",
            "bot",
        ),
        ("[developer]\nname = \"x\"\n", "developer"),
    ];
    for (table, key) in tables {
        let folder = folder_with(|it| format!("{it}{table}"));
        let words = ["jira-tab.toml:6", key, "identity = \"entra\""];
        assert_refused(folder.path(), &words);
    }
    for (line, key) in [
        (
            "public_url = \"https://jira-tab.example.com\"",
            "public_url",
        ),
        ("trusted_proxies = [\"127.0.0.1\"]", "trusted_proxies"),
        ("trusted_proxies = []", "trusted_proxies"),
    ] {
        let folder = folder_with(|it| format!("data = \"data\"\n{line}\n{it}"));
        let words = ["jira-tab.toml:2", key, "identity = \"entra\""];
        assert_refused(folder.path(), &words);
    }
}
