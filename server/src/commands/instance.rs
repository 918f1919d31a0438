//! `jira-tab instance new`.

use super::{NewInstanceArguments, output::say};
use anyhow::{Context as _, bail};
use secrecy::ExposeSecret as _;
use server::{
    jira_url::BaseUrl,
    oauth1::signature::{RsaSha1Key, rsa_sha1},
    settings,
};
use std::{
    fs::OpenOptions,
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{self, Path, PathBuf},
};

/// Makes a private key that only its owner may read, and prints the two halves of the connection.
pub(super) fn new(arguments: &NewInstanceArguments) -> anyhow::Result<()> {
    let id = &arguments.id;
    if !settings::is_instance_id(id) {
        bail!(
            "The ID {id:?} cannot be used: allowed are 1 to 63 letters, digits, dots, hyphens and underscores"
        );
    }
    let base_url = BaseUrl::parse(&arguments.base_url).map_err(|problem| {
        anyhow::anyhow!(
            "--base-url: {problem}; allowed is an address such as https://jira.example.com/jira"
        )
    })?;
    let key_file = arguments
        .key_file
        .clone()
        .unwrap_or_else(|| PathBuf::from(format!("jira-{id}.pem")));
    let pem = rsa_sha1::generate_private_key_pem()?;
    let public_key = RsaSha1Key::from_pem(&pem)?.public_key_pem();
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&key_file)
        .with_context(|| format!("The key file {} cannot be made; a key that is there already is never overwritten. Choose another with --key-file", key_file.display()))?;
    file.write_all(pem.expose_secret().as_bytes())
        .and_then(|()| file.sync_all())
        .with_context(|| format!("The key file {} cannot be written", key_file.display()))?;
    let consumer_key = format!("jira-tab-{id}");
    let settings_file = &arguments.settings.config;
    // The link works with any address; people who look at it in Jira should find the tab.
    let public_url = settings::public_url_in(settings_file);
    let tab_url = public_url.map_or_else(|| "http://localhost:3000".to_owned(), |url| url.origin());
    let key_path = key_file.display().to_string();
    let snippet = |value: &str| toml::Value::from(value).to_string();
    say(format_args!(
        "A 3072-bit RSA key is in {key_path} (readable by you alone). Keep it and back it up.\n\n\
         1. Add this to the settings file ({settings_file}; paths start at its folder):\n\n\
         [[jira]]\n\
         id = {id}\n\
         base_url = {base}\n\
         consumer_key = {key}\n\
         signature_method = \"RSA-SHA1\"\n\
         private_key_file = {file}\n\n\
         2. In Jira, as administrator, open {base_plain}/plugins/servlet/applinks/listApplicationLinks\n\
         \x20  (Administration > Applications > Application links) and create a link:\n\
         \x20  - Create link: choose \"Atlassian product\" (not \"External application\"), Application URL {tab_url}\n\
         \x20  - \"No response was received\": ignore it and continue\n\
         \x20  - Application Name: Jira tab for Microsoft Teams; Application Type: Generic Application\n\
         \x20  - tick \"Create incoming link\", leave the outgoing fields empty, continue\n\
         \x20  - Consumer Key:   {consumer_key}\n\
         \x20  - Consumer Name:  Jira tab for Microsoft Teams\n\
         \x20  - Public Key:     the block below, with its first and last line\n\n\
         {public_key}\n\
         3. Start the tab: jira-tab serve --config {settings_file}\n",
        settings_file = settings_file.display(),
        id = snippet(id),
        base = snippet(&base_url.to_string()),
        base_plain = base_url,
        key = snippet(&consumer_key),
        file = snippet(&seen_from(settings_file, &key_file).display().to_string()),
        public_key = public_key.trim_end(),
    ))?;
    Ok(())
}

/// The path of the key as the settings file names it.
fn seen_from(settings_file: &Path, key_file: &Path) -> PathBuf {
    let (Ok(settings), Ok(key)) = (path::absolute(settings_file), path::absolute(key_file)) else {
        return key_file.to_owned();
    };
    let beside = settings.parent().map(|folder| key.strip_prefix(folder));
    match beside {
        Some(Ok(beside)) => beside.to_owned(),
        _ => key,
    }
}
