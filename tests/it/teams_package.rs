//! The app package: what `jira-tab teams-package` writes is what Teams takes.

use crate::{
    binary::{Ended, jira_tab, run},
    settings_teams::{BOT, TEAMS, folder_with_teams},
    startup::{folder_with, sentence},
};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    fs,
    io::{Cursor, Read as _, Write as _},
    path::Path,
    process::{Command, Stdio},
};
use zip::ZipArchive;

const CLIENT_ID: &str = "bbbbbbbb-0000-4000-8000-000000000002";
const BOT_ID: &str = "cccccccc-0000-4000-8000-000000000003";

fn teams_package(folder: &Path, more: &[&str]) -> Ended {
    let mut arguments = vec!["teams-package", "--out", "app.zip"];
    arguments.extend(more);
    run(&mut jira_tab(folder, &arguments))
}

fn open(bytes: Vec<u8>) -> ZipArchive<Cursor<Vec<u8>>> {
    ZipArchive::new(Cursor::new(bytes)).expect("a zip")
}

/// The files in the package that `settings` give.
fn files(settings: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = folder_with_teams(settings);
    let made = teams_package(folder.path(), &[]);
    assert!(made.status.success(), "{}", made.stderr);
    assert!(made.stdout.contains("app.zip"), "{}", made.stdout);
    let mut zip = open(fs::read(folder.path().join("app.zip")).expect("the package"));
    let files = (0..zip.len()).map(|index| {
        let mut file = zip.by_index(index).expect("a file in the zip");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("a whole file");
        (file.name().expect("a name").into_owned(), bytes)
    });
    files.collect()
}

fn manifest(settings: &str) -> Value {
    serde_json::from_slice(&files(settings)["manifest.json"]).expect("JSON")
}

/// What Microsoft's schema says against it, a line each.
fn schema_errors(manifest: &Value) -> Vec<String> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/validate_manifest.mjs");
    let mut node = Command::new("node")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|_| panic!("node is missing: apt-get install nodejs npm"));
    let mut stdin = node.stdin.take().expect("a pipe");
    // A broken pipe means that it has ended, which its status tells better.
    let _ = stdin.write_all(manifest.to_string().as_bytes());
    drop(stdin);
    let ended = node.wait_with_output().expect("it has ended");
    let ran = ended.status.success();
    assert!(ran, "npm packages are missing: npm ci --prefix tests");
    let lines = String::from_utf8_lossy(&ended.stdout);
    lines.lines().map(str::to_owned).collect()
}

#[test]
fn microsofts_schema_takes_the_manifest_with_and_without_a_bot() {
    for settings in [TEAMS.to_owned(), format!("{TEAMS}{BOT}")] {
        let manifest = manifest(&settings);
        assert_eq!(schema_errors(&manifest), [""; 0], "{manifest:#}");
    }
}

#[test]
fn microsofts_schema_is_really_asked() {
    type Change = fn(&mut Value);
    let cases: [(Change, &str); 4] = [
        (|it| it["accentColor"] = json!("teal"), "/accentColor"),
        (|it| it["packageName"] = json!("x"), "additional properties"),
        (
            |it| it["bots"][0]["scopes"] = json!(["groupchat"]),
            "/bots/0",
        ),
        (|it| it["name"] = json!({ "short": "Jira" }), "/name"),
    ];
    let good = manifest(&format!("{TEAMS}{BOT}"));
    for (change, words) in cases {
        let mut manifest = good.clone();
        change(&mut manifest);
        let errors = schema_errors(&manifest);
        assert!(errors.iter().any(|it| it.contains(words)), "{errors:?}");
    }
}

#[test]
fn the_package_holds_the_manifest_and_the_two_icons_that_it_names() {
    let files = files(TEAMS);
    let names: Vec<_> = files.keys().map(String::as_str).collect();
    assert_eq!(names, ["color.png", "manifest.json", "outline.png"]);
    let manifest: Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    let icons = json!({ "color": "color.png", "outline": "outline.png" });
    assert_eq!(manifest["icons"], icons);
    for icon in ["color.png", "outline.png"] {
        assert!(files[icon].starts_with(b"\x89PNG\r\n\x1a\n"), "{icon}");
    }
}

