use super::*;
use crate::{
    settings::{Identity, Overrides, Settings, TeamsSettings},
    teams_package::Label,
};
use std::fs;

const SETTINGS: &str = r#"
identity = "entra"
public_url = "https://jira-tab.example.com"

[entra]
tenant_ids = ["aaaaaaaa-0000-4000-8000-000000000001"]
client_id = "bbbbbbbb-0000-4000-8000-000000000002"

[developer]
name = "Example Organisation"

[[jira]]
id = "demo"
base_url = "https://jira.example.com"
consumer_key = "jira-tab"
signature_method = "HMAC-SHA1"
shared_secret_file = "secret"
"#;

const BOT: &str = r#"
[bot]
app_id = "cccccccc-0000-4000-8000-000000000003"
client_secret_file = "secret"
"#;

fn settings(more: &str) -> TeamsSettings {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("secret"), "secret").unwrap();
    let path = folder.path().join("jira-tab.toml");
    fs::write(&path, format!("{SETTINGS}{more}")).unwrap();
    match Settings::load(&path, Overrides::default())
        .unwrap()
        .identity
    {
        Identity::Entra(settings) => *settings,
        Identity::Local => panic!("the settings say entra"),
    }
}

fn manifest(more: &str) -> Manifest {
    let label = Label {
        name: "Jira",
        version: "1.0.0",
    };
    Manifest::new(&settings(more), label)
}

#[test]
fn what_the_settings_give_has_no_defect() {
    for more in ["", BOT] {
        assert_eq!(find_defects(&manifest(more)), []);
    }
    let here = Label {
        name: "Jira",
        version: env!("CARGO_PKG_VERSION"),
    };
    assert_eq!(find_defects(&Manifest::new(&settings(BOT), here)), []);
}

type Change = fn(&mut Manifest);

/// Each change makes one defect, whose sentence holds the words.
#[track_caller]
fn assert_each_is_found(cases: &[(Change, &str)]) {
    for (change, words) in cases {
        let mut manifest = manifest(BOT);
        change(&mut manifest);
        let found = find_defects(&manifest);
        let [defect] = found.as_slice() else {
            panic!("{words}: {found:?}");
        };
        let sentence = defect.to_string();
        assert!(sentence.contains(words), "no {words:?} in {sentence}");
    }
}

#[test]
fn an_address_that_teams_would_not_open_is_found() {
    let content: fn(&mut Manifest, &str) =
        |it, url| it.static_tabs[0].content_url = Some(url.to_owned());
    let configuration: fn(&mut Manifest, &str) =
        |it, url| it.configurable_tabs[0].configuration_url = url.to_owned();
    let website: fn(&mut Manifest, &str) =
        |it, url| it.static_tabs[0].website_url = Some(url.to_owned());
    let developer: fn(&mut Manifest, &str) = |it, url| it.developer.website_url = url.to_owned();
    let privacy: fn(&mut Manifest, &str) = |it, url| it.developer.privacy_url = url.to_owned();
    let terms: fn(&mut Manifest, &str) = |it, url| it.developer.terms_of_use_url = url.to_owned();
    let long = format!("https://example.com/{}", "x".repeat(2048));
    let cases = [
        (developer, "http://example.com", "developer.websiteUrl"),
        (developer, &long, "developer.websiteUrl has 2068"),
        (privacy, "privacy", "developer.privacyUrl"),
        (terms, "ftp://example.com/", "developer.termsOfUseUrl"),
        (website, "javascript:alert(1)", "staticTabs.websiteUrl"),
        (
            content,
            "http://jira-tab.example.com/",
            "staticTabs.contentUrl",
        ),
        (
            content,
            "https://other.example.com/",
            "at other.example.com",
        ),
        (content, "https://jira-tab.example.com:8443/", "com:8443"),
        (
            configuration,
            "http://jira-tab.example.com/",
            "configurationUrl",
        ),
        (configuration, "https://example.com/", "at example.com"),
    ];
    for (put, url, words) in cases {
        let mut manifest = manifest(BOT);
        put(&mut manifest, url);
        let found = find_defects(&manifest);
        let [defect] = found.as_slice() else {
            panic!("{url}: {found:?}");
        };
        let sentence = defect.to_string();
        assert!(sentence.contains(words), "no {words:?} in {sentence}");
    }
}

#[test]
fn what_is_no_domain_is_found() {
    for domain in [
        "https://jira-tab.example.com",
        "jira-tab.example.com/tab",
        "*.example.com",
        "Jira.example.com",
        "localhost",
        "192.0.2.1",
        "example.com:443",
        "example.com:99999",
        "",
    ] {
        let mut manifest = manifest(BOT);
        manifest.valid_domains.push(domain.to_owned());
        let expected = Defect::NotADomain(domain.to_owned());
        assert_eq!(find_defects(&manifest), [expected]);
    }
}

#[test]
fn a_text_that_is_too_long_or_says_too_little_is_found() {
    assert_each_is_found(&[
        (|it| it.name.short = "J".repeat(31), "name.short has 31"),
        (|it| it.name.short = " ".into(), "name.short"),
        (|it| it.name.full = "J".repeat(101), "name.full"),
        (|it| it.description.short = "x".repeat(81), "n.short"),
        (|it| it.description.full = "x".repeat(4001), "n.full"),
        (|it| it.developer.name = "x".repeat(33), "developer.name"),
        (|it| it.name.short = "Jira for Teams".into(), "--name"),
        (|it| it.version = "1.0".into(), "--app-version"),
        (|it| it.version = "1.0.0-rc.1".into(), "--app-version"),
        (|it| it.version = "1.01.0".into(), "--app-version"),
        (|it| it.version = "1..0".into(), "--app-version"),
        (|it| it.accent_color = "teal".into(), "accentColor"),
        (|it| it.static_tabs[1].entity_id = "jira".into(), "twice"),
        (
            |it| it.static_tabs[1].entity_id = "x".repeat(65),
            "entityId",
        ),
    ]);
}

#[test]
fn names_that_do_not_agree_for_single_sign_on_are_found() {
    let resource = |it: &mut Manifest, from, to| {
        let resource = &mut it.web_application_info.resource;
        *resource = resource.replace(from, to);
    };
    assert_each_is_found(&[
        (|it| it.id = "jira-tab".into(), "id is \"jira-tab\""),
        (|it| it.bots.clear(), "/bbbbbbbb"),
    ]);
    for (from, to) in [("jira-tab.", "other."), ("botid-", ""), ("api:", "https:")] {
        let mut manifest = manifest(BOT);
        resource(&mut manifest, from, to);
        let found = find_defects(&manifest);
        assert!(matches!(found[..], [Defect::Resource { .. }]), "{found:?}");
    }
}

#[test]
fn an_identifier_that_is_none_is_named_with_what_follows_from_it() {
    let mut manifest = manifest(BOT);
    manifest.bots[0].id = "jira-bot".into();
    manifest.web_application_info.id = String::new();
    let sentences: Vec<_> = find_defects(&manifest)
        .iter()
        .map(ToString::to_string)
        .collect();
    for words in [
        "webApplicationInfo.id is",
        "bots.botId is",
        "webApplicationInfo.resource is",
    ] {
        assert!(sentences.iter().any(|it| it.starts_with(words)), "{words}");
    }
    assert_eq!(sentences.len(), 3);
}

#[test]
fn every_defect_is_told_at_once() {
    let settings = settings(BOT);
    let label = Label {
        name: "Microsoft Jira",
        version: "one",
    };
    let refused = crate::teams_package::build(&settings, label)
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("name.short") && refused.contains("version"),
        "{refused}"
    );
}
