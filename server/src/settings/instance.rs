//! One `[[jira]]`, checked.

use super::{
    SettingsError,
    file::{Jira, SignatureMethod, Source},
};
use crate::{
    jira::JiraClientSettings,
    jira_url::BaseUrl,
    oauth1::{
        credentials::ClientCredentials,
        signature::{HmacSha1Key, RsaSha1Key, SigningKey},
    },
    outbound,
};
use reqwest::{Certificate, Proxy};
use std::time::Duration;
use toml::Spanned;
use url::Url;

const CONNECT_TIMEOUT_S: u64 = 5;
const TIMEOUT_S: u64 = 15;
const TIMEOUT_RANGE_S: std::ops::RangeInclusive<u64> = 1..=30;

/// A configured Jira.
#[derive(Debug)]
pub struct InstanceSettings {
    /// The Jira ID that people may type.
    pub id: String,
    /// What people call it.
    pub name: String,
    pub(crate) client: JiraClientSettings,
}

/// Checks every `[[jira]]`; there must be one at least.
pub(super) fn check_all(
    source: &Source,
    jira: Vec<Spanned<Jira>>,
) -> Result<Vec<InstanceSettings>, SettingsError> {
    if jira.is_empty() {
        return Err(source.problem(
            None,
            "jira",
            "there is no [[jira]]; `jira-tab instance new` prints one to add",
        ));
    }
    let mut instances: Vec<InstanceSettings> = Vec::with_capacity(jira.len());
    for entry in jira {
        let id = entry.get_ref().id.clone();
        let instance = check(source, entry.get_ref())?;
        if instances
            .iter()
            .any(|other| other.id.eq_ignore_ascii_case(&instance.id))
        {
            return Err(source.problem(
                Some(id.span()),
                "jira.id",
                &format!(
                    "the ID {:?} is there twice (capitals do not count)",
                    instance.id
                ),
            ));
        }
        instances.push(instance);
    }
    Ok(instances)
}

/// Whether `text` can be a Jira ID: 1 to 63 letters, digits, dots, hyphens and underscores of ASCII.
#[must_use]
pub fn is_instance_id(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}

fn check(source: &Source, jira: &Jira) -> Result<InstanceSettings, SettingsError> {
    let id = jira.id.get_ref();
    if !is_instance_id(id) {
        return Err(source.problem(
            Some(jira.id.span()),
            "jira.id",
            "allowed are 1 to 63 letters, digits, dots, hyphens and underscores",
        ));
    }
    if jira.consumer_key.get_ref().trim().is_empty() {
        return Err(source.problem(
            Some(jira.consumer_key.span()),
            "jira.consumer_key",
            "allowed is the consumer key of the application link in Jira, which is never empty",
        ));
    }
    let name = match &jira.name {
        Some(name) if name.get_ref().trim().is_empty() || name.get_ref().chars().count() > 60 => {
            return Err(source.problem(
                Some(name.span()),
                "jira.name",
                "allowed are 1 to 60 characters",
            ));
        }
        Some(name) => name.get_ref().clone(),
        None => id.clone(),
    };
    let client = JiraClientSettings {
        base_url: base_url(source, "jira.base_url", &jira.base_url)?,
        oauth_signing_base_url: jira
            .oauth_signing_base_url
            .as_ref()
            .map(|value| base_url(source, "jira.oauth_signing_base_url", value))
            .transpose()?,
        ca_certificates: ca_certificates(source, jira)?,
        proxy: jira
            .proxy
            .as_ref()
            .map(|value| proxy(source, value))
            .transpose()?,
        connect_timeout: timeout(
            source,
            "jira.connect_timeout_s",
            jira.connect_timeout_s.as_ref(),
            CONNECT_TIMEOUT_S,
        )?,
        timeout: timeout(source, "jira.timeout_s", jira.timeout_s.as_ref(), TIMEOUT_S)?,
        credentials: ClientCredentials::new(
            jira.consumer_key.get_ref().as_str(),
            signing_key(source, jira)?,
        ),
    };
    Ok(InstanceSettings {
        id: id.clone(),
        name,
        client,
    })
}

