//! Mistakes in the settings: named with file, line, key and what is allowed.

use crate::startup::{assert_refused, folder_with, key, serve};
use rsa::{RsaPrivateKey, pkcs8::EncodePrivateKey as _, rand_core::OsRng};
use std::fs;
use tempfile::TempDir;
use tests::public_key;

#[test]
fn without_settings_the_file_and_the_way_to_one_are_named() {
    let folder = TempDir::new().unwrap();
    assert_refused(
        folder.path(),
        &[
            "jira-tab.toml",
            "--config",
            "JIRA_TAB_CONFIG",
            "instance new",
        ],
    );
}

#[test]
fn a_mistake_in_the_settings_is_named_with_file_line_key_and_what_is_allowed() {
    type Change = fn(&str) -> String;
    let cases: [(Change, &[&str]); 15] = [
        (
            |it| it.to_owned() + "privat_key_file = \"x\"\n",
            &["jira-tab.toml:6", "privat_key_file", "private_key_file"],
        ),
        (
            |it| format!("colour = 1\n{it}"),
            &["jira-tab.toml:1", "colour", "listen", "data"],
        ),
        (
            |_| String::new(),
            &["jira-tab.toml", "[[jira]]", "instance new"],
        ),
        (|_| "[[jira".to_owned(), &["jira-tab.toml:1"]),
        (
            |it| it.replace("http://127.0.0.1:1/jira", "jira.example.com"),
            &["jira-tab.toml:3", "jira.base_url", "https://"],
        ),
        (
            |it| it.replace("http://127.0.0.1:1", "http://dana:geheim42@127.0.0.1"),
            &["jira-tab.toml:3", "jira.base_url", "no password"],
        ),
        (
            |it| it.replace("consumer_key = \"jira-tab-demo\"\n", ""),
            &["jira-tab.toml:1", "consumer_key"],
        ),
        (
            |it| it.replace("\"jira-tab-demo\"", "\" \""),
            &["jira-tab.toml:4", "jira.consumer_key"],
        ),
        (
            |it| it.to_owned() + "shared_secret_file = \"key.pem\"\n",
            &["jira-tab.toml:6", "jira.shared_secret_file", "RSA-SHA1"],
        ),
        (
            |it| it.replace("private_key_file = \"key.pem\"\n", ""),
            &["jira-tab.toml:2", "jira.private_key_file", "RSA-SHA1 needs"],
        ),
        (
            |it| it.to_owned() + "signature_method = \"PLAINTEXT\"\n",
            &["jira-tab.toml:6", "PLAINTEXT", "RSA-SHA1", "HMAC-SHA1"],
        ),
        (
            |it| it.to_owned() + "timeout_s = 0\n",
            &["jira-tab.toml:6", "jira.timeout_s", "1 to 30"],
        ),
        (
            |it| it.to_owned() + "timeout_s = \"geheim42\"\n",
            &["jira-tab.toml:6: jira.timeout_s: ", "a whole number"],
        ),
        (
            |it| it.replace("\"demo\"", "\"de mo\""),
            &["jira-tab.toml:2", "jira.id", "allowed"],
        ),
        (
            |it| format!("{it}{}", it.replace("demo\"", "DEMO\"")),
            &["jira-tab.toml:7", "jira.id", "twice"],
        ),
    ];
    for (change, words) in cases {
        let folder = folder_with(change);
        assert_refused(folder.path(), words);
        let shown = serve(folder.path()).stderr;
        assert!(!shown.contains("geheim42"), "{shown}");
        assert!(!folder.path().join("data").exists(), "nothing was made");
    }
}