#[test]
fn the_manifest_says_where_the_tab_is_and_who_may_ask_for_its_tokens() {
    let manifest = manifest(TEAMS);
    assert_eq!(manifest["id"], CLIENT_ID);
    assert_eq!(manifest["name"]["short"], "Jira");
    assert_eq!(manifest["validDomains"], json!(["jira-tab.example.com"]));
    let resource = format!("api://jira-tab.example.com/{CLIENT_ID}");
    let sso = json!({ "id": CLIENT_ID, "resource": resource });
    assert_eq!(manifest["webApplicationInfo"], sso);
    assert_eq!(manifest["permissions"], json!(["identity"]));
    assert_eq!(manifest["showLoadingIndicator"], true);
    assert_eq!(manifest.get("bots"), None);
    assert_eq!(manifest["staticTabs"][0]["entityId"], "jira");
    assert_eq!(
        manifest["staticTabs"][0]["contentUrl"],
        "https://jira-tab.example.com/?theme={app.theme}"
    );
    assert_eq!(manifest["staticTabs"][1]["entityId"], "about");
    assert_eq!(
        manifest["configurableTabs"][0]["configurationUrl"],
        "https://jira-tab.example.com/configure?theme={app.theme}"
    );
    let full = manifest["description"]["full"].as_str().unwrap();
    assert!(full.contains("Example Organisation") && !full.contains("disconnect"));
    let developer = json!({
        "name": "Example Organisation",
        "websiteUrl": "https://jira-tab.example.com/",
        "privacyUrl": "https://jira-tab.example.com/privacy",
        "termsOfUseUrl": "https://jira-tab.example.com/terms",
    });
    assert_eq!(manifest["developer"], developer);
}

#[test]
fn a_bot_brings_its_commands_and_its_name_in_the_resource() {
    let manifest = manifest(&format!("{TEAMS}{BOT}"));
    let resource = format!("api://jira-tab.example.com/botid-{BOT_ID}");
    assert_eq!(manifest["webApplicationInfo"]["resource"], resource);
    let bot = &manifest["bots"][0];
    assert_eq!(bot["botId"], BOT_ID);
    assert_eq!(bot["scopes"], json!(["personal"]));
    let commands = bot["commandLists"][0]["commands"].as_array().unwrap();
    let titles: Vec<_> = commands.iter().map(|it| it["title"].as_str()).collect();
    let expected = ["help", "connect", "status", "disconnect", "cancel"];
    assert_eq!(titles, expected.map(Some));
    let full = manifest["description"]["full"].as_str().unwrap();
    assert!(full.contains("write disconnect"), "{full}");
}

#[test]
fn the_same_settings_give_the_same_bytes() {
    let folder = folder_with_teams(TEAMS);
    let mut packages = Vec::new();
    for _ in 0..2 {
        assert!(teams_package(folder.path(), &[]).status.success());
        packages.push(fs::read(folder.path().join("app.zip")).unwrap());
    }
    assert_eq!(packages[0], packages[1]);
    let dates: Vec<_> = (0..3)
        .map(|index| {
            let mut zip = open(packages[0].clone());
            zip.by_index(index).unwrap().last_modified().unwrap().year()
        })
        .collect();
    assert_eq!(dates, [1980; 3], "no time of its own");
}

#[test]
fn a_name_and_a_version_of_the_operators_own_are_taken_if_teams_takes_them() {
    let folder = folder_with_teams(TEAMS);
    let label = ["--name", "Issues", "--app-version", "1.2.3"];
    let made = teams_package(folder.path(), &label);
    assert!(
        made.stdout.contains("\"Issues\", version 1.2.3"),
        "{}",
        made.stderr
    );
    for (label, word) in [
        (["--name", "Jira for Microsoft Teams"], "--name"),
        (["--app-version", "1.2"], "--app-version"),
    ] {
        fs::remove_file(folder.path().join("app.zip")).ok();
        let refused = teams_package(folder.path(), &label);
        let sentence = sentence(&refused);
        assert!(sentence.contains(word), "{sentence}");
        assert!(
            !folder.path().join("app.zip").exists(),
            "nothing is written"
        );
    }
}

#[test]
fn settings_for_one_person_give_no_package() {
    let folder = folder_with(str::to_owned);
    let refused = teams_package(folder.path(), &[]);
    let sentence = sentence(&refused);
    assert!(sentence.contains("jira-tab setup"), "{sentence}");
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    let folder = folder_with_teams(TEAMS);
    fs::create_dir(folder.path().join("app.zip")).unwrap();
    let refused = teams_package(folder.path(), &[]);
    let sentence = sentence(&refused);
    assert!(
        sentence.contains("app.zip") && sentence.contains("--out"),
        "{sentence}"
    );
}