fn base_url(source: &Source, key: &str, value: &Spanned<String>) -> Result<BaseUrl, SettingsError> {
    let refuse = |problem: &str| {
        let allowed = "allowed is an address such as https://jira.example.com/jira";
        source.problem(Some(value.span()), key, &format!("{problem}; {allowed}"))
    };
    let base_url = BaseUrl::parse(value.get_ref()).map_err(|it| refuse(&it.to_string()))?;
    let ip = match base_url.as_url().host() {
        Some(url::Host::Ipv4(ip)) => Some(ip.into()),
        Some(url::Host::Ipv6(ip)) => Some(ip.into()),
        _ => None,
    };
    if ip.is_some_and(outbound::is_forbidden) {
        return Err(refuse("no Jira has that IP address"));
    }
    Ok(base_url)
}

fn signing_key(source: &Source, jira: &Jira) -> Result<SigningKey, SettingsError> {
    let id = &jira.id;
    match (
        jira.signature_method,
        &jira.private_key_file,
        &jira.shared_secret_file,
    ) {
        (SignatureMethod::RsaSha1, Some(file), None) => {
            let text = source.read_text("jira.private_key_file", file)?;
            let key = RsaSha1Key::from_pem(&text).map_err(|problem| {
                source.problem(
                    Some(file.span()),
                    "jira.private_key_file",
                    &problem.to_string(),
                )
            })?;
            Ok(SigningKey::RsaSha1(key))
        }
        (SignatureMethod::HmacSha1, None, Some(file)) => {
            let secret = source.read_secret("jira.shared_secret_file", file)?;
            Ok(SigningKey::HmacSha1(HmacSha1Key::new(secret)))
        }
        (SignatureMethod::RsaSha1, None, _) => Err(source.problem(
            Some(id.span()),
            "jira.private_key_file",
            "RSA-SHA1 needs the file with the private key in PEM form",
        )),
        (SignatureMethod::HmacSha1, _, None) => Err(source.problem(
            Some(id.span()),
            "jira.shared_secret_file",
            "HMAC-SHA1 needs the file with the shared secret",
        )),
        (SignatureMethod::RsaSha1, Some(_), Some(file)) => Err(source.problem(
            Some(file.span()),
            "jira.shared_secret_file",
            "not allowed with RSA-SHA1, which uses private_key_file",
        )),
        (SignatureMethod::HmacSha1, Some(file), Some(_)) => Err(source.problem(
            Some(file.span()),
            "jira.private_key_file",
            "not allowed with HMAC-SHA1, which uses shared_secret_file",
        )),
    }
}

fn ca_certificates(source: &Source, jira: &Jira) -> Result<Vec<Certificate>, SettingsError> {
    let Some(file) = &jira.ca_file else {
        return Ok(Vec::new());
    };
    let problem = |message: &str| source.problem(Some(file.span()), "jira.ca_file", message);
    let pem = source.read_named("jira.ca_file", file)?;
    match Certificate::from_pem_bundle(&pem) {
        Ok(certificates) if certificates.is_empty() => {
            Err(problem("the file holds no certificate in PEM form"))
        }
        Ok(certificates) => Ok(certificates),
        Err(_) => Err(problem("allowed is a file with certificates in PEM form")),
    }
}

fn proxy(source: &Source, value: &Spanned<String>) -> Result<Proxy, SettingsError> {
    let allowed = || {
        source.problem(
            Some(value.span()),
            "jira.proxy",
            "allowed is the address of an HTTP proxy, such as http://proxy.example.com:3128",
        )
    };
    let url = Url::parse(value.get_ref()).map_err(|_| allowed())?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err(allowed());
    }
    Proxy::all(url).map_err(|_| allowed())
}

fn timeout(
    source: &Source,
    key: &str,
    value: Option<&Spanned<u64>>,
    default_s: u64,
) -> Result<Duration, SettingsError> {
    match value {
        None => Ok(Duration::from_secs(default_s)),
        Some(value) if TIMEOUT_RANGE_S.contains(value.get_ref()) => {
            Ok(Duration::from_secs(*value.get_ref()))
        }
        Some(value) => Err(source.problem(Some(value.span()), key, "allowed are 1 to 30 seconds")),
    }
}