#[test]
fn a_value_of_the_wrong_kind_is_told_by_what_is_allowed_and_not_shown() {
    type Change = fn(&str) -> String;
    let cases: [(Change, &[&str]); 16] = [
        (
            |it| format!("listen = 3000\n{it}"),
            &["jira-tab.toml:1: listen: ", "a text in quotes"],
        ),
        (
            |it| format!("data = true\n{it}"),
            &["jira-tab.toml:1: data: ", "a text in quotes"],
        ),
        (
            |it| format!("key_ring_file = [\"geheim42\"]\n{it}"),
            &["jira-tab.toml:1: key_ring_file: ", "a text in quotes"],
        ),
        (
            |it| format!("trusted_proxies = \"geheim42\"\n{it}"),
            &["jira-tab.toml:1: trusted_proxies: ", "a list in brackets"],
        ),
        (
            |it| format!("trusted_proxies = [7]\n{it}"),
            &["jira-tab.toml:1: trusted_proxies: ", "a text in quotes"],
        ),
        (
            |it| format!("entra = \"geheim42\"\n{it}"),
            &["jira-tab.toml:1: entra: ", "a table"],
        ),
        (
            |it| format!("identity = 5\n{it}"),
            &["jira-tab.toml:1: identity: ", "a word in quotes"],
        ),
        (
            |it| format!("identity = \"tesm\"\n{it}"),
            &["jira-tab.toml:1: identity: ", "allowed are local, entra"],
        ),
        (
            |it| it.replace("[[jira]]", "[jira]"),
            &["jira-tab.toml:1: ", "[[jira]]"],
        ),
        (
            |it| it.replace("\"demo\"", "42"),
            &["jira-tab.toml:2: jira.id: ", "a text in quotes"],
        ),
        (
            |it| it.replace("\"http://127.0.0.1:1/jira\"", "[\"geheim42\"]"),
            &["jira-tab.toml:3: jira.base_url: ", "a text in quotes"],
        ),
        (
            |it| it.to_owned() + "timeout_s = -1\n",
            &["jira-tab.toml:6: jira.timeout_s: ", "a whole number"],
        ),
        (
            |it| it.to_owned() + "timeout_s = 1.5\n",
            &["jira-tab.toml:6: jira.timeout_s: ", "a whole number"],
        ),
        (
            |it| it.to_owned() + "signature_method = 1\n",
            &[
                "jira-tab.toml:6: jira.signature_method: ",
                "a word in quotes",
            ],
        ),
        (
            |it| it.to_owned() + "id = \"twice\"\n",
            &["jira-tab.toml:6: ", "there twice"],
        ),
        (
            |it| it.to_owned() + "name = Demo\n",
            &["jira-tab.toml:6: ", "cannot be read as TOML"],
        ),
    ];
    for (change, words) in cases {
        let folder = folder_with(change);
        assert_refused(folder.path(), words);
        let shown = serve(folder.path()).stderr;
        for foreign in ["geheim42", "invalid type", "u64", "struct ", "field"] {
            assert!(!shown.contains(foreign), "{shown}");
        }
    }
}

#[test]
fn a_key_that_cannot_be_used_is_told_by_what_is_wrong_with_it() {
    let short = RsaPrivateKey::new(&mut OsRng, 1024).unwrap();
    let short = short.to_pkcs8_pem(rsa::pkcs8::LineEnding::LF).unwrap();
    let cut_off: String = key().chars().take(200).collect();
    let cases: [(&str, &str); 7] = [
        ("garbage", "not a PEM file"),
        ("", "not a PEM file"),
        (&public_key(key()), "no private key"),
        (&short, "shorter than 2048 bits"),
        (&cut_off, "damaged"),
        (
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
            "passphrase",
        ),
        (
            "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n",
            "OpenSSH",
        ),
    ];
    for (text, words) in cases {
        let folder = folder_with(str::to_owned);
        fs::write(folder.path().join("key.pem"), text).unwrap();
        assert_refused(
            folder.path(),
            &["jira-tab.toml:5", "jira.private_key_file", words],
        );
    }
    let folder = folder_with(str::to_owned);
    fs::write(folder.path().join("key.pem"), b"\xff\xfe").unwrap();
    assert_refused(folder.path(), &["jira.private_key_file", "UTF-8"]);
    fs::remove_file(folder.path().join("key.pem")).unwrap();
    assert_refused(folder.path(), &["jira.private_key_file", "key.pem", "read"]);
    fs::create_dir(folder.path().join("key.pem")).unwrap();
    assert_refused(folder.path(), &["jira.private_key_file", "key.pem", "read"]);
}
